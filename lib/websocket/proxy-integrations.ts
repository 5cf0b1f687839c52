import { Token } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { IntegrationPlan, RoutePlace } from './integration-plan';
import { SpecOf } from './websocket-backend';
import { functionName, serverName } from '../core/identity';
import { invocationUri } from '../core/invocation-uri';
import { LambdaPermissions } from '../core/lambda-permissions';
import { refuse } from '../core/refuse';

/** A function gets one message, or word of a connection, and writes the whole answer. */
export function planLambda(scope: Construct, { handler }: SpecOf<'lambda'>, permissions: LambdaPermissions): IntegrationPlan {
  return {
    name: functionName(handler),
    identity: { handler },
    bind: () => {
      permissions.permit(handler);
      return { integrationType: 'AWS_PROXY', integrationUri: invocationUri(scope, handler.functionArn) };
    },
  };
}

/** A web server gets messages as they came. Which connection they came from it would not learn (AWS knowledge center), but for a header. */
export function planHttp({ url, options }: SpecOf<'http'>, { key }: RoutePlace): IntegrationPlan {
  checkNoParameters(url, key);
  const { method = 'POST', headers = {} } = options;
  if (method === 'ANY') refuse('websocket-http-method-any', { route: key });
  const requestParameters = { [`${HEADER}connectionId`]: 'context.connectionId', ...fixedHeaders(headers, key) };
  return {
    name: serverName(url),
    identity: { url, method, headers: JSON.stringify(requestParameters) },
    bind: () => ({ integrationType: 'HTTP_PROXY', integrationUri: url, integrationMethod: method, requestParameters }),
  };
}

const HEADER = 'integration.request.header.';

/** Sorted, so that the same headers make the same integration. */
function fixedHeaders(headers: { [name: string]: string }, route: string): { [target: string]: string } {
  const sorted = Object.entries(headers).sort(([left], [right]) => left < right ? -1 : 1);
  sorted.forEach(([name, given]) => {
    const valid = /^[\w.-]+$/.test(name) && (Token.isUnresolved(given) || /^[^'\r\n]+$/.test(given));
    if (!valid) refuse('websocket-header-malformed', { name, given, route });
  });
  return Object.fromEntries(sorted.map(([name, value]) => [`${HEADER}${name}`, `'${value}'`]));
}

/** Messages have no path. `${stageVariables.name}` is a stage variable, not a parameter. */
function checkNoParameters(url: string, route: string): void {
  const [, name] = /(?<!\$)\{([^{}]*)\}/.exec(url) ?? [];
  if (name !== undefined) refuse('http-url-parameter-unknown', { url, name, route });
}
