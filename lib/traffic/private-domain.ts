import type { ICertificate } from 'aws-cdk-lib/aws-certificatemanager';
import type { IHostedZone } from 'aws-cdk-lib/aws-route53';
import { checkBasePath, checkCommonName } from './custom-domain-checks';
import {
  checkedList, checkEndpointId, checkNoWildcard, checkOneLevel, checkOutsideAccount, checkPrincipal, checkPrivateTls,
} from './private-domain-checks';
import { checkDomainName, checkInZone } from '../core/host-name';
import { TlsPolicy } from '../security/tls-policy';

/** What every private domain can have. */
export interface PrivateDomainOptions {
  /**
   * The host name: `ledger.shop.example`. It need not be known to the world, but its certificate must cover it, and be one of ACM.
   * Another name is another domain: CloudFormation makes a new one and deletes the old.
   */
  readonly domainName: string;

  /**
   * The path in front of the API's own paths, one level: `v1`. API Gateway removes it before it looks for a route.
   *
   * @default - the API is at the root
   */
  readonly basePath?: string;

  /**
   * Which TLS versions and ciphers callers of the domain may use. API Gateway says that the API's own policy is the one
   * that counts when both have one.
   *
   * A change replaces the domain and what hangs on it, and takes a quarter of an hour to be ready again. Private domains came with
   * `TLS_1_2`; that they take the newer policies follows from their endpoint access mode in CloudFormation and was not tried against AWS.
   *
   * @default TlsPolicy.modern()
   */
  readonly tls?: TlsPolicy;

  /**
   * The zone that gets the alias records: a private one of the callers' VPCs.
   *
   * @default - a private zone of this name is made in the VPC of the API's `access`
   */
  readonly hostedZone?: IHostedZone;

  /**
   * Whether to make alias records. Without them the name is resolved by whatever your VPCs ask for names.
   *
   * @default true
   */
  readonly records?: boolean;

  /**
   * Accounts (`111122223333`), organizations or organizational units (ARNs of AWS Organizations) whose endpoints may be associated with
   * the domain, by an AWS RAM resource share. Accounts must be in your organization. Those who share in make the association and
   * the record themselves, and the API's authorization decides as ever: with IAM it lets in other accounts that its resource policy names.
   *
   * @default []
   */
  readonly shareWith?: string[];

  /**
   * Accounts outside of your organization, which are invited and must accept within 12 hours
   * (AWS: "API provider: Share your private custom domain name using AWS RAM").
   *
   * @default []
   */
  readonly shareOutsideOrganization?: string[];

  /**
   * VPC endpoints of others that may call, by id: those of the accounts the domain is shared with. They may call the domain, and the
   * front door lets them call its API.
   *
   * @default []
   */
  readonly consumerEndpoints?: string[];
}

/** A private domain for which a certificate is issued. */
export interface PrivateDomainInZoneProps extends PrivateDomainOptions {
  /**
   * The *public* hosted zone that proves the name is yours: ACM looks for its record there, and cannot look into private zones.
   * Nothing else is written into it.
   */
  readonly publicZone: IHostedZone;
}

/** A private domain with a certificate you have. */
export interface PrivateDomainWithCertificateProps extends PrivateDomainOptions {
  /** A certificate for the domain in ACM, in the Region of the API: RSA with 2,048 bits, or ECDSA with 256 or 384. */
  readonly certificate: ICertificate;
}

/**
 * A name of your own for a private API, which only endpoints that are associated with it can call.
 *
 * It takes about 15 minutes to be ready, and its association with an endpoint as long again, says the API Gateway developer guide.
 * One endpoint cannot call two private domains of one name.
 */
export class PrivateDomain {
  /** A domain with a certificate that is issued for it and validated through a public zone. */
  public static inZone(props: PrivateDomainInZoneProps): PrivateDomain {
    checkCommonName(props.domainName);
    checkInZone(props.domainName, props.publicZone);
    return new PrivateDomain(props);
  }

  /** A domain with an existing certificate. */
  public static withCertificate(props: PrivateDomainWithCertificateProps): PrivateDomain {
    return new PrivateDomain(props);
  }

  /** The host name. */
  public readonly domainName: string;
  /** The base URL, with a slash at its end: `https://ledger.shop.example/v1/`. */
  public readonly url: string;
  /** @internal */
  public readonly _basePath?: string;
  /** @internal */
  public readonly _tls: TlsPolicy;
  /** @internal Without one it is to be issued in the public zone. */
  public readonly _certificate?: ICertificate;
  /** @internal */
  public readonly _publicZone?: IHostedZone;
  /** @internal */
  public readonly _hostedZone?: IHostedZone;
  /** @internal */
  public readonly _records: boolean;
  /** @internal */
  public readonly _shareWith: string[];
  /** @internal */
  public readonly _shareOutside: string[];
  /** @internal */
  public readonly _consumerEndpoints: string[];

  private constructor(props: Partial<PrivateDomainInZoneProps & PrivateDomainWithCertificateProps> & PrivateDomainOptions) {
    const { domainName, basePath, hostedZone, tls = TlsPolicy.modern() } = props;
    checkName(props, tls);

    this.domainName = domainName;
    this.url = `https://${domainName}/${basePath === undefined ? '' : `${basePath}/`}`;
    this._basePath = basePath;
    this._tls = tls._forPrivateDomain();
    this._certificate = props.certificate;
    this._publicZone = props.publicZone;
    this._hostedZone = hostedZone;
    this._records = props.records ?? true;
    this._shareWith = checkedList('shareWith', props.shareWith, checkPrincipal);
    this._shareOutside = checkedList('shareOutsideOrganization', props.shareOutsideOrganization, checkOutsideAccount);
    this._consumerEndpoints = checkedList('consumerEndpoints', props.consumerEndpoints, checkEndpointId);
  }

  /** @internal Whether callers of other accounts are expected. */
  public get _isShared(): boolean {
    return this._shareWith.length + this._shareOutside.length > 0;
  }
}

function checkName({ domainName, basePath, hostedZone }: PrivateDomainOptions, tls: TlsPolicy): void {
  checkDomainName(domainName);
  checkNoWildcard(domainName);
  checkBasePath(basePath);
  checkOneLevel(basePath);
  checkPrivateTls(domainName, tls);
  if (hostedZone) checkInZone(domainName, hostedZone);
}
