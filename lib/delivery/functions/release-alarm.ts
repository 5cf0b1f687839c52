import { Duration } from 'aws-cdk-lib';
import { Alarm, Metric, Stats } from 'aws-cdk-lib/aws-cloudwatch';
import type { Alias } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import { AlarmMaker } from '../../observability/alarm-maker';
import type { AlarmThreshold } from '../../observability/alarm-threshold';
import { CANARY_MINIMUM_REQUESTS } from '../signals/canary-thresholds';

/**
 * Errors of the version that an alias is to go to, in percent of its invocations through the alias; nothing if the threshold is off.
 *
 * Those of the version before do not count: an alarm on both would keep the very release from starting that mends it. The dimension that tells
 * them apart is documented for aliases with two versions (AWS: "Viewing metrics for Lambda functions", ExecutedVersion), and that it has data
 * through a whole release is not proven without an account. Without data the alarm gives no release up.
 */
export function releaseAlarm(scope: Construct, alias: Alias, threshold: AlarmThreshold): Alarm | undefined {
  const make = new AlarmMaker(scope, { actions: [], okActions: [], minimumRequests: CANARY_MINIMUM_REQUESTS }, alias.lambda.node.path);
  return make.guarded('Errors', threshold, {
    expression: '100 * errors / invocations',
    usingMetrics: { errors: metric('Errors', alias), invocations: metric('Invocations', alias) },
    requests: 'invocations',
    what: 'errors of the version that is released in percent of its invocations',
    unit: '%',
    first: 'read the last errors in the log of the function, where every line of REPORT and START names the version. CodeDeploy has gone back to the old one.',
  });
}

/** The name of the alias as a text, not a reference: the alias waits for this alarm. */
function metric(metricName: string, { lambda: { functionName }, aliasName, version: { version } }: Alias): Metric {
  const dimensionsMap = { FunctionName: functionName, Resource: `${functionName}:${aliasName}`, ExecutedVersion: version };
  return new Metric({ namespace: 'AWS/Lambda', metricName, dimensionsMap, statistic: Stats.SUM, period: Duration.minutes(1) });
}
