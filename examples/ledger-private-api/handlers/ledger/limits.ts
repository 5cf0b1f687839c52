/**
 * What a request may look like. The stack builds the gateway's checks from these and the handlers check again,
 * so that a route added without a schema, or a test event from the console, cannot get past them.
 */
export const LIMITS = {
  account: '^[a-z0-9][a-z0-9-]{2,63}$',
  idempotencyKey: '^[A-Za-z0-9_-]{8,64}$',
  currency: '^[A-Z]{3}$',
  /** In minor units, either way: ten billion euros, or ten trillion yen. */
  amount: 1_000_000_000_000,
  memoLength: 140,
  pageSize: 100,
} as const;

export const DEFAULT_PAGE_SIZE = 25;
