import type { OrderCodeField } from './order-codes.js';

interface OrderDetails {
  readonly customer: string;
  readonly item: string;
  readonly amount: number;
}

/** An order as a customer sends it: codes, no labels. */
export type NewOrder = OrderDetails & Readonly<Record<OrderCodeField, string>>;

/** An order as the database keeps it: codes still. */
export type Order = NewOrder & { readonly id: number; readonly orderedAt: Date };

export interface LabelledCode {
  readonly code: string;
  readonly label: string;
}

/** An order as people read it: every code with its label of this moment. */
export type LabelledOrder = OrderDetails &
  Pick<Order, 'id' | 'orderedAt'> &
  Readonly<Record<OrderCodeField, LabelledCode>>;
