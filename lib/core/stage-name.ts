import { Token } from 'aws-cdk-lib';
import { refuse } from './refuse';

/** A token here would make every metric and alarm depend on the stage, and leave the reports without a name. */
export function checkedStageName(name: string): string {
  if (Token.isUnresolved(name)) refuse('stage-name-unresolved', {});
  return /^[a-zA-Z0-9_-]{1,128}$/.test(name) ? name : refuse('stage-name-malformed', { given: name });
}
