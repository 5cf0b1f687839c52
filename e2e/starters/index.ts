import { OrdersRestApi } from './orders-rest-api';
import { Starter } from './starter';

/** Everything that is deployed. */
export const STARTERS: readonly Starter[] = [
  new OrdersRestApi(),
];
