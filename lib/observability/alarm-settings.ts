import { Duration, Token } from 'aws-cdk-lib';
import type { IAlarmAction } from 'aws-cdk-lib/aws-cloudwatch';
import type { AlarmThreshold } from './alarm-threshold';
import { refuse } from '../core/refuse';

/** The options of `Alarms.standard` with every default filled in, and the topic turned into an action. */
export interface AlarmSettings {
  readonly actions: IAlarmAction[];
  readonly okActions: IAlarmAction[];
  readonly minimumRequests: number;
  readonly serverErrorRate: AlarmThreshold;
  readonly integrationErrorRate: AlarmThreshold;
  readonly clientErrorRate: AlarmThreshold;
  readonly latencyP99: AlarmThreshold;
  readonly integrationLatencyP99: AlarmThreshold;
  readonly throttledShare: AlarmThreshold;
  readonly cacheHitRatio: AlarmThreshold;
  readonly wafBlockedShare: AlarmThreshold;
}

const PERCENTAGES = ['serverErrorRate', 'integrationErrorRate', 'clientErrorRate', 'throttledShare', 'cacheHitRatio', 'wafBlockedShare'] as const;

/** Refuse thresholds that the measured value never crosses: an alarm that cannot fire is worse than none, because people trust it. */
export function checkReach(settings: AlarmSettings, integrationTimeout: Duration): void {
  const { minimumRequests } = settings;
  if (!Token.isUnresolved(minimumRequests) && !(Number.isInteger(minimumRequests) && minimumRequests >= 1)) {
    refuse('alarm-minimum-requests-not-whole', { value: minimumRequests });
  }
  for (const alarm of PERCENTAGES) {
    checkPercent(alarm, settings[alarm]);
  }
  for (const alarm of ['latencyP99', 'integrationLatencyP99'] as const) checkLatency(alarm, settings[alarm], integrationTimeout);
}

/** Nor one of percent that is always crossed. */
export function checkPercent(alarm: string, threshold: AlarmThreshold): void {
  const rule = threshold._rule;
  if (!rule || Token.isUnresolved(rule.value)) return;
  const { direction, value } = rule;
  if (direction === 'above' ? value < 100 : value > 0) return;
  refuse('alarm-that-can-never-fire', {
    alarm,
    direction,
    value,
    unit: '%',
    why: 'it is a share, between 0 % and 100 %',
    advice: 'give a value between the two, such as `AlarmThreshold.above(5)` for 5 %',
  });
}

/** Nor one of milliseconds that no request takes. */
export function checkLatency(alarm: string, threshold: AlarmThreshold, integrationTimeout: Duration): void {
  const rule = threshold._rule;
  if (!rule || Token.isUnresolved(rule.value) || integrationTimeout.isUnresolved()) return;
  const { direction, value } = rule;
  const longest = integrationTimeout.toMilliseconds();
  if (direction === 'above' ? value <= longest : value > 0) return;
  refuse('alarm-that-can-never-fire', {
    alarm,
    direction,
    value,
    unit: 'ms',
    why: `a backend is given up after ${longest} ms and no request takes less than 0 ms`,
    advice: 'give a value between the two, or declare a longer timeout: `Alarms.standard({ integrationTimeout: Duration.seconds(60) })`',
  });
}
