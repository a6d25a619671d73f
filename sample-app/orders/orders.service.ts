import { BadRequestException, Injectable } from '@nestjs/common';
import { CommonCodeCache } from 'nestjs-common-code';
import type { LabelledCode, LabelledOrder, NewOrder, Order } from './order.js';
import { ORDER_CODE_FIELDS, ORDER_CODES, type OrderCodeField } from './order-codes.js';
import { OrdersRepository } from './orders.repository.js';

@Injectable()
export class OrdersService {
  constructor(
    private readonly orders: OrdersRepository,
    private readonly codes: CommonCodeCache,
  ) {}

  async latest(): Promise<LabelledOrder[]> {
    const orders = await this.orders.findLatest(50);
    return orders.map((order) => this.withLabels(order));
  }

  /** Accepts only what a user may choose now: codes that are present and active. */
  async place(order: NewOrder): Promise<LabelledOrder> {
    const refused = ORDER_CODE_FIELDS.filter((field) => !this.codes.accepts(ORDER_CODES[field], order[field]));
    if (refused.length > 0) {
      const errors = refused.map((field) => ({ field, group: ORDER_CODES[field], code: order[field] }));
      const message = errors
        .map(({ field, group, code }) => `${field}: "${code}" is not a choice of ${group}`)
        .join('; ');
      throw new BadRequestException({ statusCode: 400, error: 'Bad Request', message, errors });
    }
    return this.withLabels(await this.orders.insert(order));
  }

  /** An order made long ago may carry a code no longer in use, or even gone: it still has to be shown. */
  private withLabels(order: Order): LabelledOrder {
    const label = (field: OrderCodeField): LabelledCode => ({
      code: order[field],
      label: this.codes.label(ORDER_CODES[field], order[field]) ?? order[field],
    });
    return {
      ...order,
      status: label('status'),
      paymentMethod: label('paymentMethod'),
      country: label('country'),
      bank: label('bank'),
      currency: label('currency'),
    };
  }
}
