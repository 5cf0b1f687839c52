import { RemovalPolicy, Token } from 'aws-cdk-lib';
import { CfnLogGroup, ILogGroup, LogGroup, LogGroupClass, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { refuse } from '../../core/refuse';

const SUFFIX = '/Canary';
/** AWS: `CreateLogGroup`, `logGroupName`. */
const LONGEST_NAME = 512;

/**
 * The log group that API Gateway writes the requests of a canary to, kept as the one of the access log is, as far as that is known here.
 * It is of the standard class whatever the other is: no other takes metric filters (AWS: "Creating metrics from log events using filters").
 */
export function canaryLogGroup(scope: Construct, accessLogGroup: ILogGroup): LogGroup {
  const { defaultChild } = accessLogGroup.node;
  const original = defaultChild instanceof CfnLogGroup ? defaultChild : undefined;
  checkName(original?.logGroupName ?? accessLogGroup.logGroupName);
  const logGroup = new LogGroup(scope, 'LogGroup', {
    logGroupName: `${accessLogGroup.logGroupName}${SUFFIX}`,
    logGroupClass: LogGroupClass.STANDARD,
    retention: RetentionDays.ONE_YEAR,
    removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
  });
  if (original) keepAlike(logGroup.node.defaultChild as CfnLogGroup, original);
  return logGroup;
}

function checkName(base: string): void {
  const name = `${base}${SUFFIX}`;
  if (!Token.isUnresolved(name) && name.length > LONGEST_NAME) refuse('canary-log-group-name-too-long', { name, length: name.length });
}

/** It gets the same sort of lines, so neither may they stay longer, nor be read by more people. */
function keepAlike(copy: CfnLogGroup, original: CfnLogGroup): void {
  copy.retentionInDays = original.retentionInDays;
  copy.kmsKeyId = original.kmsKeyId;
  copy.dataProtectionPolicy = original.dataProtectionPolicy;
  copy.cfnOptions.deletionPolicy = original.cfnOptions.deletionPolicy;
  copy.cfnOptions.updateReplacePolicy = original.cfnOptions.updateReplacePolicy;
}
