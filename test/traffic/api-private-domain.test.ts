import { App, AppProps, CfnParameter, Fn, Stack, Stage as DeploymentStage } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import { AuthorizationType, CfnDomainNameV2, EndpointType, IRestApi, MockIntegration, RestApi, Stage } from 'aws-cdk-lib/aws-apigateway';
import { Certificate, ICertificate } from 'aws-cdk-lib/aws-certificatemanager';
import { IInterfaceVpcEndpoint, InterfaceVpcEndpoint, IpAddresses, SubnetType, Vpc, VpcProps } from 'aws-cdk-lib/aws-ec2';
import { HostedZone, IHostedZone, PrivateHostedZone } from 'aws-cdk-lib/aws-route53';
import { Waiver } from '../../lib/core/waiver';
import { TlsPolicy } from '../../lib/security/tls-policy';
import { ApiPrivateDomain } from '../../lib/traffic/api-private-domain';
import { PrivateDomain, PrivateDomainOptions } from '../../lib/traffic/private-domain';
import { ApiVpcEndpoint, ApiVpcEndpointProps } from '../../lib/vpc/api-vpc-endpoint';
import { EndpointAccess } from '../../lib/vpc/vpc-access';
import { FLAGS, nagFindings } from '../helpers/apps';

const NAME = 'ledger.shop.example';
const IRELAND = 'eu-west-1';
const DOMAIN = 'AWS::ApiGateway::DomainNameV2';
const ASSOCIATION = 'AWS::ApiGateway::DomainNameAccessAssociation';
const RECORD = 'AWS::Route53::RecordSet';

describe('a private domain for an API', () => {
  test('is private, dual-stack, and asks for modern TLS', () => {
    const stack = stackIn();
    add(stack);
    Template.fromStack(stack).hasResourceProperties(DOMAIN, {
      DomainName: NAME,
      CertificateArn: arn(IRELAND),
      EndpointConfiguration: { Types: ['PRIVATE'], IpAddressType: 'dualstack' },
      SecurityPolicy: TlsPolicy.modern()._securityPolicy,
      EndpointAccessMode: 'STRICT',
    });
  });

  test('has the plain TLS policy without an endpoint access mode', () => {
    const stack = stackIn();
    const part = add(stack, { tls: TlsPolicy.tls12() });
    Template.fromStack(stack).hasResourceProperties(DOMAIN, { SecurityPolicy: 'TLS_1_2', EndpointAccessMode: Match.absent() });
    expect(part.domainName.node.metadata.map(({ data }) => data)).toContainEqual({ guard: 'tls', state: 'on', detail: 'TLS_1_2' });
  });

  test('can be called through its endpoints and those of consumers, and through no other', () => {
    const stack = stackIn();
    add(stack, { consumerEndpoints: ['vpce-0c'] });
    const endpoint = idOf(stack, 'AWS::EC2::VPCEndpoint');
    const invoke = { Principal: { AWS: '*' }, Action: 'execute-api:Invoke', Resource: 'execute-api:/*' };
    const keys = { 'aws:SourceVpce': [{ Ref: endpoint }, 'vpce-0c'] };
    Template.fromStack(stack).hasResourceProperties(DOMAIN, {
      Policy: {
        Statement: [
          { ...invoke, Effect: 'Allow', Condition: { StringEquals: keys } },
          { ...invoke, Effect: 'Deny', Condition: { StringNotEquals: keys } },
        ],
      },
    });
  });

  test('leads to the stage', () => {
    const stack = stackIn();
    const part = add(stack, { basePath: 'v1' });
    Template.fromStack(stack).hasResourceProperties('AWS::ApiGateway::BasePathMappingV2', {
      DomainNameArn: domainArn(stack),
      RestApiId: { Ref: idOf(stack, 'AWS::ApiGateway::RestApi') },
      Stage: { Ref: idOf(stack, 'AWS::ApiGateway::Stage') },
      BasePath: 'v1',
    });
    expect(part.url).toBe(`https://${NAME}/v1/`);
  });

  test('waits for the stage, also when it is mapped by its name', () => {
    const stack = stackIn();
    const { mapping } = add(stack);
    mapping.stage = 'prod';
    Template.fromStack(stack).hasResource('AWS::ApiGateway::BasePathMappingV2', {
      Properties: Match.objectLike({ Stage: 'prod' }), DependsOn: [idOf(stack, 'AWS::ApiGateway::Stage')],
    });
  });

  test('leads to a stage of which only the name is known', () => {
    const stack = stackIn();
    const { restApi } = privateApi(stack);
    const stage = Stage.fromStageAttributes(stack, 'Live', { stageName: 'live', restApi });
    new ApiPrivateDomain(stack, 'Domain', { restApi, stage, domain: domain(stack), access: accessIn(stack) });
    Template.fromStack(stack).hasResourceProperties('AWS::ApiGateway::BasePathMappingV2', { Stage: 'live', BasePath: Match.absent() });
  });

  test('is associated with each endpoint', () => {
    const stack = stackIn();
    const part = add(stack, { access: { endpoints: [imported(stack, 'vpce-1'), imported(stack, 'vpce-2')] }, records: false });
    expect(part.associations).toHaveLength(2);
    for (const id of ['vpce-1', 'vpce-2']) {
      Template.fromStack(stack).hasResourceProperties('AWS::ApiGateway::DomainNameAccessAssociation', {
        AccessAssociationSource: id, AccessAssociationSourceType: 'VPCE', DomainNameArn: domainArn(stack),
      });
    }
  });

  test('keeps its associations whatever the order of the endpoints', () => {
    const [one, other] = [['vpce-1', 'vpce-2'], ['vpce-2', 'vpce-1']].map((ids) => {
      const stack = stackIn();
      add(stack, { access: { endpoints: ids.map((id) => imported(stack, id)) }, records: false });
      return Object.entries(Template.fromStack(stack).findResources('AWS::ApiGateway::DomainNameAccessAssociation'))
        .map(([logicalId, { Properties }]) => `${logicalId} ${Properties.AccessAssociationSource}`).sort();
    });
    expect(one).toEqual(other);
  });

  test('keeps them when the construct of an endpoint, its stack or the stage around it is called otherwise', () => {
    const ids = [['Shop', 'Found'], ['Store', 'Renamed']].flatMap(([name, id]) => [new App(), new DeploymentStage(new App(), 'Prod')].map((scope) => {
      const stack = new Stack(scope, name, { env: { region: IRELAND } });
      const given = InterfaceVpcEndpoint.fromInterfaceVpcEndpointAttributes(stack, id, { vpcEndpointId: 'vpce-1', port: 443 });
      add(stack, { access: { endpoints: [given, ...accessIn(stack).endpoints] }, records: false });
      return Object.keys(Template.fromStack(stack).findResources(ASSOCIATION));
    }));
    expect(ids[0]).toHaveLength(2);
    expect(ids).toEqual(ids.map(() => ids[0]));
  });

  test('is associated once with an endpoint that is named twice', () => {
    const stack = stackIn();
    const again = InterfaceVpcEndpoint.fromInterfaceVpcEndpointAttributes(stack, 'Again', { vpcEndpointId: 'vpce-1', port: 443 });
    const given = imported(stack, 'vpce-1');
    expect(add(stack, { access: { endpoints: [given, given, again] }, records: false }).associations).toHaveLength(1);
  });

  test('without an endpoint is refused', () => {
    expect(() => add(stackIn(), { access: { endpoints: [] } })).toThrow(/private-api-without-way-in/);
  });

  test('has the logical id of a plain DomainNameV2 and keeps those of its other resources', () => {
    const [plain, ours] = [stackIn(), stackIn()];
    new CfnDomainNameV2(plain, 'Domain', {});
    add(ours, { shareWith: ['444455556666'], consumerEndpoints: ['vpce-0c'] });
    expect(idOf(ours, DOMAIN)).toBe(idOf(plain, DOMAIN));
    expect(idOf(ours, 'AWS::ApiGateway::BasePathMappingV2')).toMatch(/^DomainMapping[0-9A-F]{8}$/);
    expect(idOf(ours, 'AWS::Route53::HostedZone')).toMatch(/^DomainHostedZone[0-9A-F]{8}$/);
    expect(idOf(ours, RECORD)).toMatch(/^DomainARecord[0-9A-F]{8}$/);
    expect(idOf(ours, 'AWS::RAM::ResourceShare')).toMatch(/^DomainShare[0-9A-F]{8}$/);
  });

  test.each(FLAGS)('is clean under cdk-nag %s', (_what, props) => {
    const [alone, ours] = [stackIn(IRELAND, props), stackIn(IRELAND, props)];
    [alone, ours].forEach((stack) => [privateApi(stack), accessIn(stack)]);
    const { restApi, stage } = { restApi: found(ours), stage: found(ours).deploymentStage };
    const access = { endpoints: [imported(ours)], vpc: ours.node.findChild('Vpc') as Vpc, dnsEntry: 'Z1:vpce-1.example' };
    const shared = domain(ours, { shareWith: ['444455556666'], consumerEndpoints: ['vpce-0c'] });
    new ApiPrivateDomain(ours, 'Domain', { restApi, stage, access, domain: shared });
    expect(nagFindings(ours)).toEqual(nagFindings(alone));
    expect(Waiver.within(ours.node.findChild('Domain'))).toEqual([]);
  });
});

describe('the certificate', () => {
  test('is issued through the public zone, in which nothing else is written', () => {
    const stack = stackIn();
    const part = add(stack, { domain: PrivateDomain.inZone({ domainName: NAME, publicZone: zone(stack, 'ZPUBLIC') }) });
    const template = Template.fromStack(stack);
    template.hasResourceProperties('AWS::CertificateManager::Certificate', {
      DomainValidationOptions: [{ DomainName: NAME, HostedZoneId: 'ZPUBLIC' }],
    });
    template.hasResourceProperties(DOMAIN, { CertificateArn: { Ref: idOf(stack, 'AWS::CertificateManager::Certificate') } });
    template.allResourcesProperties(RECORD, { HostedZoneId: { Ref: idOf(stack, 'AWS::Route53::HostedZone') } });
    expect(part.certificate.certificateArn).toBeDefined();
  });

  test('cannot be validated through a private zone', () => {
    const stack = stackIn();
    const publicZone = new PrivateHostedZone(stack, 'Inside', { zoneName: 'shop.example', vpc: network(stack, 'Other') });
    expect(() => add(stack, { domain: PrivateDomain.inZone({ domainName: NAME, publicZone }) })).toThrow(/private-domain-validated-in-private-zone/);
  });

  test('of another Region is refused, and one whose Region is not known passes', () => {
    const stack = stackIn();
    const withArn = (made: Stack, given: string): PrivateDomain =>
      PrivateDomain.withCertificate({ domainName: NAME, certificate: certificate(made, given) });
    expect(() => add(stack, { domain: withArn(stack, arn('us-east-1')) })).toThrow(/private-domain-certificate-in-wrong-region.*us-east-1.*eu-west-1/);
    const other = stackIn();
    expect(() => add(other, { domain: withArn(other, Fn.importValue('Arn')) })).not.toThrow();
    expect(() => add(new Stack(new App(), 'Anywhere'), {})).not.toThrow();
  });
});

describe('the name', () => {
  test('is found in a zone of the VPC that leads to the endpoint over IPv4', () => {
    const stack = stackIn();
    const part = add(stack);
    const template = Template.fromStack(stack);
    template.hasResourceProperties('AWS::Route53::HostedZone', {
      Name: `${NAME}.`, VPCs: [{ VPCId: { Ref: idOf(stack, 'AWS::EC2::VPC') }, VPCRegion: IRELAND }],
    });
    const entry = { 'Fn::Split': [':', { 'Fn::Select': [0, { 'Fn::GetAtt': [idOf(stack, 'AWS::EC2::VPCEndpoint'), 'DnsEntries'] }] }] };
    template.resourceCountIs(RECORD, 1);
    template.hasResourceProperties(RECORD, {
      Type: 'A',
      Name: `${NAME}.`,
      HostedZoneId: { Ref: idOf(stack, 'AWS::Route53::HostedZone') },
      AliasTarget: { HostedZoneId: { 'Fn::Select': [0, entry] }, DNSName: { 'Fn::Select': [1, entry] } },
    });
    expect(part.hostedZone?.zoneName).toBe(NAME);
    expect(warningsOf(stack)).toEqual([]);
  });

  test('is found over IPv6 too when the endpoint is dual-stack', () => {
    const stack = stackIn();
    const part = add(stack, { access: { ...accessIn(stack), dualStack: true } });
    expect(part.records).toHaveLength(2);
    Template.fromStack(stack).hasResourceProperties(RECORD, { Type: 'AAAA' });
  });

  test('is written into the given zone', () => {
    const stack = stackIn();
    add(stack, { hostedZone: zone(stack, 'ZPRIVATE') });
    const template = Template.fromStack(stack);
    template.resourceCountIs('AWS::Route53::HostedZone', 0);
    template.hasResourceProperties(RECORD, { HostedZoneId: 'ZPRIVATE', Name: `${NAME}.` });
  });

  test('that is a token is written whole', () => {
    const stack = stackIn();
    const domainName = new CfnParameter(stack, 'Name').valueAsString;
    add(stack, { domainName, hostedZone: zone(stack) });
    Template.fromStack(stack).hasResourceProperties(RECORD, { Name: { 'Fn::Join': ['', [{ Ref: 'Name' }, '.']] } });
  });

  test('leads to an imported endpoint by the DNS entry it is given', () => {
    const stack = stackIn();
    const access = { endpoints: [imported(stack)], vpc: network(stack), dnsEntry: 'Z1:vpce-1.execute-api.eu-west-1.vpce.amazonaws.com' };
    add(stack, { access });
    Template.fromStack(stack).hasResourceProperties(RECORD, {
      AliasTarget: { HostedZoneId: 'Z1', DNSName: 'vpce-1.execute-api.eu-west-1.vpce.amazonaws.com' },
    });
  });

  test('leads to an endpoint of another stack', () => {
    const app = new App();
    const [net, api] = ['Network', 'Api'].map((id) => new Stack(app, id, { env: { region: IRELAND, account: '111122223333' } }));
    add(api, { access: accessIn(net) });
    Template.fromStack(api).hasResourceProperties(RECORD, { AliasTarget: { DNSName: { 'Fn::Select': [1, Match.anyValue()] } } });
  });

  test.each<[string, RegExp, (stack: Stack) => EndpointAccess]>([
    ['nothing is known of the VPC', /^private-domain-without-zone/, (stack) => ({ endpoints: accessIn(stack).endpoints })],
    ['the endpoints are imported', /^private-domain-endpoint-without-dns/, (stack) => ({ endpoints: [imported(stack)], vpc: network(stack) })],
  ])('is not found where %s, which is said', (_what, warning, access) => {
    const stack = stackIn();
    const part = add(stack, { access: access(stack) });
    expect(part.records).toEqual([]);
    Template.fromStack(stack).resourceCountIs('AWS::Route53::HostedZone', 0);
    expect(warningsOf(stack)).toEqual([expect.stringMatching(warning)]);
  });

  test('is left alone when somebody else resolves it', () => {
    const stack = stackIn();
    const part = add(stack, { records: false, access: { endpoints: [imported(stack)] } });
    expect(part.records).toEqual([]);
    expect(warningsOf(stack)).toEqual([]);
  });

  test('leads to the first of several endpoints, which is said', () => {
    const stack = stackIn();
    const { endpoints, vpc } = accessIn(stack);
    add(stack, { access: { endpoints: [...endpoints, imported(stack)], vpc } });
    Template.fromStack(stack).resourceCountIs(RECORD, 1);
    expect(warningsOf(stack)).toEqual([expect.stringMatching(/^private-domain-one-endpoint-in-dns.*its 2 endpoints/)]);
  });

  test('cannot be found in a VPC that resolves no names, and then nothing is made', () => {
    const stack = stackIn();
    const access = accessIn(stack, {}, { enableDnsHostnames: false });
    expect(() => add(stack, { access })).toThrow(/vpc-dns-off: a private hosted zone needs/);
    expect(stack.node.findChild('Domain').node.children).toEqual([]);
  });
});

describe('a shared private domain', () => {
  test('is shared with accounts of the organization, which may associate their endpoints and no more', () => {
    const stack = stackIn();
    add(stack, { shareWith: ['444455556666'], consumerEndpoints: ['vpce-0c'] });
    Template.fromStack(stack).hasResourceProperties('AWS::RAM::ResourceShare', {
      Principals: ['444455556666'],
      ResourceArns: [domainArn(stack)],
      PermissionArns: [{
        'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':ram::aws:permission/APIGatewayPrivateDomainNameManagementPolicyDefaultPermission']],
      }],
      AllowExternalPrincipals: false,
      Name: Match.stringLikeRegexp('^[A-Za-z0-9-]{1,64}$'),
    });
    expect(warningsOf(stack)).toEqual([]);
  });

  test('is shared with others only when they are named', () => {
    const stack = stackIn();
    add(stack, { shareWith: ['444455556666'], shareOutsideOrganization: ['777788889999'], consumerEndpoints: ['vpce-0c'] });
    Template.fromStack(stack).hasResourceProperties('AWS::RAM::ResourceShare', {
      Principals: ['444455556666', '777788889999'], AllowExternalPrincipals: true,
    });
  });

  test('that nobody may call is warned of', () => {
    const stack = stackIn();
    add(stack, { shareWith: ['444455556666'] });
    expect(warningsOf(stack)).toEqual([expect.stringMatching(/^private-domain-shared-without-endpoints.*ledger\.shop\.example/)]);
  });

  test('with a name that is a token is warned of without it', () => {
    const stack = stackIn();
    add(stack, { domainName: new CfnParameter(stack, 'Name').valueAsString, shareWith: ['444455556666'], hostedZone: zone(stack) });
    expect(warningsOf(stack)).toEqual([expect.stringContaining('the private domain (named at deployment) is shared')]);
  });

  test('is not shared unless somebody says so', () => {
    const stack = stackIn();
    expect(add(stack).share).toBeUndefined();
    Template.fromStack(stack).resourceCountIs('AWS::RAM::ResourceShare', 0);
  });
});

function stackIn(region: string = IRELAND, props?: AppProps): Stack {
  return new Stack(new App(props), 'Shop', { env: { region } });
}

interface Given extends Partial<PrivateDomainOptions> {
  readonly access?: EndpointAccess;
  readonly domain?: PrivateDomain;
}

function add(stack: Stack, { access, domain: given, ...options }: Given = {}): ApiPrivateDomain {
  return new ApiPrivateDomain(stack, 'Domain', { ...privateApi(stack), access: access ?? accessIn(stack), domain: given ?? domain(stack, options) });
}

function privateApi(stack: Stack): { restApi: IRestApi; stage: Stage } {
  const restApi = new RestApi(stack, 'Api', { endpointTypes: [EndpointType.PRIVATE], cloudWatchRole: false });
  restApi.root.addMethod('GET', new MockIntegration(), { authorizationType: AuthorizationType.IAM });
  return { restApi, stage: restApi.deploymentStage };
}

function found(stack: Stack): RestApi {
  return stack.node.findChild('Api') as RestApi;
}

function domain(stack: Stack, options: Partial<PrivateDomainOptions> = {}): PrivateDomain {
  return PrivateDomain.withCertificate({ domainName: NAME, certificate: certificate(stack), ...options });
}

function accessIn(stack: Stack, props: Partial<ApiVpcEndpointProps> = {}, vpcProps: VpcProps = {}): EndpointAccess {
  const vpc = network(stack, 'Vpc', vpcProps);
  return { endpoints: [new ApiVpcEndpoint(stack, 'Endpoint', { vpc, ...props }).endpoint], vpc };
}

function network(stack: Stack, id: string = 'Vpc', props: VpcProps = {}): Vpc {
  return new Vpc(stack, id, {
    maxAzs: 2,
    ipAddresses: IpAddresses.cidr('10.0.0.0/16'),
    subnetConfiguration: [{ name: 'isolated', subnetType: SubnetType.PRIVATE_ISOLATED }],
    ...props,
  });
}

function imported(stack: Stack, vpcEndpointId: string = 'vpce-1'): IInterfaceVpcEndpoint {
  return InterfaceVpcEndpoint.fromInterfaceVpcEndpointAttributes(stack, `Imported-${vpcEndpointId}`, { vpcEndpointId, port: 443 });
}

function zone(stack: Stack, hostedZoneId: string = 'Z1'): IHostedZone {
  return HostedZone.fromHostedZoneAttributes(stack, `Zone-${hostedZoneId}`, { hostedZoneId, zoneName: 'shop.example' });
}

function certificate(stack: Stack, certificateArn: string = arn(IRELAND)): ICertificate {
  return Certificate.fromCertificateArn(stack, 'Known', certificateArn);
}

function arn(region: string): string {
  return `arn:aws:acm:${region}:111122223333:certificate/known`;
}

function idOf(stack: Stack, type: string): string {
  return Object.keys(Template.fromStack(stack).findResources(type))[0];
}

function domainArn(stack: Stack): object {
  return { 'Fn::GetAtt': [idOf(stack, DOMAIN), 'DomainNameArn'] };
}

function warningsOf(stack: Stack): string[] {
  return Annotations.fromStack(stack).findWarning('/Shop/Domain', Match.anyValue()).map(({ entry }) => String(entry.data));
}
