import { refuse } from '../../core/refuse';
import { Authorization, AuthorizationSpec } from '../authorization';

/** The ways to authorize that a WebSocket API has. */
export type WebSocketAuthorizationSpec = Extract<AuthorizationSpec, {
  kind: 'iam' | 'none' | 'cognito' | 'jwt' | 'request' | 'ticket' | 'websocket-authorizer';
}>;

/** What to write instead of the ways it does not have. */
const ADVICE: Record<Exclude<AuthorizationSpec['kind'], WebSocketAuthorizationSpec['kind']>, string> = {
  'token': 'write Authorization.lambdaRequest(fn), which shows the function headers and query',
  'simple': 'write Authorization.lambdaRequest(fn) and have the function answer with a policy',
  'authorizer': 'write Authorization.webSocketAuthorizer(authorizer) with an authorizer of aws-cdk-lib/aws-apigatewayv2-authorizers',
  'http-authorizer': 'write Authorization.webSocketAuthorizer(authorizer) with an authorizer of a WebSocket API',
};

/** The authorization as a WebSocket API carries it out; refused if it cannot. */
export function webSocketSpec({ _spec: spec, _label: given }: Authorization): WebSocketAuthorizationSpec {
  return isWebSocket(spec) ? spec : refuse('authorization-not-on-websocket-api', { given, advice: ADVICE[spec.kind] });
}

function isWebSocket(spec: AuthorizationSpec): spec is WebSocketAuthorizationSpec {
  return !(spec.kind in ADVICE);
}
