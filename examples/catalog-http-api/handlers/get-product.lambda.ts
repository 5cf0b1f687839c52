import { documentClient } from './dynamo/client';
import { ProductsTable } from './dynamo/products-table';
import { fromEnvironment } from './environment';
import { getProduct } from './get-product';
import { fromApi } from './http/from-api';

export const handler = fromApi(getProduct(new ProductsTable(documentClient(), fromEnvironment('PRODUCTS_TABLE'))));
