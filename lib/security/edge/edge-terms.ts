import { Duration } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { refuse } from '../../core/refuse';
import { Authorization } from '../authorization';
import { TokenTerms, tokenTerms } from '../authorization-tokens';

export type { TokenTerms } from '../authorization-tokens';

/** What the function behind CloudFront has to check besides the secret header. */
export interface EdgeTerms {
  /** None when anybody may call. */
  readonly token?: TokenTerms;
  /** Why anybody may call. */
  readonly reason?: string;
  /** How long an answer is kept, when the authorization has a word in it. */
  readonly ttl?: Duration;
}

/** What an authorization asks, as far as it can be checked beside the header; others are refused. */
export function termsOf(scope: IConstruct, authorization: Authorization): EdgeTerms {
  const { _spec: spec, _label: given } = authorization;
  switch (spec.kind) {
    case 'none': return { reason: spec.reason };
    case 'jwt': return { token: tokenTerms(scope, spec, authorization) };
    case 'cognito': return { token: tokenTerms(scope, spec, authorization), ttl: spec.ownTtl ? spec.ttl : undefined };
    default: return refuse('edge-authorization-not-guardable', { given }, scope);
  }
}
