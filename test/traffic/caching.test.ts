import { App, Duration, Lazy, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { MockIntegration, RestApi } from 'aws-cdk-lib/aws-apigateway';
import { CacheSize } from '../../lib/traffic/cache-size';
import { Caching } from '../../lib/traffic/caching';

/** A plain API that carries the decision out the way a front door does. */
function synthesise(caching: Caching): Template {
  const stack = new Stack(new App(), 'Stack');
  const api = new RestApi(stack, 'Api', { deployOptions: { ...caching._stageSetting, ...caching._methodSetting } });
  api.root.addMethod('GET', new MockIntegration());
  return Template.fromStack(stack);
}

test('a Caching that is off is written out, because CloudFormation does not undo one that is left out', () => {
  synthesise(Caching.off()).hasResourceProperties('AWS::ApiGateway::Stage', {
    CacheClusterEnabled: false,
    MethodSettings: [{ ResourcePath: '/*', HttpMethod: '*', CachingEnabled: false }],
  });
});

test('a Caching that is on has the smallest cluster, five minutes and encryption, and caches no route by itself', () => {
  synthesise(Caching.on()).hasResourceProperties('AWS::ApiGateway::Stage', {
    CacheClusterEnabled: true,
    CacheClusterSize: '0.5',
    MethodSettings: [{ ResourcePath: '/*', HttpMethod: '*', CachingEnabled: false, CacheTtlInSeconds: 300, CacheDataEncrypted: true }],
  });
});

test('size and TTL can be chosen', () => {
  const caching = Caching.on({ size: CacheSize.GB_6_1, ttl: Duration.hours(1) });
  expect(caching._stageSetting).toEqual({ cacheClusterEnabled: true, cacheClusterSize: '6.1' });
  expect(caching._methodSetting.cacheTtl?.toSeconds()).toBe(3600);
});

test('a Caching knows whether it is on', () => {
  expect([Caching.on()._enabled, Caching.off()._enabled]).toEqual([true, false]);
});

test('a TTL of 0 seconds is accepted', () => {
  expect(Caching.on({ ttl: Duration.seconds(0) })._ttl?.toSeconds()).toBe(0);
});

test.each([Duration.seconds(3601), Duration.millis(1500), Duration.days(1)])('a TTL of %s is refused', (ttl) => {
  expect(() => Caching.on({ ttl })).toThrow(/^cache-ttl-out-of-range: a cache TTL is a whole number of seconds from 0 to 3600, got (3601|1.5|86400);/);
});

test('a TTL that is only known at deployment is accepted', () => {
  expect(() => Caching.on({ ttl: Duration.seconds(Lazy.number({ produce: () => 60 })) })).not.toThrow();
});

test('a CacheSize is one of those API Gateway has', () => {
  const { GB_0_5, GB_1_6, GB_6_1, GB_13_5, GB_28_4, GB_58_2, GB_118, GB_237 } = CacheSize;
  expect([GB_0_5, GB_1_6, GB_6_1, GB_13_5, GB_28_4, GB_58_2, GB_118, GB_237].map((size) => size._value))
    .toEqual(['0.5', '1.6', '6.1', '13.5', '28.4', '58.2', '118', '237']);
  expect(CacheSize.gigabytes(118)._value).toBe('118');
});

test.each([0, 1, 99, 500, NaN])('a cache of %p GB is refused', (value) => {
  expect(() => CacheSize.gigabytes(value)).toThrow(/^cache-size-unknown: API Gateway has no cache of (0|1|99|500|NaN) GB; use one of: 0.5, 1.6,/);
});
