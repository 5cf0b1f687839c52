/**
 * What a request may look like. The stack builds the gateway's checks from these and the handlers check again,
 * so that a route added without a schema, or a test event from the console, cannot get past them.
 */
export const LIMITS = {
  productId: '^[a-z0-9][a-z0-9-]{0,63}$',
  idempotencyKey: '^[A-Za-z0-9_-]{8,64}$',
  orderId: '^[0-9a-f]{32}$',
  linesPerOrder: 20,
  quantity: 99,
  pageSize: 50,
} as const;

export const DEFAULT_PAGE_SIZE = 20;
