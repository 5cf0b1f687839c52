import { isObject, list, Properties, ResourceFinder, text } from '../template';
import { backendOf } from './backend';
import { OPEN, RouteRow } from './route';

const METHODS = new Set(['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'x-amazon-apigateway-any-method']);

/** The routes of an API that is written as one OpenAPI document, in the template itself. */
export function openApiRoutes(body: unknown, find: ResourceFinder): RouteRow[] {
  if (!isObject(body) || !isObject(body.paths)) return [];
  return Object.entries(body.paths).filter(hasObject).flatMap(([path, item]) => Object.entries(item)
    .filter(hasObject)
    .filter(([method]) => METHODS.has(method))
    .map(([method, operation]) => ({
      method: method.startsWith('x-') ? 'ANY' : method.toUpperCase(),
      path,
      ...accessOf(operation, body),
      backend: backendOf(operation['x-amazon-apigateway-integration'], find),
    })));
}

function accessOf(operation: Properties, document: Properties): Pick<RouteRow, 'authorization' | 'apiKey'> {
  const extension = operation['x-amazon-apigateway-auth'];
  const required = list(operation.security ?? document.security).filter(isObject).flatMap((one) => Object.entries(one));
  const schemes = required.map(([name, scopes]) => nameOf(schemeOf(document, name), list(scopes).map(String)));
  const callers = schemes.filter((name) => name !== API_KEY);
  if (callers.length === 0 && isObject(extension) && extension.type === 'AWS_IAM') callers.push('IAM');
  return { authorization: callers.join(', ') || OPEN, apiKey: schemes.includes(API_KEY) };
}

const API_KEY = 'API key';

function schemeOf(document: Properties, name: string): Properties {
  const components = isObject(document.components) ? document.components.securitySchemes : undefined;
  const schemes = components ?? document.securityDefinitions;
  const scheme = isObject(schemes) ? schemes[name] : undefined;
  return isObject(scheme) ? scheme : {};
}

function nameOf(scheme: Properties, scopes: string[]): string {
  const type = text(scheme['x-amazon-apigateway-authtype']);
  const authorizer = scheme['x-amazon-apigateway-authorizer'];
  if (type === 'awsSigv4') return 'IAM';
  if (type === 'cognito_user_pools') return ['Cognito', ...scopes].join(' ');
  if (isObject(authorizer) && authorizer.type === 'jwt') return ['JWT', ...scopes].join(' ');
  if (isObject(authorizer)) return `Lambda (${text(authorizer.type) ?? 'token'})`;
  return API_KEY;
}

function hasObject(entry: [string, unknown]): entry is [string, Properties] {
  return isObject(entry[1]);
}
