import { documentClient } from './dynamo/client';
import { ProductsTable } from './dynamo/products-table';
import { fromEnvironment } from './environment';
import { fromApi } from './http/from-api';
import { listProducts } from './list-products';

export const handler = fromApi(listProducts(new ProductsTable(documentClient(), fromEnvironment('PRODUCTS_TABLE')), fromEnvironment('RELEASE')));
