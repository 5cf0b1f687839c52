import { App, Lazy, Stack } from 'aws-cdk-lib';
import { Annotations, Match } from 'aws-cdk-lib/assertions';
import * as fc from 'fast-check';
import { Throttle } from '../../lib/traffic/throttle';

const stack = () => new Stack(new App(), 'Stack');

test('a Throttle writes its rate and burst into a method setting', () => {
  expect(Throttle.rate(1000, 2000)._methodSetting).toEqual({ throttlingRateLimit: 1000, throttlingBurstLimit: 2000 });
});

test('a Throttle writes its rate and burst into the route settings of an HTTP API', () => {
  expect(Throttle.rate(0.5, 2000)._routeSetting).toEqual({ throttlingRateLimit: 0.5, throttlingBurstLimit: 2000 });
});

test('no throttle writes the limits of the account out for HTTP APIs too', () => {
  expect(Throttle.none('internal batch API, SEC-7')._routeSetting).toEqual({ throttlingRateLimit: 10_000, throttlingBurstLimit: 5_000 });
});

test('a Throttle writes its rate and burst into a usage plan', () => {
  expect(Throttle.rate(5, 10)._planSettings).toEqual({ rateLimit: 5, burstLimit: 10 });
});

test('no throttle writes the limits of the account out, because CloudFormation undoes nothing and takes no -1', () => {
  expect(Throttle.none('internal batch API, SEC-7')._methodSetting).toEqual({ throttlingRateLimit: 10_000, throttlingBurstLimit: 5_000 });
});

test('no throttle has nothing to write into a usage plan', () => {
  expect(Throttle.none('internal batch API, SEC-7')._planSettings).toBeUndefined();
});

test('no throttle wants a reason', () => {
  expect(() => Throttle.none(' ')).toThrow(/^waiver-without-reason: turning off throttle/);
  expect(Throttle.none('internal batch API, SEC-7')._waiver).toBe('internal batch API, SEC-7');
  expect(Throttle.rate(1, 1)._waiver).toBeUndefined();
});

test.each([0, -1, NaN, Infinity])('a rate of %p is refused', (rate) => {
  expect(() => Throttle.rate(rate, 10)).toThrow(/^throttle-rate-out-of-range: .*got (0|-1|NaN|Infinity);/);
});

test.each([0, -1, 1.5, NaN, 2_147_483_648])('a burst of %p is refused', (burst) => {
  expect(() => Throttle.rate(1, burst)).toThrow(/^throttle-burst-out-of-range: /);
});

test('a rate above the default limit of an account is accepted, because that limit can be raised', () => {
  expect(Throttle.rate(50_000, 60_000)._rate).toBe(50_000);
});

test('every positive rate and every whole burst of at least 1 is accepted as it is', () => {
  fc.assert(fc.property(
    fc.double({ min: 0, minExcluded: true, max: 1e9, noNaN: true }),
    fc.integer({ min: 1, max: 2_147_483_647 }),
    (rate, burst) => {
      expect(Throttle.rate(rate, burst)._planSettings).toEqual({ rateLimit: rate, burstLimit: burst });
    },
  ));
});

test('numbers that are only known at deployment are accepted and never compared', () => {
  const token = Lazy.number({ produce: () => 7 });
  const throttle = Throttle.rate(token, token);
  const scope = stack();
  throttle._warnOn(scope, 'the stage');
  Throttle.rate(100, token)._warnOn(scope, 'the stage');
  Annotations.fromStack(scope).hasNoWarning('*', '*');
  expect(throttle._label).toBe('? requests per second, burst ?');
});

test('a burst below the rate is warned about and not refused, because usage plans accept it', () => {
  const scope = stack();
  Throttle.rate(100, 20)._warnOn(scope, 'the stage');
  Annotations.fromStack(scope).hasWarning('/Stack', Match.stringLikeRegexp('throttle-burst-below-rate: the throttle of the stage has a burst of 20, below its rate of 100'));
});

test('a burst of the rate or more is not warned about', () => {
  const scope = stack();
  Throttle.rate(100, 100)._warnOn(scope, 'the stage');
  Throttle.rate(0.5, 1)._warnOn(scope, 'the stage');
  Throttle.none('no need')._warnOn(scope, 'the stage');
  Annotations.fromStack(scope).hasNoWarning('*', '*');
});

test('reports show a throttle in a few words', () => {
  expect(Throttle.rate(1000, 2000)._label).toBe('1000 requests per second, burst 2000');
  expect(Throttle.none('no need')._label).toBe('none');
});
