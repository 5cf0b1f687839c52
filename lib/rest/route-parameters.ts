import { RouteKey } from '../core/route-key';
import { RequestSchema, RouteOptions } from '../routes/route-options';
import { CacheKey } from '../traffic/cache-key';
import { CacheParameters, cacheParameters, RequestParameters } from '../traffic/cache-parameters';
import { Cors } from '../traffic/cors';
import { RouteCache } from '../traffic/route-cache';

/** The request parameters of a route, and those of them its cached answers depend on. */
export function routeParameters(key: RouteKey, { request, cache = RouteCache.off() }: RouteOptions, cors: Cors): CacheParameters {
  const own = cache._parameters(key, requiredParameters(key, request));
  return cache._enabled && answersNameTheirOrigin(cors) ? withKey(CacheKey.header('Origin'), own) : own;
}

/** Query parameters, headers and path parameters that must be there, as API Gateway names them. */
function requiredParameters(key: RouteKey, request: RequestSchema = {}): RequestParameters {
  const names = [
    ...key.parameters.map((name) => `method.request.path.${name}`),
    ...(request.query ?? []).map((name) => `method.request.querystring.${name}`),
    ...(request.headers ?? []).map((name) => `method.request.header.${name}`),
  ];
  return Object.fromEntries(names.map((name) => [name, true]));
}

/** An answer that names the page it is for is refused by the browser of every other page: each needs a cache entry of its own. */
function answersNameTheirOrigin(cors: Cors): boolean {
  return 'method.response.header.Vary' in cors._methodResponseHeaders();
}

function withKey(key: CacheKey, own: CacheParameters): CacheParameters {
  const more = cacheParameters([key], own.requestParameters);
  return {
    requestParameters: more.requestParameters,
    cacheKeyParameters: [...new Set([...own.cacheKeyParameters, ...more.cacheKeyParameters])],
    integrationRequestParameters: { ...own.integrationRequestParameters, ...more.integrationRequestParameters },
  };
}
