import { productIdOf } from './http/request';
import { Route } from './http/route';
import { Catalogue, productOf } from './shop/catalogue';

/** `GET /products/{id}`: one product. */
export function getProduct(catalogue: Catalogue): Route {
  return async (event) => ({ status: 200, body: await productOf(catalogue, productIdOf(event)) });
}
