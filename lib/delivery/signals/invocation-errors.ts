import { Duration } from 'aws-cdk-lib';
import { DimensionsMap, Metric, Stats } from 'aws-cdk-lib/aws-cloudwatch';
import type { GuardedWatch } from '../../observability/alarm-maker';

/**
 * Errors of the new version of a function, in percent of its invocations.
 *
 * @param dimensionsMap what tells this version from others
 * @param release what became of the release when the alarm went off: a sentence
 */
export function invocationErrors(dimensionsMap: DimensionsMap, release: string): GuardedWatch {
  const sum = (metricName: string): Metric => new Metric({ ...SUM_OF_A_MINUTE, metricName, dimensionsMap });
  return {
    expression: '100 * errors / invocations',
    usingMetrics: { errors: sum('Errors'), invocations: sum('Invocations') },
    requests: 'invocations',
    what: 'errors of the new version of the function in percent of its invocations',
    unit: '%',
    first: `read the last errors in the log of the function, where every line of REPORT and START names the version. ${release}`,
  };
}

const SUM_OF_A_MINUTE = { namespace: 'AWS/Lambda', statistic: Stats.SUM, period: Duration.minutes(1) };
