import { Stage } from 'aws-cdk-lib/aws-apigateway';
import { ILogGroup } from 'aws-cdk-lib/aws-logs';
import { CfnIPSet, CfnLoggingConfiguration, CfnWebACL, CfnWebACLAssociation } from 'aws-cdk-lib/aws-wafv2';
import { Construct } from 'constructs';
import { Waf } from './waf';
import { WafMetrics } from './waf-metrics';
import { ipSetsIn, makeWebAcl } from './web-acl';
import { guardOn, guardWaived } from '../../core/guards';

/** The stage to protect, and how. */
export interface ApiWafProps {
  /** The stage of a REST API: `api.deploymentStage` of any `RestApi` or `SpecRestApi`. A stage has one web ACL at a time. */
  readonly stage: Stage;

  /**
   * What the web application firewall does.
   *
   * @default Waf.managed()
   */
  readonly waf?: Waf;
}

/**
 * Puts a web ACL in front of the stage of any REST API.
 *
 * Keep it in the stack of the stage: cdk-nag looks for the association there and nowhere else.
 */
export class ApiWaf extends Construct {
  /** The web ACL that was made. None for `Waf.existing` and `Waf.none`. */
  public readonly webAcl?: CfnWebACL;
  /** The web ACL in front of the stage. None for `Waf.none`. */
  public readonly webAclArn?: string;
  /** What ties it to the stage. None for `Waf.none`. */
  public readonly association?: CfnWebACLAssociation;
  /** The log group of `WafLogging.toLogGroup`, for queries and subscriptions. */
  public readonly logGroup?: ILogGroup;
  /** The logging configuration of the web ACL that was made. */
  public readonly logging?: CfnLoggingConfiguration;
  /** What the web ACL did. None for `Waf.none`, and for `Waf.existing` without a metric name. */
  public readonly metrics?: WafMetrics;

  constructor(scope: Construct, id: string, props: ApiWafProps) {
    super(scope, id);
    const waf = props.waf ?? Waf.managed();
    const made = waf._plan && makeWebAcl(this, waf._plan, 'REGIONAL');
    this.webAcl = made?.webAcl;
    this.webAclArn = made?.webAcl.attrArn ?? waf._existingArn;
    this.association = this.webAclArn === undefined ? undefined : this.associate(props.stage, this.webAclArn);
    this.logGroup = made?.logGroup;
    this.logging = made?.logging;
    this.metrics = made?.metrics ?? this.measure(waf._existingMetricName);
    record(props.stage, waf);
  }

  /** The IP sets of the address lists, by id: `BlockedIpsV4`, `TrustedIpsV6`… For automation that adds addresses between deployments. */
  public get ipSets(): { [id: string]: CfnIPSet } {
    return ipSetsIn(this);
  }

  /**
   * The ARN is put together from the Ref of the stage, which makes CloudFormation create the stage first.
   * Written with a literal stage name the two race, and the association fails because "your resource doesn't exist"
   * (aws-cloudformation/cloudformation-coverage-roadmap issue 2358).
   */
  private associate(stage: Stage, webAclArn: string): CfnWebACLAssociation {
    return new CfnWebACLAssociation(this, 'Association', { resourceArn: stage.stageArn, webAclArn });
  }

  private measure(name: string | undefined): WafMetrics | undefined {
    return name === undefined ? undefined : WafMetrics.ofWebAcl(this, name);
  }
}

function record(stage: Stage, waf: Waf): void {
  if (waf._waiver !== undefined) guardWaived(stage, 'waf', waf._waiver);
  else guardOn(stage, 'waf', waf._summary);
}
