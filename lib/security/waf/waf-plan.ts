import { Size, Token } from 'aws-cdk-lib';
import { WafBodyInspection } from './waf-body-inspection';
import { totalCapacity } from './waf-capacity';
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
