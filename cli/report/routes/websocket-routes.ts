import { NamedResource, ResourceFinder, target, text } from '../template';
import { AT_CONNECT, OPEN, RouteRow } from './route';

/** What is told of a WebSocket API besides: who may send is who may connect, and whether a message is answered. */
export function asConnected(routes: readonly RouteRow[]): RouteRow[] {
  const connect = routes.find(({ path }) => path === '$connect');
  const authorization = connect === undefined || connect.authorization === OPEN ? OPEN : AT_CONNECT;
  return routes.map((route) => route === connect ? route : { ...route, authorization });
}

/** A route answers when it has a route response. */
export function replyOf({ id, properties }: NamedResource, find: ResourceFinder): boolean {
  return text(properties.RouteResponseSelectionExpression) !== undefined
    && find('AWS::ApiGatewayV2::RouteResponse').some((response) => target(response.properties.RouteId) === id);
}
