/** How long to wait before trying again. */
export interface Backoff {
  /** The longest pause before the first retry. It doubles with every further one. */
  readonly firstMs: number;
  /** The longest pause there is. */
  readonly maxMs: number;
}

/**
 * A new connection: an account accepts 500 a second (AWS: "New connections per second per account"), so that clients cut off
 * together must not come back together.
 */
export const RECONNECT: Backoff = { firstMs: 1_000, maxMs: 60_000 };

/** Full jitter: anything from nothing to the pause of this attempt, the first of which is 0. */
export function backoff(attempt: number, random: () => number, { firstMs, maxMs }: Backoff = RECONNECT): number {
  return random() * Math.min(maxMs, firstMs * 2 ** Math.min(attempt, 30));
}

/** Somewhere between the two, so that what many clients do now and then is spread over time. */
export function between(fromMs: number, toMs: number, random: () => number): number {
  return fromMs + random() * (toMs - fromMs);
}
