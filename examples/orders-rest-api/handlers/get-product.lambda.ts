import { CatalogueTable } from './dynamo/catalogue-table';
import { documentClient } from './dynamo/client';
import { fromEnvironment } from './environment';
import { getProduct } from './get-product';
import { handlerOf } from './http/route';

export const handler = handlerOf(getProduct(new CatalogueTable(documentClient(), fromEnvironment('PRODUCTS_TABLE'))));
