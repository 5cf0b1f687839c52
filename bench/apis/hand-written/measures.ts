import { Duration, Stack } from 'aws-cdk-lib';
import { IMetric, MathExpression, Metric, Stats } from 'aws-cdk-lib/aws-cloudwatch';
import { FilterPattern, ILogGroup, MetricFilter } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { WEB_ACL_METRIC } from './web-acl';

/** The name and the stage of the API, which are what its metrics go by. */
export const API_NAME = 'orders';
export const STAGE_NAME = 'prod';

/** What alarms and the dashboard look at, in percent or milliseconds. */
export interface Measures {
  readonly serverErrors: IMetric;
  readonly clientErrors: IMetric;
  readonly latency: IMetric;
  readonly integrationLatency: IMetric;
  readonly throttled: IMetric;
  readonly blocked: IMetric;
  readonly requests: IMetric;
}

export function measuresOf(scope: Construct, accessLog: ILogGroup): Measures {
  const requests = apiMetric('Count', Stats.SAMPLE_COUNT);
  return {
    requests,
    serverErrors: percent('5xx', { faults: apiMetric('5XXError', Stats.AVERAGE) }, '100 * faults'),
    clientErrors: percent('4xx', { errors: apiMetric('4XXError', Stats.AVERAGE) }, '100 * errors'),
    latency: apiMetric('Latency', Stats.p(99)),
    integrationLatency: apiMetric('IntegrationLatency', Stats.p(99)),
    throttled: percent('Throttled', { throttled: throttledRequests(scope, accessLog), requests }, '100 * throttled / requests'),
    blocked: percent('Blocked', { blocked: wafMetric(scope, 'BlockedRequests'), allowed: wafMetric(scope, 'AllowedRequests') },
      '100 * FILL(blocked, 0) / (FILL(blocked, 0) + FILL(allowed, 0))'),
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

function throttledRequests(scope: Construct, logGroup: ILogGroup): Metric {
  return new MetricFilter(scope, 'Throttled', {
    logGroup,
    metricNamespace: 'orders',
    metricName: 'Throttled',
    filterPattern: FilterPattern.stringValue('$.status', '=', '429'),
    defaultValue: 0,
  }).metric({ statistic: Stats.SUM, period: Duration.minutes(1) });
}

function apiMetric(metricName: string, statistic: string): Metric {
  return new Metric({
    namespace: 'AWS/ApiGateway', metricName, statistic, period: Duration.minutes(1), dimensionsMap: { ApiName: API_NAME, Stage: STAGE_NAME },
  });
}

function wafMetric(scope: Construct, metricName: string): Metric {
  const dimensionsMap = { WebACL: WEB_ACL_METRIC, Region: Stack.of(scope).region, Rule: 'ALL' };
  return new Metric({ namespace: 'AWS/WAFV2', metricName, statistic: Stats.SUM, period: Duration.minutes(1), dimensionsMap });
}

function percent(label: string, usingMetrics: Record<string, IMetric>, expression: string): MathExpression {
  return new MathExpression({ expression, usingMetrics, label: `${label} [%]`, period: Duration.minutes(1) });
}
