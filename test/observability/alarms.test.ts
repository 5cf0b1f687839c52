import { Duration, Lazy } from 'aws-cdk-lib';
import { AlarmThreshold } from '../../lib/observability/alarm-threshold';
import { Alarms } from '../../lib/observability/alarms';

const PERCENT = ['serverErrorRate', 'clientErrorRate', 'throttledShare', 'cacheHitRatio', 'wafBlockedShare'] as const;
const LATENCY = ['latencyP99', 'integrationLatencyP99'] as const;

test.each(PERCENT)('%s above 100 %% can never fire and is refused', (alarm) => {
  expect(() => Alarms.standard({ [alarm]: AlarmThreshold.above(100) })).toThrow(new RegExp(`^alarm-that-can-never-fire: the alarm ${alarm} .* above 100 %`));
  expect(() => Alarms.standard({ [alarm]: AlarmThreshold.above(99.9) })).not.toThrow();
});

test.each(PERCENT)('%s below 0 %% can never fire and is refused', (alarm) => {
  expect(() => Alarms.standard({ [alarm]: AlarmThreshold.below(0) })).toThrow(/^alarm-that-can-never-fire: .* below 0 %/);
});

test.each(LATENCY)('%s above the integration timeout can never fire and is refused', (alarm) => {
  expect(() => Alarms.standard({ [alarm]: AlarmThreshold.above(29_001) })).toThrow(/^alarm-that-can-never-fire: .* above 29001 ms/);
  expect(() => Alarms.standard({ [alarm]: AlarmThreshold.above(29_000) })).not.toThrow();
});

test.each(LATENCY)('%s may be as high as a longer timeout that is declared', (alarm) => {
  const integrationTimeout = Duration.seconds(60);
  expect(() => Alarms.standard({ [alarm]: AlarmThreshold.above(45_000), integrationTimeout })).not.toThrow();
  expect(() => Alarms.standard({ [alarm]: AlarmThreshold.above(60_001), integrationTimeout })).toThrow(/^alarm-that-can-never-fire/);
});

test.each(LATENCY)('%s below 0 ms can never fire and is refused', (alarm) => {
  expect(() => Alarms.standard({ [alarm]: AlarmThreshold.below(0) })).toThrow(/^alarm-that-can-never-fire/);
});

test('thresholds that are not known yet are not compared', () => {
  const later = AlarmThreshold.above(Lazy.number({ produce: () => 500 }));
  expect(() => Alarms.standard({ serverErrorRate: later, latencyP99: later })).not.toThrow();
});

test.each([0, 1.5])('minimumRequests of %p is refused', (minimumRequests) => {
  expect(() => Alarms.standard({ minimumRequests })).toThrow(/^alarm-minimum-requests-not-whole/);
});

test('off has no settings', () => {
  expect(Alarms.off()._settings).toBeUndefined();
});
