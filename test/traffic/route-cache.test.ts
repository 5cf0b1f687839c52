import { App, Duration, Stack } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import { MockIntegration, RestApi } from 'aws-cdk-lib/aws-apigateway';
import { parseRouteKey } from '../../lib/core/route-key';
import { CacheKey } from '../../lib/traffic/cache-key';
import { Caching } from '../../lib/traffic/caching';
import { RouteCache } from '../../lib/traffic/route-cache';

const list = parseRouteKey('GET /products');
const item = parseRouteKey('GET /shops/{shop}/products/{id}');

test('a RouteCache with a TTL of its own writes it, encrypted', () => {
  expect(RouteCache.ttl(Duration.minutes(1))._methodSetting(Caching.on()))
    .toEqual({ cachingEnabled: true, cacheTtl: Duration.minutes(1), cacheDataEncrypted: true });
});

test('a RouteCache without one uses that of the API', () => {
  expect(RouteCache.on()._methodSetting(Caching.on({ ttl: Duration.minutes(9) })).cacheTtl).toEqual(Duration.minutes(9));
});

test('a RouteCache that is off is written out', () => {
  expect(RouteCache.off()._methodSetting(Caching.on())).toEqual({ cachingEnabled: false });
  expect(RouteCache.off()._enabled).toBe(false);
});

test('a RouteCache that is off asks for no parameters', () => {
  const declared = { 'method.request.path.id': true };
  expect(RouteCache.off()._parameters(item, declared))
    .toEqual({ requestParameters: declared, cacheKeyParameters: [], integrationRequestParameters: {} });
});

test('path parameters are part of the cache key without being named', () => {
  expect(RouteCache.on()._parameters(item).cacheKeyParameters).toEqual(['method.request.path.shop', 'method.request.path.id']);
});

test('naming a path parameter does not add it twice', () => {
  const cache = RouteCache.on({ keys: [CacheKey.path('id'), CacheKey.query('category')] });
  expect(cache._parameters(item).cacheKeyParameters)
    .toEqual(['method.request.path.shop', 'method.request.path.id', 'method.request.querystring.category']);
});

test('a RouteCache does not change when the list it was made from does', () => {
  const keys = [CacheKey.query('category')];
  const cache = RouteCache.ttl(Duration.minutes(1), { keys });
  keys.push(CacheKey.query('page'));
  expect(cache._parameters(list).cacheKeyParameters).toEqual(['method.request.querystring.category']);
});

test('a method with a RouteCache declares every key in all three places', () => {
  const stack = new Stack(new App(), 'Stack');
  const cache = RouteCache.on({ keys: [CacheKey.query('category')] });
  const { requestParameters, cacheKeyParameters, integrationRequestParameters } = cache._parameters(list);
  const integration = new MockIntegration({ cacheKeyParameters, requestParameters: integrationRequestParameters });
  new RestApi(stack, 'Api').root.addResource('products').addMethod('GET', integration, { requestParameters });
  Template.fromStack(stack).hasResourceProperties('AWS::ApiGateway::Method', {
    RequestParameters: { 'method.request.querystring.category': false },
    Integration: {
      CacheKeyParameters: ['method.request.querystring.category'],
      RequestParameters: { 'integration.request.querystring.category': 'method.request.querystring.category' },
    },
  });
});

test.each(['POST /products', 'ANY /products', 'HEAD /products'])('a cache on %s is refused', (route) => {
  expect(() => RouteCache.on()._check(parseRouteKey(route), Caching.on())).toThrow(`cache-on-non-get-route: the route "${route}" has a cache`);
});

test('a cache on a route of an API that has none is refused', () => {
  expect(() => RouteCache.on()._check(list, Caching.off())).toThrow(/^cache-without-cluster: the route "GET \/products" has a cache, but the API has none/);
});

test('a cache key for a path parameter the route does not have is refused', () => {
  expect(() => RouteCache.on({ keys: [CacheKey.path('sku')] })._check(item, Caching.on()))
    .toThrow(/^cache-key-unknown-path-parameter: the cache of "GET \/shops\/\{shop\}\/products\/\{id\}" uses the path parameter "sku"/);
});

test('a cache that fits its route is accepted, and one that is off fits every route', () => {
  expect(() => RouteCache.on({ keys: [CacheKey.path('id'), CacheKey.query('x')] })._check(item, Caching.on())).not.toThrow();
  expect(() => RouteCache.off()._check(parseRouteKey('POST /products'), Caching.off())).not.toThrow();
});

test.each([Duration.seconds(3601), Duration.millis(500)])('a TTL of %s is refused', (ttl) => {
  expect(() => RouteCache.ttl(ttl)).toThrow(/^cache-ttl-out-of-range: /);
});

test('a cache whose key does not tell callers apart is warned about', () => {
  const stack = new Stack(new App(), 'Stack');
  RouteCache.on({ keys: [CacheKey.query('authorization')] })._warnOn(stack, list);
  Annotations.fromStack(stack).hasWarning('/Stack', Match.stringLikeRegexp('cache-shared-between-callers: the route "GET /products" asks who is calling'));
});

test('a cache with the Authorization header in its key is not warned about, nor is one that is off', () => {
  const stack = new Stack(new App(), 'Stack');
  RouteCache.on({ keys: [CacheKey.header('authorization')] })._warnOn(stack, list);
  RouteCache.off()._warnOn(stack, list);
  Annotations.fromStack(stack).hasNoWarning('*', '*');
});
