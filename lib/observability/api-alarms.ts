import { Alarm, IMetric, MathExpression } from 'aws-cdk-lib/aws-cloudwatch';
import type { ILogGroup, MetricFilter } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { AlarmMaker } from './alarm-maker';
import type { AlarmSettings } from './alarm-settings';
import { Alarms } from './alarms';
import { ApiMetrics } from './api-metrics';
import { takesMetricFilters, throttledFilter, throttledShare } from './throttled-requests';
import * as watches from './watches';
import { guardOff, guardOn } from '../core/guards';
import { warn } from '../core/refuse';

/** Which API to watch, and what else is known about it. */
export interface ApiAlarmsProps {
  /**
   * What to watch: `ApiMetrics.ofStage(…)` of a REST API, `ApiMetrics.ofHttpStage(…)` of an HTTP API, and `.ofMethod(…)` of either for one
   * method or route only, whose metrics exist only while the stage has detailed metrics on for it, which CloudWatch charges.
   *
   * Its stage is named in plain letters: a reference to the stage would make the stage wait for its own alarms.
   */
  readonly metrics: ApiMetrics;

  /**
   * Who is told, and from when on.
   *
   * @default Alarms.standard()
   */
  readonly alarms?: Alarms;

  /**
   * The log group with the access log of this API alone, as `ApiAccessLog` and `HttpApiAccessLog` write it. Throttled requests are counted there.
   *
   * @default - no alarm for throttled requests, because API Gateway has no metric for them
   */
  readonly accessLogGroup?: ILogGroup;

  /**
   * Whether the stage has a cache, and so a hit ratio to watch. HTTP APIs have none.
   *
   * @default false
   */
  readonly cached?: boolean;

  /**
   * Which share of the requests the web ACL blocked, 0 to 1: `ApiWaf.metrics.blockedShare()`.
   * CloudWatch alarms read metrics of their own region only, and those of a web ACL in front of CloudFront are in us-east-1.
   *
   * @default - no alarm for blocked requests
   */
  readonly wafBlockedShare?: IMetric;
}

/**
 * The alarms of a REST API or an HTTP API, or of one method or route of it, on metrics that API Gateway reports anyway.
 *
 * Every description says what happened and what to look at first.
 * CloudWatch charges an alarm by the metrics it reads, which is two here: as a rule the measure, and the number of requests.
 */
export class ApiAlarms extends Construct {
  /** 5xx answers: the backend or the gateway is at fault. */
  public readonly serverErrorRate?: Alarm;
  /** 4xx answers: callers are refused or use the API in a wrong way. */
  public readonly clientErrorRate?: Alarm;
  /** The slowest one percent of the answers. */
  public readonly latency?: Alarm;
  /** The slowest one percent of the backend's answers. */
  public readonly integrationLatency?: Alarm;
  /** Requests refused by a throttle or a quota. */
  public readonly throttled?: Alarm;
  /** A cache that does not help. */
  public readonly cacheHitRatio?: Alarm;
  /** Requests blocked by the web ACL. */
  public readonly wafBlockedShare?: Alarm;
  /** All of them, in the order of their importance. */
  public readonly all: Alarm[];
  /** What counts the throttled requests in the access log. */
  public readonly throttledFilter?: MetricFilter;
  /** Which share of all requests was throttled, 0 to 1, for a dashboard. */
  public readonly throttledShare?: MathExpression;

  constructor(scope: Construct, id: string, props: ApiAlarmsProps) {
    super(scope, id);
    const settings = (props.alarms ?? Alarms.standard())._settings;
    if (settings) {
      const { metrics } = props;
      const make = new AlarmMaker(this, settings, metrics._subject);
      this.serverErrorRate = make.guarded('ServerErrorRate', settings.serverErrorRate, watches.serverErrors(metrics));
      this.clientErrorRate = make.guarded('ClientErrorRate', settings.clientErrorRate, watches.clientErrors(metrics));
      this.latency = make.guarded('Latency', settings.latencyP99, watches.latency(metrics));
      this.integrationLatency = make.guarded('IntegrationLatency', settings.integrationLatencyP99, watches.integrationLatency(metrics));
      this.throttledFilter = countThrottled(this, settings, props);
      this.throttledShare = this.throttledFilter && throttledShare(this.throttledFilter, metrics);
      this.throttled = this.throttledShare && make.guarded('Throttled', settings.throttledShare, watches.throttled(this.throttledShare, metrics));
      this.cacheHitRatio = props.cached ? make.guarded('CacheHitRatio', settings.cacheHitRatio, watches.cacheHitRatio(metrics)) : undefined;
      this.wafBlockedShare = props.wafBlockedShare && make.alarm('WafBlockedShare', settings.wafBlockedShare, watches.wafBlocked(props.wafBlockedShare));
    }
    this.all = [
      this.serverErrorRate, this.clientErrorRate, this.latency, this.integrationLatency, this.throttled, this.cacheHitRatio, this.wafBlockedShare,
    ].filter((alarm) => alarm !== undefined);
    if (!props.metrics._route) recordGuard(this, settings);
  }
}

function countThrottled(part: Construct, settings: AlarmSettings, props: ApiAlarmsProps): MetricFilter | undefined {
  const { accessLogGroup, metrics } = props;
  if (!accessLogGroup || !settings.throttledShare._rule) return undefined;
  if (takesMetricFilters(accessLogGroup)) return throttledFilter(part, accessLogGroup, metrics);
  warn(part, 'throttled-alarm-needs-standard-log-group', { path: accessLogGroup.node.path });
  return undefined;
}

/** The alarms of a route come on top of those of the API, so only the latter are the guard. */
function recordGuard(part: ApiAlarms, settings: AlarmSettings | undefined): void {
  if (!settings) return guardOff(part, 'alarms');
  const told = settings.actions.length === 0 ? 'nobody is told yet' : `${settings.actions.length} told`;
  guardOn(part, 'alarms', `${part.all.length} alarms, ${told}`);
}
