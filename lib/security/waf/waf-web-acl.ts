import { Names } from 'aws-cdk-lib';
import { CfnWebACL } from 'aws-cdk-lib/aws-wafv2';
import { Construct } from 'constructs';
import { WafLogging } from './waf-logging';
import { WebAclPlan } from './waf-plan';
import { visibleAs } from './waf-rule-draft';

/** Make the web ACL of a plan. IP sets its rules need come to stand beside it. */
export function createWebAcl(scope: Construct, plan: WebAclPlan): CfnWebACL {
  return new CfnWebACL(scope, 'WebAcl', {
    scope: 'REGIONAL',
    defaultAction: { allow: {} },
    rules: plan.rules.map((rule) => rule.render(scope, plan.mode)),
    visibilityConfig: visibleAs(metricName(scope)),
    associationConfig: plan.bodyInspection._associationConfig,
    dataProtectionConfig: hiding(plan.logging),
  });
}

/** A literal, so that alarms can go by it, and one per stack and web ACL, because CloudWatch adds up metrics of one name. */
export function metricName(scope: Construct): string {
  return Names.uniqueResourceName(scope, { maxLength: 128, separator: '-', allowedSpecialCharacters: '_-' });
}

/** Redaction of the log leaves the request samples of the console readable; this covers both. */
function hiding(logging: WafLogging): CfnWebACL.DataProtectionConfigProperty {
  return { dataProtections: [{ action: 'SUBSTITUTION', field: { fieldType: 'SINGLE_HEADER', fieldKeys: logging._secretHeaders } }] };
}
