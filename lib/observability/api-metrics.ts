import { Duration } from 'aws-cdk-lib';
import type { IHttpApi, IWebSocketApi } from 'aws-cdk-lib/aws-apigatewayv2';
import { MathExpression, Metric, MetricOptions, Stats } from 'aws-cdk-lib/aws-cloudwatch';
import type { ErrorMeasure, Measure, MeasuredRoute } from './api-kind';
import { MeasuredApi, measuredHttpApi, measuredRestApi, measuredWebSocketApi } from './measured-api';
import { metricId } from '../core/metric-id';
import { refuse } from '../core/refuse';

/** What the errors are called in a graph. */
const ERROR_LABELS: Record<ErrorMeasure, string> = {
  serverErrors: '5xx', clientErrors: '4xx', executionErrors: 'Execution errors', integrationErrors: 'Integration errors',
};

/** A rate in percent, as math over metrics. */
interface Ratio {
  readonly expression: string;
  readonly label: string;
  readonly usingMetrics: Record<string, Metric>;
}

/**
 * The CloudWatch metrics of an API stage, or of one method or route of it, by the words an operator uses.
 *
 * REST APIs and HTTP APIs are asked the same questions, although API Gateway calls what it reports by other names. WebSocket APIs, which have
 * connections and messages, are asked for those. What a kind of API does not report is refused, with what it does report.
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

  /**
   * The metrics of a whole stage of a WebSocket API, which API Gateway reports by the id of the API: two APIs of one name do not share them.
   *
   * @param webSocketApi the API
   * @param stageName the name of the stage in plain letters
   */
  public static ofWebSocketStage(webSocketApi: IWebSocketApi, stageName: string): ApiMetrics {
    return new ApiMetrics(measuredWebSocketApi(webSocketApi), stageName);
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
    return this.ofParts('ofMethod', [method, path]);
  }

  /**
   * The metrics of one route of a WebSocket API: `$connect`, `$disconnect`, `$default` or a key of your own. They exist only while the stage has
   * detailed metrics on for it, which CloudWatch charges as custom metrics.
   *
   * Their dimensions are `ApiId`, `Stage` and `Route` (AWS: "Recommended alarms" in the CloudWatch user guide). The developer guide of
   * API Gateway names others today, which routes of WebSocket APIs do not have: not proven without an account.
   *
   * @param routeKey the key of the route, `sendMessage`
   */
  public ofRoute(routeKey: string): ApiMetrics {
    return this.ofParts('ofRoute', [routeKey]);
  }

  /** How many requests came in. WebSocket APIs report `connects` and `messages` instead; asking one for this is refused. */
  public requests(options: MetricOptions = {}): Metric {
    return this.metric('requests', { statistic: Stats.SAMPLE_COUNT, label: 'Requests', ...options });
  }

  /**
   * How many requests were answered with 5xx: the backend or the gateway is at fault. WebSocket APIs report `executionErrors` and
   * `integrationErrors` instead; asking one for this is refused.
   */
  public serverErrors(options: MetricOptions = {}): Metric {
    return this.count('serverErrors', options);
  }

  /**
   * How many requests were answered with 4xx: the caller is at fault, or was refused. Throttled and blocked requests count here too.
   * For WebSocket APIs, only those that API Gateway itself refused; what the backend refused is in `integrationErrors`.
   */
  public clientErrors(options: MetricOptions = {}): Metric {
    return this.count('clientErrors', options);
  }

  /**
   * How many connections were opened: what came through to the backend of `$connect` (AWS: "Monitor WebSocket API execution with CloudWatch
   * metrics"), so that refused ones are not counted. Only WebSocket APIs report it; asking another for it is refused.
   */
  public connects(options: MetricOptions = {}): Metric {
    return this.metric('connects', { statistic: Stats.SUM, label: 'Connects', ...options });
  }

  /**
   * How many messages went through the API, from clients and to them: one that is sent on to a hundred connections makes a hundred and one.
   * The statistic is the one that AWS recommends ("Recommended alarms" in the CloudWatch user guide). Only WebSocket APIs report it; asking
   * another for it is refused.
   */
  public messages(options: MetricOptions = {}): Metric {
    return this.metric('messages', { statistic: Stats.SAMPLE_COUNT, label: 'Messages', ...options });
  }

  /**
   * How many calls of the backend failed: it broke, is throttled, took too long or is gone, or API Gateway may not call it.
   * Only WebSocket APIs report it; asking another for it is refused.
   */
  public executionErrors(options: MetricOptions = {}): Metric {
    return this.count('executionErrors', options);
  }

  /** How often the backend answered with 4xx or 5xx. Only WebSocket APIs report it; asking another for it is refused. */
  public integrationErrors(options: MetricOptions = {}): Metric {
    return this.count('integrationErrors', options);
  }

  /**
   * 5xx answers in percent of all requests, which is what their average is (AWS: "Recommended alarms"). `statistic` has no meaning here.
   * Not for WebSocket APIs, which report `executionErrors` and `integrationErrors`.
   */
  public serverErrorRate(options: MetricOptions = {}): MathExpression {
    return this.rate('serverErrors', '5xx rate [%]', options);
  }

  /** 4xx answers in percent of all requests, which is what their average is (AWS: "Recommended alarms"). `statistic` has no meaning here. */
  public clientErrorRate(options: MetricOptions = {}): MathExpression {
    return this.rate('clientErrors', '4xx rate [%]', options);
  }

  /**
   * Execution errors in percent of all requests, which is what their average is (AWS: "Recommended alarms"), and not of `messages`, which counts
   * those to clients too. `statistic` has no meaning here. Only for WebSocket APIs.
   */
  public executionErrorRate(options: MetricOptions = {}): MathExpression {
    return this.rate('executionErrors', 'Execution error rate [%]', options);
  }

  /**
   * Integration errors in percent of all requests. That their average is that, as it is for the other errors, is not documented for them and not
   * proven without an account. `statistic` has no meaning here. Only for WebSocket APIs.
   */
  public integrationErrorRate(options: MetricOptions = {}): MathExpression {
    return this.rate('integrationErrors', 'Integration error rate [%]', options);
  }

  /**
   * Milliseconds from the request's arrival to the answer, the backend included. 99 of 100 requests were faster, unless `statistic` says otherwise.
   * WebSocket APIs do not report it; asking one for it is refused.
   */
  public latency(options: MetricOptions = {}): Metric {
    return this.metric('latency', { statistic: Stats.p(99), ...options });
  }

  /**
   * Milliseconds the backend took. 99 of 100 requests were faster, unless `statistic` says otherwise.
   * For WebSocket APIs, mocks and messages to clients are not in it.
   */
  public integrationLatency(options: MetricOptions = {}): Metric {
    return this.metric('integrationLatency', { statistic: Stats.p(99), ...options });
  }

  /** How many bytes went through the API. Only HTTP APIs report it; asking another for it is refused. */
  public dataProcessed(options: MetricOptions = {}): Metric {
    return this.metric('dataProcessed', { statistic: Stats.SUM, label: 'Data processed [bytes]', ...options });
  }

  /** How many requests the API cache answered. Only REST APIs have a cache; asking another for it is refused. */
  public cacheHits(options: MetricOptions = {}): Metric {
    return this.metric('cacheHits', { statistic: Stats.SUM, label: 'Cache hits', ...options });
  }

  /** How many requests the API cache could not answer. Only REST APIs have a cache; asking another for it is refused. */
  public cacheMisses(options: MetricOptions = {}): Metric {
    return this.metric('cacheMisses', { statistic: Stats.SUM, label: 'Cache misses', ...options });
  }

  /**
   * Hits in percent of the requests that asked the cache. `statistic` has no meaning here.
   * Methods without a cache are not counted, unlike in the average of `CacheHitCount`. Only REST APIs have a cache; asking another for it is refused.
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
    return [this._api.name, `stage ${this._stageName}`, ...(this._route ? [this._route.join(' ')] : [])].join(', ');
  }

  /** @internal What a dashboard is about: `Orders, prod`. */
  public get _title(): string {
    return `${this._api.name}, ${this._stageName}`;
  }

  /** @internal What tells these metrics from all others of the account, from the API down to the path. */
  public get _key(): string[] {
    return [...this._api.key, this._stageName, ...this.routeParts()];
  }

  /** @internal Whether API Gateway reports it for this kind of API. */
  public _reports(measure: Measure): boolean {
    return this._api.kind.metrics[measure] !== undefined;
  }

  /**
   * @internal How many requests a measure speaks of, under its id in an expression. WebSocket APIs report no such number: the samples that
   * the measure itself was made of say it, and no message to a client is among those of a latency.
   */
  public _requestsIn(measure: Measure): Record<string, Metric> {
    if (this._reports('requests')) return { [this._id('requests')]: this.requests() };
    return { [this._id(`${measure}Samples`)]: this.metric(measure, { statistic: Stats.SAMPLE_COUNT, label: 'Requests' }) };
  }

  /** @internal How many errors of a kind there were, and in percent. */
  public _errors(measure: ErrorMeasure): { readonly count: Metric; readonly rate: MathExpression } {
    switch (measure) {
      case 'serverErrors': return { count: this.serverErrors(), rate: this.serverErrorRate() };
      case 'clientErrors': return { count: this.clientErrors(), rate: this.clientErrorRate() };
      case 'executionErrors': return { count: this.executionErrors(), rate: this.executionErrorRate() };
      case 'integrationErrors': return { count: this.integrationErrors(), rate: this.integrationErrorRate() };
    }
  }

  private ofParts(asked: string, route: MeasuredRoute): ApiMetrics {
    const { name, routeDimensions } = this._api.kind;
    if (route.length !== routeDimensions.length) refuse('api-metrics-route-of-another-kind', { asked, kind: name, instead: this.routeExample() });
    return new ApiMetrics(this._api, this._stageName, route);
  }

  private routeExample(): string {
    return this._api.kind.routeDimensions.length === 1 ? "ofRoute('sendMessage')" : "ofMethod('GET', '/orders/{id}')";
  }

  private routeParts(): readonly string[] {
    return this._route ?? [];
  }

  private count(measure: ErrorMeasure, options: MetricOptions): Metric {
    return this.metric(measure, { statistic: Stats.SUM, label: ERROR_LABELS[measure], ...options });
  }

  private rate(measure: ErrorMeasure, label: string, options: MetricOptions): MathExpression {
    const id = this._id(measure);
    const average = this.count(measure, { ...options, statistic: Stats.AVERAGE });
    return ratio({ expression: `100 * ${id}`, label, usingMetrics: { [id]: average } }, options);
  }

  private metric(measure: Measure, options: MetricOptions): Metric {
    const { kind, dimension } = this._api;
    const route = Object.fromEntries(this.routeParts().map((part, index) => [kind.routeDimensions[index], part]));
    return new Metric({
      namespace: 'AWS/ApiGateway',
      metricName: kind.metrics[measure] ?? this.refuseToAsk(measure),
      dimensionsMap: { ...dimension, Stage: this._stageName, ...route },
      period: Duration.minutes(1),
      ...options,
    });
  }

  private refuseToAsk(measure: Measure): never {
    const { name: kind, metrics } = this._api.kind;
    return refuse('api-metric-not-reported', { measure, kind, reported: Object.keys(metrics).join(', ') });
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
