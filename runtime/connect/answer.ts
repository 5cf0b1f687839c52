import type { Caller } from './check';
import { CONNECT_CONTEXT } from '../../lib/security/connect/connect-contract';

/** What API Gateway expects of an authorizer of `$connect`. */
export interface AuthorizerAnswer {
  readonly principalId: string;
  readonly policyDocument: {
    readonly Version: '2012-10-17';
    readonly Statement: readonly [{ readonly Action: 'execute-api:Invoke'; readonly Effect: 'Allow' | 'Deny'; readonly Resource: string }];
  };
  readonly context?: ConnectContext;
}

/** What every later event of the connection knows. */
export interface ConnectContext {
  readonly [CONNECT_CONTEXT.user]: string;
  readonly [CONNECT_CONTEXT.claims]: string;
  readonly [CONNECT_CONTEXT.expiresAt]: number;
}

const NOBODY = 'nobody';
/** Bytes. AWS: "Authorizer result size" is 8 KB; the policy has its share of it. */
const MOST_CONTEXT = 7 * 1024;

export function allow(methodArn: string, caller: Caller | undefined): AuthorizerAnswer {
  if (!caller) return answer('Allow', methodArn, NOBODY);
  return { ...answer('Allow', methodArn, caller.user), context: contextOf(caller) };
}

export function deny(methodArn: string): AuthorizerAnswer {
  return answer('Deny', methodArn, NOBODY);
}

/** Whether the claims are too many to be handed on: then nothing is, rather than half of them. */
export function isOversize(caller: Caller): boolean {
  return sizeOf(wholeContext(caller)) > MOST_CONTEXT;
}

function contextOf(caller: Caller): ConnectContext {
  return isOversize(caller) ? wholeContext({ ...caller, claims: {} }) : wholeContext(caller);
}

function wholeContext({ user, claims, expiresAt }: Caller): ConnectContext {
  return { [CONNECT_CONTEXT.user]: user, [CONNECT_CONTEXT.claims]: JSON.stringify(claims), [CONNECT_CONTEXT.expiresAt]: expiresAt };
}

function sizeOf(context: ConnectContext): number {
  return Buffer.byteLength(JSON.stringify(context));
}

function answer(effect: 'Allow' | 'Deny', methodArn: string, principalId: string): AuthorizerAnswer {
  return { principalId, policyDocument: { Version: '2012-10-17', Statement: [{ Action: 'execute-api:Invoke', Effect: effect, Resource: methodArn }] } };
}
