import { Stack } from 'aws-cdk-lib';
import { MathExpression, MathExpressionOptions, Metric, MetricOptions, Stats } from 'aws-cdk-lib/aws-cloudwatch';
import { IConstruct } from 'constructs';

/**
 * What a web ACL did, as CloudWatch metrics: for alarms, dashboards and a look after a trial.
 *
 * AWS WAF reports once a minute, and only what is not zero: no data means nothing happened.
 */
export class WafMetrics {
  /** The metrics of any regional web ACL in the region of the scope, by the metric name in the ACL's visibility configuration. */
  public static ofWebAcl(scope: IConstruct, metricName: string): WafMetrics {
    return new WafMetrics(scope, metricName);
  }

  private constructor(
    private readonly scope: IConstruct,
    /** The metric name of the web ACL: the value of the dimension `WebACL`. */
    public readonly webAclMetricName: string,
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
   * A rise is an attack or a rule that hits honest clients. No data while there are no requests.
   */
  public blockedShare(options: MathExpressionOptions = {}): MathExpression {
    return new MathExpression({
      label: 'Share blocked by WAF',
      ...options,
      // Zero is not reported: without FILL a minute in which nothing was blocked, or everything, would have no share at all.
      expression: 'FILL(blocked, 0) / (FILL(blocked, 0) + FILL(allowed, 0))',
      usingMetrics: { blocked: this.blockedRequests(), allowed: this.allowedRequests() },
    });
  }

  private metric(metricName: string, options: MetricOptions): Metric {
    return new Metric({
      statistic: Stats.SUM,
      ...options,
      namespace: 'AWS/WAFV2',
      metricName,
      dimensionsMap: { WebACL: this.webAclMetricName, Region: Stack.of(this.scope).region, Rule: 'ALL', ...options.dimensionsMap },
    }).attachTo(this.scope);
  }
}
