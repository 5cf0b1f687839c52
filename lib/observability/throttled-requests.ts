import { Duration, Token } from 'aws-cdk-lib';
import { MathExpression, Stats } from 'aws-cdk-lib/aws-cloudwatch';
import { CfnLogGroup, FilterPattern, ILogGroup, MetricFilter } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { ApiMetrics } from './api-metrics';

/** Whose throttled requests to count, and where. */
export interface ThrottledRequestsProps {
  readonly accessLogGroup: ILogGroup;
  readonly apiName: string;
  readonly stageName: string;
  readonly resource?: { readonly method: string; readonly path: string };
}

/** A log group of this class takes no metric filters. AWS: "Infrequent Access log class". */
export function takesMetricFilters(logGroup: ILogGroup): boolean {
  const resource = logGroup.node.defaultChild;
  return !(resource instanceof CfnLogGroup && resource.logGroupClass === 'INFREQUENT_ACCESS');
}

/** Counts in the access log what API Gateway does not report: requests refused by a throttle or a quota, and every other 429. */
export function throttledFilter(scope: Construct, props: ThrottledRequestsProps): MetricFilter {
  const { accessLogGroup, apiName, stageName, resource } = props;
  const throttled = FilterPattern.any(
    FilterPattern.stringValue('$.status', '=', '429'),
    FilterPattern.stringValue('$.errorType', '=', 'THROTTLED'),
    FilterPattern.stringValue('$.errorType', '=', 'QUOTA_EXCEEDED'),
  );
  return new MetricFilter(scope, 'ThrottledFilter', {
    logGroup: accessLogGroup,
    // A name of its own instead of dimensions: only a filter without dimensions may report zero while others are served.
    metricNamespace: 'cdk-gatehouse',
    metricName: ['Throttled', apiName, stageName, ...(resource ? [resource.method, resource.path] : [])].map(forMetricName).join(' '),
    metricValue: '1',
    defaultValue: 0,
    filterPattern: FilterPattern.all(throttled, FilterPattern.stringValue('$.stage', '=', stageName), ...(resource ? [
      FilterPattern.stringValue('$.method', '=', resource.method),
      FilterPattern.stringValue('$.resourcePath', '=', resource.path),
    ] : [])),
  });
}

/** AWS: `MetricTransformation`, `MetricName` pattern `[^:*$]*`. */
function forMetricName(part: string): string {
  return Token.isUnresolved(part) ? part : part.replace(/[:*$]/g, '-');
}

/** Which share of all requests was throttled, 0 to 1. */
export function throttledShare(filter: MetricFilter, metrics: ApiMetrics): MathExpression {
  const [throttled, requests] = [metrics._id('throttled'), metrics._id('requests')];
  return new MathExpression({
    expression: `${throttled} / ${requests}`,
    label: 'Share throttled',
    period: Duration.minutes(1),
    usingMetrics: {
      [throttled]: filter.metric({ statistic: Stats.SUM, period: Duration.minutes(1) }),
      [requests]: metrics.requests(),
    },
  });
}
