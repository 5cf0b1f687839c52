import { receiptOf } from './http/receipt';
import { placementOf } from './http/request';
import { Route } from './http/route';
import { buyOnce, Shop } from './shop/orders';

/** `POST /orders`: buys once, however often the request is sent. */
export function placeOrder(shop: Shop): Route {
  return async (event) => ({ status: 201, body: receiptOf(await buyOnce(shop, placementOf(event))) });
}
