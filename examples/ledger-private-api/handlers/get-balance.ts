import { accountOf } from './http/request';
import { Route } from './http/route';
import { balanceOf } from './ledger/books';
import { Journal } from './ledger/journal';

/** `GET /accounts/{account}/balance`: what is in an account, and how many entries that is the sum of. */
export function getBalance(journal: Journal): Route {
  return async (event) => ({ status: 200, body: await balanceOf(journal, accountOf(event)) });
}
