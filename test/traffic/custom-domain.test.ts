import { App, Aws, CfnParameter, Fn, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { ApiDefinition, DomainName, MockIntegration, RestApi, SpecRestApi, Stage } from 'aws-cdk-lib/aws-apigateway';
import { Certificate, ICertificate } from 'aws-cdk-lib/aws-certificatemanager';
import { HostedZone, IHostedZone } from 'aws-cdk-lib/aws-route53';
import { Bucket, IBucket } from 'aws-cdk-lib/aws-s3';
import * as fc from 'fast-check';
import { GuardStatus } from '../../lib/core/guards';
import { Waiver } from '../../lib/core/waiver';
import { TlsPolicy } from '../../lib/security/tls-policy';
import { ApiCustomDomain } from '../../lib/traffic/api-custom-domain';
import { CustomDomain, CustomDomainOptions } from '../../lib/traffic/custom-domain';
import { MutualTls } from '../../lib/traffic/mutual-tls';

const NAME = 'api.shop.example';
const IRELAND = 'eu-west-1';
const VIRGINIA = 'us-east-1';

describe('a custom domain', () => {
  test.each(['API.shop.example', 'https://api.shop.example', 'api.shop.example/v1', 'api.shop.example.', 'localhost', 'api_1.shop.example', '',
    '-api.shop.example', 'api..example', 'a.*.shop.example'])('named "%s" is refused', (domainName) => {
    expect(() => CustomDomain.withCertificate({ domainName, certificate: certificate(stackIn()) })).toThrow(/^domain-name-invalid/);
  });

  test('may be a wildcard', () => {
    expect(() => inZone({ domainName: '*.shop.example' })).not.toThrow();
  });

  test('whose name does not fit into a certificate is refused where one would be issued', () => {
    const domainName = `${'a'.repeat(53)}.shop.example`;
    expect(() => inZone({ domainName })).toThrow(/^domain-name-too-long-for-certificate.* 66 characters.*64/);
    expect(() => CustomDomain.withCertificate({ domainName, certificate: certificate(stackIn()) })).not.toThrow();
  });

  test.each(['api.shop.test', 'ashop.example', 'www.example'])('named %s is refused in the zone shop.example', (domainName) => {
    expect(() => inZone({ domainName })).toThrow(/^domain-outside-zone.*shop\.example/);
  });

  test.each([['the name of the zone', 'shop.example', 'shop.example'], ['deep inside it', 'a.b.shop.example', 'shop.example'],
    ['in a zone written with its last dot', NAME, 'shop.example.']])('may be %s', (_what, domainName, zoneName) => {
    expect(() => CustomDomain.inZone({ domainName, hostedZone: zone(stackIn(), zoneName) })).not.toThrow();
  });

  test('outside of the zone is refused with an existing certificate too', () => {
    const stack = stackIn();
    expect(() => CustomDomain.withCertificate({ domainName: 'api.shop.test', certificate: certificate(stack), hostedZone: zone(stack) }))
      .toThrow(/^domain-outside-zone/);
  });

  test.each(['', '/', '/v1', 'v1/', 'shop//v1', 'v 1', 'v1?', 'ü', '{id}', 'a'.repeat(301)])('with the base path "%s" is refused', (basePath) => {
    expect(() => inZone({ basePath })).toThrow(/^base-path-invalid/);
  });

  test('has a URL that ends in one slash, whatever the base path', () => {
    const segment = fc.stringMatching(/^[a-zA-Z0-9$_.+!*'()-]{1,8}$/);
    fc.assert(fc.property(fc.array(segment, { minLength: 1, maxLength: 4 }), (segments) => {
      expect(inZone({ basePath: segments.join('/') }).url).toBe(`https://${NAME}/${segments.join('/')}/`);
    }));
    expect(inZone({}).url).toBe(`https://${NAME}/`);
  });

  test('accepts tokens for name, base path and zone', () => {
    const stack = stackIn();
    const later = (id: string): string => new CfnParameter(stack, id).valueAsString;
    expect(() => CustomDomain.inZone({ domainName: later('Name'), basePath: later('Path'), hostedZone: zone(stack) })).not.toThrow();
    expect(() => CustomDomain.inZone({ domainName: NAME, hostedZone: zone(stack, later('Zone')) })).not.toThrow();
  });
});

describe('the TLS policy of a domain', () => {
  test.each<[string, Partial<CustomDomainOptions>, string, string]>([
    ['nothing', {}, TlsPolicy.modern()._securityPolicy, 'TLS_1_2'],
    ['mutual TLS', { mutualTls: truststore(stackIn()) }, 'TLS_1_2', 'TLS_1_2'],
    ['TLS 1.2', { tls: TlsPolicy.tls12() }, 'TLS_1_2', 'TLS_1_2'],
    ['the modern policy', { tls: TlsPolicy.modern() }, TlsPolicy.modern()._securityPolicy, TlsPolicy.modern()._securityPolicy],
  ])('that asks for %s is the strongest there is for REST APIs, and TLS 1.2 for others unless somebody insists', (_what, options, rest, v2) => {
    const domain = inZone(options);
    expect([domain._tls._securityPolicy, domain._tlsOfV2._securityPolicy]).toEqual([rest, v2]);
  });
});

describe('mutual TLS', () => {
  test.each([TlsPolicy.modern(), TlsPolicy.strictTls13(), TlsPolicy.named('SecurityPolicy_TLS13_1_2_2021_06')])(
    'is refused with an enhanced TLS policy', (tls) => {
      expect(() => inZone({ tls, mutualTls: truststore(stackIn()) })).toThrow(/^mtls-with-enhanced-tls.*SecurityPolicy_.*TlsPolicy\.tls12\(\)/);
    });

  test.each(['', ' ', '/clients.pem'])('is refused with the truststore key "%s"', (key) => {
    expect(() => MutualTls.truststore(bucket(stackIn()), key)).toThrow(/^truststore-key-invalid/);
  });

  test('is refused on an edge-optimised domain', () => {
    const stack = stackIn(VIRGINIA);
    expect(() => add(stack, inZone({ mutualTls: truststore(stack) }, stack), { edge: true })).toThrow(/mtls-on-edge-domain.*api\.shop\.example/);
  });

  test('shows API Gateway the truststore, its version and the TLS policy that allows it', () => {
    const stack = stackIn();
    add(stack, inZone({ mutualTls: MutualTls.truststore(bucket(stack), 'mtls/clients.pem', 'v7') }, stack));
    Template.fromStack(stack).hasResourceProperties('AWS::ApiGateway::DomainName', {
      MutualTlsAuthentication: { TruststoreUri: 's3://truststores/mtls/clients.pem', TruststoreVersion: 'v7' },
      SecurityPolicy: 'TLS_1_2',
      EndpointAccessMode: Match.absent(),
    });
  });

  test('with an imported certificate can prove who owns the domain', () => {
    const stack = stackIn();
    const [certificateArn, ownershipArn] = [arn(IRELAND, 'imported'), arn(IRELAND, 'public')];
    add(stack, CustomDomain.withCertificate({
      domainName: NAME,
      certificate: Certificate.fromCertificateArn(stack, 'Imported', certificateArn),
      ownershipCertificate: Certificate.fromCertificateArn(stack, 'Public', ownershipArn),
      mutualTls: truststore(stack),
    }));
    Template.fromStack(stack).hasResourceProperties('AWS::ApiGateway::DomainName', {
      RegionalCertificateArn: certificateArn, OwnershipVerificationCertificateArn: ownershipArn,
    });
  });
});

describe('a domain in a zone', () => {
  test('gets a certificate that the zone validates, a mapping to the stage and records for both kinds of addresses', () => {
    const stack = stackIn();
    const part = add(stack, inZone({}, stack));
    const template = Template.fromStack(stack);
    const domain = logicalId(template, 'AWS::ApiGateway::DomainName');
    template.hasResourceProperties('AWS::CertificateManager::Certificate', {
      DomainName: NAME, ValidationMethod: 'DNS', DomainValidationOptions: [{ DomainName: NAME, HostedZoneId: 'Z1' }],
    });
    template.hasResourceProperties('AWS::ApiGateway::DomainName', {
      DomainName: NAME,
      RegionalCertificateArn: { Ref: logicalId(template, 'AWS::CertificateManager::Certificate') },
      EndpointConfiguration: { Types: ['REGIONAL'], IpAddressType: 'dualstack' },
    });
    template.hasResourceProperties('AWS::ApiGateway::BasePathMapping', {
      DomainName: { Ref: domain },
      RestApiId: { Ref: logicalId(template, 'AWS::ApiGateway::RestApi') },
      Stage: { Ref: logicalId(template, 'AWS::ApiGateway::Stage') },
      BasePath: Match.absent(),
    });
    for (const type of ['A', 'AAAA']) {
      template.hasResourceProperties('AWS::Route53::RecordSet', {
        Type: type,
        Name: `${NAME}.`,
        HostedZoneId: 'Z1',
        AliasTarget: {
          DNSName: { 'Fn::GetAtt': [domain, 'RegionalDomainName'] }, HostedZoneId: { 'Fn::GetAtt': [domain, 'RegionalHostedZoneId'] },
        },
      });
    }
    expect(part.records).toHaveLength(2);
    expect(part.url).toBe(`https://${NAME}/`);
  });

  test('whose name is a token gets records of that name, not of the name inside the zone', () => {
    const stack = stackIn();
    add(stack, inZone({ domainName: new CfnParameter(stack, 'Name').valueAsString }, stack));
    Template.fromStack(stack).allResourcesProperties('AWS::Route53::RecordSet', { Name: { 'Fn::Join': ['', [{ Ref: 'Name' }, '.']] } });
  });

  test('asks for modern TLS', () => {
    const stack = stackIn();
    add(stack, inZone({}, stack));
    Template.fromStack(stack).hasResourceProperties('AWS::ApiGateway::DomainName', {
      SecurityPolicy: TlsPolicy.modern()._securityPolicy, EndpointAccessMode: 'STRICT', MutualTlsAuthentication: Match.absent(),
    });
  });

  test('takes the TLS policy it is given, also one the L2 has no name for', () => {
    const stack = stackIn();
    add(stack, inZone({ tls: TlsPolicy.named('SecurityPolicy_TLS13_1_2_Ext2_PQ_2025_09') }, stack));
    Template.fromStack(stack).hasResourceProperties('AWS::ApiGateway::DomainName', {
      SecurityPolicy: 'SecurityPolicy_TLS13_1_2_Ext2_PQ_2025_09', EndpointAccessMode: 'STRICT',
    });
  });

  test('with old TLS is listed as a waiver, on the domain', () => {
    const stack = stackIn();
    const part = add(stack, inZone({ tls: TlsPolicy.legacy('card readers until 2027, RISK-7') }, stack));
    expect(Waiver.within(stack)).toEqual([
      expect.objectContaining({ path: part.domainName.node.path, control: 'tls', reason: 'card readers until 2027, RISK-7' }),
    ]);
    Template.fromStack(stack).hasResourceProperties('AWS::ApiGateway::DomainName', { SecurityPolicy: 'TLS_1_0' });
  });

  test('shows its TLS policy in the report', () => {
    const stack = stackIn();
    const part = add(stack, inZone({ tls: TlsPolicy.tls12() }, stack));
    const status: GuardStatus = { guard: 'tls', state: 'on', detail: 'TLS_1_2' };
    expect(part.domainName.node.metadata.map((entry) => entry.data)).toContainEqual(status);
  });

  test('has the logical id of a plain DomainName and keeps those of its other resources', () => {
    const [plain, ours] = [stackIn(), stackIn()];
    new DomainName(plain, 'Domain', { domainName: NAME, certificate: certificate(plain) });
    add(ours, inZone({}, ours));
    const template = Template.fromStack(ours);
    expect(logicalId(template, 'AWS::ApiGateway::DomainName')).toBe(logicalId(Template.fromStack(plain), 'AWS::ApiGateway::DomainName'));
    expect(logicalId(template, 'AWS::CertificateManager::Certificate')).toMatch(/^DomainCertificate[0-9A-F]{8}$/);
    expect(logicalId(template, 'AWS::ApiGateway::BasePathMapping')).toMatch(/^DomainBasePathMapping[0-9A-F]{8}$/);
    expect(Object.keys(template.findResources('AWS::Route53::RecordSet')).map((id) => id.slice(0, -8)).sort())
      .toEqual(['DomainARecord', 'DomainAaaaRecord']);
  });
});

describe('the base path', () => {
  test('of one level is a base path mapping', () => {
    const stack = stackIn();
    add(stack, inZone({ basePath: 'v1' }, stack));
    const template = Template.fromStack(stack);
    template.hasResourceProperties('AWS::ApiGateway::BasePathMapping', { BasePath: 'v1' });
    template.resourceCountIs('AWS::ApiGatewayV2::ApiMapping', 0);
  });

  test('of several levels is an API mapping', () => {
    const stack = stackIn();
    add(stack, inZone({ basePath: 'shop/v1' }, stack));
    const template = Template.fromStack(stack);
    template.hasResourceProperties('AWS::ApiGatewayV2::ApiMapping', {
      ApiMappingKey: 'shop/v1',
      ApiId: { Ref: logicalId(template, 'AWS::ApiGateway::RestApi') },
      Stage: { Ref: logicalId(template, 'AWS::ApiGateway::Stage') },
    });
    template.resourceCountIs('AWS::ApiGateway::BasePathMapping', 0);
  });

  test('of several levels is refused on an edge-optimised domain, before anything is made', () => {
    const stack = stackIn(VIRGINIA);
    const domain = inZone({ basePath: 'shop/v1' }, stack);
    expect(() => add(stack, domain, { edge: true })).toThrow(/base-path-too-deep-for-edge.*"shop\/v1"/);
    expect(stack.node.findChild('Domain').node.children).toEqual([]);
  });
});

describe('an edge-optimised domain', () => {
  test('has an edge endpoint, an edge policy and the alias of its distribution', () => {
    const stack = stackIn(VIRGINIA);
    add(stack, inZone({}, stack), { edge: true });
    const template = Template.fromStack(stack);
    const domain = logicalId(template, 'AWS::ApiGateway::DomainName');
    template.hasResourceProperties('AWS::ApiGateway::DomainName', {
      CertificateArn: Match.anyValue(),
      RegionalCertificateArn: Match.absent(),
      EndpointConfiguration: { Types: ['EDGE'], IpAddressType: 'dualstack' },
      SecurityPolicy: TlsPolicy.modern()._forEdge()._securityPolicy,
    });
    template.allResourcesProperties('AWS::Route53::RecordSet', { AliasTarget: { DNSName: { 'Fn::GetAtt': [domain, 'DistributionDomainName'] } } });
  });

  test('cannot have a certificate issued outside of us-east-1', () => {
    const stack = stackIn(IRELAND);
    expect(() => add(stack, inZone({}, stack), { edge: true })).toThrow(/domain-certificate-in-wrong-region.*is in eu-west-1.*us-east-1/);
  });

  test('takes a certificate from us-east-1, also of another stack', () => {
    const app = new App();
    const [virginia, ireland] = [VIRGINIA, IRELAND].map((region) =>
      new Stack(app, region, { env: { region, account: '111122223333' }, crossRegionReferences: true }));
    const domain = CustomDomain.withCertificate({ domainName: NAME, certificate: new Certificate(virginia, 'Certificate', { domainName: NAME }) });
    expect(() => add(ireland, domain, { edge: true })).not.toThrow();
  });
});

describe('an existing certificate', () => {
  test('is used, and nothing is issued; without a zone there are no records', () => {
    const stack = stackIn();
    const part = add(stack, CustomDomain.withCertificate({ domainName: NAME, certificate: certificate(stack) }));
    const template = Template.fromStack(stack);
    template.hasResourceProperties('AWS::ApiGateway::DomainName', { RegionalCertificateArn: arn(IRELAND) });
    template.resourceCountIs('AWS::CertificateManager::Certificate', 0);
    template.resourceCountIs('AWS::Route53::RecordSet', 0);
    expect(part.records).toEqual([]);
  });

  test('gets its records in a zone', () => {
    const stack = stackIn();
    add(stack, CustomDomain.withCertificate({ domainName: NAME, certificate: certificate(stack), hostedZone: zone(stack) }));
    Template.fromStack(stack).resourceCountIs('AWS::Route53::RecordSet', 2);
  });

  test('of another region is refused for a regional domain', () => {
    const stack = stackIn(IRELAND);
    const domain = CustomDomain.withCertificate({ domainName: NAME, certificate: certificate(stack, VIRGINIA) });
    expect(() => add(stack, domain)).toThrow(/domain-certificate-in-wrong-region.*us-east-1.*regional endpoint takes it from eu-west-1/);
  });

  test.each<[string, (stack: Stack) => ICertificate]>([
    ['an ARN that is a token', (stack) => Certificate.fromCertificateArn(stack, 'Known', Fn.importValue('CertificateArn'))],
    ['a region that is a token', (stack) => certificate(stack, Aws.REGION)],
  ])('with %s passes', (_what, make) => {
    const stack = stackIn(IRELAND);
    expect(() => add(stack, CustomDomain.withCertificate({ domainName: NAME, certificate: make(stack) }))).not.toThrow();
  });

  test('passes in a stack whose region is only known at deployment', () => {
    const [first, second] = [new Stack(), new Stack()];
    expect(() => add(first, CustomDomain.withCertificate({ domainName: NAME, certificate: certificate(first) }))).not.toThrow();
    expect(() => add(second, inZone({}, second), { edge: true })).not.toThrow();
  });
});

test('a SpecRestApi, or a stage of an imported API, can have a domain', () => {
  const stack = stackIn();
  const spec = new SpecRestApi(stack, 'Spec', { apiDefinition: ApiDefinition.fromInline({ openapi: '3.0.1', info: {}, paths: {} }) });
  const restApi = RestApi.fromRestApiAttributes(stack, 'Imported', { restApiId: 'abc', rootResourceId: 'root' });
  const stage = Stage.fromStageAttributes(stack, 'ImportedStage', { stageName: 'live', restApi });
  new ApiCustomDomain(stack, 'SpecDomain', { restApi: spec, stage: spec.deploymentStage, domain: inZone({ domainName: 'a.shop.example' }, stack) });
  new ApiCustomDomain(stack, 'ImportedDomain', { restApi, stage, domain: inZone({ domainName: 'b.shop.example' }, stack) });
  Template.fromStack(stack).hasResourceProperties('AWS::ApiGateway::BasePathMapping', { RestApiId: 'abc', Stage: 'live' });
});

function stackIn(region: string = IRELAND): Stack {
  return new Stack(new App(), 'Stack', { env: { region } });
}

function zone(stack: Stack, zoneName: string = 'shop.example'): IHostedZone {
  return HostedZone.fromHostedZoneAttributes(stack, `Zone${stack.node.children.length}`, { hostedZoneId: 'Z1', zoneName });
}

function bucket(stack: Stack): IBucket {
  return Bucket.fromBucketName(stack, 'Truststores', 'truststores');
}

function truststore(stack: Stack): MutualTls {
  return MutualTls.truststore(bucket(stack), 'clients.pem');
}

function arn(region: string, name: string = 'known'): string {
  return `arn:aws:acm:${region}:111122223333:certificate/${name}`;
}

function certificate(stack: Stack, region: string = IRELAND): ICertificate {
  return Certificate.fromCertificateArn(stack, 'Known', arn(region));
}

function inZone(options: Partial<CustomDomainOptions>, stack: Stack = stackIn()): CustomDomain {
  return CustomDomain.inZone({ domainName: NAME, hostedZone: zone(stack), ...options });
}

function add(stack: Stack, domain: CustomDomain, { edge }: { edge?: boolean } = {}): ApiCustomDomain {
  const restApi = new RestApi(stack, 'Api');
  restApi.root.addMethod('GET', new MockIntegration());
  return new ApiCustomDomain(stack, 'Domain', { restApi, stage: restApi.deploymentStage, domain, edge });
}

function logicalId(template: Template, type: string): string {
  return Object.keys(template.findResources(type))[0];
}
