import { NamedResource, Properties, ResourceFinder, target, text } from '../template';
import { authorizationOf } from './authorization';
import { backendOf } from './backend';
import { endpointOf } from './endpoint';
import { openApiRoutes } from './openapi-routes';
import { ApiRows, byPath, frontDoorOf, OPEN, PREFLIGHT, RouteRow, StageRow } from './route';
import { cachedSeconds, methodSettings, OF_EVERY_ROUTE, ownThrottle, throttleOf } from './stage-settings';

/** The REST APIs a template makes or adds to. */
export function restApis(find: ResourceFinder): ApiRows[] {
  const apis = find('AWS::ApiGateway::RestApi');
  const methods = find('AWS::ApiGateway::Method');
  const ids = new Set([...apis.map(({ id }) => id), ...methods.map(({ properties }) => apiOf(properties))]);
  return [...ids].map((id) => {
    const api = apis.find((candidate) => candidate.id === id);
    const stages = find('AWS::ApiGateway::Stage').filter(({ properties }) => apiOf(properties) === id);
    const own = methods.filter(({ properties }) => apiOf(properties) === id);
    const routes = [...own.map((method) => routeOf(method, find)), ...openApiRoutes(api?.properties.Body, find)];
    return {
      construct: frontDoorOf(api),
      api: text(api?.properties.Name) ?? id,
      kind: 'REST',
      endpoint: endpointOf(api, find),
      stages: stages.map(stageOf),
      routes: routes.map((route) => withSettings(route, stages)).sort(byPath),
    };
  });
}

function apiOf(properties: Properties): string {
  return target(properties.RestApiId) ?? 'an imported API';
}

function routeOf({ properties, construct }: NamedResource, find: ResourceFinder): RouteRow {
  const method = text(properties.HttpMethod) ?? 'ANY';
  const authorization = authorizationOf(properties, find);
  return {
    construct,
    method,
    path: pathOf(properties.ResourceId, find('AWS::ApiGateway::Resource')),
    authorization: method === 'OPTIONS' && authorization === OPEN ? PREFLIGHT : authorization,
    backend: backendOf(properties.Integration, find),
    apiKey: properties.ApiKeyRequired === true,
  };
}

/** From the leaf up to the root, which is an attribute of the API and no resource of its own. */
function pathOf(resourceId: unknown, resources: readonly NamedResource[]): string {
  const segments: string[] = [];
  for (let at = pointedTo(resourceId, resources); at !== undefined; at = pointedTo(at.properties.ParentId, resources)) {
    segments.unshift(text(at.properties.PathPart) ?? '?');
  }
  return `/${segments.join('/')}`;
}

function pointedTo(id: unknown, resources: readonly NamedResource[]): NamedResource | undefined {
  return resources.find((resource) => resource.id === target(id));
}

function withSettings(route: RouteRow, stages: readonly NamedResource[]): RouteRow {
  const settings = stages.flatMap((stage) => methodSettings(stage.properties));
  return { ...route, cachedSeconds: cachedSeconds(route, settings), throttle: ownThrottle(route, settings) };
}

function stageOf({ properties }: NamedResource): StageRow {
  const everyRoute = methodSettings(properties).find(({ route }) => route === OF_EVERY_ROUTE);
  return { name: text(properties.StageName) ?? '?', throttle: throttleOf(everyRoute?.properties) };
}
