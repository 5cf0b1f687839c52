/** An error of the AWS SDK or of Node.js, as far as we look at it. */
interface Failure {
  readonly name?: string;
  readonly code?: string;
  readonly $metadata?: { readonly httpStatusCode?: number };
}

/** Services that speak the query protocol refuse with 400 and one of these; what they all have is in the status. */
const THROTTLES = /^(Throttl|TooManyRequests|RequestLimitExceeded|SlowDown|RequestThrottled)/;
/** Somebody else is changing the API at this moment. */
const CONFLICT = 'ConflictException';
const TIMEOUTS = /^(TimeoutError|RequestTimeout(Exception)?)$/;
const NETWORK = /^(ECONNRESET|ECONNREFUSED|ECONNABORTED|EPIPE|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|ENOTFOUND|EAI_AGAIN)$/;
const TOO_MANY = 429;

/** Whether the same request may well succeed a little later, although nobody does anything about it. */
export function isTransient(error: unknown): boolean {
  const { name, code, status } = looked(error);
  if (status === TOO_MANY || status >= 500) return true;
  return THROTTLES.test(name) || name === CONFLICT || TIMEOUTS.test(name) || NETWORK.test(code);
}

/** Permissions take some seconds to be seen everywhere, and those of an alarm that is new come with the very update that asks for it. */
export function isDenied(error: unknown): boolean {
  const { name, status } = looked(error);
  return status === 403 || name.startsWith('AccessDenied');
}

/** How long a denial is taken for one of these, in milliseconds. */
export const PERMISSIONS_SETTLE_MS = 60_000;

function looked(error: unknown): { readonly name: string; readonly code: string; readonly status: number } {
  const { name = '', code = '', $metadata } = Object(error) as Failure;
  return { name: String(name), code: String(code), status: $metadata?.httpStatusCode ?? 0 };
}
