import { Duration, Token } from 'aws-cdk-lib';
import { MathExpression, Stats } from 'aws-cdk-lib/aws-cloudwatch';
import { CfnLogGroup, FilterPattern, ILogGroup, JsonPattern, MetricFilter } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { ApiMetrics } from './api-metrics';

/** Metrics of our own; whose they are is in their names. */
export const NAMESPACE = 'cdk-gatehouse';

/** A log group of this class takes no metric filters. AWS: "Infrequent Access log class". */
export function takesMetricFilters(logGroup: ILogGroup): boolean {
  const resource = logGroup.node.defaultChild;
  return !(resource instanceof CfnLogGroup && resource.logGroupClass === 'INFREQUENT_ACCESS');
}

/** Counts in the access log what API Gateway does not report: requests refused by a throttle or a quota, and every other 429. */
export function throttledFilter(scope: Construct, accessLogGroup: ILogGroup, metrics: ApiMetrics): MetricFilter {
  return new MetricFilter(scope, 'ThrottledFilter', {
    logGroup: accessLogGroup,
    // A name of its own instead of dimensions: only a filter without dimensions may report zero while others are served.
    metricNamespace: NAMESPACE,
    metricName: metricNameOf('Throttled', metrics),
    metricValue: '1',
    defaultValue: 0,
    filterPattern: FilterPattern.all(refusedAsTooMany(metrics), fieldIs('stage', metrics._stageName), ...routeIs(metrics)),
  });
}

function refusedAsTooMany(metrics: ApiMetrics): JsonPattern {
  return FilterPattern.any(fieldIs('status', '429'), ...metrics._api.kind.throttledErrorTypes.map((type) => fieldIs('errorType', type)));
}

function routeIs({ _api: { kind }, _route: route }: ApiMetrics): JsonPattern[] {
  const values = route ? kind.routeValues(route) : [];
  return values.map((value, index) => fieldIs(kind.routeFields[index], value));
}

/** A field of the access log holds this; `*` stands for any text at the start or the end. */
export function fieldIs(field: string, value: string): JsonPattern {
  return FilterPattern.stringValue(`$.${field}`, '=', value);
}

/** What a metric of our own is called: no two APIs, stages or routes of an account share one. */
export function metricNameOf(measure: string, metrics: ApiMetrics): string {
  return [measure, ...metrics._key].map(forMetricName).join(' ');
}

/** AWS: `MetricTransformation`, `MetricName` pattern `[^:*$]*`. */
function forMetricName(part: string): string {
  return Token.isUnresolved(part) ? part : part.replace(/[:*$]/g, '-');
}

/** Which share of all requests was throttled, 0 to 1. They are among the client errors, so those say how many requests there were. */
export function throttledShare(filter: MetricFilter, metrics: ApiMetrics): MathExpression {
  const throttled = metrics._id('throttled');
  const requests = metrics._requestsIn('clientErrors');
  return new MathExpression({
    expression: `${throttled} / ${Object.keys(requests)[0]}`,
    label: 'Share throttled',
    period: Duration.minutes(1),
    usingMetrics: { [throttled]: filter.metric({ statistic: Stats.SUM, period: Duration.minutes(1) }), ...requests },
  });
}
