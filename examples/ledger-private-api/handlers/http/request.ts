import type { APIGatewayProxyEvent } from 'aws-lambda';
import { Posting } from '../ledger/journal';
import { DEFAULT_PAGE_SIZE, LIMITS } from '../ledger/limits';
import { PageRequest, placeOf } from '../ledger/page';
import { Refusal } from '../ledger/refusal';

/** An account that cannot exist is simply not found; it never reaches the table. */
export function accountOf(event: APIGatewayProxyEvent): string {
  const account = event.pathParameters?.account ?? '';
  if (!new RegExp(LIMITS.account).test(account)) {
    throw new Refusal(404, 'ACCOUNT_NOT_FOUND', 'accounts have names of 3 to 64 lower-case letters, digits and hyphens');
  }
  return account;
}

/** `?limit=` and `?nextToken=` */
export function pageOf(event: APIGatewayProxyEvent): PageRequest {
  const { limit = String(DEFAULT_PAGE_SIZE), nextToken } = event.queryStringParameters ?? {};
  if (!/^[1-9]\d{0,2}$/.test(limit) || Number(limit) > LIMITS.pageSize) {
    throw new Refusal(400, 'BAD_REQUEST_PARAMETERS', `limit must be a whole number from 1 to ${LIMITS.pageSize}`);
  }
  return { limit: Number(limit), before: nextToken === undefined ? undefined : placeOf(nextToken) };
}

export function postingOf(event: APIGatewayProxyEvent): Posting {
  return { account: accountOf(event), idempotencyKey: idempotencyKeyOf(event), postedBy: callerOf(event), ...wantedOf(bodyOf(event)) };
}

/** Whom IAM vouches for. Nobody, no entry: a route that has lost its authorization fails closed. */
function callerOf(event: APIGatewayProxyEvent): string {
  const { userArn } = event.requestContext.identity;
  if (!userArn) throw new Refusal(401, 'UNAUTHORIZED', 'sign the request with AWS Signature Version 4');
  return userArn;
}

function idempotencyKeyOf(event: APIGatewayProxyEvent): string {
  const [, key = ''] = Object.entries(event.headers ?? {}).find(([name]) => name.toLowerCase() === 'idempotency-key') ?? [];
  if (!new RegExp(LIMITS.idempotencyKey).test(key)) {
    throw new Refusal(400, 'BAD_REQUEST_PARAMETERS', 'send an Idempotency-Key header of 8 to 64 letters, digits, - or _: a new UUID for every entry');
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

type Wanted = Pick<Posting, 'amount' | 'currency' | 'memo'>;

function wantedOf(body: unknown): Wanted {
  if (isWanted(body)) return body;
  throw new Refusal(400, 'BAD_REQUEST_BODY',
    `send {"amount": -1250, "currency": "EUR", "memo": "…"}: a whole number of minor units, a currency, up to ${LIMITS.memoLength} characters`);
}

function isWanted(body: unknown): body is Wanted {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return false;
  const { amount, currency, memo, ...more } = body as Partial<Wanted>;
  return Object.keys(more).length === 0 && isAmount(amount) && isCurrency(currency) && isMemo(memo);
}

function isAmount(amount: unknown): boolean {
  return Number.isInteger(amount) && Math.abs(Number(amount)) <= LIMITS.amount;
}

function isCurrency(currency: unknown): boolean {
  return typeof currency === 'string' && new RegExp(LIMITS.currency).test(currency);
}

/** Counted in characters, as the gateway counts them, and not in the halves some of them are made of. */
function isMemo(memo: unknown): boolean {
  return typeof memo === 'string' && memo !== '' && [...memo].length <= LIMITS.memoLength;
}
