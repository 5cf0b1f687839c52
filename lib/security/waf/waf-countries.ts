import { Token } from 'aws-cdk-lib';
import { CfnWebACL } from 'aws-cdk-lib/aws-wafv2';
import { COUNTRY_CODES } from './waf-country-codes';
import { blocking, WafRuleDraft } from './waf-rule-draft';
import { refuse } from '../../core/refuse';

/** Capacity units of a geographic match. AWS WAF developer guide, "Using match rule statements". */
const CAPACITY = 1;

/**
 * Which countries may call, by the address of the caller.
 *
 * Good for licences and sanctions, weak as a defence: whoever wants to is somewhere else in a minute.
 * AWS WAF looks the address up in a commercial database; an address it cannot place is in no country.
 */
export class WafCountries {
  /**
   * Callers from these countries only, as ISO 3166 alpha-2 codes: `WafCountries.only('DE', 'AT', 'CH')`.
   * Everybody else is blocked, and so is an address AWS WAF cannot place. Who gets in still meets every other rule.
   */
  public static only(...countries: string[]): WafCountries {
    const geoMatchStatement = matching(countries);
    return new WafCountries({ notStatement: { statement: { geoMatchStatement } } });
  }

  /** Callers from everywhere but these countries, as ISO 3166 alpha-2 codes. An address AWS WAF cannot place gets in. */
  public static except(...countries: string[]): WafCountries {
    return new WafCountries({ geoMatchStatement: matching(countries) });
  }

  private constructor(private readonly blocked: CfnWebACL.StatementProperty) {}

  /** @internal */
  public _rule(priority: number): WafRuleDraft {
    return blocking({ name: 'Countries', priority, capacity: CAPACITY, statement: () => this.blocked });
  }
}

function matching(countries: string[]): CfnWebACL.GeoMatchStatementProperty {
  if (countries.length === 0) refuse('waf-countries-empty', {});
  if (!Token.isUnresolved(countries)) countries.forEach(checkCountry);
  return { countryCodes: [...new Set(countries)] };
}

function checkCountry(country: string): void {
  if (!Token.isUnresolved(country) && !COUNTRY_CODES.has(country)) refuse('waf-country-unknown', { given: country });
}
