import { AuthorizerSpec } from './authorizer-identity';
import { refuse } from '../core/refuse';
import { Authorization, AuthorizationSpec } from '../security/authorization';

/** The ways to authorize that a REST API has. */
export type RestAuthorizationSpec = AuthorizerSpec | Extract<AuthorizationSpec, { kind: 'iam' | 'none' }>;

/** What to write instead of the ways it does not have. */
const ADVICE: Record<Exclude<AuthorizationSpec['kind'], RestAuthorizationSpec['kind']>, string> = {
  'jwt': 'write Authorization.cognito([userPool]) for tokens of Cognito, check others in a function with Authorization.lambdaToken(fn), or use a SecureHttpApi',
  'simple': 'write Authorization.lambdaRequest(fn) and have the function answer with a policy, or use a SecureHttpApi',
  'http-authorizer': 'write Authorization.authorizer(authorizer) with an authorizer of aws-cdk-lib/aws-apigateway',
  'ticket': 'tickets let clients connect to a SecureWebSocketApi; a REST API gives them out, with an authorization that knows who asks, such as Authorization.cognito',
  'websocket-authorizer': 'write Authorization.authorizer(authorizer) with an authorizer of aws-cdk-lib/aws-apigateway',
};

/** The authorization as a REST API carries it out; refused if it cannot. */
export function restSpec(authorization: Authorization): RestAuthorizationSpec {
  const { _spec: spec, _label: given } = authorization;
  switch (spec.kind) {
    case 'jwt':
    case 'simple':
    case 'http-authorizer':
    case 'ticket':
    case 'websocket-authorizer': return refuse('authorization-not-on-rest-api', { given, advice: ADVICE[spec.kind] });
    default: return spec;
  }
}
