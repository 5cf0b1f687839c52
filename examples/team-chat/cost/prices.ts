/**
 * List prices of us-east-1 in dollars, without free tiers unless they say so, as of November 2026 and from public sources, not from a bill.
 * They differ by Region and change: look them up before you decide anything, and put yours here.
 */
export const PRICES = {
  /** A million messages of a WebSocket API, in or out, each begun 32 KB: up to a billion a month, and beyond. */
  webSocketMessages: { first: 1.00, upTo: 1_000, beyond: 0.80 },
  /** A million minutes of a connection. */
  webSocketMinutes: 0.25,
  /** A million requests of an HTTP API. */
  httpRequests: 1.00,
  /** A million invocations, and a million GB-seconds on arm64. */
  lambdaRequests: 0.20,
  lambdaGigabyteSeconds: 13.3334,
  /** A million request units on demand, a GB for a month. */
  writeUnits: 0.625,
  readUnits: 0.125,
  tableGigabytes: 0.25,
  /** A million requests of a standard queue. */
  queueRequests: 0.40,
  /** A GB of logs taken in. */
  logGigabytes: 0.50,
  /** A GB to the internet. */
  egressGigabytes: 0.09,
  /** Users a month of a Cognito user pool with the feature plan Essentials; so many are free. */
  activeUsers: { each: 0.015, free: 10_000 },
  /** A million operations of AppSync Events, each begun 5 KB, and a million minutes of a connection. */
  eventOperations: 1.00,
  eventMinutes: 0.08,
} as const;
