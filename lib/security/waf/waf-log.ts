import { Aws, Fn, Names } from 'aws-cdk-lib';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { CfnLoggingConfiguration, CfnWebACL } from 'aws-cdk-lib/aws-wafv2';
import { Construct } from 'constructs';
import { WafLogging, WafLogGroupPlan } from './waf-logging';
import { allowLogsToUse, logGroupArn } from '../../core/log-groups';
import { Waiver } from '../../core/waiver';

/** `EXCLUDED_AS_COUNT` is how AWS WAF calls a rule of a managed group that was told to count. */
const NOTEWORTHY = ['BLOCK', 'COUNT', 'EXCLUDED_AS_COUNT', 'CAPTCHA', 'CHALLENGE'];

/** The rules of cdk-nag that want a log; the packs AwsSolutions and Serverless have none. */
const RULES = ['HIPAA.Security', 'NIST.800.53.R4', 'NIST.800.53.R5', 'PCI.DSS.321'].map((pack) => `${pack}-WAFv2LoggingEnabled`);

/** The log of a web ACL, as far as it was made here. */
export interface WafLog {
  readonly logGroup?: LogGroup;
  readonly logging?: CfnLoggingConfiguration;
}

/** Make the web ACL write down what it does, or record why it does not. */
export function createLog(scope: Construct, webAcl: CfnWebACL, logging: WafLogging): WafLog {
  const target = logging._target;
  if ('waiver' in target) {
    Waiver.record(webAcl, { control: 'WAF logging', reason: target.waiver, rules: RULES });
    return {};
  }
  const logTo = (destination: string) => new CfnLoggingConfiguration(scope, 'Logging', {
    resourceArn: webAcl.attrArn,
    logDestinationConfigs: [destination],
    loggingFilter: logging._keepsEverything ? undefined : noteworthyOnly(),
    redactedFields: logging._secretHeaders.map((name) => ({ singleHeader: { Name: name } })),
  });
  if ('destinationArn' in target) return { logging: logTo(target.destinationArn) };
  const logGroup = createLogGroup(scope, target.logGroup);
  // The name is a Ref, which makes CloudFormation create the log group first.
  return { logGroup, logging: logTo(logGroupArn(scope, logGroup.logGroupName)) };
}

function createLogGroup(scope: Construct, plan: WafLogGroupPlan): LogGroup {
  // For every stack of this name, because a key in another stack cannot know the id of ours.
  if (plan.encryptionKey) allowLogsToUse(plan.encryptionKey, logGroupArn(scope, `${readableName(scope)}-*`));
  return new LogGroup(scope, 'LogGroup', { ...plan, logGroupName: `${readableName(scope)}-${stackInstance()}` });
}

/** The L1 takes this as JSON, so it is spelt as CloudFormation spells it. */
function noteworthyOnly(): { [key: string]: unknown } {
  const conditions = NOTEWORTHY.map((action) => ({ ActionCondition: { Action: action } }));
  return { DefaultBehavior: 'DROP', Filters: [{ Behavior: 'KEEP', Requirement: 'MEETS_ANY', Conditions: conditions }] };
}

/** AWS WAF refuses any name that does not begin like this, and calls it an invalid ARN. */
function readableName(scope: Construct): string {
  return `aws-waf-logs-${Names.uniqueResourceName(scope, { maxLength: 200, separator: '-', allowedSpecialCharacters: '_-' })}`;
}

/** The stack's own id: a log group outlives its stack, and the next stack of that name must not trip over it. */
function stackInstance(): string {
  return Fn.select(2, Fn.split('/', Aws.STACK_ID));
}
