/** The fields of an order that hold a code, and the group that each takes it from. */
export const ORDER_CODES = {
  status: 'ORDER_STATUS',
  paymentMethod: 'PAYMENT_METHOD',
  country: 'COUNTRY',
  bank: 'BANK',
  currency: 'CURRENCY',
} as const;

export type OrderCodeField = keyof typeof ORDER_CODES;

export const ORDER_CODE_FIELDS = Object.keys(ORDER_CODES) as OrderCodeField[];
