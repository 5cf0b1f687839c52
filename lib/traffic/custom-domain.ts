import { ICertificate } from 'aws-cdk-lib/aws-certificatemanager';
import { IHostedZone } from 'aws-cdk-lib/aws-route53';
import { checkBasePath, checkCommonName, checkMutualTls } from './custom-domain-checks';
import { MutualTls } from './mutual-tls';
import { NamedPlace } from '../core/alias-records';
import { checkDomainName, checkInZone } from '../core/host-name';
import { TlsPolicy } from '../security/tls-policy';

/** What every custom domain can have. */
export interface CustomDomainOptions {
  /**
   * The host name: `api.shop.example`, or `*.shop.example`. Another name is another domain: CloudFormation makes a new one and deletes the
   * old, whose callers then find nothing.
   */
  readonly domainName: string;

  /**
   * The path in front of the API's own paths, so that several APIs can share a domain: `v1`, or `shop/v1` on regional domains.
   * API Gateway removes it before it looks for a route. With several levels it also "converts all header names to lowercase", says its
   * developer guide: handlers that read headers by name must not mind.
   *
   * @default - the API is at the root
   */
  readonly basePath?: string;

  /**
   * Which TLS versions and ciphers callers of the domain may use. API Gateway says that the API's own policy is the one
   * that counts when both have one.
   *
   * @default - TlsPolicy.modern(), and TlsPolicy.tls12() with mutual TLS and for HTTP and WebSocket APIs, which exclude the newer policies
   */
  readonly tls?: TlsPolicy;

  /**
   * Ask callers for a certificate. Regional endpoints only.
   *
   * @default - callers show no certificate
   */
  readonly mutualTls?: MutualTls;
}

/** A domain for which certificate and records are made. */
export interface CustomDomainInZoneProps extends CustomDomainOptions {
  /**
   * The public hosted zone that holds the domain. Import it with its name (`fromLookup`, `fromHostedZoneAttributes`),
   * because the name is compared and written into the records.
   */
  readonly hostedZone: IHostedZone;
}

/** A domain with a certificate you have. */
export interface CustomDomainWithCertificateProps extends CustomDomainOptions {
  /** A certificate for the domain, in the API's region, or in us-east-1 for an edge-optimised API. */
  readonly certificate: ICertificate;

  /**
   * Where to make the alias records.
   *
   * @default - no records; point your DNS at the domain's alias target yourself
   */
  readonly hostedZone?: IHostedZone;

  /**
   * A public certificate of ACM that proves the domain is yours: needed for mutual TLS when `certificate` is imported or of a private authority.
   *
   * @default - `certificate` proves it
   */
  readonly ownershipCertificate?: ICertificate;
}

/**
 * A name of your own for the API.
 *
 * The front doors disable the API's default endpoint when they get one, so that nobody goes around it.
 */
export class CustomDomain {
  /**
   * A domain in a Route 53 zone: a certificate validated through the zone, and A and AAAA records.
   *
   * The deployment waits until ACM has seen its record in the zone, so the zone must already be the one the world asks.
   * An edge-optimised API takes its certificate from us-east-1: outside of it use `withCertificate`.
   */
  public static inZone(props: CustomDomainInZoneProps): CustomDomain {
    checkCommonName(props.domainName);
    return new CustomDomain(props);
  }

  /** A domain with an existing certificate; with a zone the records are made too. */
  public static withCertificate(props: CustomDomainWithCertificateProps): CustomDomain {
    return new CustomDomain(props);
  }

  /** The host name. */
  public readonly domainName: string;
  /** The base URL, with a slash at its end: `https://api.shop.example/v1/`. */
  public readonly url: string;
  /** @internal */
  public readonly _basePath?: string;
  /** @internal */
  public readonly _hostedZone?: IHostedZone;
  /** @internal Without one it is to be issued in the zone. */
  public readonly _certificate?: ICertificate;
  /** @internal */
  public readonly _ownershipCertificate?: ICertificate;
  /** @internal */
  public readonly _mutualTls?: MutualTls;
  /** @internal The policy for REST APIs. */
  public readonly _tls: TlsPolicy;
  /** @internal The policy for HTTP and WebSocket APIs, which know fewer: the one that was given, or the only one there is. */
  public readonly _tlsOfV2: TlsPolicy;

  private constructor(props: Partial<CustomDomainInZoneProps & CustomDomainWithCertificateProps> & CustomDomainOptions) {
    const { domainName, basePath, hostedZone, mutualTls } = props;
    const tls = props.tls ?? (mutualTls ? TlsPolicy.tls12() : TlsPolicy.modern());
    checkDomainName(domainName);
    checkBasePath(basePath);
    if (hostedZone) checkInZone(domainName, hostedZone);
    if (mutualTls) checkMutualTls(tls);

    this.domainName = domainName;
    this.url = `https://${domainName}/${basePath === undefined ? '' : `${basePath}/`}`;
    this._basePath = basePath;
    this._hostedZone = hostedZone;
    this._certificate = props.certificate;
    this._ownershipCertificate = props.ownershipCertificate;
    this._mutualTls = mutualTls;
    this._tls = tls;
    this._tlsOfV2 = props.tls ?? TlsPolicy.tls12();
  }

  /** @internal Where the name is looked up. */
  public get _place(): NamedPlace {
    return { domainName: this.domainName, hostedZone: this._hostedZone };
  }
}
