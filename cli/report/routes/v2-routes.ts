import { isObject, NamedResource, Properties, references, ResourceFinder, target, text } from '../template';
import { authorizationOf } from './authorization';
import { backendOf } from './backend';
import { endpointOf } from './endpoint';
import { openApiRoutes } from './openapi-routes';
import { ApiRows, byPath, frontDoorOf, RouteRow, StageRow, ThrottleRow } from './route';
import { throttleOf } from './stage-settings';
import { asConnected, replyOf } from './websocket-routes';

/** The HTTP and WebSocket APIs a template makes or adds to. */
export function v2Apis(find: ResourceFinder): ApiRows[] {
  const apis = find('AWS::ApiGatewayV2::Api');
  const routes = find('AWS::ApiGatewayV2::Route');
  const ids = new Set([...apis.map(({ id }) => id), ...routes.map(({ properties }) => apiOf(properties))]);
  return [...ids].map((id) => {
    const api = apis.find((candidate) => candidate.id === id);
    const stages = find('AWS::ApiGatewayV2::Stage').filter(({ properties }) => apiOf(properties) === id);
    const own = routes.filter(({ properties }) => apiOf(properties) === id);
    const isWebSocket = api?.properties.ProtocolType === 'WEBSOCKET';
    const rows = isWebSocket
      ? asConnected(own.map((route) => ({ ...routeOf(route, find), reply: replyOf(route, find) })))
      : [...own.map((route) => routeOf(route, find)), ...openApiRoutes(api?.properties.Body, find)];
    return {
      construct: frontDoorOf(api),
      api: text(api?.properties.Name) ?? id,
      kind: isWebSocket ? 'WebSocket' : 'HTTP',
      endpoint: endpointOf(api, find),
      stages: stages.map(stageOf),
      routes: rows.map((route) => ({ ...route, throttle: ownThrottle(route, stages) })).sort(byPath),
    };
  });
}

function apiOf(properties: Properties): string {
  return target(properties.ApiId) ?? 'an imported API';
}

function routeOf({ properties, construct }: NamedResource, find: ResourceFinder): RouteRow {
  const key = text(properties.RouteKey) ?? '?';
  const [method, path] = key.includes(' ') ? key.split(' ') : ['', key];
  return {
    construct,
    method,
    path,
    authorization: authorizationOf(properties, find),
    backend: backendOf(integrationOf(properties.Target, find), find),
    apiKey: properties.ApiKeyRequired === true,
  };
}

/** The target of a route is `integrations/` and an id. */
function integrationOf(routeTarget: unknown, find: ResourceFinder): Properties | undefined {
  const ids = references(routeTarget);
  return find('AWS::ApiGatewayV2::Integration').find(({ id }) => ids.includes(id))?.properties;
}

/** Every entry of a stage repeats everything, so the same limit as everywhere is none. */
function ownThrottle({ method, path }: RouteRow, stages: readonly NamedResource[]): ThrottleRow | undefined {
  const key = method === '' ? path : `${method} ${path}`;
  return stages.map(({ properties: { RouteSettings: own, DefaultRouteSettings: all } }) => {
    const [throttle, everywhere] = [isObject(own) ? own[key] : undefined, all].map(throttleOf);
    return throttle?.rate === everywhere?.rate && throttle?.burst === everywhere?.burst ? undefined : throttle;
  }).find((throttle) => throttle !== undefined);
}

function stageOf({ properties }: NamedResource): StageRow {
  return { name: text(properties.StageName) ?? '?', throttle: throttleOf(properties.DefaultRouteSettings) };
}
