import { list, NamedResource, Properties, target, text } from '../template';
import { OPEN } from './route';

/** Who may call a method or route, in a few words. `authorizers` are those of the template. */
export function authorizationOf(route: Properties, authorizers: readonly NamedResource[]): string {
  const type = text(route.AuthorizationType) ?? 'NONE';
  const authorizer = authorizers.find(({ id }) => id === target(route.AuthorizerId));
  const scopes = list(route.AuthorizationScopes).map(String);
  return [nameOf(type, text(authorizer?.properties.Type ?? authorizer?.properties.AuthorizerType)), ...scopes].join(' ');
}

function nameOf(type: string, authorizerType: string | undefined): string {
  switch (type) {
    case 'NONE': return OPEN;
    case 'AWS_IAM': return 'IAM';
    case 'COGNITO_USER_POOLS': return 'Cognito';
    case 'CUSTOM': return authorizerType === undefined ? 'Lambda' : `Lambda (${authorizerType.toLowerCase()})`;
    default: return type;
  }
}
