import type { APIGatewayProxyEvent } from 'aws-lambda';
import { DEFAULT_PAGE_SIZE, LIMITS } from '../shop/limits';
import { Placement } from '../shop/orders';
import { keyOf, PageRequest } from '../shop/page';
import { Refusal } from '../shop/refusal';

/** Who is signed in, as the Cognito authorizer vouches for. No authorizer, no customer: the handler fails closed. */
export function customerOf(event: APIGatewayProxyEvent): string {
  const subject: unknown = event.requestContext.authorizer?.claims?.sub;
  if (typeof subject !== 'string' || subject === '') throw new Refusal(401, 'UNAUTHORIZED', 'sign in and send the id token');
  return subject;
}

/** `?limit=` and `?nextToken=`; `keyParts` is how many strings the key of this list has. */
export function pageOf(event: APIGatewayProxyEvent, keyParts: number): PageRequest {
  const { limit = String(DEFAULT_PAGE_SIZE), nextToken } = event.queryStringParameters ?? {};
  if (!/^[1-9]\d?$/.test(limit) || Number(limit) > LIMITS.pageSize) {
    throw new Refusal(400, 'BAD_REQUEST_PARAMETERS', `limit must be a whole number from 1 to ${LIMITS.pageSize}`);
  }
  return { limit: Number(limit), after: nextToken === undefined ? undefined : keyOf(nextToken, keyParts) };
}

export function productIdOf(event: APIGatewayProxyEvent): string {
  return pathId(event, LIMITS.productId, 'PRODUCT_NOT_FOUND');
}

export function orderIdOf(event: APIGatewayProxyEvent): string {
  return pathId(event, LIMITS.orderId, 'ORDER_NOT_FOUND');
}

export function placementOf(event: APIGatewayProxyEvent): Placement {
  return { customerId: customerOf(event), idempotencyKey: idempotencyKeyOf(event), lines: linesOf(bodyOf(event)) };
}

/** An id that cannot exist is simply not found; it never reaches the table. */
function pathId(event: APIGatewayProxyEvent, pattern: string, code: string): string {
  const id = event.pathParameters?.id ?? '';
  if (!new RegExp(pattern).test(id)) throw new Refusal(404, code, 'there is nothing with this id');
  return id;
}

function idempotencyKeyOf(event: APIGatewayProxyEvent): string {
  const [, key = ''] = Object.entries(event.headers ?? {}).find(([name]) => name.toLowerCase() === 'idempotency-key') ?? [];
  if (!new RegExp(LIMITS.idempotencyKey).test(key)) {
    throw new Refusal(400, 'BAD_REQUEST_PARAMETERS', 'send an Idempotency-Key header of 8 to 64 letters, digits, - or _: a new UUID for every order');
  }
  return key;
}

function bodyOf(event: APIGatewayProxyEvent): unknown {
  try {
    return JSON.parse(event.isBase64Encoded ? Buffer.from(event.body ?? '', 'base64').toString() : event.body ?? '');
  } catch {
    throw new Refusal(400, 'BAD_REQUEST_BODY', 'the body is not JSON');
  }
}

function linesOf(body: unknown): Placement['lines'] {
  const lines = isRecord(body) && only(body, ['lines']) && Array.isArray(body.lines) ? body.lines : [];
  if (lines.length < 1 || lines.length > LIMITS.linesPerOrder || !lines.every(isLine)) {
    throw new Refusal(400, 'BAD_REQUEST_BODY',
      `send {"lines": [{"productId": "…", "quantity": 1}]} with 1 to ${LIMITS.linesPerOrder} lines of 1 to ${LIMITS.quantity} pieces`);
  }
  if (new Set(lines.map(({ productId }) => productId)).size < lines.length) {
    throw new Refusal(400, 'PRODUCT_LISTED_TWICE', 'list a product once, with its quantity');
  }
  return lines;
}

function isLine(line: unknown): line is Placement['lines'][number] {
  return isRecord(line) && only(line, ['productId', 'quantity'])
    && typeof line.productId === 'string' && new RegExp(LIMITS.productId).test(line.productId)
    && Number.isInteger(line.quantity) && Number(line.quantity) >= 1 && Number(line.quantity) <= LIMITS.quantity;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function only(value: Record<string, unknown>, names: string[]): boolean {
  return Object.keys(value).every((name) => names.includes(name));
}
