import { Size, Token } from 'aws-cdk-lib';
import { WafBodyInspection } from './waf-body-inspection';
import { ipRules } from './waf-ip-rules';
import { WafLogging } from './waf-logging';
import { WafManagedGroup } from './waf-managed-group';
import { WafOptions } from './waf-options';
import { WafRateLimit } from './waf-rate-limit';
import { WafMode, WafRuleDraft } from './waf-rule-draft';
import { refuse } from '../../core/refuse';

/** A web ACL to be made: everything decided, nothing created. */
export interface WebAclPlan {
  readonly mode: WafMode;
  /** In the order they are evaluated, as far as priorities are known. */
  readonly rules: readonly WafRuleDraft[];
  /** Capacity units, as far as they are known. */
  readonly capacity: number;
  readonly bodyInspection: WafBodyInspection;
  readonly logging: WafLogging;
}

/**
 * Where each rule stands, whatever else is configured: turning one option on never moves the rule of another.
 * The gaps are for rules of the user's. `WafRule` and `Waf` tell people these numbers.
 */
const PRIORITY = { ips: { blocked: 100, trusted: 200, allowed: 300 }, countries: 400, rateLimit: 500, bodySize: 600, groups: 1000, step: 100 };

/** Up to here the base price per request holds, says the AWS WAF developer guide ("Web ACL capacity units (WCUs)"). */
export const INCLUDED_CAPACITY = 1500;
/** AWS: "Maximum number of web ACL capacity units (WCUs) in a web ACL". Not adjustable. */
const MAX_CAPACITY = 5000;

/** Fill in the defaults, put the rules in order and check that they fit together. */
export function planWebAcl(mode: WafMode, options: WafOptions): WebAclPlan {
  const bodyInspection = options.bodyInspection ?? WafBodyInspection.firstPart(Size.kibibytes(16));
  const logging = options.logging ?? WafLogging.toLogGroup();
  const rules = [
    ...ourRules(options, bodyInspection),
    ...(options.rules ?? []).map((rule) => rule._draft),
  ];
  checkNames(rules);
  checkPriorities(rules);
  rules.sort((one, other) => one.priority - other.priority);
  return { mode, rules, capacity: totalCapacity(rules), bodyInspection, logging };
}

function ourRules(options: WafOptions, bodyInspection: WafBodyInspection): WafRuleDraft[] {
  const rateLimit = options.rateLimit ?? WafRateLimit.perIp(2000);
  const groups = [...options.groups ?? WafManagedGroup.forApis(), ...options.additionalGroups ?? []];
  return [
    ...ipRules(options, PRIORITY.ips),
    ...options.countries ? [options.countries._rule(PRIORITY.countries)] : [],
    ...rateLimit._rules(PRIORITY.rateLimit),
    ...bodyInspection._rules(PRIORITY.bodySize),
    ...groups.map((group, index) => group._rule(PRIORITY.groups + index * PRIORITY.step)),
  ];
}

function checkNames(rules: WafRuleDraft[]): void {
  const seen = new Set<string>();
  for (const { name } of rules) {
    if (!Token.isUnresolved(name) && seen.has(name)) refuse('waf-rule-name-clash', { given: name });
    seen.add(name);
  }
}

function checkPriorities(rules: WafRuleDraft[]): void {
  const taken = new Map<number, string>();
  for (const { name, priority } of rules) {
    if (Token.isUnresolved(priority)) continue;
    const first = taken.get(priority);
    if (first !== undefined) refuse('waf-priority-clash', { first, second: name, given: priority, free: nextFree(rules, priority) });
    taken.set(priority, name);
  }
}

/** The nearest free number behind the clash, so that the suggestion keeps the rule about where it was meant to stand. */
function nextFree(rules: WafRuleDraft[], priority: number): number {
  const taken = new Set(rules.map((rule) => rule.priority));
  let free = priority + 1;
  while (taken.has(free)) free += 1;
  return free;
}

/**
 * The sum of what is known. AWS may charge less, because it merges work that rules have in common,
 * and more when a custom rule did not declare its capacity.
 */
function totalCapacity(rules: readonly WafRuleDraft[]): number {
  const total = rules.reduce((sum, { capacity = 0 }) => sum + (Token.isUnresolved(capacity) ? 0 : capacity), 0);
  return total > MAX_CAPACITY ? refuse('waf-capacity-exceeded', { given: total }) : total;
}
