import { Token } from 'aws-cdk-lib';
import { ExistingWafOptions, WafOptions } from './waf-options';
import { planWebAcl, WebAclPlan } from './waf-plan';
import { checkedReason } from '../../core/reason';
import { refuse } from '../../core/refuse';

interface WafValues {
  readonly plan?: WebAclPlan;
  readonly existing?: ExistingWafOptions & { readonly webAclArn: string };
  readonly waiver?: string;
}

/**
 * The web application firewall in front of a REST API stage.
 *
 * AWS WAF looks at a request before API Gateway does: before the resource policy, the authorizer and the validation.
 * Rules are evaluated in this order, and the first that blocks or allows decides:
 *
 * 1. `blockedIps` block. First, so that one line stops an attacker whatever else is configured.
 * 2. `trustedIps` get in and skip the rest.
 * 3. `allowedIps` block everybody else.
 * 4. `countries` block everybody else.
 * 5. `rateLimit` blocks who asks too often.
 * 6. `bodyInspection` blocks bodies too long to be read, if it is told to.
 * 7. `groups`, then `additionalGroups`, block what looks like an attack.
 *
 * Whatever no rule decided gets in. Allow lists are rules that block everybody else, not a default that blocks:
 * so who is on the list still meets the rate limit and the managed groups, and the log names the rule that kept somebody out.
 *
 * Names are left to CloudFormation: a web ACL cannot be renamed, and a fixed name would collide with itself when it must be replaced.
 * What AWS WAF does with all this was read in its documentation, not tried in an account.
 */
export class Waf {
  /** A web ACL with managed rule groups for APIs, a rate limit per caller and a log. Four rules, 927 of 1,500 capacity units. */
  public static managed(options: WafOptions = {}): Waf {
    return new Waf({ plan: planWebAcl('act', options) });
  }

  /**
   * The same web ACL for a trial: every rule counts what it would have blocked and nothing is blocked.
   * Read `CountedRequests` and the log for a few days, then write `Waf.managed`.
   * A managed group stops at its first match and counts once. This protects nothing: the report says so.
   */
  public static trial(options: WafOptions = {}): Waf {
    return new Waf({ plan: planWebAcl('count', options) });
  }

  /** A regional web ACL that is there already, for example the one your security team keeps for all APIs. */
  public static existing(webAclArn: string, options: ExistingWafOptions = {}): Waf {
    return new Waf({ existing: { ...options, webAclArn: checkedArn(webAclArn) } });
  }

  /** No web ACL in front of the stage. Say why: a sentence a reviewer can judge. */
  public static none(reason: string): Waf {
    return new Waf({ waiver: checkedReason('WAF', reason) });
  }

  private constructor(private readonly values: WafValues) {}

  /** @internal */
  public get _plan(): WebAclPlan | undefined {
    return this.values.plan;
  }

  /** @internal */
  public get _existingArn(): string | undefined {
    return this.values.existing?.webAclArn;
  }

  /** @internal */
  public get _existingMetricName(): string | undefined {
    return this.values.existing?.metricName;
  }

  /** @internal */
  public get _waiver(): string | undefined {
    return this.values.waiver;
  }

  /** @internal A few words for the report. */
  public get _summary(): string {
    const plan = this.values.plan;
    if (!plan) return 'existing web ACL';
    const undeclared = plan.rules.some(({ capacity }) => capacity === undefined || Token.isUnresolved(capacity));
    const how = plan.mode === 'count' ? 'counting only, blocks nothing' : 'managed';
    return `${how}, ${plan.rules.length} rules, ${undeclared ? 'at least ' : ''}${plan.capacity} WCU`;
  }
}

function checkedArn(arn: string): string {
  const valid = Token.isUnresolved(arn) || /^arn:[\w-]+:wafv2:[\w-]+:\d{12}:regional\/webacl\/[^/]+\/[^/]+$/.test(arn);
  return valid ? arn : refuse('waf-web-acl-not-regional', { given: arn });
}
