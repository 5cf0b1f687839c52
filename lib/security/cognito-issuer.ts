import { Stack } from 'aws-cdk-lib';
import { IUserPool } from 'aws-cdk-lib/aws-cognito';
import { IConstruct } from 'constructs';
import { AuthorizationSpec } from './authorization';
import { refuse } from '../core/refuse';

/**
 * Who issues the tokens of a pool, as in their claim `iss`: named after the Region the pool is in, which need not be ours.
 * The L2's own authorizer knows the suffix of the commercial Regions only.
 */
export function cognitoIssuer(scope: IConstruct, pool: IUserPool): string {
  return `https://cognito-idp.${pool.env.region}.${Stack.of(scope).urlSuffix}/${pool.userPoolId}`;
}

/** Refuse what cannot be checked as a token of one issuer, or would be taken without knowing for whom it was issued. */
export function checkCognitoTokens({ userPools, clients }: Extract<AuthorizationSpec, { kind: 'cognito' }>): void {
  if (userPools.length > 1) refuse('jwt-one-user-pool', { given: userPools.length });
  if (clients.length === 0) refuse('jwt-without-audience', {});
}
