import { parseRouteKey } from '../../lib/core/route-key';
import { routeParameters } from '../../lib/rest/route-parameters';
import { CacheKey } from '../../lib/traffic/cache-key';
import { Cors } from '../../lib/traffic/cors';
import { RouteCache } from '../../lib/traffic/route-cache';

const KEY = parseRouteKey('GET /orders/{id}');
const ORIGIN = 'method.request.header.Origin';

describe('the parameters of a route', () => {
  test('are those of its path and those it requires', () => {
    const { requestParameters, cacheKeyParameters } = routeParameters(KEY, { request: { query: ['page'], headers: ['X-Tenant'] } }, Cors.off());
    expect(requestParameters).toEqual({
      'method.request.path.id': true, 'method.request.querystring.page': true, 'method.request.header.X-Tenant': true,
    });
    expect(cacheKeyParameters).toEqual([]);
  });

  test.each([
    ['an origin', Cors.allow(['https://shop.example'])],
    ['several origins', Cors.allow(['https://shop.example', 'https://admin.shop.example'])],
  ])('keep cached answers apart by the page that asks, with CORS for %s', (_name, cors) => {
    const parameters = routeParameters(KEY, { cache: RouteCache.on() }, cors);
    expect(parameters).toEqual({
      requestParameters: { 'method.request.path.id': true, [ORIGIN]: false },
      cacheKeyParameters: ['method.request.path.id', ORIGIN],
      integrationRequestParameters: { 'integration.request.path.id': 'method.request.path.id', 'integration.request.header.Origin': ORIGIN },
    });
  });

  test('name the page once, also when the cache has it among its keys', () => {
    const { cacheKeyParameters } = routeParameters(KEY, { cache: RouteCache.on({ keys: [CacheKey.header('origin')] }) }, Cors.allow(['https://shop.example']));
    expect(cacheKeyParameters).toEqual(['method.request.path.id', 'method.request.header.origin']);
  });

  test.each([['no CORS', Cors.off()], ['CORS for every page', Cors.anyOrigin()]])('do not ask for the page with %s', (_name, cors) => {
    expect(routeParameters(KEY, { cache: RouteCache.on() }, cors).cacheKeyParameters).toEqual(['method.request.path.id']);
  });

  test('do not ask for the page on a route without a cache', () => {
    expect(routeParameters(KEY, {}, Cors.allow(['https://shop.example'])).requestParameters).toEqual({ 'method.request.path.id': true });
  });
});
