import { Duration, Stack } from 'aws-cdk-lib';
import { IMetric, MathExpression, Metric, Stats } from 'aws-cdk-lib/aws-cloudwatch';
import { FilterPattern, ILogGroup, MetricFilter } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';

/** The name of every API. */
export const API_NAME = 'orders';

/** What an API reports, and under which names. */
export interface Reporting {
  readonly stageName: string;
  /** What its metrics go by, besides the stage. */
  readonly dimension: Record<string, string>;
  /** The metrics of its errors. */
  readonly errors: { readonly server: string; readonly client: string };
  readonly accessLog: ILogGroup;
  /** The field of the access log that tells routes apart. */
  readonly routeField: string;
  /** The metric of its web ACL, when it has one. */
  readonly webAcl?: string;
}

/** What alarms and the dashboard look at, in percent or milliseconds. */
export interface Measures {
  readonly serverErrors: IMetric;
  readonly clientErrors: IMetric;
  readonly latency: IMetric;
  readonly integrationLatency: IMetric;
  readonly throttled: IMetric;
  readonly requests: IMetric;
  /** By the web ACL, when there is one. */
  readonly blocked?: IMetric;
}

export function measuresOf(scope: Construct, reporting: Reporting): Measures {
  const metric = (metricName: string, statistic: string) => apiMetric(reporting, metricName, statistic);
  const requests = metric('Count', Stats.SAMPLE_COUNT);
  return {
    requests,
    serverErrors: percent('5xx', { faults: metric(reporting.errors.server, Stats.AVERAGE) }, '100 * faults'),
    clientErrors: percent('4xx', { errors: metric(reporting.errors.client, Stats.AVERAGE) }, '100 * errors'),
    latency: metric('Latency', Stats.p(99)),
    integrationLatency: metric('IntegrationLatency', Stats.p(99)),
    throttled: percent('Throttled', { throttled: throttledRequests(scope, reporting), requests }, '100 * throttled / requests'),
    blocked: reporting.webAcl === undefined ? undefined : blockedShare(scope, reporting.webAcl),
  };
}

/** Too few requests say nothing: an alarm looks away below five a minute. */
export function whenBusy(measure: IMetric, requests: IMetric): MathExpression {
  const [expression, usingMetrics] = measure instanceof MathExpression
    ? [measure.expression, measure.usingMetrics] : ['measure', { measure }];
  return new MathExpression({
    expression: `IF(requests < 5, 0, ${expression})`, usingMetrics: { ...usingMetrics, requests }, period: Duration.minutes(1),
  });
}

function throttledRequests(scope: Construct, { accessLog: logGroup }: Reporting): Metric {
  return new MetricFilter(scope, 'Throttled', {
    logGroup,
    metricNamespace: 'orders',
    metricName: 'Throttled',
    filterPattern: FilterPattern.stringValue('$.status', '=', '429'),
    defaultValue: 0,
  }).metric({ statistic: Stats.SUM, period: Duration.minutes(1) });
}

function apiMetric({ dimension, stageName }: Reporting, metricName: string, statistic: string): Metric {
  return new Metric({
    namespace: 'AWS/ApiGateway', metricName, statistic, period: Duration.minutes(1), dimensionsMap: { ...dimension, Stage: stageName },
  });
}

function blockedShare(scope: Construct, WebACL: string): MathExpression {
  const dimensionsMap = { WebACL, Region: Stack.of(scope).region, Rule: 'ALL' };
  const metric = (metricName: string) => new Metric({
    namespace: 'AWS/WAFV2', metricName, statistic: Stats.SUM, period: Duration.minutes(1), dimensionsMap,
  });
  return percent('Blocked', { blocked: metric('BlockedRequests'), allowed: metric('AllowedRequests') },
    '100 * FILL(blocked, 0) / (FILL(blocked, 0) + FILL(allowed, 0))');
}

function percent(label: string, usingMetrics: Record<string, IMetric>, expression: string): MathExpression {
  return new MathExpression({ expression, usingMetrics, label: `${label} [%]`, period: Duration.minutes(1) });
}
