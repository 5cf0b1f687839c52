import { Size } from 'aws-cdk-lib';
import { CfnWebACL } from 'aws-cdk-lib/aws-wafv2';
import { blocking, WafRuleDraft, WebAclScope } from './waf-rule-draft';
import { refuse } from '../../core/refuse';

interface WafBodyInspectionValues {
  readonly kibibytes: number;
  readonly blockLarger: boolean;
}

/** What AWS WAF can be told to look at, on an API Gateway stage and on CloudFront. */
const SIZES = [16, 32, 48, 64];
/** Capacity units of a size constraint. AWS WAF developer guide, "Using match rule statements". */
const CAPACITY = 1;

/**
 * How much of a request body AWS WAF reads, and what happens to a body that is longer.
 *
 * API Gateway takes bodies of 10 MB and shows AWS WAF the beginning: 16 KiB, or up to 64 KiB for an extra fee per request.
 * What is behind that is not inspected, so an attack can hide there: padding the body is the classic way around a WAF.
 */
export class WafBodyInspection {
  /**
   * Read the first 16, 32, 48 or 64 KiB and let longer bodies pass with their rest unread. For APIs that take uploads.
   * Validate such bodies in the backend as if there were no WAF.
   */
  public static firstPart(size: Size): WafBodyInspection {
    return new WafBodyInspection({ kibibytes: checkedKibibytes(size), blockLarger: false });
  }

  /** Read bodies of up to 16, 32, 48 or 64 KiB whole and block every longer one: nothing passes unread. */
  public static wholeBody(size: Size): WafBodyInspection {
    return new WafBodyInspection({ kibibytes: checkedKibibytes(size), blockLarger: true });
  }

  private constructor(private readonly values: WafBodyInspectionValues) {}

  /** @internal Written even when it is the default, so that going back to it really goes back. */
  public _associationConfig(scope: WebAclScope): CfnWebACL.AssociationConfigProperty {
    const resource = scope === 'REGIONAL' ? 'API_GATEWAY' : 'CLOUDFRONT';
    return { requestBody: { [resource]: { defaultSizeInspectionLimit: `KB_${this.values.kibibytes}` } } };
  }

  /** @internal */
  public _rules(priority: number): WafRuleDraft[] {
    if (!this.values.blockLarger) return [];
    const sizeConstraintStatement = {
      // What AWS WAF was shown is never longer than the limit; MATCH catches the bodies that were cut.
      fieldToMatch: { body: { oversizeHandling: 'MATCH' } },
      comparisonOperator: 'GT',
      size: this.values.kibibytes * 1024,
      textTransformations: [{ priority: 0, type: 'NONE' }],
    };
    return [blocking({ name: 'BodySize', priority, capacity: CAPACITY, statement: () => ({ sizeConstraintStatement }) })];
  }
}

function checkedKibibytes(size: Size): number {
  const kibibytes = size.toBytes() / 1024;
  return SIZES.includes(kibibytes) ? kibibytes : refuse('waf-body-inspection-invalid', { given: kibibytes });
}
