import { Asked, Violation } from './aws-service';

/** Method, path, operation and the names of what is in the path. */
const ROUTES: readonly (readonly [string, RegExp, string, readonly string[]])[] = [
  ['GET', /^\/restapis$/, 'GetRestApis', []],
  ['GET', /^\/restapis\/([^/]+)$/, 'GetRestApi', ['restApiId']],
  ['GET', /^\/restapis\/([^/]+)\/stages$/, 'GetStages', ['restApiId']],
  ['GET', /^\/restapis\/([^/]+)\/stages\/([^/]+)$/, 'GetStage', ['restApiId', 'stageName']],
  ['PATCH', /^\/restapis\/([^/]+)\/stages\/([^/]+)$/, 'UpdateStage', ['restApiId', 'stageName']],
  ['GET', /^\/restapis\/([^/]+)\/deployments$/, 'GetDeployments', ['restApiId']],
  ['GET', /^\/restapis\/([^/]+)\/deployments\/([^/]+)$/, 'GetDeployment', ['restApiId', 'deploymentId']],
  ['DELETE', /^\/restapis\/([^/]+)\/deployments\/([^/]+)$/, 'DeleteDeployment', ['restApiId', 'deploymentId']],
];

/** Which operation is asked for with what. */
export function readRoute(method: string, { pathname, searchParams }: URL, body: string): Asked {
  for (const [verb, pattern, operation, names] of ROUTES) {
    const match = verb === method ? pattern.exec(pathname) : undefined;
    if (!match) continue;
    const path = names.map((name, index): [string, string] => [name, decodeURIComponent(match[index + 1])]);
    return { operation, input: { ...Object.fromEntries([...path, ...searchParams]), ...body !== '' && JSON.parse(body) } };
  }
  throw new Violation(`${method} ${pathname}`);
}
