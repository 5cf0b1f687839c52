import { Duration } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { refuse } from '../../core/refuse';
import { Authorization, AuthorizationSpec } from '../authorization';
import { checkCognitoTokens, cognitoIssuer } from '../cognito-issuer';

/** Whose tokens count. */
export interface TokenTerms {
  readonly issuer: string;
  readonly audiences: string[];
  readonly scopes: string[];
}

/** What the function behind CloudFront has to check besides the secret header. */
export interface EdgeTerms {
  /** None when anybody may call. */
  readonly token?: TokenTerms;
  /** Why anybody may call. */
  readonly reason?: string;
  /** How long an answer is kept, when the authorization has a word in it. */
  readonly ttl?: Duration;
}

type CognitoSpec = Extract<AuthorizationSpec, { kind: 'cognito' }>;

/** What an authorization asks, as far as it can be checked beside the header; others are refused. */
export function termsOf(scope: IConstruct, { _spec: spec, _scopes: scopes, _label: given }: Authorization): EdgeTerms {
  switch (spec.kind) {
    case 'none': return { reason: spec.reason };
    case 'jwt': return { token: { issuer: spec.issuer, audiences: spec.audiences, scopes } };
    case 'cognito': return { token: tokensOfPool(scope, spec, scopes), ttl: spec.ownTtl ? spec.ttl : undefined };
    default: return refuse('edge-authorization-not-guardable', { given }, scope);
  }
}

function tokensOfPool(scope: IConstruct, spec: CognitoSpec, scopes: string[]): TokenTerms {
  checkCognitoTokens(spec);
  return { issuer: cognitoIssuer(scope, spec.userPools[0]), audiences: spec.clients.map(({ userPoolClientId }) => userPoolClientId), scopes };
}
