import { receiptOf } from './http/receipt';
import { customerOf, pageOf } from './http/request';
import { Route } from './http/route';
import { OrderBook } from './shop/orders';
import { tokenOf } from './shop/page';

/** `GET /orders`: the caller's own orders, newest first. */
export function listMyOrders(orders: OrderBook): Route {
  return async (event) => {
    const { entries, next } = await orders.list(customerOf(event), pageOf(event, 2));
    return { status: 200, body: { orders: entries.map(receiptOf), nextToken: tokenOf(next) } };
  };
}
