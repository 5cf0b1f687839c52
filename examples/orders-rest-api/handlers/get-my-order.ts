import { receiptOf } from './http/receipt';
import { customerOf, orderIdOf } from './http/request';
import { Route } from './http/route';
import { OrderBook, orderOf } from './shop/orders';

/** `GET /orders/{id}`: one of the caller's own orders; somebody else's is not found. */
export function getMyOrder(orders: OrderBook): Route {
  return async (event) => ({ status: 200, body: receiptOf(await orderOf(orders, customerOf(event), orderIdOf(event))) });
}
