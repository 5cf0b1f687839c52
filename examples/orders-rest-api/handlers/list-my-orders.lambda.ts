import { documentClient } from './dynamo/client';
import { OrdersTable } from './dynamo/orders-table';
import { fromEnvironment } from './environment';
import { handlerOf } from './http/route';
import { listMyOrders } from './list-my-orders';

export const handler = handlerOf(listMyOrders(new OrdersTable(documentClient(), fromEnvironment('ORDERS_TABLE'))));
