import { Request } from './route';
import { DEFAULT_PAGE_SIZE, LIMITS } from '../catalogue/limits';
import { keyOf, PageRequest } from '../catalogue/page';
import { Refusal } from '../catalogue/refusal';

/** `?limit=` and `?nextToken=` */
export function pageOf({ query: { limit = String(DEFAULT_PAGE_SIZE), nextToken } }: Request): PageRequest {
  if (!/^[1-9]\d?$/.test(limit) || Number(limit) > LIMITS.pageSize) {
    throw new Refusal(400, 'BAD_REQUEST_PARAMETERS', `limit must be a whole number from 1 to ${LIMITS.pageSize}`);
  }
  return { limit: Number(limit), after: nextToken === undefined ? undefined : keyOf(nextToken, 1) };
}

/** An id that cannot exist is simply not found; it never reaches the table. */
export function productIdOf({ path: { id = '' } }: Request): string {
  if (!new RegExp(LIMITS.productId).test(id)) throw new Refusal(404, 'PRODUCT_NOT_FOUND', 'there is nothing with this id');
  return id;
}

/** `?q=`, word by word */
export function wordsOf({ query: { q = '' } }: Request): string[] {
  const words = q.split(/\s+/).filter((word) => word !== '');
  if (words.length === 0 || q.length > LIMITS.searchText) {
    throw new Refusal(400, 'BAD_REQUEST_PARAMETERS', `q must be what to look for, in at most ${LIMITS.searchText} characters`);
  }
  return words;
}
