import { Quota } from '../../lib/traffic/quota';
import { Throttle } from '../../lib/traffic/throttle';
import { TierKey } from '../../lib/traffic/tier-key';
import { UsageTier } from '../../lib/traffic/usage-tier';

const throttle = Throttle.rate(10, 20);

test('a UsageTier without options has no quota, no keys and no route throttles', () => {
  const tier = UsageTier.named('free', { throttle });
  expect(tier.name).toBe('free');
  expect(tier._quota._settings).toBeUndefined();
  expect(tier._keys).toEqual([]);
  expect(tier._routes).toEqual([]);
});

test('a UsageTier keeps what it was given', () => {
  const key = TierKey.generated('mobile-app');
  const tier = UsageTier.named('pro', {
    throttle, quota: Quota.perDay(5), keys: [key], routes: { 'POST /orders': Throttle.rate(1, 2) }, description: 'paying customers',
  });
  expect(tier._quota._settings?.limit).toBe(5);
  expect(tier._keys).toEqual([key]);
  expect(tier._routes.map((route) => [route.key.method, route.key.path, route.throttle._rate])).toEqual([['POST', '/orders', 1]]);
  expect(tier._description).toBe('paying customers');
});

test('a UsageTier does not change when the list it was made from does', () => {
  const keys = [TierKey.generated('mobile-app')];
  const tier = UsageTier.named('free', { throttle, keys });
  keys.push(TierKey.generated('web'));
  expect(tier._keys).toHaveLength(1);
});

test.each(['', 'free tier', 'a/b', '.x'])('a UsageTier cannot be called "%s"', (name) => {
  expect(() => UsageTier.named(name, { throttle })).toThrow(/^usage-name-malformed: the name of a usage tier is made of/);
});

test('a UsageTier with one key twice is refused', () => {
  const keys = [TierKey.generated('mobile-app'), TierKey.generated('web'), TierKey.existing('mobile-app', 'abc123')];
  expect(() => UsageTier.named('free', { throttle, keys })).toThrow(/^usage-key-twice-in-tier: the usage tier "free" has the key "mobile-app" twice;/);
});

test('a UsageTier that throttles routes but not itself is refused, because API Gateway refuses it', () => {
  expect(() => UsageTier.named('free', { throttle: Throttle.none('trusted partners'), routes: { 'GET /orders': Throttle.rate(1, 1) } }))
    .toThrow(/^usage-tier-route-throttle-alone: the usage tier "free"/);
});

test('a UsageTier without a throttle is fine as long as it throttles no route', () => {
  expect(UsageTier.named('partner', { throttle: Throttle.none('trusted partners') })._throttle._waiver).toBe('trusted partners');
});

test('a UsageTier that lists a route to not throttle it is refused', () => {
  expect(() => UsageTier.named('free', { throttle, routes: { 'GET /orders': Throttle.none('cheap') } }))
    .toThrow(/^usage-tier-route-throttle-none: the usage tier "free" lists the route "GET \/orders"/);
});

test('a UsageTier with a malformed route key is refused', () => {
  expect(() => UsageTier.named('free', { throttle, routes: { 'orders/POST': Throttle.rate(1, 1) } })).toThrow(/^route-key-malformed/);
});
