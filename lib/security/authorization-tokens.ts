import type { IConstruct } from 'constructs';
import { Authorization, AuthorizationSpec } from './authorization';
import { checkCognitoTokens, cognitoIssuer } from './cognito-issuer';

/** Whose tokens count, as a function of ours checks it. */
export interface TokenTerms {
  readonly issuer: string;
  readonly audiences: string[];
  /** Any one of them; none means that no scope is asked. */
  readonly scopes: string[];
}

/** The authorizations whose tokens a function of ours can check. */
export type TokenSpec = Extract<AuthorizationSpec, { kind: 'jwt' | 'cognito' }>;

/** The terms of such an authorization. A pool is an issuer like any other, whose audiences are its app clients. */
export function tokenTerms(scope: IConstruct, spec: TokenSpec, { _scopes: scopes }: Authorization): TokenTerms {
  if (spec.kind === 'jwt') return { issuer: spec.issuer, audiences: spec.audiences, scopes };
  checkCognitoTokens(spec);
  return { issuer: cognitoIssuer(scope, spec.userPools[0]), audiences: spec.clients.map(({ userPoolClientId }) => userPoolClientId), scopes };
}
