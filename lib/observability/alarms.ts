import { Duration } from 'aws-cdk-lib';
import type { IAlarmAction } from 'aws-cdk-lib/aws-cloudwatch';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { AlarmSettings, checkReach } from './alarm-settings';
import { AlarmThreshold } from './alarm-threshold';

/** Who is told, and from when on. Each threshold can be changed alone. */
export interface AlarmsOptions {
  /**
   * A topic that every alarm notifies. If it is encrypted with a key of yours, the key has to let `cloudwatch.amazonaws.com` use it.
   *
   * @default - nobody is notified, the alarms only show their state
   */
  readonly topic?: ITopic;

  /**
   * What else every alarm does when it goes off.
   *
   * @default []
   */
  readonly actions?: IAlarmAction[];

  /**
   * What every alarm does when all is well again.
   *
   * @default []
   */
  readonly okActions?: IAlarmAction[];

  /**
   * How many requests a period needs before its rates and latencies count, so that one failing request of one wakes nobody.
   * An API that gets fewer requests than this in every period never goes off: lower it there, or lengthen the period.
   * For the hit ratio of a cache those count that asked the cache; the share blocked by a web ACL brings a minimum of its own.
   * For WebSocket APIs those count that the rate or latency was measured on: API Gateway counts no requests there, only messages both ways.
   *
   * @default 5
   */
  readonly minimumRequests?: number;

  /**
   * The longest a backend may take, which is how slow a latency alarm can still see. Raise it together with the integration timeout
   * (AWS: "Integration timeout", raised by quota request) or for streamed answers (up to 15 minutes).
   * HTTP APIs wait up to 30 seconds, WebSocket APIs up to 29.
   *
   * @default Duration.seconds(29)
   */
  readonly integrationTimeout?: Duration;

  /**
   * 5xx answers, in percent of all requests. For WebSocket APIs execution errors: what API Gateway wanted of the backend and did not get.
   *
   * @default AlarmThreshold.above(1)
   */
  readonly serverErrorRate?: AlarmThreshold;

  /**
   * Answers of the backend with 4xx or 5xx, in percent of all requests. Only for WebSocket APIs, where they are counted apart; among them are
   * connections and messages that the backend refuses on purpose, so it bears more than `serverErrorRate`.
   *
   * @default AlarmThreshold.above(5)
   */
  readonly integrationErrorRate?: AlarmThreshold;

  /**
   * 4xx answers, in percent of all requests. Patient, because callers make mistakes all day.
   * For WebSocket APIs only what API Gateway refused itself.
   *
   * @default AlarmThreshold.above(25, { evaluationPeriods: 15 })
   */
  readonly clientErrorRate?: AlarmThreshold;

  /**
   * Milliseconds to the answer, 99th percentile. WebSocket APIs do not report it, and have no such alarm.
   *
   * @default AlarmThreshold.above(3000)
   */
  readonly latencyP99?: AlarmThreshold;

  /**
   * Milliseconds the backend takes, 99th percentile. Silent while `latencyP99` is loud, it says that authorizers or the gateway are slow.
   *
   * @default AlarmThreshold.above(2500)
   */
  readonly integrationLatencyP99?: AlarmThreshold;

  /**
   * Throttled requests, in percent of all requests. API Gateway has no such metric, so it is counted in the access log, which costs one
   * custom metric; without a log group there is no such alarm. A flood looks smaller than it is: API Gateway "might not generate logs and
   * metrics" for excessive 429 errors, says its developer guide. That a throttled message of a WebSocket API makes a line with status 429 or
   * errorType THROTTLED, as a throttled request does, is not proven without an account.
   *
   * @default AlarmThreshold.above(1)
   */
  readonly throttledShare?: AlarmThreshold;

  /**
   * Cache hits, in percent of the requests that asked the cache. Only when there is a cache, and after an hour, because a cache that
   * does not help costs money but hurts nobody.
   *
   * @default AlarmThreshold.below(10, { period: Duration.minutes(15), evaluationPeriods: 4, datapointsToAlarm: 4 })
   */
  readonly cacheHitRatio?: AlarmThreshold;

  /**
   * Requests the web ACL blocked, in percent. Only when there is a web ACL.
   *
   * @default AlarmThreshold.above(25, { period: Duration.minutes(5), evaluationPeriods: 3 })
   */
  readonly wafBlockedShare?: AlarmThreshold;
}

/**
 * Which alarms an API has.
 *
 * Rates and percentiles, not counts, so that they hold at any traffic. A period without requests is healthy: API Gateway reports nothing
 * while nobody calls, and silence at night is no outage. CloudFormation names the alarms, so that an API can be deployed twice.
 */
export class Alarms {
  /** Error rates, latencies, throttling and, where there is one, the cache and the web ACL. */
  public static standard(options: AlarmsOptions = {}): Alarms {
    const settings = withDefaults(options);
    checkReach(settings, options.integrationTimeout ?? Duration.seconds(29));
    return new Alarms(settings);
  }

  /** No alarms. */
  public static off(): Alarms {
    return new Alarms();
  }

  private constructor(
    /** @internal */
    public readonly _settings?: AlarmSettings,
  ) {}
}

function withDefaults(options: AlarmsOptions): AlarmSettings {
  return {
    actions: [...(options.topic ? [notify(options.topic)] : []), ...(options.actions ?? [])],
    okActions: options.okActions ?? [],
    minimumRequests: options.minimumRequests ?? 5,
    serverErrorRate: options.serverErrorRate ?? AlarmThreshold.above(1),
    integrationErrorRate: options.integrationErrorRate ?? AlarmThreshold.above(5),
    clientErrorRate: options.clientErrorRate ?? AlarmThreshold.above(25, { evaluationPeriods: 15 }),
    latencyP99: options.latencyP99 ?? AlarmThreshold.above(3000),
    integrationLatencyP99: options.integrationLatencyP99 ?? AlarmThreshold.above(2500),
    throttledShare: options.throttledShare ?? AlarmThreshold.above(1),
    cacheHitRatio: options.cacheHitRatio
      ?? AlarmThreshold.below(10, { period: Duration.minutes(15), evaluationPeriods: 4, datapointsToAlarm: 4 }),
    wafBlockedShare: options.wafBlockedShare ?? AlarmThreshold.above(25, { period: Duration.minutes(5), evaluationPeriods: 3 }),
  };
}

/** What `SnsAction` does, without loading the module of all alarm actions. */
function notify(topic: ITopic): IAlarmAction {
  return { bind: () => ({ alarmActionArn: topic.topicArn }) };
}
