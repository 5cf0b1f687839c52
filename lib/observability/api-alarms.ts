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
   * method or route only; `ApiMetrics.ofWebSocketStage(…)` of a WebSocket API, and its `.ofRoute(…)`. The metrics of one method or route
   * exist only while the stage has detailed metrics on for it, which CloudWatch charges.
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
   * The log group with the access log of this API alone, as `ApiAccessLog`, `HttpApiAccessLog` and `WebSocketApiAccessLog` write it.
   * Throttled requests are counted there.
   *
   * @default - no alarm for throttled requests, because API Gateway has no metric for them
   */
  readonly accessLogGroup?: ILogGroup;

  /**
   * Whether the stage has a cache, and so a hit ratio to watch. Only those of REST APIs can.
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
 * The alarms of a REST API, an HTTP API or a WebSocket API, or of one method or route of it, on metrics that API Gateway reports anyway.
 *
 * Every description says what happened and what to look at first.
 * CloudWatch charges an alarm by the metrics it reads, which is two here: as a rule the measure, and the number of requests.
 *
 * Their conditions are those of `Alarms`, and mean on each kind of API what is said there: a WebSocket API has one more, for what its backend
 * answered, and none for the latency of the whole.
 */
export class ApiAlarms extends Construct {
  /** 5xx answers, or execution errors of a WebSocket API: the backend or the gateway is at fault. */
  public readonly serverErrorRate?: Alarm;
  /** What the backend of a WebSocket API answered with 4xx or 5xx; undefined for other APIs, where such answers are in the other rates. */
  public readonly integrationErrorRate?: Alarm;
  /** 4xx answers: callers are refused or use the API in a wrong way. */
  public readonly clientErrorRate?: Alarm;
  /** The slowest one percent of the answers; undefined for WebSocket APIs, which do not report it. */
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
      const { serverErrors, integrationErrors, clientErrors } = metrics._api.kind;
      this.serverErrorRate = make.guarded('ServerErrorRate', settings.serverErrorRate, watches.errors(serverErrors, metrics));
      this.integrationErrorRate = integrationErrors
        && make.guarded('IntegrationErrorRate', settings.integrationErrorRate, watches.errors(integrationErrors, metrics));
      this.clientErrorRate = make.guarded('ClientErrorRate', settings.clientErrorRate, watches.errors(clientErrors, metrics));
      this.latency = metrics._reports('latency') ? make.guarded('Latency', settings.latencyP99, watches.latency(metrics)) : undefined;
      this.integrationLatency = make.guarded('IntegrationLatency', settings.integrationLatencyP99, watches.integrationLatency(metrics));
      this.throttledFilter = countThrottled(this, settings, props);
      this.throttledShare = this.throttledFilter && throttledShare(this.throttledFilter, metrics);
      this.throttled = this.throttledShare && make.guarded('Throttled', settings.throttledShare, watches.throttled(this.throttledShare, metrics));
      this.cacheHitRatio = props.cached ? make.guarded('CacheHitRatio', settings.cacheHitRatio, watches.cacheHitRatio(metrics)) : undefined;
      this.wafBlockedShare = props.wafBlockedShare && make.alarm('WafBlockedShare', settings.wafBlockedShare, watches.wafBlocked(props.wafBlockedShare));
    }
    this.all = [
      this.serverErrorRate, this.integrationErrorRate, this.clientErrorRate, this.latency, this.integrationLatency, this.throttled,
      this.cacheHitRatio, this.wafBlockedShare,
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
