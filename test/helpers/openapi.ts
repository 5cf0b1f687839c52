/** An operation as small as can be. */
export interface SmallOperation {
  operationId?: string;
  responses: { [status: string]: object };
  [more: string]: unknown;
}

/** A document as small as can be useful. */
export interface SmallDocument {
  openapi: string;
  info: { title: string; version: string };
  paths: { [path: string]: { [method: string]: SmallOperation } };
  [more: string]: unknown;
}

/** A valid document with two operations, to change and to add to. */
export function newDocument(openapi = '3.1.0'): SmallDocument {
  return {
    openapi,
    info: { title: 'Orders', version: '1' },
    paths: { '/orders': { get: newOperation('listOrders'), post: newOperation('addOrder') } },
  };
}

/** A valid operation. */
export function newOperation(operationId: string, more: object = {}): SmallOperation {
  return { operationId, responses: { default: { description: 'what it answers' } }, ...more };
}
