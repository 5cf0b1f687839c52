import { Token } from 'aws-cdk-lib';
import { CfnWebACL } from 'aws-cdk-lib/aws-wafv2';
import { checkedCapacity, WafMode, WafRuleDraft } from './waf-rule-draft';
import { refuse } from '../../core/refuse';

/** Options of a rule of your own. */
export interface WafRuleOptions {
  /**
   * Its capacity units (WCU), from `aws wafv2 check-capacity`. They count towards the budget of the web ACL.
   *
   * @default - not counted: the budget is then a lower bound
   */
  readonly capacity?: number;
}

/**
 * A rule of your own, as CloudFormation writes it, beside the managed ones.
 *
 * Its priority decides where it stands. Ours stand at: 100 blocked addresses, 200 trusted addresses, 300 allowed addresses,
 * 400 countries, 500 rate limit, 600 body size, and 1000, 1100, 1200 … the managed groups in their order.
 */
export class WafRule {
  /** Check a rule and take it in. What AWS WAF would refuse only when it is deployed is refused here. */
  public static of(rule: CfnWebACL.RuleProperty, options: WafRuleOptions = {}): WafRule {
    checkName(rule.name);
    checkPriority(rule);
    checkAction(rule);
    checkStatement(rule);
    if (options.capacity !== undefined) checkedCapacity(rule.name, options.capacity);
    return new WafRule(rule, options.capacity);
  }

  private constructor(private readonly rule: CfnWebACL.RuleProperty, private readonly capacity?: number) {}

  /** @internal */
  public get _draft(): WafRuleDraft {
    const { name, priority } = this.rule;
    return { name, priority, capacity: this.capacity, render: ({ mode }) => inMode(mode, this.rule) };
  }
}

/** When counting, nothing may block; a rule that lets requests in stays, as ours do. */
function inMode(mode: WafMode, rule: CfnWebACL.RuleProperty): CfnWebACL.RuleProperty {
  if (mode === 'act' || letsIn(rule.action)) return rule;
  return rule.action === undefined ? { ...rule, overrideAction: { count: {} } } : { ...rule, action: { count: {} } };
}

function letsIn(action: CfnWebACL.RuleProperty['action']): boolean {
  return action !== undefined && 'allow' in action && action.allow !== undefined;
}

function checkName(name: string): void {
  if (!Token.isUnresolved(name) && !/^[\w-]{1,128}$/.test(name)) refuse('waf-rule-name-invalid', { given: name });
}

function checkPriority({ name, priority }: CfnWebACL.RuleProperty): void {
  const valid = Token.isUnresolved(priority) || (Number.isInteger(priority) && priority >= 0);
  if (!valid) refuse('waf-priority-invalid', { name, given: priority });
}

function checkAction({ name, action, overrideAction }: CfnWebACL.RuleProperty): void {
  if (action !== undefined && overrideAction !== undefined) refuse('waf-rule-action-invalid', { name, given: 'both action and overrideAction' });
  if (action === undefined && overrideAction === undefined) refuse('waf-rule-action-invalid', { name, given: 'neither action nor overrideAction' });
}

function checkStatement({ name, statement }: CfnWebACL.RuleProperty): void {
  if (Token.isUnresolved(statement)) return;
  const given = Object.entries(statement).filter(([, value]) => value !== undefined).map(([kind]) => kind);
  if (given.length !== 1) refuse('waf-rule-statement-invalid', { name, given: given.join(' and ') || 'none' });
}
