import { Body, Controller, Get, Post } from '@nestjs/common';
import { NewOrderPipe } from './new-order.pipe.js';
import type { LabelledOrder, NewOrder } from './order.js';
import { OrdersService } from './orders.service.js';

@Controller('orders')
export class OrdersController {
  constructor(private readonly orders: OrdersService) {}

  @Get()
  latest(): Promise<LabelledOrder[]> {
    return this.orders.latest();
  }

  @Post()
  place(@Body(NewOrderPipe) order: NewOrder): Promise<LabelledOrder> {
    return this.orders.place(order);
  }
}
