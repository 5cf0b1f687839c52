import { Page, PageRequest } from './page';

/** What somebody wants written down. */
export interface Posting {
  readonly account: string;
  /** Chosen by the caller, one per business event: sending it again never posts twice. */
  readonly idempotencyKey: string;
  /** Who sent it, as IAM vouches for. */
  readonly postedBy: string;
  /**
   * In the smallest unit of the currency, positive for what comes in, negative for what goes out.
   * Never a fraction: 0.1 + 0.2 is not 0.3 in floating point.
   */
  readonly amount: number;
  /** ISO 4217: `EUR`. */
  readonly currency: string;
  readonly memo: string;
}

/** What was written down. It is never changed and never deleted: a mistake is put right by another entry. */
export interface Entry extends Posting {
  /** The place in its account: 1, 2, 3 and no gap. This is the order of things, not the clock. */
  readonly sequence: number;
  /** What is in the account after this entry. */
  readonly balance: number;
  readonly postedAt: string;
}

/**
 * Where entries are kept: a port, kept by DynamoDB in production and by a list in tests.
 * Whatever was written is seen by every question that is asked afterwards.
 */
export interface Journal {
  /** The end of an account; nothing when it has no entries. */
  last(account: string): Promise<Entry | undefined>;
  /** The entry that was posted with a key. */
  find(account: string, idempotencyKey: string): Promise<Entry | undefined>;
  /** Writes an entry at its place. False if the place is taken: then nothing was written. */
  append(entry: Entry): Promise<boolean>;
  /** Newest first. */
  page(account: string, page: PageRequest): Promise<Page<Entry>>;
}
