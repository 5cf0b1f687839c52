import type { Alarm } from 'aws-cdk-lib/aws-cloudwatch';
import { Alias, Function as LambdaFunction, IFunction, IVersion, SingletonFunction } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { CANARY_ALARMS, CANARY_ERROR_RATE, checkRate } from './canary-thresholds';
import { invocationErrors } from './invocation-errors';
import { refuse } from '../../core/refuse';
import { AlarmMaker, GuardedWatch } from '../../observability/alarm-maker';
import { AlarmThreshold } from '../../observability/alarm-threshold';

const LATEST = '$LATEST';

/**
 * An alarm on the errors of the version of a function that the canary calls, in percent of its invocations.
 *
 * Its dimensions are `FunctionName` and `Resource`, the latter as `name:version`: people who looked found data under these. `version.metricErrors()`
 * asks for others, `FunctionName` alone as `name:version`. AWS documents the dimension ("Viewing metrics for Lambda functions") and not
 * what is in it: not proven without an account. An alarm without data gives no release up.
 *
 * @param scope where the alarm is made
 * @param id its id
 * @param handler a function of this app, which means its current version, or a version
 * @param threshold percent of its invocations
 */
export function lambdaErrorsAlarm(scope: Construct, id: string, handler: IFunction, threshold: AlarmThreshold = CANARY_ERROR_RATE): Alarm {
  const version = versionOf(handler);
  checkRate('lambdaErrors', threshold);
  const make = new AlarmMaker(scope, CANARY_ALARMS, version.lambda.node.path);
  return make.guarded(id, threshold, errorsOf(version)) ?? refuse('canary-lambda-errors-off', { path: handler.node.path });
}

function errorsOf({ lambda: { functionName }, version }: IVersion): GuardedWatch {
  return invocationErrors({ FunctionName: functionName, Resource: `${functionName}:${version}` }, 'The release was given up, or waits for this to end.');
}

/** An alias has a `version` too, but one that is an object. */
function versionOf(handler: IFunction): IVersion {
  if (handler instanceof LambdaFunction || handler instanceof SingletonFunction) return handler.currentVersion;
  if (isVersion(handler)) return handler.version === LATEST ? refuse('canary-lambda-errors-of-latest', { path: handler.node.path }) : handler;
  if (isAlias(handler)) refuse('canary-lambda-errors-of-alias', { path: handler.node.path });
  return refuse('canary-lambda-errors-of-import', { path: handler.node.path });
}

function isVersion(handler: IFunction): handler is IVersion {
  return typeof (handler as Partial<IVersion>).version === 'string';
}

function isAlias(handler: IFunction): boolean {
  return handler instanceof Alias || 'aliasName' in handler;
}
