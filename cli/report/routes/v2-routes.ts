import { isObject, NamedResource, Properties, ResourceFinder, target, text } from '../template';
import { authorizationOf } from './authorization';
import { ApiRows, byPath, frontDoorOf, RouteRow, StageRow } from './route';
import { throttleOf } from './stage-settings';

/** The HTTP and WebSocket APIs a template makes or adds to. */
export function v2Apis(find: ResourceFinder): ApiRows[] {
  const apis = find('AWS::ApiGatewayV2::Api');
  const routes = find('AWS::ApiGatewayV2::Route');
  const ids = new Set([...apis.map(({ id }) => id), ...routes.map(({ properties }) => apiOf(properties))]);
  return [...ids].map((id) => {
    const api = apis.find((candidate) => candidate.id === id);
    const stages = find('AWS::ApiGatewayV2::Stage').filter(({ properties }) => apiOf(properties) === id);
    const own = routes.filter(({ properties }) => apiOf(properties) === id);
    return {
      construct: frontDoorOf(api),
      api: text(api?.properties.Name) ?? id,
      kind: api?.properties.ProtocolType === 'WEBSOCKET' ? 'WebSocket' : 'HTTP',
      stages: stages.map(stageOf),
      routes: own.map((route) => routeOf(route, find, stages)).sort(byPath),
    };
  });
}

function apiOf(properties: Properties): string {
  return target(properties.ApiId) ?? 'an imported API';
}

function routeOf({ properties, construct }: NamedResource, find: ResourceFinder, stages: readonly NamedResource[]): RouteRow {
  const key = text(properties.RouteKey) ?? '?';
  const [method, path] = key.includes(' ') ? key.split(' ') : ['', key];
  return {
    construct,
    method,
    path,
    authorization: authorizationOf(properties, find('AWS::ApiGatewayV2::Authorizer')),
    apiKey: properties.ApiKeyRequired === true,
    throttle: stages.map((stage) => stage.properties.RouteSettings)
      .map((settings) => throttleOf(isObject(settings) ? settings[key] : undefined))
      .find((throttle) => throttle !== undefined),
  };
}

function stageOf({ properties }: NamedResource): StageRow {
  return { name: text(properties.StageName) ?? '?', throttle: throttleOf(properties.DefaultRouteSettings) };
}
