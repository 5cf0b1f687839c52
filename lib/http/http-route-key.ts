import { isParameter, parseRouteKey, RouteKey } from '../core/route-key';

/** The route that takes whatever no other route takes. */
const DEFAULT_ROUTE: RouteKey = { method: 'ANY', path: '$default', segments: [], parameters: [] };

/** Read a route key of an HTTP API: `GET /orders/{id}`, or `$default`. */
export function parseHttpRouteKey(text: string): RouteKey {
  return text === DEFAULT_ROUTE.path ? DEFAULT_ROUTE : parseRouteKey(text);
}

/** Whether it is the route for whatever no other route takes. */
export function isDefaultRoute(key: RouteKey): boolean {
  return key.path === DEFAULT_ROUTE.path;
}

/** As API Gateway spells it. */
export function formatHttpRouteKey(key: RouteKey): string {
  return isDefaultRoute(key) ? key.path : `${key.method} ${key.path}`;
}

/** What two routes have in common that take the same requests: how a parameter is called makes no difference. */
export function requestsOf(key: RouteKey): string {
  const segments = key.segments.map((part) => isParameter(part) ? part.replace(/[^{}+]/g, '') : part);
  return isDefaultRoute(key) ? key.path : `${key.method} /${segments.join('/')}`;
}
