import { WafBodyInspection } from './waf-body-inspection';
import { WafCountries } from './waf-countries';
import { WafLogging } from './waf-logging';
import { WafManagedGroup } from './waf-managed-group';
import { WafRateLimit } from './waf-rate-limit';
import { WafRule } from './waf-rule';

/** What a web ACL of our own does. Every option has a default that is right for most APIs. */
export interface WafOptions {
  /**
   * The managed rule groups, in the order they are evaluated.
   *
   * @default WafManagedGroup.forApis()
   */
  readonly groups?: WafManagedGroup[];

  /**
   * More managed rule groups, after those: `[WafManagedGroup.sqlInjection()]` for a backend with an SQL database.
   *
   * @default []
   */
  readonly additionalGroups?: WafManagedGroup[];

  /**
   * How many requests one caller may make.
   *
   * @default WafRateLimit.perIp(2000)
   */
  readonly rateLimit?: WafRateLimit;

  /**
   * Which countries may call.
   *
   * @default - every country
   */
  readonly countries?: WafCountries;

  /**
   * Only these addresses or ranges (CIDR, IPv4 and IPv6) may call, and they still meet every later rule.
   * A token counts as IPv4.
   *
   * @default - every address
   */
  readonly allowedIps?: string[];

  /**
   * These addresses or ranges (CIDR, IPv4 and IPv6) may not call, whatever else says they may. A token counts as IPv4.
   *
   * @default []
   */
  readonly blockedIps?: string[];

  /**
   * These addresses or ranges (CIDR, IPv4 and IPv6) skip every later rule, the rate limit and the managed groups included:
   * for your own monitors and load tests, not for customers. A token counts as IPv4.
   *
   * @default []
   */
  readonly trustedIps?: string[];

  /**
   * Rules of your own, each at the priority it names.
   *
   * @default []
   */
  readonly rules?: WafRule[];

  /**
   * How much of a body is read, and whether a longer one passes.
   *
   * @default WafBodyInspection.firstPart(Size.kibibytes(16))
   */
  readonly bodyInspection?: WafBodyInspection;

  /**
   * Where it is written down what happened.
   *
   * @default WafLogging.toLogGroup()
   */
  readonly logging?: WafLogging;
}

/** What is known of a web ACL that somebody else made. */
export interface ExistingWafOptions {
  /**
   * The metric name in its visibility configuration, which its metrics go by. AWS WAF has no way to tell it from the ARN.
   *
   * @default - unknown: no metrics, so no alarm on blocked requests
   */
  readonly metricName?: string;
}
