import { Token } from 'aws-cdk-lib';
import { CfnWebACL } from 'aws-cdk-lib/aws-wafv2';
import { Construct } from 'constructs';
import { refuse } from '../../core/refuse';

/** Whether a web ACL acts on what it finds, or only counts it. */
export type WafMode = 'act' | 'count';

/** What a web ACL stands in front of, in AWS WAF's own words: something of the region it is in, or CloudFront. */
export type WebAclScope = 'REGIONAL' | 'CLOUDFRONT';

/** Where rules are rendered. */
export interface WebAclSite {
  /** Where IP sets the rules need are made. */
  readonly construct: Construct;
  readonly scope: WebAclScope;
  readonly mode: WafMode;
}

/** A rule before there is a web ACL: decisions make drafts, the part renders them. */
export interface WafRuleDraft {
  readonly name: string;
  readonly priority: number;
  /** Capacity units (WCU). Nothing when it is a rule of the user's that did not say. */
  readonly capacity?: number;
  render(site: WebAclSite): CfnWebACL.RuleProperty;
}

/** What a rule of ours does with the requests it matches. */
interface VerdictDraft {
  readonly name: string;
  readonly priority: number;
  readonly capacity: number;
  readonly statement: (site: WebAclSite) => CfnWebACL.StatementProperty;
}

/** Refuse what matches; when counting, count it and go on. */
export function blocking(draft: VerdictDraft): WafRuleDraft {
  return { ...draft, render: (site) => rendered(draft, site, site.mode === 'count' ? { count: {} } : { block: {} }) };
}

/** Let in what matches and skip every later rule. It blocks nothing, so it stays as it is when counting: the trial then counts what would be blocked. */
export function allowing(draft: VerdictDraft): WafRuleDraft {
  return { ...draft, render: (site) => rendered(draft, site, { allow: {} }) };
}

/** Check a capacity somebody declared for a rule or a group. */
export function checkedCapacity(name: string, capacity: number): number {
  const valid = Token.isUnresolved(capacity) || (Number.isInteger(capacity) && capacity >= 1);
  return valid ? capacity : refuse('waf-capacity-invalid', { name, given: capacity });
}

/** Metrics carry the name of the rule. Samples are kept for three hours; secrets in them are hidden by the data protection of the web ACL. */
export function visibleAs(metricName: string): CfnWebACL.VisibilityConfigProperty {
  return { cloudWatchMetricsEnabled: true, sampledRequestsEnabled: true, metricName };
}

function rendered(draft: VerdictDraft, site: WebAclSite, action: CfnWebACL.RuleActionProperty): CfnWebACL.RuleProperty {
  return {
    name: draft.name,
    priority: draft.priority,
    action,
    statement: draft.statement(site),
    visibilityConfig: visibleAs(draft.name),
  };
}
