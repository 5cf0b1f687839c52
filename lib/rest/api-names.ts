import { Stack, Token } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
import { outermostStack } from '../core/outermost-stack';
import { warn } from '../core/refuse';

/** The first API of each name and place, in every app there is. */
const NAMED = new WeakMap<IConstruct, Map<string, IConstruct>>();

/** CloudWatch knows an API by its name: two of one name in one account and Region are one to every metric, alarm and dashboard. */
export function warnOfSharedName(api: IConstruct, name: string): void {
  if (Token.isUnresolved(name)) return;
  const { root } = api.node;
  const named = NAMED.get(root) ?? new Map<string, IConstruct>();
  NAMED.set(root, named);
  const key = `${placeOf(Stack.of(api))} ${name}`;
  const first = named.get(key);
  if (first) warn(api, 'api-name-shared', { name, first: first.node.path });
  else named.set(key, api);
}

/** Two stacks that do not say where they go may well go to different places. */
function placeOf(stack: Stack): string {
  const known = !Token.isUnresolved(stack.account) && !Token.isUnresolved(stack.region);
  return known ? stack.environment : outermostStack(stack).node.path;
}
