import { Stack, Token } from 'aws-cdk-lib';
import { ApiMapping, DomainName, IApi, IpAddressType, IStage, SecurityPolicy } from 'aws-cdk-lib/aws-apigatewayv2';
import { ICertificate } from 'aws-cdk-lib/aws-certificatemanager';
import { AliasRecordTargetConfig, RecordSet } from 'aws-cdk-lib/aws-route53';
import { Construct } from 'constructs';
import { CustomDomain } from './custom-domain';
import { certificateOf, checkCertificateRegion } from './custom-domain-records';
import { makeAliasRecords } from '../core/alias-records';
import { guardOn } from '../core/guards';
import { printable } from '../core/host-name';
import { refuse } from '../core/refuse';

/** What `ApiV2CustomDomain` needs. */
export interface ApiV2CustomDomainProps {
  /** The HTTP or WebSocket API behind the domain. */
  readonly api: IApi;

  /** The stage behind the domain. */
  readonly stage: IStage;

  /** The name, and how it is secured. */
  readonly domain: CustomDomain;

  /**
   * Make alias records in the zone of the domain, if it has one. Off when something else answers to the name, such as a CloudFront
   * distribution that passes on to `regionalDomainName`. Turned off on a domain in production it deletes the records; whoever makes
   * others of the same name elsewhere in the same deployment fails, because Route 53 takes no second record of a name.
   *
   * @default true
   */
  readonly records?: boolean;
}

/**
 * A custom domain in front of one stage of any HTTP or WebSocket API, reachable over IPv4 and IPv6, with TLS 1.2 or 1.3.
 *
 * Disable the API's default endpoint yourself (`disableExecuteApiEndpoint`), unless callers still use it. A name can serve either
 * WebSocket APIs or others, not both.
 *
 * Its logical id is that of a plain `new apigatewayv2.DomainName(scope, id)`, so a domain in production can move in. A change of the domain's
 * name replaces domain, certificate and records; another construct id deletes the domain and makes it anew, which fails while the old one
 * holds the name.
 */
export class ApiV2CustomDomain extends Construct {
  /** The domain. Map further APIs to it with `new apigatewayv2.ApiMapping`. */
  public readonly domainName: DomainName;

  /** Its certificate. Alarm on `certificate.metricDaysToExpiry()` when it is imported: nobody renews those for you. */
  public readonly certificate: ICertificate;

  /** The A and AAAA alias records; empty without a zone, or when they were turned off. They lead to whoever stands in front, if anybody does. */
  public readonly records: RecordSet[];

  /** The base URL, with a slash at its end: `https://api.shop.example/v1/`, or `wss://…` of a WebSocket API. */
  public readonly url: string;

  /** The name AWS gave the domain's endpoint: what records of your own, or a CloudFront origin, point to. */
  public readonly regionalDomainName: string;

  constructor(scope: Construct, id: string, props: ApiV2CustomDomainProps) {
    super(scope, id);
    const { api, domain, records = true } = props;
    this.checkTls(domain);
    if (isWebSocket(api)) this.checkWebSocket(domain);
    checkCertificateRegion(this, domain, { needed: Stack.of(this).region, endpoint: 'a regional' });

    this.url = isWebSocket(api) ? domain.url.replace(/^https:/, 'wss:') : domain.url;
    this.certificate = certificateOf(this, domain);
    this.domainName = this.makeDomainName(domain);
    this.regionalDomainName = this.domainName.regionalDomainName;
    this.mapStage(props);
    this.records = records ? this.makeRecords(domain) : [];
  }

  /**
   * @internal The records lead to whoever stands in front. They keep their place: made anew elsewhere, they would meet the old ones, which
   * CloudFormation deletes last, and Route 53 takes no second record of a name.
   */
  public _leadTo(domain: CustomDomain, target: AliasRecordTargetConfig): void {
    this.records.push(...makeAliasRecords(this, domain._place, target));
  }

  /** AWS: a policy can be chosen for REST APIs; there is one for HTTP and WebSocket APIs ("Choose a security policy for your custom domain"). */
  private checkTls({ domainName, _tlsOfV2: { _securityPolicy: policy } }: CustomDomain): void {
    if (Token.isUnresolved(policy) || policy === SecurityPolicy.TLS_1_2) return;
    refuse('tls-policy-not-on-http-api', { domainName: printable(domainName), policy }, this);
  }

  private checkWebSocket({ domainName, _mutualTls: mutualTls }: CustomDomain): void {
    if (mutualTls) refuse('mtls-on-websocket-api', { domainName: printable(domainName) }, this);
  }

  private makeDomainName(domain: CustomDomain): DomainName {
    const made = new DomainName(this, 'Default', {
      domainName: domain.domainName,
      certificate: this.certificate,
      securityPolicy: SecurityPolicy.TLS_1_2,
      ipAddressType: IpAddressType.DUAL_STACK,
      mtls: domain._mutualTls?._config,
      // The L2 takes it with mutual TLS only, and nothing else has a use for it.
      ownershipCertificate: domain._mutualTls && domain._ownershipCertificate,
    });
    guardOn(made, 'tls', SecurityPolicy.TLS_1_2);
    return made;
  }

  private mapStage({ api, stage, domain }: ApiV2CustomDomainProps): void {
    new ApiMapping(this, 'ApiMapping', { api, stage, domainName: this.domainName, apiMappingKey: domain._basePath });
  }

  private makeRecords(domain: CustomDomain): RecordSet[] {
    const { regionalDomainName: dnsName, regionalHostedZoneId: hostedZoneId } = this.domainName;
    return makeAliasRecords(this, domain._place, { dnsName, hostedZoneId });
  }
}

/** What tells a WebSocket API of the L2s, made or imported, from the others. */
function isWebSocket(api: IApi): boolean {
  return 'isWebsocketApi' in api;
}
