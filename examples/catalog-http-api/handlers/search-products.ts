import { Catalogue } from './catalogue/catalogue';
import { search } from './catalogue/search';
import { wordsOf } from './http/parameters';
import { Route } from './http/route';

/** `GET /search?q=`: products with all these words. */
export function searchProducts(catalogue: Catalogue): Route {
  return async (request) => ({ status: 200, body: { products: await search(catalogue, wordsOf(request)) } });
}
