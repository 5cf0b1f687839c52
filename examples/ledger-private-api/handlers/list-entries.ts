import { accountOf, pageOf } from './http/request';
import { Route } from './http/route';
import { entriesOf } from './ledger/books';
import { Journal } from './ledger/journal';
import { tokenOf } from './ledger/page';

/** `GET /accounts/{account}/entries`: what was posted, newest first, page by page. */
export function listEntries(journal: Journal): Route {
  return async (event) => {
    const { entries, next } = await entriesOf(journal, accountOf(event), pageOf(event));
    return { status: 200, body: { entries, nextToken: tokenOf(next) } };
  };
}
