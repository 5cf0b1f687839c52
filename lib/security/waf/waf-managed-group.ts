import { CfnWebACL } from 'aws-cdk-lib/aws-wafv2';
import { checkedCapacity, visibleAs, WafRuleDraft } from './waf-rule-draft';

/** A rule group that AWS or a seller on AWS Marketplace maintains. */
export interface WafManagedGroupProps {
  /** The group's name as its vendor gives it: `AWSManagedRulesBotControlRuleSet`. */
  readonly name: string;

  /** Its capacity units (WCU), from its documentation or `aws wafv2 describe-managed-rule-group`. */
  readonly capacity: number;

  /**
   * Who maintains it.
   *
   * @default 'AWS'
   */
  readonly vendor?: string;

  /**
   * The settings some groups want, for example Bot Control its inspection level.
   *
   * @default []
   */
  readonly configs?: CfnWebACL.ManagedRuleGroupConfigProperty[];
}

interface GroupValues extends WafManagedGroupProps {
  readonly ruleName: string;
  readonly version?: string;
  readonly counted: readonly string[];
}

/**
 * A managed rule group of a web ACL.
 *
 * Capacities are those the AWS WAF developer guide publishes ("AWS Managed Rules rule groups list").
 * A group follows its vendor's current version unless you pin one.
 */
export class WafManagedGroup {
  /** What every API gets: `ipReputation`, `knownBadInputs` and `common`, cheapest first. 925 capacity units. */
  public static forApis(): WafManagedGroup[] {
    return [WafManagedGroup.ipReputation(), WafManagedGroup.knownBadInputs(), WafManagedGroup.common()];
  }

  /**
   * The core rule set: cross-site scripting, path traversal, file inclusion, requests to instance metadata. 700 capacity units.
   *
   * Two of its rules block honest API clients, so they count and label instead; `enforcing` turns them back on.
   * `SizeRestrictions_BODY` blocks bodies over 8 KiB, a size many JSON documents have: use `WafBodyInspection` to decide what happens to long bodies.
   * `NoUserAgent_HEADER` blocks clients that send no `User-Agent`: SDKs, devices, webhooks.
   * Both still show as rule metrics, in the log, and as the labels `awswaf:managed:aws:core-rule-set:SizeRestrictions_Body`
   * and `…:NoUserAgent_Header`, which a `WafRule` after this group can match.
   */
  public static common(): WafManagedGroup {
    return WafManagedGroup.byAws('Common', 'AWSManagedRulesCommonRuleSet', 700).counting('SizeRestrictions_BODY', 'NoUserAgent_HEADER');
  }

  /** Request patterns known from exploits, such as Log4j lookups and Java deserialisation. 200 capacity units. */
  public static knownBadInputs(): WafManagedGroup {
    return WafManagedGroup.byAws('KnownBadInputs', 'AWSManagedRulesKnownBadInputsRuleSet', 200);
  }

  /** Addresses that Amazon's threat intelligence saw attack others. 25 capacity units. */
  public static ipReputation(): WafManagedGroup {
    return WafManagedGroup.byAws('IpReputation', 'AWSManagedRulesAmazonIpReputationList', 25);
  }

  /**
   * Callers behind VPNs, proxies and Tor, and servers at hosting providers. 50 capacity units.
   * The latter may be the backends of your partners: let it count first.
   */
  public static anonymousIp(): WafManagedGroup {
    return WafManagedGroup.byAws('AnonymousIp', 'AWSManagedRulesAnonymousIpList', 50);
  }

  /** SQL injection. 200 capacity units. For backends with an SQL database. */
  public static sqlInjection(): WafManagedGroup {
    return WafManagedGroup.byAws('SqlInjection', 'AWSManagedRulesSQLiRuleSet', 200);
  }

  /** File inclusion and other attacks on Linux hosts. 200 capacity units. Use it with `posix()`. */
  public static linux(): WafManagedGroup {
    return WafManagedGroup.byAws('Linux', 'AWSManagedRulesLinuxRuleSet', 200);
  }

  /** Shell command injection. 100 capacity units. */
  public static posix(): WafManagedGroup {
    return WafManagedGroup.byAws('Posix', 'AWSManagedRulesUnixRuleSet', 100);
  }

  /** Requests for administrative pages that were exposed by mistake. 100 capacity units. */
  public static adminProtection(): WafManagedGroup {
    return WafManagedGroup.byAws('AdminProtection', 'AWSManagedRulesAdminProtectionRuleSet', 100);
  }

  /**
   * A group that has no method here: for Windows, PHP or WordPress backends, Bot Control, account takeover prevention, one bought on
   * AWS Marketplace. Some cost extra.
   */
  public static of(props: WafManagedGroupProps): WafManagedGroup {
    checkedCapacity(props.name, props.capacity);
    const ruleName = [props.vendor ?? 'AWS', props.name].join('-').replace(/[^\w-]/g, '');
    return new WafManagedGroup({ ...props, ruleName, counted: [] });
  }

  private static byAws(ruleName: string, name: string, capacity: number): WafManagedGroup {
    return new WafManagedGroup({ ruleName, name, capacity, counted: [] });
  }

  private constructor(private readonly values: GroupValues) {}

  /** The same group with these of its rules counting instead of blocking, by the names its documentation gives them. */
  public counting(...ruleNames: string[]): WafManagedGroup {
    return new WafManagedGroup({ ...this.values, counted: [...new Set([...this.values.counted, ...ruleNames])] });
  }

  /** The same group with these of its rules doing what their vendor meant them to, where `counting` or a default of ours softened them. */
  public enforcing(...ruleNames: string[]): WafManagedGroup {
    return new WafManagedGroup({ ...this.values, counted: this.values.counted.filter((rule) => !ruleNames.includes(rule)) });
  }

  /** The same group pinned to one version, for example `Version_1.17`. It then no longer follows new threats: watch its expiry date. */
  public atVersion(version: string): WafManagedGroup {
    return new WafManagedGroup({ ...this.values, version });
  }

  /** @internal */
  public _rule(priority: number): WafRuleDraft {
    const { ruleName: name, capacity } = this.values;
    return {
      name,
      priority,
      capacity,
      render: ({ mode }) => ({
        name,
        priority,
        overrideAction: mode === 'count' ? { count: {} } : { none: {} },
        statement: { managedRuleGroupStatement: this.statement() },
        visibilityConfig: visibleAs(name),
      }),
    };
  }

  private statement(): CfnWebACL.ManagedRuleGroupStatementProperty {
    const { name, vendor = 'AWS', version, configs = [], counted } = this.values;
    return {
      vendorName: vendor,
      name,
      version,
      managedRuleGroupConfigs: configs.length > 0 ? configs : undefined,
      ruleActionOverrides: counted.length > 0 ? counted.map(toCount) : undefined,
    };
  }
}

function toCount(name: string): CfnWebACL.RuleActionOverrideProperty {
  return { name, actionToUse: { count: {} } };
}
