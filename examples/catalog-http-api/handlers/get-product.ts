import { Catalogue, productOf } from './catalogue/catalogue';
import { productIdOf } from './http/parameters';
import { Route } from './http/route';

/** `GET /products/{id}`: one product. */
export function getProduct(catalogue: Catalogue): Route {
  return async (request) => ({ status: 200, body: await productOf(catalogue, productIdOf(request)) });
}
