import { Names, Stack, Token } from 'aws-cdk-lib';
import { CfnBasePathMappingV2, CfnDomainNameAccessAssociation, CfnDomainNameV2, IRestApi, IStage } from 'aws-cdk-lib/aws-apigateway';
import { Certificate, CertificateValidation, ICertificate } from 'aws-cdk-lib/aws-certificatemanager';
import { CfnResourceShare } from 'aws-cdk-lib/aws-ram';
import { IHostedZone, PrivateHostedZone, RecordSet } from 'aws-cdk-lib/aws-route53';
import { Construct } from 'constructs';
import { PrivateDomain } from './private-domain';
import { printable } from './private-domain-checks';
import { checkNames, createNames } from './private-domain-names';
import { domainPolicy } from './private-domain-policy';
import { regionOf } from '../core/certificate-region';
import { guardOn } from '../core/guards';
import { digestOf } from '../core/identity';
import { refuse, warn } from '../core/refuse';
import { distinctEndpoints } from '../vpc/distinct-endpoints';
import { EndpointAccess } from '../vpc/vpc-access';

/** What `ApiPrivateDomain` needs. */
export interface ApiPrivateDomainProps {
  /** The private API behind the domain. Its own resource policy must let in the same endpoints, consumers' ones included. */
  readonly restApi: IRestApi;

  /** The stage behind the domain. */
  readonly stage: IStage;

  /** The name, and how it is secured. */
  readonly domain: PrivateDomain;

  /** The endpoints callers come through: `{ endpoints: [endpoint], vpc }`. */
  readonly access: EndpointAccess;
}

/**
 * A custom domain in front of one stage of any private REST API, for callers that come through certain VPC endpoints.
 *
 * A change of its name or its TLS policy replaces it. CloudFormation makes the new domain first, and its associations with the
 * endpoints after that, while the old ones may still hold the name; this was not tried against AWS.
 * The API keeps its own name. This part leaves the API's resource policy as it is.
 */
export class ApiPrivateDomain extends Construct {
  /** The domain. */
  public readonly domainName: CfnDomainNameV2;

  /** What consumers in other accounts need to associate their endpoints. */
  public readonly domainNameArn: string;

  /** Its certificate. Alarm on `certificate.metricDaysToExpiry()` when it is imported: nobody renews those for you. */
  public readonly certificate: ICertificate;

  /** What ties it to the stage. */
  public readonly mapping: CfnBasePathMappingV2;

  /** What lets each endpoint call it. */
  public readonly associations: CfnDomainNameAccessAssociation[];

  /** The zone with its records, when it has records. */
  public readonly hostedZone?: IHostedZone;

  /** The alias records: A, and AAAA for dual-stack endpoints. */
  public readonly records: RecordSet[];

  /** What shares it with other accounts, when it is shared. */
  public readonly share?: CfnResourceShare;

  /** The base URL, with a slash at its end. */
  public readonly url: string;

  constructor(scope: Construct, id: string, props: ApiPrivateDomainProps) {
    super(scope, id);
    const { domain } = props;
    const access = { ...props.access, endpoints: distinctEndpoints(props.access.endpoints) };
    this.checkAccess(access);
    this.checkCertificate(domain);
    checkNames(this, domain, access);

    this.url = domain.url;
    this.certificate = domain._certificate ?? this.issueCertificate(domain);
    this.domainName = this.createDomainName(domain, access);
    this.domainNameArn = this.domainName.attrDomainNameArn;
    this.mapping = this.mapStage(props);
    this.associations = this.associate(access);
    const { hostedZone, records } = createNames(this, domain, access);
    this.hostedZone = hostedZone;
    this.records = records;
    this.share = this.shareDomain(domain);
  }

  private checkAccess({ endpoints }: EndpointAccess): void {
    if (endpoints.length === 0) refuse('private-api-without-way-in', {}, this);
  }

  private checkCertificate(domain: PrivateDomain): void {
    const domainName = printable(domain.domainName);
    if (domain._publicZone instanceof PrivateHostedZone) refuse('private-domain-validated-in-private-zone', { domainName }, this);
    const needed = Stack.of(this).region;
    const given = domain._certificate ? regionOf(domain._certificate) : needed;
    if (Token.isUnresolved(given) || Token.isUnresolved(needed) || given === needed) return;
    refuse('private-domain-certificate-in-wrong-region', { domainName, given, needed }, this);
  }

  private issueCertificate({ domainName, _publicZone }: PrivateDomain): ICertificate {
    return new Certificate(this, 'Certificate', { domainName, validation: CertificateValidation.fromDns(_publicZone) });
  }

  private createDomainName(domain: PrivateDomain, { endpoints }: EndpointAccess): CfnDomainNameV2 {
    const made = new CfnDomainNameV2(this, 'Default', {
      domainName: domain.domainName,
      certificateArn: this.certificate.certificateArn,
      // AWS: "Only dualstack is supported"; how callers connect is up to the endpoint.
      endpointConfiguration: { types: ['PRIVATE'], ipAddressType: 'dualstack' },
      securityPolicy: domain._tls._securityPolicy,
      endpointAccessMode: domain._tls._accessMode,
      policy: domainPolicy([...endpoints.map(({ vpcEndpointId }) => vpcEndpointId), ...domain._consumerEndpoints]),
    });
    guardOn(made, 'tls', domain._tls._label);
    return made;
  }

  private mapStage({ restApi, stage, domain }: ApiPrivateDomainProps): CfnBasePathMappingV2 {
    const mapping = new CfnBasePathMappingV2(this, 'Mapping', {
      domainNameArn: this.domainNameArn, restApiId: restApi.restApiId, basePath: domain._basePath, stage: stage.stageName,
    });
    // AWS: the mapping must wait for the stage, also when it has its name as a literal.
    mapping.node.addDependency(stage);
    return mapping;
  }

  /** Each is known by the id of its endpoint and not by its place in the list: nothing about an association can be changed later. */
  private associate({ endpoints }: EndpointAccess): CfnDomainNameAccessAssociation[] {
    return endpoints.map(({ vpcEndpointId }) => new CfnDomainNameAccessAssociation(this, `Association${digestOf(this, { vpcEndpointId })}`, {
      domainNameArn: this.domainNameArn, accessAssociationSource: vpcEndpointId, accessAssociationSourceType: 'VPCE',
    }));
  }

  private shareDomain(domain: PrivateDomain): CfnResourceShare | undefined {
    const principals = [...domain._shareWith, ...domain._shareOutside];
    if (principals.length === 0) return undefined;
    const domainName = printable(domain.domainName);
    if (domain._consumerEndpoints.length === 0) warn(this, 'private-domain-shared-without-endpoints', { domainName });
    return new CfnResourceShare(this, 'Share', {
      principals,
      name: Names.uniqueResourceName(this, { maxLength: 64, separator: '-' }),
      resourceArns: [this.domainNameArn],
      permissionArns: [this.sharePermission()],
      allowExternalPrincipals: domain._shareOutside.length > 0,
    });
  }

  /** AWS: "API provider: Share your private custom domain name using AWS RAM". It lets others create associations, and nothing else. */
  private sharePermission(): string {
    const resourceName = 'APIGatewayPrivateDomainNameManagementPolicyDefaultPermission';
    return Stack.of(this).formatArn({ service: 'ram', region: '', account: 'aws', resource: 'permission', resourceName });
  }
}
