import { CONNECT_CREDENTIALS, CONNECT_ENVIRONMENT, CONNECT_SEPARATOR } from '../../../lib/security/connect/connect-contract';
import { EDGE_ENVIRONMENT, EDGE_SEPARATOR } from '../../../lib/security/edge/edge-contract';
import { isObject, list, NamedResource, Properties, references, ResourceFinder, target, text } from '../template';
import { OPEN } from './route';

/** Who may call a method or route, in a few words. */
export function authorizationOf(route: Properties, find: ResourceFinder): string {
  const type = text(route.AuthorizationType) ?? 'NONE';
  const authorizer = [...find('AWS::ApiGateway::Authorizer'), ...find('AWS::ApiGatewayV2::Authorizer')]
    .find(({ id }) => id === target(route.AuthorizerId));
  const scopes = list(route.AuthorizationScopes).map(String);
  return checkedByUs(authorizer, find) ?? [nameOf(type, authorizer?.properties ?? {}), ...scopes].join(' ');
}

function nameOf(type: string, authorizer: Properties): string {
  const authorizerType = text(authorizer.Type ?? authorizer.AuthorizerType);
  switch (type) {
    case 'NONE': return OPEN;
    case 'AWS_IAM': return 'IAM';
    case 'COGNITO_USER_POOLS': return 'Cognito';
    case 'CUSTOM': return authorizerType === undefined ? 'Lambda' : `Lambda (${authorizerType.toLowerCase()})`;
    case 'JWT': return tokenNameOf(authorizer.JwtConfiguration);
    default: return type;
  }
}

/** A user pool is an issuer like any other. */
function tokenNameOf(issuer: unknown): string {
  return JSON.stringify(issuer ?? '').includes('//cognito-idp.') ? 'Cognito' : 'JWT';
}

/** A function of ours that asks for a token or a ticket, or keeps out what did not come through CloudFront: what it asks is what callers meet. */
function checkedByUs(authorizer: NamedResource | undefined, find: ResourceFinder): string | undefined {
  const ids = references(authorizer?.properties.AuthorizerUri);
  const environment = find('AWS::Lambda::Function').find(({ id }) => ids.includes(id))?.properties.Environment;
  const variables = isObject(environment) && isObject(environment.Variables) ? environment.Variables : {};
  if (variables[CONNECT_ENVIRONMENT.credential] !== undefined) return connectGuardOf(variables);
  return variables[EDGE_ENVIRONMENT.secret] === undefined ? undefined : `${callersOf(variables)} (CloudFront only)`;
}

/** Of a WebSocket API: the token or the ticket, and where a connection has to come from. */
function connectGuardOf(variables: Properties): string {
  const from = [
    ...variables[CONNECT_ENVIRONMENT.originSecret] === undefined ? [] : ['CloudFront only'],
    ...variables[CONNECT_ENVIRONMENT.origins] === undefined ? [] : ['named origins only'],
  ];
  return [credentialOf(variables), ...from.length > 0 ? [`(${from.join(', ')})`] : []].join(' ');
}

function credentialOf(variables: Properties): string {
  switch (variables[CONNECT_ENVIRONMENT.credential]) {
    case CONNECT_CREDENTIALS.none: return OPEN;
    case CONNECT_CREDENTIALS.ticket: return 'ticket';
    default: return tokenTextOf(variables[CONNECT_ENVIRONMENT.issuer], text(variables[CONNECT_ENVIRONMENT.scopes])?.split(CONNECT_SEPARATOR));
  }
}

function callersOf(variables: Properties): string {
  if (variables[EDGE_ENVIRONMENT.callers] === 'anyone') return OPEN;
  return tokenTextOf(variables[EDGE_ENVIRONMENT.issuer], text(variables[EDGE_ENVIRONMENT.scopes])?.split(EDGE_SEPARATOR));
}

function tokenTextOf(issuer: unknown, scopes: readonly string[] = []): string {
  return [tokenNameOf(issuer), ...scopes].join(' ');
}
