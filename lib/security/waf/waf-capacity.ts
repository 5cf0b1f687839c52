import { Token } from 'aws-cdk-lib';
import { WafRuleDraft } from './waf-rule-draft';
import { refuse } from '../../core/refuse';

/** Up to here the base price per request holds, says the AWS WAF developer guide ("Web ACL capacity units (WCUs)"). */
export const INCLUDED_CAPACITY = 1500;
/** AWS: "Maximum number of web ACL capacity units (WCUs) in a web ACL". Not adjustable. */
const MAX_CAPACITY = 5000;

/**
 * The sum of what is known. AWS may charge less, because it merges work that rules have in common,
 * and more when a custom rule did not declare its capacity.
 */
export function totalCapacity(rules: readonly WafRuleDraft[]): number {
  const total = rules.reduce((sum, { capacity = 0 }) => sum + (Token.isUnresolved(capacity) ? 0 : capacity), 0);
  return total > MAX_CAPACITY ? refuse('waf-capacity-exceeded', { given: total }) : total;
}

/** Check a capacity somebody declared for a rule or a group. */
export function checkedCapacity(name: string, capacity: number): number {
  const valid = Token.isUnresolved(capacity) || (Number.isInteger(capacity) && capacity >= 1);
  return valid ? capacity : refuse('waf-capacity-invalid', { name, given: capacity });
}
