/** An error of the AWS SDK, as far as we look at it. */
interface AwsError {
  readonly name?: string;
  readonly message?: string;
  readonly $metadata?: { readonly httpStatusCode?: number };
}

/** How long to wait before the next try, and for how long to go on; milliseconds. */
export interface Patience {
  readonly pause: number;
  readonly upTo: number;
}

const SECOND = 1000;
const NONE: Patience = { pause: 0, upTo: -1 };

/** UpdateAccount may be called once in 20 seconds per account (AWS: API Gateway quotas), and other stacks are asking too. */
const THROTTLED: Patience = { pause: 20 * SECOND, upTo: 240 * SECOND };
/** A role or policy that was made a moment ago is not seen everywhere at once. */
const NOT_YET_VISIBLE: Patience = { pause: 5 * SECOND, upTo: 120 * SECOND };
/** The same for our own permissions; but a denial may also be for good, so it is not waited for as long. */
const DENIED: Patience = { pause: 5 * SECOND, upTo: 45 * SECOND };

/** What API Gateway says of a role that it cannot use, yet or ever. */
const ROLE_NOT_READY = [
  /role ARN does not have required permissions/i,
  /could not successfully write to CloudWatch Logs/i,
];

/** Whether waiting helps. */
export function patienceWith(error: unknown): Patience {
  const { name = '', message = '', $metadata } = error as AwsError;
  const status = $metadata?.httpStatusCode ?? 0;
  // API Gateway also sends a bare 429, without a name that says so; IAM sends 400 with such a name.
  if (status === 429 || name.startsWith('Throttling')) return THROTTLED;
  if (ROLE_NOT_READY.some((text) => text.test(message))) return NOT_YET_VISIBLE;
  // 404: API Gateway does not know an account before its first API is made, which may be happening right now. 409: somebody else is at it.
  if (status === 404 || status === 409 || status >= 500) return NOT_YET_VISIBLE;
  return status === 403 ? DENIED : NONE;
}

/** The end of our patience, in words for the person whose stack fails. */
export class Refusal extends Error {
  constructor(error: unknown) {
    const { name = 'Error', message = '' } = error as AwsError;
    super(`API Gateway could not be given a role to log with: ${name}: ${message} | `
      + 'Set one for this account and region yourself, with aws apigateway update-account, and deploy again: a role that is set is left alone.');
    this.name = 'Refusal';
  }
}
