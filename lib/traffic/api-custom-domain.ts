import { Stack } from 'aws-cdk-lib';
import {
  CfnBasePathMapping, CfnDomainName, DomainName, EndpointAccessMode, EndpointType, IRestApi, IStage, SecurityPolicy,
} from 'aws-cdk-lib/aws-apigateway';
import { ICertificate } from 'aws-cdk-lib/aws-certificatemanager';
import { RecordSet } from 'aws-cdk-lib/aws-route53';
import { Construct } from 'constructs';
import { CustomDomain } from './custom-domain';
import { isMultiLevel } from './custom-domain-checks';
import { certificateOf, CertificatePlace, checkCertificateRegion } from './custom-domain-records';
import { makeAliasRecords } from '../core/alias-records';
import { guardOn, guardWaived } from '../core/guards';
import { printable } from '../core/host-name';
import { refuse } from '../core/refuse';

/** What `ApiCustomDomain` needs. */
export interface ApiCustomDomainProps {
  /** The API behind the domain. */
  readonly restApi: IRestApi;

  /** The stage behind the domain. */
  readonly stage: IStage;

  /** The name, and how it is secured. */
  readonly domain: CustomDomain;

  /**
   * Whether the API's endpoint is edge-optimised; the domain's endpoint is of the same kind.
   *
   * @default false
   */
  readonly edge?: boolean;
}

/**
 * A custom domain in front of one stage of any REST API, reachable over IPv4 and IPv6.
 *
 * Disable the API's default endpoint yourself (`disableExecuteApiEndpoint`), unless callers still use it.
 *
 * Its logical id is that of a plain `new apigateway.DomainName(scope, id)`, so a domain in production can move in. A change of the domain's name
 * replaces domain, certificate and records; another construct id deletes the domain and makes it anew, which fails while the old one holds the name.
 */
export class ApiCustomDomain extends Construct {
  /** The domain. Map further APIs to it with `addBasePathMapping`. */
  public readonly domainName: DomainName;

  /** Its certificate. Alarm on `certificate.metricDaysToExpiry()` when it is imported: nobody renews those for you. */
  public readonly certificate: ICertificate;

  /** The A and AAAA alias records; empty without a zone. */
  public readonly records: RecordSet[];

  /** The base URL, with a slash at its end. */
  public readonly url: string;

  constructor(scope: Construct, id: string, props: ApiCustomDomainProps) {
    super(scope, id);
    const { domain, edge = false } = props;
    if (edge) this.checkEdge(domain);
    checkCertificateRegion(this, domain, this.certificatePlace(edge));

    this.url = domain.url;
    this.certificate = certificateOf(this, domain);
    this.domainName = this.makeDomainName(domain, edge);
    this.mapStage(props);
    this.records = this.makeRecords(domain);
  }

  private checkEdge(domain: CustomDomain): void {
    const { domainName, _basePath: basePath = '' } = domain;
    if (domain._mutualTls) refuse('mtls-on-edge-domain', { domainName: printable(domainName) }, this);
    if (isMultiLevel(basePath)) refuse('base-path-too-deep-for-edge', { basePath }, this);
  }

  private certificatePlace(edge: boolean): CertificatePlace {
    return edge ? { needed: 'us-east-1', endpoint: 'an edge-optimised' } : { needed: Stack.of(this).region, endpoint: 'a regional' };
  }

  private makeDomainName(domain: CustomDomain, edge: boolean): DomainName {
    const type = edge ? EndpointType.EDGE : EndpointType.REGIONAL;
    const tls = edge ? domain._tls._forEdge() : domain._tls;
    const made = new DomainName(this, 'Default', {
      domainName: domain.domainName,
      certificate: this.certificate,
      endpointType: type,
      // The L2's enum lacks some policies; what it renders is the string.
      securityPolicy: tls._securityPolicy as SecurityPolicy,
      endpointAccessMode: tls._accessMode as EndpointAccessMode | undefined,
      mtls: domain._mutualTls?._config,
    });
    const resource = made.node.defaultChild as CfnDomainName;
    resource.endpointConfiguration = { types: [type], ipAddressType: 'dualstack' };
    resource.ownershipVerificationCertificateArn = domain._ownershipCertificate?.certificateArn;
    if (tls._waiver === undefined) guardOn(made, 'tls', tls._securityPolicy);
    else guardWaived(made, 'tls', tls._waiver);
    return made;
  }

  private mapStage({ restApi, stage, domain }: ApiCustomDomainProps): void {
    const basePath = domain._basePath;
    if (isMultiLevel(basePath)) {
      this.domainName.addApiMapping(stage, { basePath });
      return;
    }
    new CfnBasePathMapping(this, 'BasePathMapping', {
      domainName: this.domainName.domainName, restApiId: restApi.restApiId, stage: stage.stageName, basePath,
    });
  }

  private makeRecords(domain: CustomDomain): RecordSet[] {
    const { domainNameAliasDomainName: dnsName, domainNameAliasHostedZoneId: hostedZoneId } = this.domainName;
    return makeAliasRecords(this, domain._place, { dnsName, hostedZoneId });
  }
}
