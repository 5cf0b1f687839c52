import { Duration, Token } from 'aws-cdk-lib';
import { refuse } from '../../core/refuse';
import { checkLatency, checkPercent } from '../../observability/alarm-settings';
import { AlarmThreshold } from '../../observability/alarm-threshold';

/** What a canary may do before its release is given up. Everything is measured on the requests of the canary alone. */
export interface CanaryThresholdOptions {
  /**
   * 5xx answers, in percent of the requests of the canary.
   *
   * The last five minutes are looked at together, and again every minute: CloudWatch moves the window on with every evaluation (AWS: "Alarm
   * evaluation window"). A small share of the traffic is few requests in one minute, where a single bad answer is many percent already; in five
   * it is not. A release that is all wrong does not wait that long: a canary has no requests before it starts, so its first minutes are all
   * there is in the window. The price: after a release was given up the alarm goes on for some minutes, and the next one waits for that.
   * Steps shorter than eight minutes want a shorter period.
   *
   * On HTTP and WebSocket APIs it is the share of invocations of each function that fail, see `LambdaReleases`.
   *
   * @default AlarmThreshold.above(2, { period: Duration.minutes(5), evaluationPeriods: 1 })
   */
  readonly serverErrorRate?: AlarmThreshold;

  /**
   * 4xx answers, in percent of the requests of the canary. It catches a changed contract, and validation or authorization that refuses too
   * much. Off, because callers make mistakes all day: take what is usual for your API, and some more.
   *
   * @default AlarmThreshold.off()
   */
  readonly clientErrorRate?: AlarmThreshold;

  /**
   * Milliseconds to the answer, 99th percentile: the alarm goes off when more than one percent of the requests of the canary take longer.
   * Off, because the first answers of new functions are cold starts. Written out as a number, because lines are compared with a text made of it.
   *
   * @default AlarmThreshold.off()
   */
  readonly latencyP99?: AlarmThreshold;
}

/** The same with every default filled in. */
export interface CanaryThresholds extends CanaryThresholdOptions {
  readonly serverErrorRate: AlarmThreshold;
  readonly clientErrorRate: AlarmThreshold;
  readonly latencyP99: AlarmThreshold;
}

/**
 * Of requests, and of invocations of a function. Why is said above, besides: lines that arrive late are still in the window, and five minutes
 * fit the default bake of ten.
 */
export const CANARY_ERROR_RATE = AlarmThreshold.above(2, { period: Duration.minutes(5), evaluationPeriods: 1 });

/** What all alarms on a canary have in common. One bad answer of one gives no release up: as many requests count as for other alarms. */
export const CANARY_ALARMS = { actions: [], okActions: [], minimumRequests: 5 };

/** The longest that API Gateway waits for anything: a streamed answer. */
const LONGEST_ANSWER = Duration.minutes(15);

/** Refuses thresholds that no canary crosses, or every good one. */
export function canaryThresholds(options: CanaryThresholdOptions): CanaryThresholds {
  const { serverErrorRate = CANARY_ERROR_RATE, clientErrorRate = AlarmThreshold.off(), latencyP99 = AlarmThreshold.off() } = options;
  checkRate('serverErrorRate', serverErrorRate);
  checkRate('clientErrorRate', clientErrorRate);
  checkAbove('latencyP99', latencyP99);
  if (Token.isUnresolved(latencyP99._rule?.value)) refuse('canary-latency-not-literal', {});
  checkLatency('latencyP99', latencyP99, LONGEST_ANSWER);
  return { serverErrorRate, clientErrorRate, latencyP99 };
}

/** The same for one rate in percent. */
export function checkRate(name: string, threshold: AlarmThreshold): void {
  checkAbove(name, threshold);
  checkPercent(name, threshold);
}

function checkAbove(threshold: string, { _rule: rule }: AlarmThreshold): void {
  if (rule?.direction === 'below') refuse('canary-threshold-below', { threshold, value: rule.value });
}
