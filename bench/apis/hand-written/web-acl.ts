import { ArnFormat, Aws, Fn, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { Stage } from 'aws-cdk-lib/aws-apigateway';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { CfnLoggingConfiguration, CfnWebACL, CfnWebACLAssociation } from 'aws-cdk-lib/aws-wafv2';
import { Construct } from 'constructs';

/** What the alarms go by. */
export const WEB_ACL_METRIC = 'orders-web-acl';

/** Three managed groups and a rate limit. */
export function webAclRules(): CfnWebACL.RuleProperty[] {
  return [
    {
      name: 'RateLimit',
      priority: 0,
      action: { block: {} },
      statement: { rateBasedStatement: { aggregateKeyType: 'IP', limit: 2000, evaluationWindowSec: 300 } },
      visibilityConfig: visible('RateLimit'),
    },
    managed('AWSManagedRulesAmazonIpReputationList', 1),
    managed('AWSManagedRulesKnownBadInputsRuleSet', 2),
    managed('AWSManagedRulesCommonRuleSet', 3, ['SizeRestrictions_BODY', 'NoUserAgent_HEADER']),
  ];
}

export function addWebAcl(scope: Construct, stage: Stage): CfnWebACL {
  const webAcl = new CfnWebACL(scope, 'WebAcl', {
    scope: 'REGIONAL',
    defaultAction: { allow: {} },
    rules: webAclRules(),
    visibilityConfig: visible(WEB_ACL_METRIC),
  });
  new CfnWebACLAssociation(scope, 'WebAclAssociation', { resourceArn: stage.stageArn, webAclArn: webAcl.attrArn });
  return webAcl;
}

/** Into a log group, without credentials. */
export function logWebAcl(scope: Construct, webAcl: CfnWebACL): void {
  const logGroup = new LogGroup(scope, 'WebAclLog', {
    logGroupName: `aws-waf-logs-orders-${Fn.select(2, Fn.split('/', Aws.STACK_ID))}`,
    retention: RetentionDays.ONE_MONTH,
    removalPolicy: RemovalPolicy.DESTROY,
  });
  new CfnLoggingConfiguration(scope, 'WebAclLogging', {
    resourceArn: webAcl.attrArn,
    logDestinationConfigs: [Stack.of(scope).formatArn({
      service: 'logs', resource: 'log-group', resourceName: logGroup.logGroupName, arnFormat: ArnFormat.COLON_RESOURCE_NAME,
    })],
    redactedFields: ['authorization', 'cookie'].map((name) => ({ singleHeader: { Name: name } })),
    loggingFilter: {
      DefaultBehavior: 'DROP',
      Filters: [{
        Behavior: 'KEEP',
        Requirement: 'MEETS_ANY',
        Conditions: ['BLOCK', 'COUNT', 'EXCLUDED_AS_COUNT'].map((Action) => ({ ActionCondition: { Action } })),
      }],
    },
  });
}

function managed(name: string, priority: number, counted: string[] = []): CfnWebACL.RuleProperty {
  return {
    name,
    priority,
    overrideAction: { none: {} },
    statement: {
      managedRuleGroupStatement: {
        vendorName: 'AWS',
        name,
        ruleActionOverrides: counted.map((rule) => ({ name: rule, actionToUse: { count: {} } })),
      },
    },
    visibilityConfig: visible(name),
  };
}

export function visible(metricName: string): CfnWebACL.VisibilityConfigProperty {
  return { metricName, cloudWatchMetricsEnabled: true, sampledRequestsEnabled: true };
}
