import { CatalogueTable } from './dynamo/catalogue-table';
import { documentClient } from './dynamo/client';
import { OrdersTable } from './dynamo/orders-table';
import { fromEnvironment } from './environment';
import { handlerOf } from './http/route';
import { placeOrder } from './place-order';

const db = documentClient();

export const handler = handlerOf(placeOrder({
  catalogue: new CatalogueTable(db, fromEnvironment('PRODUCTS_TABLE')),
  orders: new OrdersTable(db, fromEnvironment('ORDERS_TABLE')),
  clock: () => new Date(),
}));
