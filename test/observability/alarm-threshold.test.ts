import { Duration, Lazy } from 'aws-cdk-lib';
import { AlarmThreshold } from '../../lib/observability/alarm-threshold';

test('by default three of the last five minutes have to breach', () => {
  const rule = AlarmThreshold.above(1)._rule;
  expect(rule).toMatchObject({ direction: 'above', value: 1, evaluationPeriods: 5, datapointsToAlarm: 3 });
  expect(rule?.period.toSeconds()).toBe(60);
});

test('with other periods, three of five of them have to breach, and always at least one', () => {
  const datapoints = [1, 2, 3, 15].map((evaluationPeriods) => AlarmThreshold.below(1, { evaluationPeriods })._rule?.datapointsToAlarm);
  expect(datapoints).toEqual([1, 2, 2, 9]);
});

test('off has no rule', () => {
  expect(AlarmThreshold.off()._rule).toBeUndefined();
});

test.each([-1, NaN, Infinity])('a threshold of %p is refused', (value) => {
  expect(() => AlarmThreshold.above(value)).toThrow(/^alarm-threshold-not-a-number/);
});

test.each([Duration.seconds(30), Duration.seconds(90), Duration.days(2), Duration.millis(500)])('a period of %s is refused', (period) => {
  expect(() => AlarmThreshold.above(1, { period })).toThrow(/^alarm-period-invalid/);
});

test.each([
  ['evaluationPeriods', { evaluationPeriods: 0 }],
  ['evaluationPeriods', { evaluationPeriods: 2.5 }],
  ['datapointsToAlarm', { datapointsToAlarm: 0 }],
])('%s of %p is refused', (option, options) => {
  expect(() => AlarmThreshold.above(1, options)).toThrow(new RegExp(`^alarm-periods-not-whole: ${option} is`));
});

test('more datapoints than periods are refused, because they never come together', () => {
  expect(() => AlarmThreshold.above(1, { evaluationPeriods: 2, datapointsToAlarm: 3 })).toThrow(/^alarm-datapoints-exceed-periods: .* 3 .* 2 periods/);
});

test('looking back further than CloudWatch does is refused', () => {
  expect(() => AlarmThreshold.above(1, { evaluationPeriods: 1441 })).toThrow(/^alarm-window-too-long/);
  expect(() => AlarmThreshold.above(1, { period: Duration.hours(1), evaluationPeriods: 169 })).toThrow(/^alarm-window-too-long/);
  expect(() => AlarmThreshold.above(1, { period: Duration.hours(1), evaluationPeriods: 168 })).not.toThrow();
});

test('values that are not known yet are not compared', () => {
  const later = Lazy.number({ produce: () => 7 });
  expect(AlarmThreshold.above(later, { evaluationPeriods: later })._rule).toMatchObject({ value: later, datapointsToAlarm: undefined });
  expect(() => AlarmThreshold.above(1, { datapointsToAlarm: later, period: Duration.seconds(later) })).not.toThrow();
});
