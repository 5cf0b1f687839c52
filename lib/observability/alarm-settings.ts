import type { IAlarmAction } from 'aws-cdk-lib/aws-cloudwatch';
import type { AlarmThreshold } from './alarm-threshold';

/** The options of `Alarms.standard` with every default filled in, and the topic turned into an action. */
export interface AlarmSettings {
  readonly actions: IAlarmAction[];
  readonly okActions: IAlarmAction[];
  readonly minimumRequests: number;
  readonly serverErrorRate: AlarmThreshold;
  readonly clientErrorRate: AlarmThreshold;
  readonly latencyP99: AlarmThreshold;
  readonly integrationLatencyP99: AlarmThreshold;
  readonly throttledShare: AlarmThreshold;
  readonly cacheHitRatio: AlarmThreshold;
  readonly wafBlockedShare: AlarmThreshold;
}
