import type { ILogGroup } from 'aws-cdk-lib/aws-logs';
import type { CfnIPSet, CfnLoggingConfiguration, CfnWebACL } from 'aws-cdk-lib/aws-wafv2';
import { Construct } from 'constructs';
import { checkWebAclRegion } from './edge-region';
import { refuse } from '../../core/refuse';
import { Waf } from '../waf/waf';
import type { WafMetrics } from '../waf/waf-metrics';
import { ipSetsIn, makeWebAcl } from '../waf/web-acl';

/** What the web ACL does. */
export interface EdgeWafProps {
  /**
   * The rules: the same decision as for a REST API. `Waf.existing` and `Waf.none` make nothing and are refused here.
   *
   * @default Waf.managed()
   */
  readonly waf?: Waf;
}

/**
 * A web ACL for CloudFront, in a stack in us-east-1, where AWS WAF keeps those.
 *
 * For an API in another region: make this in a us-east-1 stack of the app and pass `webAclArn` to `EdgeProtection.cloudFront`. Both stacks need
 * `crossRegionReferences: true`. Several APIs can share one.
 */
export class EdgeWaf extends Construct {
  /** The web ACL. */
  public readonly webAcl: CfnWebACL;
  /** Its ARN, for `EdgeProtection.cloudFront({ webAclArn })`. */
  public readonly webAclArn: string;
  /** The log group of `WafLogging.toLogGroup`, for queries and subscriptions. */
  public readonly logGroup?: ILogGroup;
  /** The logging configuration of the web ACL. */
  public readonly logging?: CfnLoggingConfiguration;
  /** What the web ACL did. CloudWatch keeps it in us-east-1. */
  public readonly metrics: WafMetrics;

  constructor(scope: Construct, id: string, props: EdgeWafProps = {}) {
    super(scope, id);
    const { _plan: plan } = props.waf ?? Waf.managed();
    checkWebAclRegion(this);
    const { webAcl, logGroup, logging, metrics } = makeWebAcl(this, plan ?? refuse('edge-waf-without-rules', {}, this), 'CLOUDFRONT');
    this.webAcl = webAcl;
    this.webAclArn = webAcl.attrArn;
    this.logGroup = logGroup;
    this.logging = logging;
    this.metrics = metrics;
  }

  /** The IP sets of the address lists, by id: `BlockedIpsV4`, `TrustedIpsV6`… For automation that adds addresses between deployments. */
  public get ipSets(): { [id: string]: CfnIPSet } {
    return ipSetsIn(this);
  }
}
