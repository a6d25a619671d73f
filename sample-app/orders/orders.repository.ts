import { Injectable } from '@nestjs/common';
import { AppConfig } from '../config/app.config.js';
import { Database } from '../database/database.js';
import type { NewOrder, Order } from './order.js';

type OrderRow = Omit<Order, 'amount'> & { readonly amount: string };

const COLUMNS = `id, customer, item, amount, status, payment_method as "paymentMethod", country, bank, currency,
  ordered_at as "orderedAt"`;

/** Orders hold codes. No query joins the code table: labels come from the cache. */
@Injectable()
export class OrdersRepository {
  constructor(
    private readonly database: Database,
    private readonly config: AppConfig,
  ) {}

  async findLatest(limit: number): Promise<Order[]> {
    const rows = await this.database.query<OrderRow>(
      `select ${COLUMNS} from ${this.config.orderTable} order by id desc limit $1`,
      [limit],
    );
    return rows.map(toOrder);
  }

  async insert(order: NewOrder): Promise<Order> {
    const rows = await this.database.query<OrderRow>(
      `insert into ${this.config.orderTable} (customer, item, amount, status, payment_method, country, bank, currency)
       values ($1, $2, $3, $4, $5, $6, $7, $8)
       returning ${COLUMNS}`,
      [
        order.customer,
        order.item,
        order.amount,
        order.status,
        order.paymentMethod,
        order.country,
        order.bank,
        order.currency,
      ],
    );
    return rows.map(toOrder)[0]!;
  }
}

/** Postgres sends numeric as text, since not every one fits a number; amounts of money here do. */
function toOrder(row: OrderRow): Order {
  return { ...row, amount: Number(row.amount) };
}
