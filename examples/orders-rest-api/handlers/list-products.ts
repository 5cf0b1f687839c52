import { pageOf } from './http/request';
import { Route } from './http/route';
import { Catalogue } from './shop/catalogue';
import { tokenOf } from './shop/page';

/** `GET /products`: the catalogue, page by page. `release` tells which deployment answered, also from the cache. */
export function listProducts(catalogue: Catalogue, release: string): Route {
  return async (event) => {
    const { entries, next } = await catalogue.list(pageOf(event, 1));
    return { status: 200, body: { release, products: entries, nextToken: tokenOf(next) } };
  };
}
