import { Token } from 'aws-cdk-lib';
import { refuse } from '../core/refuse';
import { Authorization, AuthorizationSpec } from '../security/authorization';
import { checkCognitoTokens } from '../security/cognito-issuer';

/** The ways to authorize that an HTTP API has. */
export type HttpAuthorizationSpec = Exclude<AuthorizationSpec, { kind: 'token' | 'authorizer' | 'ticket' | 'websocket-authorizer' }>;
/** Those that need an authorizer. */
export type HttpAuthorizerSpec = Exclude<HttpAuthorizationSpec, { kind: 'iam' | 'none' }>;

/** What to write instead of the ways it does not have. */
const ADVICE: Record<Exclude<AuthorizationSpec['kind'], HttpAuthorizationSpec['kind']>, string> = {
  'token': 'write Authorization.lambdaRequest(fn), which shows the function the whole request in the format of REST APIs, or use a SecureRestApi',
  'authorizer': 'write Authorization.httpAuthorizer(authorizer) with an authorizer of aws-cdk-lib/aws-apigatewayv2-authorizers',
  'ticket': 'tickets let clients connect to a SecureWebSocketApi; an HTTP API gives them out, with an authorization that knows who asks, such as Authorization.cognito',
  'websocket-authorizer': 'write Authorization.httpAuthorizer(authorizer) with an authorizer of an HTTP API',
};

/** AWS: "Scopes per route". */
const MAX_SCOPES = 10;

/** The authorization as an HTTP API carries it out; refused if it cannot. */
export function httpSpec(authorization: Authorization): HttpAuthorizationSpec {
  const { _spec: spec, _scopes: scopes, _label: given } = authorization;
  if (!isHttp(spec)) return refuse('authorization-not-on-http-api', { given, advice: ADVICE[spec.kind] });
  if (spec.kind === 'cognito') checkCognitoTokens(spec);
  if (!Token.isUnresolved(scopes) && scopes.length > MAX_SCOPES) refuse('scopes-too-many', { given: scopes.length });
  return spec;
}

function isHttp(spec: AuthorizationSpec): spec is HttpAuthorizationSpec {
  return !(spec.kind in ADVICE);
}
