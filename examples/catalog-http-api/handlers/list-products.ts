import { Catalogue } from './catalogue/catalogue';
import { tokenOf } from './catalogue/page';
import { pageOf } from './http/parameters';
import { Route } from './http/route';

/** `GET /products`: the catalogue, page by page. `release` tells which deployment answered. */
export function listProducts(catalogue: Catalogue, release: string): Route {
  return async (request) => {
    const { entries, next } = await catalogue.list(pageOf(request));
    return { status: 200, body: { release, products: entries, nextToken: tokenOf(next) } };
  };
}
