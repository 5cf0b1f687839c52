import { EDGE_ENVIRONMENT, EDGE_SEPARATOR } from '../../../lib/security/edge/edge-contract';
import { isObject, list, NamedResource, Properties, references, ResourceFinder, target, text } from '../template';
import { OPEN } from './route';

/** Who may call a method or route, in a few words. */
export function authorizationOf(route: Properties, find: ResourceFinder): string {
  const type = text(route.AuthorizationType) ?? 'NONE';
  const authorizer = [...find('AWS::ApiGateway::Authorizer'), ...find('AWS::ApiGatewayV2::Authorizer')]
    .find(({ id }) => id === target(route.AuthorizerId));
  const scopes = list(route.AuthorizationScopes).map(String);
  return edgeGuardOf(authorizer, find) ?? [nameOf(type, authorizer?.properties ?? {}), ...scopes].join(' ');
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

/** A function of ours that keeps out what did not come through CloudFront: what it asks besides is what callers meet. */
function edgeGuardOf(authorizer: NamedResource | undefined, find: ResourceFinder): string | undefined {
  const ids = references(authorizer?.properties.AuthorizerUri);
  const environment = find('AWS::Lambda::Function').find(({ id }) => ids.includes(id))?.properties.Environment;
  const variables = isObject(environment) && isObject(environment.Variables) ? environment.Variables : {};
  if (variables[EDGE_ENVIRONMENT.secret] === undefined) return undefined;
  return `${callersOf(variables)} (CloudFront only)`;
}

function callersOf(variables: Properties): string {
  if (variables[EDGE_ENVIRONMENT.callers] === 'anyone') return OPEN;
  const scopes = text(variables[EDGE_ENVIRONMENT.scopes])?.split(EDGE_SEPARATOR) ?? [];
  return [tokenNameOf(variables[EDGE_ENVIRONMENT.issuer]), ...scopes].join(' ');
}
