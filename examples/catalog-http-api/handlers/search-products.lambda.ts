import { documentClient } from './dynamo/client';
import { ProductsTable } from './dynamo/products-table';
import { fromEnvironment } from './environment';
import { fromLoadBalancer } from './http/from-load-balancer';
import { searchProducts } from './search-products';

export const handler = fromLoadBalancer(searchProducts(new ProductsTable(documentClient(), fromEnvironment('PRODUCTS_TABLE'))));
