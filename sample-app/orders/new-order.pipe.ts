import { BadRequestException, Injectable, type PipeTransform } from '@nestjs/common';
import type { NewOrder } from './order.js';

/** Checks the form of an order. Whether its codes are choices is for the service to say. */
@Injectable()
export class NewOrderPipe implements PipeTransform<unknown, NewOrder> {
  transform(body: unknown): NewOrder {
    const given = new Map<string, unknown>(Object.entries(body ?? {}));
    const text = (field: string) => String(given.get(field) ?? '').trim();
    const order: NewOrder = {
      customer: text('customer'),
      item: text('item'),
      amount: Number(given.get('amount')),
      status: text('status'),
      paymentMethod: text('paymentMethod'),
      country: text('country'),
      bank: text('bank'),
      currency: text('currency'),
    };
    const wrong = [
      ...(order.customer === '' || order.customer.length > 50 ? ['customer'] : []),
      ...(order.item === '' || order.item.length > 100 ? ['item'] : []),
      ...(order.amount > 0 && order.amount < 1e12 ? [] : ['amount']),
    ];
    if (wrong.length > 0)
      throw new BadRequestException({ message: `Missing or wrong: ${wrong.join(', ')}`, fields: wrong });
    return order;
  }
}
