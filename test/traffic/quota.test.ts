import { Lazy } from 'aws-cdk-lib';
import * as fc from 'fast-check';
import { Quota } from '../../lib/traffic/quota';

test('a Quota per day has no offset', () => {
  expect(Quota.perDay(500)._settings).toEqual({ period: 'DAY', limit: 500, offset: undefined });
});

test('a Quota per week or month may have one', () => {
  expect(Quota.perWeek(500, { offset: 6 })._settings).toEqual({ period: 'WEEK', limit: 500, offset: 6 });
  expect(Quota.perMonth(500, { offset: 27 })._settings).toEqual({ period: 'MONTH', limit: 500, offset: 27 });
});

test('an unlimited Quota writes nothing', () => {
  expect(Quota.unlimited()._settings).toBeUndefined();
});

test.each([0, -5, 1.5, NaN, 2_147_483_648])('a Quota of %p requests is refused', (limit) => {
  expect(() => Quota.perDay(limit)).toThrow(/^quota-limit-out-of-range: .* per day;/);
  expect(() => Quota.perWeek(limit)).toThrow(/^quota-limit-out-of-range: .* per week;/);
  expect(() => Quota.perMonth(limit)).toThrow(/^quota-limit-out-of-range: .* per month;/);
});

test.each([-1, 0.5, 7])('an offset of %p days into a week is refused', (offset) => {
  expect(() => Quota.perWeek(1, { offset })).toThrow(/^quota-offset-out-of-range: the offset of a quota per week is a whole number from 0 to 6/);
});

test.each([-1, 0.5, 28])('an offset of %p days into a month is refused', (offset) => {
  expect(() => Quota.perMonth(1, { offset })).toThrow(/^quota-offset-out-of-range: the offset of a quota per month is a whole number from 0 to 27/);
});

test('every whole number of requests the service can hold is accepted as it is', () => {
  fc.assert(fc.property(fc.integer({ min: 1, max: 2_147_483_647 }), fc.integer({ min: 0, max: 6 }), (limit, offset) => {
    expect(Quota.perWeek(limit, { offset })._settings).toEqual({ period: 'WEEK', limit, offset });
  }));
});

test('numbers that are only known at deployment are accepted', () => {
  const token = Lazy.number({ produce: () => 7 });
  expect(Quota.perWeek(token, { offset: token })._settings?.limit).toBe(token);
});
