import { Order } from '../shop/orders';

/** An order as its customer sees it: the customer's id inside our user pool is nobody else's business. */
export type Receipt = Omit<Order, 'customerId'>;

export function receiptOf({ orderId, placedAt, lines, total }: Order): Receipt {
  return { orderId, placedAt, lines, total };
}
