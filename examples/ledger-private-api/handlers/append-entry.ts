import { postingOf } from './http/request';
import { Route } from './http/route';
import { Books, post } from './ledger/books';

/** `POST /accounts/{account}/entries`: posts once, however often the request is sent. */
export function appendEntry(books: Books): Route {
  return async (event) => ({ status: 201, body: await post(books, postingOf(event)) });
}
