import type { Alarm } from 'aws-cdk-lib/aws-cloudwatch';
import type { Alias } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import { AlarmMaker } from '../../observability/alarm-maker';
import type { AlarmThreshold } from '../../observability/alarm-threshold';
import { CANARY_ALARMS } from '../signals/canary-thresholds';
import { invocationErrors } from '../signals/invocation-errors';

/**
 * Errors of the version that an alias is to go to, in percent of its invocations through the alias; nothing if the threshold is off.
 *
 * Those of the version before do not count: an alarm on both would keep the very release from starting that mends it. The dimension that tells
 * them apart is documented for aliases with two versions (AWS: "Viewing metrics for Lambda functions", ExecutedVersion), and that it has data
 * through a whole release is not proven without an account. Without data the alarm gives no release up.
 */
export function releaseAlarm(scope: Construct, alias: Alias, threshold: AlarmThreshold): Alarm | undefined {
  const { lambda: { functionName, node }, aliasName, version: { version } } = alias;
  // The name of the alias as a text, not a reference: the alias waits for this alarm.
  const dimensions = { FunctionName: functionName, Resource: `${functionName}:${aliasName}`, ExecutedVersion: version };
  const watch = invocationErrors(dimensions, 'CodeDeploy has gone back to the old one.');
  return new AlarmMaker(scope, CANARY_ALARMS, node.path).guarded('Errors', threshold, watch);
}
