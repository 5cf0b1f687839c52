import { unpack } from './catalogue/delivery';
import { documentClient } from './dynamo/client';
import { ProductsTable } from './dynamo/products-table';
import { fromEnvironment } from './environment';
import { fromQueue } from './queue/messages';

const shelf = new ProductsTable(documentClient(), fromEnvironment('PRODUCTS_TABLE'));

export const handler = fromQueue((delivery) => unpack(shelf, delivery));
