import { documentClient } from './dynamo/client';
import { OrdersTable } from './dynamo/orders-table';
import { fromEnvironment } from './environment';
import { getMyOrder } from './get-my-order';
import { handlerOf } from './http/route';

export const handler = handlerOf(getMyOrder(new OrdersTable(documentClient(), fromEnvironment('ORDERS_TABLE'))));
