import type { ICertificate } from 'aws-cdk-lib/aws-certificatemanager';
import type { Distribution, IOrigin } from 'aws-cdk-lib/aws-cloudfront';
import type { AliasRecordTargetConfig, IHostedZone, RecordSet } from 'aws-cdk-lib/aws-route53';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import type { ISecret } from 'aws-cdk-lib/aws-secretsmanager';
import type { CfnWebACL } from 'aws-cdk-lib/aws-wafv2';
import { Construct } from 'constructs';
import { ORIGIN_HEADER } from './edge-contract';
import { makeDistribution } from './edge-distribution';
import { EdgeGuards } from './edge-guards';
import { logProps } from './edge-log-bucket';
import { apiOrigin, checkOrigin } from './edge-origin';
import type { EdgeProtection } from './edge-protection';
import { checkCertificateRegion, checkWebAclRegion } from './edge-region';
import { recordGuards } from './edge-report';
import { makeOriginSecret, referenceTo } from './edge-secret';
import { termsOf } from './edge-terms';
import { originRule } from './edge-waf-rule';
import { makeAliasRecords } from '../../core/alias-records';
import { checkDomainName, checkInZone } from '../../core/host-name';
import { refuse } from '../../core/refuse';
import type { Authorization } from '../authorization';
import type { WafMetrics } from '../waf/waf-metrics';
import type { WafRule } from '../waf/waf-rule';
import { MadeWebAcl, makeWebAcl } from '../waf/web-acl';

/** The API to stand in front of, and how. */
export interface ApiEdgeProps {
  /** How CloudFront stands in front of the API. */
  readonly edge: EdgeProtection;

  /** The host name callers use, which is also the name of the API's custom domain: `api.shop.example`. */
  readonly domainName: string;

  /**
   * The alias target of the API's regional custom domain: `regionalDomainName` of an `apigatewayv2.DomainName`, `domainNameAliasDomainName` of an
   * `apigateway.DomainName`. The domain must be regional: an edge-optimised one is a distribution of its own with the same name.
   */
  readonly originDomainName: string;

  /** The certificate of that custom domain. CloudFront shows it to callers too if it has none of its own and this one is in us-east-1. */
  readonly originCertificate: ICertificate;

  /**
   * The zone in which callers find the host name. The custom domain must have no records of its own there.
   *
   * @default - no records; point your DNS at `distribution.distributionDomainName` yourself
   */
  readonly hostedZone?: IHostedZone;

  /**
   * Whether the custom domain asks for client certificates.
   *
   * @default false
   */
  readonly mutualTls?: boolean;
}

/** CloudFront's own hosted zone, the same for every distribution (Route 53 API reference: `AliasTarget`). */
const CLOUDFRONT_ZONE_ID = 'Z2FDTNDATAQYW2';

/**
 * Puts CloudFront with a web ACL in front of any API with a regional custom domain of the same name.
 *
 * Requests reach API Gateway as they were sent: the host name, every header and every parameter. So signatures of IAM callers stay valid, the custom
 * domain recognises its name, and CORS stays with the API. Nothing is cached.
 *
 * The lock is yours to close: pass the authorization of every route through `guard` (HTTP APIs), or `wafRule` to the web ACL of the stage
 * (REST APIs), or use `clientCertificate`. And disable the API's default endpoint.
 */
export class ApiEdge extends Construct {
  /** The distribution. Its own metrics: `distribution.metricRequests()` and the like. */
  public readonly distribution: Distribution;
  /** What CloudFront shows the API in the header `headerName`. None when mutual TLS is the lock. */
  public readonly secret?: ISecret;
  /** The header that brings the secret. */
  public readonly headerName: string = ORIGIN_HEADER;
  /** The web ACL that was made. None with `webAclArn` and with `Waf.none`. */
  public readonly webAcl?: CfnWebACL;
  /** What that web ACL did. */
  public readonly wafMetrics?: WafMetrics;
  /** The bucket CloudFront logs to. None with `EdgeLog.none`. */
  public readonly logBucket?: IBucket;
  /** The A and AAAA alias records; empty without a zone. */
  public readonly records: RecordSet[];

  private readonly edge: EdgeProtection;
  private guards?: EdgeGuards;

  constructor(scope: Construct, id: string, props: ApiEdgeProps) {
    super(scope, id);
    this.edge = props.edge;
    this.check(props);

    this.secret = this.edge._clientCertificate ? undefined : makeOriginSecret(this);
    const made = this.makeWebAcl();
    this.webAcl = made?.webAcl;
    this.wafMetrics = made?.metrics;
    const log = logProps(this, this.edge._log);
    this.logBucket = log.logBucket;
    this.distribution = makeDistribution(this, {
      log,
      domainName: props.domainName,
      certificate: this.edge._certificate ?? props.originCertificate,
      webAclArn: this.webAcl?.attrArn ?? this.edge._webAclArn,
      origin: this.origin(props.originDomainName),
      priceClass: this.edge._priceClass,
    });
    this.records = makeAliasRecords(this, props, this._aliasTarget);
    recordGuards(this.distribution, this.edge);
  }

  /**
   * The same authorization, behind the lock: API Gateway then lets in only what came through CloudFront.
   *
   * For HTTP APIs. With the secret header, a function of ours checks the header and, for `jwt` and `cognito`, the token as API Gateway would.
   * Handlers find the claims in `event.requestContext.authorizer.lambda.claims`. IAM, Lambda and custom authorizations are refused: a route has one
   * authorizer. With mutual TLS every authorization is returned as it is.
   */
  public guard(authorization: Authorization): Authorization {
    if (!this.secret) return authorization;
    const { ttl = this.edge._answerTtl, ...terms } = termsOf(this, authorization);
    this.guards ??= this.makeGuards(this.secret);
    return this.guards.authorization({ ...terms, ttl });
  }

  /**
   * A rule for the web ACL of a REST API's stage that blocks whatever did not come through CloudFront: `Waf.managed({ rules: [edge.wafRule(50)] })`.
   *
   * That web ACL sees the addresses of CloudFront, so leave its rate limit and its address lists to the web ACL in front. Hide the header in its log:
   * `WafLogging.toLogGroup({ additionalRedactedHeaders: [edge.headerName] })`. In `Waf.trial` the rule only counts.
   *
   * @param priority where the rule stands; below 100 it comes before every rule of ours
   */
  public wafRule(priority: number): WafRule {
    const { _secretVersion: version } = this.edge;
    const secret = this.secret ?? refuse('edge-without-secret', {}, this);
    return originRule(priority, [undefined, ...version === undefined ? [] : [version]].map((versionId) => referenceTo(secret, versionId)));
  }

  /** @internal The records somebody else made, which lead here. */
  public _foundBy(records: RecordSet[]): void {
    this.records.push(...records);
  }

  /** @internal What records of the host name lead to. */
  public get _aliasTarget(): AliasRecordTargetConfig {
    return { dnsName: this.distribution.distributionDomainName, hostedZoneId: CLOUDFRONT_ZONE_ID };
  }

  private check({ domainName, originDomainName, originCertificate, hostedZone, mutualTls = false }: ApiEdgeProps): void {
    const { _certificate: certificate, _clientCertificate: clientCertificate } = this.edge;
    checkDomainName(domainName);
    checkOrigin(originDomainName, domainName);
    if (hostedZone) checkInZone(domainName, hostedZone);
    if (clientCertificate && !mutualTls) refuse('edge-client-certificate-without-mutual-tls', {}, this);
    if (!clientCertificate && mutualTls) refuse('edge-mutual-tls-without-client-certificate', {}, this);
    if (this.edge._webAclArn === undefined && this.edge._waf._plan) checkWebAclRegion(this);
    const what = certificate ? 'the certificate for CloudFront' : 'the certificate of the API\'s custom domain';
    checkCertificateRegion(this, { certificate: certificate ?? originCertificate, what, option: 'certificate' });
    if (clientCertificate) checkCertificateRegion(this, { certificate: clientCertificate, what: 'the client certificate', option: 'clientCertificate' });
  }

  private origin(originDomainName: string): IOrigin {
    const { _clientCertificate: clientCertificate, _secretVersion: version } = this.edge;
    return apiOrigin({ originDomainName, clientCertificate, secret: this.secret && referenceTo(this.secret, version) });
  }

  /** In a construct of its own, whose children are its IP sets and its log. */
  private makeWebAcl(): MadeWebAcl | undefined {
    const plan = this.edge._webAclArn === undefined ? this.edge._waf._plan : undefined;
    return plan && makeWebAcl(new Construct(this, 'Waf'), plan, 'CLOUDFRONT');
  }

  /** Routes of an API in production must not close before its callers come through CloudFront, which takes minutes to be made. */
  private makeGuards(secret: ISecret): EdgeGuards {
    const guards = new EdgeGuards(this, 'Guards', secret);
    guards.node.addDependency(this.distribution, ...this.records);
    return guards;
  }
}
