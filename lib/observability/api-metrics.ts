import { Duration, Token } from 'aws-cdk-lib';
import { MathExpression, Metric, MetricOptions, Stats } from 'aws-cdk-lib/aws-cloudwatch';
import { metricId } from '../core/metric-id';
import { refuse } from '../core/refuse';

const NON_ASCII = /[^\x00-\x7F]/g;

/** A rate in percent, as math over metrics. */
interface Ratio {
  readonly expression: string;
  readonly label: string;
  readonly usingMetrics: Record<string, Metric>;
}

/**
 * The CloudWatch metrics of a REST API stage, or of one method of it, by the words an operator uses.
 *
 * It is made from plain names, so it works for APIs of anybody's making and ties no alarm to the stage resource.
 * Every `options` is applied last: period, statistic, label, colour, account and region can all be changed.
 * The period is one minute unless told otherwise, because that is how often API Gateway reports.
 */
export class ApiMetrics {
  /**
   * The metrics of a whole stage.
   *
   * @param apiName the name of the API, which is the dimension API Gateway uses; two APIs of one name in one region share their metrics
   * @param stageName the name of the stage
   */
  public static ofStage(apiName: string, stageName: string): ApiMetrics {
    return new ApiMetrics({ ApiName: asReported(apiName), Stage: stageName });
  }

  private constructor(private readonly dimensionsMap: Record<string, string>) {}

  /**
   * The metrics of one method. They exist only while the stage has detailed metrics on for it, which CloudWatch charges as custom metrics.
   *
   * @param method the HTTP method, `GET`
   * @param path the path with its parameters in braces, `/orders/{id}`
   */
  public ofMethod(method: string, path: string): ApiMetrics {
    return new ApiMetrics({ ...this.dimensionsMap, Method: method, Resource: path });
  }

  /** How many requests came in. */
  public requests(options: MetricOptions = {}): Metric {
    return this.metric('Count', { statistic: Stats.SAMPLE_COUNT, label: 'Requests', ...options });
  }

  /** How many requests were answered with 5xx: the backend or the gateway is at fault. */
  public serverErrors(options: MetricOptions = {}): Metric {
    return this.metric('5XXError', { statistic: Stats.SUM, label: '5xx', ...options });
  }

  /** How many requests were answered with 4xx: the caller is at fault, or was refused. Throttled and blocked requests count here too. */
  public clientErrors(options: MetricOptions = {}): Metric {
    return this.metric('4XXError', { statistic: Stats.SUM, label: '4xx', ...options });
  }

  /** 5xx answers in percent of all requests. `statistic` has no meaning here. */
  public serverErrorRate(options: MetricOptions = {}): MathExpression {
    const average = this.serverErrors({ ...options, statistic: Stats.AVERAGE });
    const id = this._id('serverErrors');
    return ratio({ expression: `100 * ${id}`, label: '5xx rate [%]', usingMetrics: { [id]: average } }, options);
  }

  /** 4xx answers in percent of all requests. `statistic` has no meaning here. */
  public clientErrorRate(options: MetricOptions = {}): MathExpression {
    const average = this.clientErrors({ ...options, statistic: Stats.AVERAGE });
    const id = this._id('clientErrors');
    return ratio({ expression: `100 * ${id}`, label: '4xx rate [%]', usingMetrics: { [id]: average } }, options);
  }

  /** Milliseconds from the request's arrival to the answer, the backend included. 99 of 100 requests were faster, unless `statistic` says otherwise. */
  public latency(options: MetricOptions = {}): Metric {
    return this.metric('Latency', { statistic: Stats.p(99), ...options });
  }

  /** Milliseconds the backend took. 99 of 100 requests were faster, unless `statistic` says otherwise. */
  public integrationLatency(options: MetricOptions = {}): Metric {
    return this.metric('IntegrationLatency', { statistic: Stats.p(99), ...options });
  }

  /** How many requests the API cache answered. */
  public cacheHits(options: MetricOptions = {}): Metric {
    return this.metric('CacheHitCount', { statistic: Stats.SUM, label: 'Cache hits', ...options });
  }

  /** How many requests the API cache could not answer. */
  public cacheMisses(options: MetricOptions = {}): Metric {
    return this.metric('CacheMissCount', { statistic: Stats.SUM, label: 'Cache misses', ...options });
  }

  /**
   * Hits in percent of the requests that asked the cache. `statistic` has no meaning here.
   * Methods without a cache are not counted, unlike in the average of `CacheHitCount`.
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
    return metricId(measure, Object.values(this.dimensionsMap));
  }

  private metric(metricName: string, options: MetricOptions): Metric {
    return new Metric({
      namespace: 'AWS/ApiGateway',
      metricName,
      dimensionsMap: this.dimensionsMap,
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

/** API Gateway drops every character that is not ASCII from the name before it reports, and uses the API id if nothing is left. */
function asReported(apiName: string): string {
  if (Token.isUnresolved(apiName)) return apiName;
  const reported = apiName.replace(NON_ASCII, '');
  return reported === '' ? refuse('api-name-without-ascii', { name: apiName }) : reported;
}
