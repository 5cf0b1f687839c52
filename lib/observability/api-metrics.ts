import { Duration } from 'aws-cdk-lib';
import type { IHttpApi } from 'aws-cdk-lib/aws-apigatewayv2';
import { MathExpression, Metric, MetricOptions, Stats } from 'aws-cdk-lib/aws-cloudwatch';
import type { Measure, MeasuredRoute } from './api-kind';
import { MeasuredApi, measuredHttpApi, measuredRestApi } from './measured-api';
import { metricId } from '../core/metric-id';
import { refuse } from '../core/refuse';

/** A rate in percent, as math over metrics. */
interface Ratio {
  readonly expression: string;
  readonly label: string;
  readonly usingMetrics: Record<string, Metric>;
}

/**
 * The CloudWatch metrics of an API stage, or of one method or route of it, by the words an operator uses.
 *
 * REST APIs and HTTP APIs are asked the same questions, although API Gateway calls what it reports by other names.
 * It works for APIs of anybody's making and ties no alarm to the stage resource.
 * Every `options` is applied last: period, statistic, label, colour, account and region can all be changed.
 * The period is one minute unless told otherwise, because that is how often API Gateway reports.
 */
export class ApiMetrics {
  /**
   * The metrics of a whole stage of a REST API.
   *
   * @param apiName the name of the API, which is the dimension API Gateway uses; two APIs of one name in one region share their metrics
   * @param stageName the name of the stage
   */
  public static ofStage(apiName: string, stageName: string): ApiMetrics {
    return new ApiMetrics(measuredRestApi(apiName), stageName);
  }

  /**
   * The metrics of a whole stage of an HTTP API, which API Gateway reports by the id of the API: two APIs of one name do not share them.
   *
   * @param httpApi the API
   * @param stageName the name of the stage in plain letters, `$default` for the default stage
   */
  public static ofHttpStage(httpApi: IHttpApi, stageName: string): ApiMetrics {
    return new ApiMetrics(measuredHttpApi(httpApi), stageName);
  }

  private constructor(
    /** @internal */
    public readonly _api: MeasuredApi,
    /** @internal */
    public readonly _stageName: string,
    /** @internal */
    public readonly _route?: MeasuredRoute,
  ) {}

  /**
   * The metrics of one method of a REST API, or of one route of an HTTP API. They exist only while the stage has detailed metrics on for it,
   * which CloudWatch charges as custom metrics.
   *
   * For HTTP APIs, that `Method` and `Resource` hold the two halves of the route key follows AWS ("Recommended alarms" in the CloudWatch
   * user guide); what they hold for routes of any method is not documented, and not proven without an account.
   *
   * @param method the HTTP method, `GET`
   * @param path the path with its parameters in braces, `/orders/{id}`
   */
  public ofMethod(method: string, path: string): ApiMetrics {
    return new ApiMetrics(this._api, this._stageName, { method, path });
  }

  /** How many requests came in. */
  public requests(options: MetricOptions = {}): Metric {
    return this.metric('requests', { statistic: Stats.SAMPLE_COUNT, label: 'Requests', ...options });
  }

  /** How many requests were answered with 5xx: the backend or the gateway is at fault. */
  public serverErrors(options: MetricOptions = {}): Metric {
    return this.metric('serverErrors', { statistic: Stats.SUM, label: '5xx', ...options });
  }

  /** How many requests were answered with 4xx: the caller is at fault, or was refused. Throttled and blocked requests count here too. */
  public clientErrors(options: MetricOptions = {}): Metric {
    return this.metric('clientErrors', { statistic: Stats.SUM, label: '4xx', ...options });
  }

  /** 5xx answers in percent of all requests, which is what their average is (AWS: "Recommended alarms"). `statistic` has no meaning here. */
  public serverErrorRate(options: MetricOptions = {}): MathExpression {
    const average = this.serverErrors({ ...options, statistic: Stats.AVERAGE });
    const id = this._id('serverErrors');
    return ratio({ expression: `100 * ${id}`, label: '5xx rate [%]', usingMetrics: { [id]: average } }, options);
  }

  /** 4xx answers in percent of all requests, which is what their average is (AWS: "Recommended alarms"). `statistic` has no meaning here. */
  public clientErrorRate(options: MetricOptions = {}): MathExpression {
    const average = this.clientErrors({ ...options, statistic: Stats.AVERAGE });
    const id = this._id('clientErrors');
    return ratio({ expression: `100 * ${id}`, label: '4xx rate [%]', usingMetrics: { [id]: average } }, options);
  }

  /** Milliseconds from the request's arrival to the answer, the backend included. 99 of 100 requests were faster, unless `statistic` says otherwise. */
  public latency(options: MetricOptions = {}): Metric {
    return this.metric('latency', { statistic: Stats.p(99), ...options });
  }

  /** Milliseconds the backend took. 99 of 100 requests were faster, unless `statistic` says otherwise. */
  public integrationLatency(options: MetricOptions = {}): Metric {
    return this.metric('integrationLatency', { statistic: Stats.p(99), ...options });
  }

  /** How many bytes went through the API. Only HTTP APIs report it; asking a REST API for it is refused. */
  public dataProcessed(options: MetricOptions = {}): Metric {
    return this.metric('dataProcessed', { statistic: Stats.SUM, label: 'Data processed [bytes]', ...options });
  }

  /** How many requests the API cache answered. HTTP APIs have no cache; asking one for it is refused. */
  public cacheHits(options: MetricOptions = {}): Metric {
    return this.metric('cacheHits', { statistic: Stats.SUM, label: 'Cache hits', ...options });
  }

  /** How many requests the API cache could not answer. HTTP APIs have no cache; asking one for it is refused. */
  public cacheMisses(options: MetricOptions = {}): Metric {
    return this.metric('cacheMisses', { statistic: Stats.SUM, label: 'Cache misses', ...options });
  }

  /**
   * Hits in percent of the requests that asked the cache. `statistic` has no meaning here.
   * Methods without a cache are not counted, unlike in the average of `CacheHitCount`. HTTP APIs have no cache; asking one for it is refused.
   */
  public cacheHitRatio(options: MetricOptions = {}): MathExpression {
    const sum = { ...options, statistic: Stats.SUM };
    const [hits, misses] = [this._id('cacheHits'), this._id('cacheMisses')];
    const usingMetrics = { [hits]: this.cacheHits(sum), [misses]: this.cacheMisses(sum) };
    // Whether a minute without hits is reported as 0 or not at all is not documented: to FILL it is the same.
    const expression = `100 * FILL(${hits}, 0) / (FILL(${hits}, 0) + FILL(${misses}, 0))`;
    return ratio({ expression, label: 'Cache hit ratio [%]', usingMetrics }, options);
  }

  /** @internal What a metric is called in an expression; it differs from API to API and from method to method. */
  public _id(measure: string): string {
    return metricId(measure, [this._api.identity, this._stageName, ...this.routeParts()]);
  }

  /** @internal Whom an alarm is about: `Orders, stage prod, GET /orders`. */
  public get _subject(): string {
    return [this._api.name, `stage ${this._stageName}`, ...(this._route ? [`${this._route.method} ${this._route.path}`] : [])].join(', ');
  }

  /** @internal What a dashboard is about: `Orders, prod`. */
  public get _title(): string {
    return `${this._api.name}, ${this._stageName}`;
  }

  /** @internal What tells these metrics from all others of the account, from the API down to the path. */
  public get _key(): string[] {
    return [...this._api.key, this._stageName, ...this.routeParts()];
  }

  private routeParts(): string[] {
    return this._route ? [this._route.method, this._route.path] : [];
  }

  private metric(measure: Measure, options: MetricOptions): Metric {
    const { kind, dimension } = this._api;
    const route = this._route && { Method: this._route.method, Resource: this._route.path };
    return new Metric({
      namespace: 'AWS/ApiGateway',
      metricName: kind.metrics[measure] ?? refuse('api-metric-not-reported', { measure, kind: kind.name }),
      dimensionsMap: { ...dimension, Stage: this._stageName, ...route },
      period: Duration.minutes(1),
      ...options,
    });
  }
}

function ratio(definition: Ratio, options: MetricOptions): MathExpression {
  return new MathExpression({
    expression: definition.expression,
    usingMetrics: definition.usingMetrics,
    label: options.label ?? definition.label,
    color: options.color,
    period: options.period ?? Duration.minutes(1),
  });
}
