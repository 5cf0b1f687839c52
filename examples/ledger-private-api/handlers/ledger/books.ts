import { Entry, Journal, Posting } from './journal';
import { Page, PageRequest } from './page';
import { Refusal } from './refusal';

/** As many as may post to one account at the same moment: whoever comes too late to a place has lost it to somebody who did not. */
export const ATTEMPTS = 8;

/** What the rules of the ledger need. */
export interface Books {
  readonly journal: Journal;
  readonly clock: () => Date;
  /** Waits a little before another attempt, so that callers who got in each other's way do not do so again. */
  readonly pause: (attempt: number) => Promise<void>;
}

/** What is in an account. */
export interface Balance {
  readonly account: string;
  readonly currency: string;
  readonly balance: number;
  /** How many entries it is the sum of. */
  readonly entries: number;
  readonly asOf: string;
}

/**
 * Posts once, however often the request is sent and however many others post to the account at the same time.
 *
 * The end of the account is looked at first and the key second. So the same posting, sent on two connections, is either found by its
 * key, or is written after we looked: then it, or what came before it, has the place we are about to take, and we look again.
 */
export async function post(books: Books, posting: Posting): Promise<Entry> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    if (attempt > 0) await books.pause(attempt);
    const last = await books.journal.last(posting.account);
    const earlier = await books.journal.find(posting.account, posting.idempotencyKey);
    if (earlier) return repeated(earlier, posting);
    const entry = following(last, posting, books.clock());
    if (await books.journal.append(entry)) return entry;
  }
  throw new Refusal(409, 'ACCOUNT_BUSY', 'too many are posting to this account right now; send it again with the same Idempotency-Key');
}

/** Every entry has the balance after it, so the last one has the balance of the account. */
export async function balanceOf(journal: Journal, account: string): Promise<Balance> {
  const last = await journal.last(account) ?? unknownAccount(account);
  return { account, currency: last.currency, balance: last.balance, entries: last.sequence, asOf: last.postedAt };
}

export async function entriesOf(journal: Journal, account: string, request: PageRequest): Promise<Page<Entry>> {
  const page = await journal.page(account, request);
  if (page.entries.length === 0 && request.before === undefined) unknownAccount(account);
  return page;
}

/** The entry that comes after the end of an account. The first entry opens it and decides its currency. */
function following(last: Entry | undefined, posting: Posting, now: Date): Entry {
  const { sequence, balance, currency } = last ?? { sequence: 0, balance: 0, currency: posting.currency };
  if (posting.amount === 0) throw new Refusal(422, 'NOTHING_TO_POST', 'an entry over nothing would say nothing');
  if (posting.currency !== currency) throw new Refusal(422, 'OTHER_CURRENCY', `this account is kept in ${currency}`);
  const after = balance + posting.amount;
  if (!Number.isSafeInteger(after)) throw new Refusal(422, 'BALANCE_OUT_OF_RANGE', 'the balance would be too large to be exact');
  return { ...posting, sequence: sequence + 1, balance: after, postedAt: now.toISOString() };
}

/** Whoever repeats a request gets the entry of the first one. Who sent it does not matter: a retry may come from another session. */
function repeated(entry: Entry, { amount, currency, memo }: Posting): Entry {
  if (entry.amount === amount && entry.currency === currency && entry.memo === memo) return entry;
  throw new Refusal(422, 'IDEMPOTENCY_KEY_REUSED', 'this Idempotency-Key was used for another entry; make a new one');
}

/** An account is there from its first entry on. */
function unknownAccount(account: string): never {
  throw new Refusal(404, 'ACCOUNT_NOT_FOUND', `nothing was ever posted to ${account}`);
}
