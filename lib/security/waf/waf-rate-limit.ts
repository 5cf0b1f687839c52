import { Duration, Token } from 'aws-cdk-lib';
import { blocking, WafRuleDraft } from './waf-rule-draft';
import { refuse } from '../../core/refuse';

/** Options of a rate limit. */
export interface WafRateLimitOptions {
  /**
   * How far back requests are counted: 60, 120, 300 or 600 s (AWS WAF: evaluation window). A short one catches bursts,
   * a long one forgives them.
   *
   * @default Duration.minutes(5)
   */
  readonly window?: Duration;
}

/** AWS WAF: the lowest and the highest limit of a rate-based rule. */
const LIMITS = { least: 10, most: 2_000_000_000 };
const WINDOWS = [60, 120, 300, 600];
/** Capacity units of a rate-based rule that counts by address. AWS WAF developer guide, "Using rate-based rule statements". */
const CAPACITY = 2;

/**
 * How many requests one caller may make before AWS WAF holds it off.
 *
 * A stage throttle protects the backend and is shared by all; this rule finds the one caller who takes it all.
 * AWS WAF looks every few seconds and counts near the limit, not exactly to it, so leave a margin for honest clients.
 * Many phones behind one carrier gateway, and a whole office behind one NAT, are one caller to it.
 */
export class WafRateLimit {
  /**
   * Block an address while it made more than this many requests within the window. 10 to 2,000,000,000.
   *
   * The address is the one that connects to API Gateway: with a CDN in front, that is the CDN.
   * Then use a `WafRule` that counts by forwarded address instead.
   */
  public static perIp(requests: number, options: WafRateLimitOptions = {}): WafRateLimit {
    const window = options.window ?? Duration.minutes(5);
    checkLimit(requests);
    checkWindow(window);
    return new WafRateLimit({ requests, seconds: window.toSeconds() });
  }

  /** No limit per caller: the stage throttle is enough. */
  public static off(): WafRateLimit {
    return new WafRateLimit();
  }

  private constructor(private readonly limit?: { readonly requests: number; readonly seconds: number }) {}

  /** @internal */
  public _rules(priority: number): WafRuleDraft[] {
    if (!this.limit) return [];
    const { requests, seconds } = this.limit;
    const rateBasedStatement = { aggregateKeyType: 'IP', limit: requests, evaluationWindowSec: seconds };
    return [blocking({ name: 'RateLimit', priority, capacity: CAPACITY, statement: () => ({ rateBasedStatement }) })];
  }
}

function checkLimit(requests: number): void {
  if (Token.isUnresolved(requests)) return;
  const valid = Number.isInteger(requests) && requests >= LIMITS.least && requests <= LIMITS.most;
  if (!valid) refuse('waf-rate-limit-out-of-range', { given: requests });
}

function checkWindow(window: Duration): void {
  if (window.isUnresolved()) return;
  const seconds = window.toSeconds({ integral: false });
  if (!WINDOWS.includes(seconds)) refuse('waf-rate-window-invalid', { given: seconds });
}
