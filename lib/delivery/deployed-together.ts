import { Stack } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { outermostStack } from '../core/outermost-stack';

/**
 * Whether two things are in one stack or in stacks nested in one. If they are not, a version of a function cannot be told from one to the other:
 * each release makes another version, and CloudFormation deletes no export that is in use.
 */
export function areDeployedTogether(one: IConstruct, other: IConstruct): boolean {
  return outermostStack(Stack.of(one)) === outermostStack(Stack.of(other));
}
