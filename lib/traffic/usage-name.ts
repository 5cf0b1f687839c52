import { Token } from 'aws-cdk-lib';
import { refuse } from '../core/refuse';

const NAME = /^[a-zA-Z0-9][a-zA-Z0-9._-]*$/;

/** Names of tiers and keys become construct ids. The CDK itself refuses tokens there, and says so. */
export function checkedUsageName(kind: string, name: string): string {
  return Token.isUnresolved(name) || NAME.test(name) ? name : refuse('usage-name-malformed', { kind, given: name });
}
