import type { CfnWebACL } from 'aws-cdk-lib/aws-wafv2';
import { ORIGIN_HEADER } from './edge-contract';
import { WafRule } from '../waf/waf-rule';
import { visibleAs } from '../waf/waf-rule-draft';

const NAME = 'OriginVerify';
/** Capacity units of an exact string match. AWS WAF developer guide, "String match rule statement". */
const CAPACITY = 2;

/** A rule that blocks requests without one of these values in the header. */
export function originRule(priority: number, values: string[]): WafRule {
  const statements = values.map(headerIs);
  const statement = statements.length === 1 ? statements[0] : { orStatement: { statements } };
  return WafRule.of({
    name: NAME,
    priority,
    action: { block: {} },
    statement: { notStatement: { statement } },
    visibilityConfig: visibleAs(NAME),
  }, { capacity: CAPACITY * values.length });
}

function headerIs(value: string): CfnWebACL.StatementProperty {
  return {
    byteMatchStatement: {
      // The L1 takes this as JSON, so it is spelt as CloudFormation spells it.
      fieldToMatch: { singleHeader: { Name: ORIGIN_HEADER } },
      positionalConstraint: 'EXACTLY',
      searchString: value,
      textTransformations: [{ priority: 0, type: 'NONE' }],
    },
  };
}
