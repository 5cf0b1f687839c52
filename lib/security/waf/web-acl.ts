import { Names } from 'aws-cdk-lib';
import { CfnIPSet, CfnLoggingConfiguration, CfnWebACL } from 'aws-cdk-lib/aws-wafv2';
import { Construct } from 'constructs';
import { createLog, WafLog } from './waf-log';
import { WafLogging } from './waf-logging';
import { WafMetrics } from './waf-metrics';
import { INCLUDED_CAPACITY, WebAclPlan } from './waf-plan';
import { visibleAs, WebAclScope } from './waf-rule-draft';
import { warn } from '../../core/refuse';

/** A web ACL with what belongs to it. */
export interface MadeWebAcl extends WafLog {
  readonly webAcl: CfnWebACL;
  readonly logging?: CfnLoggingConfiguration;
  readonly metrics: WafMetrics;
}

/** Make the web ACL of a plan, its IP sets and its log. One per construct: their ids are fixed. */
export function makeWebAcl(construct: Construct, plan: WebAclPlan, scope: WebAclScope): MadeWebAcl {
  const name = metricName(construct);
  const webAcl = new CfnWebACL(construct, 'WebAcl', {
    scope,
    defaultAction: { allow: {} },
    rules: plan.rules.map((rule) => rule.render({ construct, scope, mode: plan.mode })),
    visibilityConfig: visibleAs(name),
    associationConfig: plan.bodyInspection._associationConfig(scope),
    dataProtectionConfig: hiding(plan.logging),
  });
  if (plan.capacity > INCLUDED_CAPACITY) warn(construct, 'waf-capacity-warning', { given: plan.capacity });
  const metrics = scope === 'REGIONAL' ? WafMetrics.ofWebAcl(construct, name) : WafMetrics.ofCloudFrontWebAcl(construct, name);
  return { webAcl, metrics, ...createLog(construct, webAcl, plan.logging) };
}

/** The IP sets made beside a web ACL, by id. */
export function ipSetsIn(construct: Construct): { [id: string]: CfnIPSet } {
  return Object.fromEntries(construct.node.children.filter(CfnIPSet.isCfnIPSet).map((ipSet) => [ipSet.node.id, ipSet]));
}

/** A literal, so that alarms can go by it, and one per stack and web ACL, because CloudWatch adds up metrics of one name. */
function metricName(construct: Construct): string {
  return Names.uniqueResourceName(construct, { maxLength: 128, separator: '-', allowedSpecialCharacters: '_-' });
}

/** Redaction of the log leaves the request samples of the console readable; this covers both. */
function hiding(logging: WafLogging): CfnWebACL.DataProtectionConfigProperty {
  return { dataProtections: [{ action: 'SUBSTITUTION', field: { fieldType: 'SINGLE_HEADER', fieldKeys: logging._secretHeaders } }] };
}
