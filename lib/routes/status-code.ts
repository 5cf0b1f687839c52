import { Token } from 'aws-cdk-lib';
import { refuse } from '../core/refuse';

/** Refuse what is no status of an answer. */
export function checkStatusCode(statusCode: number): void {
  if (Token.isUnresolved(statusCode)) return;
  if (!Number.isInteger(statusCode) || statusCode < 200 || statusCode > 599) refuse('status-code-out-of-range', { given: statusCode });
}
