/** How much of everything is measured. */
export interface Sizes {
  /** Repetitions of what is quick: the figures are their medians. */
  readonly runs: number;
  readonly posts: number;
  /** The SDK takes longer for each. */
  readonly sdkPosts: number;
  readonly signatures: number;
  /** Of the room that is told something. */
  readonly connections: number;
  /** Of the room that is told something under a throttle. */
  readonly throttledConnections: number;
  /** The throttle of the account there: requests a second. */
  readonly throttle: number;
  /** Messages that are sent; and how many of those are sent once more. */
  readonly messages: number;
  readonly duplicates: number;
  readonly slowConsumers: number;
  /** Processes that load a handler, for each handler. */
  readonly loads: number;
  /** Ids that are spread over shards. */
  readonly ids: number;
}

export const FULL: Sizes = {
  runs: 3,
  posts: 20_000,
  sdkPosts: 6_000,
  signatures: 50_000,
  connections: 20_000,
  throttledConnections: 6_000,
  throttle: 2_000,
  messages: 600,
  duplicates: 240,
  slowConsumers: 21,
  loads: 11,
  ids: 100_000,
};

/** To see whether it works: figures of so little are not worth much. */
export const QUICK: Sizes = {
  runs: 1,
  posts: 3_000,
  sdkPosts: 1_000,
  signatures: 5_000,
  connections: 2_000,
  throttledConnections: 900,
  throttle: 500,
  messages: 60,
  duplicates: 24,
  slowConsumers: 5,
  loads: 3,
  ids: 10_000,
};

/** Under way at once: posts of one client, and messages that are sent. */
export const POSTS_AT_ONCE = 100;
export const SENDS_AT_ONCE = 16;

/** The share of a throttle that deliveries are paced to. */
export const PACED_SHARE = 0.9;
/** Requests at once after a pause, as milliseconds of the throttle: so few that they hide nothing. */
export const BURST_MS = 100;

/** Connections that a shard has at most when its room has stopped growing. */
const SHARD = 1_400;

/** How many shards a room has grown to. */
export function shardsFor(connections: number): number {
  return 2 ** Math.max(0, Math.ceil(Math.log2(connections / SHARD)));
}
