import { CatalogueTable } from './dynamo/catalogue-table';
import { documentClient } from './dynamo/client';
import { fromEnvironment } from './environment';
import { handlerOf } from './http/route';
import { listProducts } from './list-products';

const catalogue = new CatalogueTable(documentClient(), fromEnvironment('PRODUCTS_TABLE'));

export const handler = handlerOf(listProducts(catalogue, fromEnvironment('RELEASE')));
