import { Stack, Tokenization } from 'aws-cdk-lib';
import { MathExpression, MathExpressionOptions, Metric, MetricOptions, Stats } from 'aws-cdk-lib/aws-cloudwatch';
import { IConstruct } from 'constructs';
import { metricId } from '../../core/metric-id';

/** How the blocked share is measured and shown. */
export interface WafBlockedShareOptions extends MathExpressionOptions {
  /**
   * How many requests a period needs before its share counts; with fewer it is 0.
   * Who scans the internet finds every API, and at night is often all there is: one request, blocked, 100 %.
   *
   * @default 20
   */
  readonly minimumRequests?: number;
}

/**
 * What a web ACL did, as CloudWatch metrics: for alarms, dashboards and a look after a trial.
 *
 * AWS WAF reports once a minute, and only what is not zero: no data means nothing happened.
 */
export class WafMetrics {
  /** The metrics of any regional web ACL in the region of the scope, by the metric name in the ACL's visibility configuration. */
  public static ofWebAcl(scope: IConstruct, metricName: string): WafMetrics {
    return new WafMetrics(scope, metricName, { Region: Stack.of(scope).region });
  }

  /**
   * The metrics of any web ACL of CloudFront, by the metric name in the ACL's visibility configuration.
   * They are in us-east-1, wherever the scope is: dashboards show them from anywhere, alarms on them must be there too.
   */
  public static ofCloudFrontWebAcl(scope: IConstruct, metricName: string): WafMetrics {
    return new WafMetrics(scope, metricName, {}, 'us-east-1');
  }

  private constructor(
    private readonly scope: IConstruct,
    /** The metric name of the web ACL: the value of the dimension `WebACL`. */
    public readonly webAclMetricName: string,
    /** AWS WAF developer guide, "Metrics and dimensions": every resource but CloudFront has its region in them. */
    private readonly place: { readonly Region?: string },
    private readonly region?: string,
  ) {}

  /** Requests that a rule refused. A sum over five minutes unless the options say otherwise. */
  public blockedRequests(options: MetricOptions = {}): Metric {
    return this.metric('BlockedRequests', options);
  }

  /** Requests that got in. A sum over five minutes unless the options say otherwise. */
  public allowedRequests(options: MetricOptions = {}): Metric {
    return this.metric('AllowedRequests', options);
  }

  /** Requests that a rule matched and let go on: what a trial would have blocked. A sum over five minutes unless the options say otherwise. */
  public countedRequests(options: MetricOptions = {}): Metric {
    return this.metric('CountedRequests', options);
  }

  /**
   * Which share of the requests was refused, 0 to 1, like the error rates of API Gateway.
   * A rise is an attack or a rule that hits honest clients. It is 0 while there are few requests.
   */
  public blockedShare(options: WafBlockedShareOptions = {}): MathExpression {
    const { minimumRequests = 20, ...shown } = options;
    const [blocked, allowed] = ['blocked', 'allowed'].map((measure) => metricId(measure, [this.webAclMetricName]));
    const requests = `(FILL(${blocked}, 0) + FILL(${allowed}, 0))`;
    return new MathExpression({
      label: 'Share blocked by WAF',
      ...shown,
      // Zero is not reported: without FILL a period in which nothing was blocked, or everything, would have no share at all.
      expression: `IF(${requests} < ${Tokenization.stringifyNumber(minimumRequests)}, 0, FILL(${blocked}, 0) / ${requests})`,
      usingMetrics: { [blocked]: this.blockedRequests(), [allowed]: this.allowedRequests() },
    });
  }

  private metric(metricName: string, options: MetricOptions): Metric {
    return new Metric({
      statistic: Stats.SUM,
      region: this.region,
      ...options,
      namespace: 'AWS/WAFV2',
      metricName,
      dimensionsMap: { WebACL: this.webAclMetricName, ...this.place, Rule: 'ALL', ...options.dimensionsMap },
    }).attachTo(this.scope);
  }
}
