import { UsageError } from '../command';

/** What errors of the SDK have beside their message. */
interface SdkError extends Error {
  readonly code?: string;
  readonly $metadata?: { readonly httpStatusCode?: number };
}

const NO_CREDENTIALS = new Set(['CredentialsProviderError', 'TokenProviderError']);
const BAD_CREDENTIALS = new Set([
  'ExpiredTokenException', 'ExpiredToken', 'UnrecognizedClientException', 'InvalidClientTokenId', 'InvalidSignatureException',
  'SignatureDoesNotMatch', 'MissingAuthenticationTokenException', 'IncompleteSignatureException',
]);
const NO_ANSWER = ['ECONNREFUSED', 'ECONNRESET', 'ENOTFOUND', 'EAI_AGAIN', 'ETIMEDOUT', 'EPIPE', 'EHOSTUNREACH', 'ENETUNREACH', 'TimeoutError'];

/** In words for whoever typed the command, with what to do; whatever is no business of theirs stays as it is. */
export function explained(error: unknown): unknown {
  if (!isSdkError(error) || error instanceof UsageError) return error;
  const advice = adviceOn(error);
  return advice === undefined ? error : new UsageError(advice);
}

function adviceOn(error: SdkError): string | undefined {
  const { name, message } = error;
  const status = error.$metadata?.httpStatusCode;
  if (NO_CREDENTIALS.has(name)) return `no AWS credentials: set AWS_PROFILE, or log in ("aws sso login"). The AWS SDK says: ${message}`;
  if (BAD_CREDENTIALS.has(name)) return `AWS does not take these credentials: log in again, or look at AWS_PROFILE. AWS says: ${message}`;
  if (name.startsWith('AccessDenied')) return `these credentials may not do that; "cdk-gatehouse canary --help" says what is needed. AWS says: ${message}`;
  if (name === 'TooManyRequestsException' || status === 429) {
    return `API Gateway is throttling: it takes ten requests a second of an account, releases included. Try again in a moment. AWS says: ${message}`;
  }
  const silence = NO_ANSWER.find((reason) => error.code === reason || name === reason || message.includes(reason));
  if (silence) return `API Gateway did not answer (${silence}): look at the network and the region, then at "canary status". ${message}`;
  return status === undefined ? undefined : `AWS answered ${name} (${status}): ${message}. "canary status" says what is there now`;
}

function isSdkError(error: unknown): error is SdkError {
  return error instanceof Error;
}
