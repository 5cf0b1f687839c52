import { App, CfnParameter, Stack, Token } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { DomainName, HttpApi, HttpStage, IApi, WebSocketApi, WebSocketStage } from 'aws-cdk-lib/aws-apigatewayv2';
import { Certificate, ICertificate } from 'aws-cdk-lib/aws-certificatemanager';
import { HostedZone, IHostedZone } from 'aws-cdk-lib/aws-route53';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import * as fc from 'fast-check';
import { GuardStatus } from '../../lib/core/guards';
import { TlsPolicy } from '../../lib/security/tls-policy';
import { ApiV2CustomDomain } from '../../lib/traffic/api-v2-custom-domain';
import { CustomDomain, CustomDomainOptions } from '../../lib/traffic/custom-domain';
import { MutualTls } from '../../lib/traffic/mutual-tls';
import { FLAGS, nagFindings, newStack } from '../helpers/apps';

const NAME = 'api.shop.example';
const IRELAND = 'eu-west-1';
const VIRGINIA = 'us-east-1';

describe('a domain of an HTTP API in a zone', () => {
  test('gets a certificate that the zone validates, a mapping to the stage and records for both kinds of addresses', () => {
    const stack = stackIn();
    const part = add(stack, inZone({}, stack));
    const template = Template.fromStack(stack);
    const domain = logicalId(template, 'AWS::ApiGatewayV2::DomainName');
    template.hasResourceProperties('AWS::CertificateManager::Certificate', {
      DomainName: NAME, ValidationMethod: 'DNS', DomainValidationOptions: [{ DomainName: NAME, HostedZoneId: 'Z1' }],
    });
    template.hasResourceProperties('AWS::ApiGatewayV2::DomainName', {
      DomainName: NAME,
      DomainNameConfigurations: [{
        CertificateArn: { Ref: logicalId(template, 'AWS::CertificateManager::Certificate') }, EndpointType: 'REGIONAL', IpAddressType: 'dualstack', SecurityPolicy: 'TLS_1_2',
      }],
      MutualTlsAuthentication: Match.absent(),
    });
    template.hasResource('AWS::ApiGatewayV2::ApiMapping', {
      Properties: {
        ApiId: { Ref: logicalId(template, 'AWS::ApiGatewayV2::Api') }, DomainName: { Ref: domain }, Stage: '$default', ApiMappingKey: Match.absent(),
      },
      DependsOn: [logicalId(template, 'AWS::ApiGatewayV2::Stage')],
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
    expect(stack.resolve(part.regionalDomainName)).toEqual({ 'Fn::GetAtt': [domain, 'RegionalDomainName'] });
  });

  test('leaves the records to whoever stands in front', () => {
    const stack = stackIn();
    const part = add(stack, inZone({}, stack), { records: false });
    const template = Template.fromStack(stack);
    template.resourceCountIs('AWS::Route53::RecordSet', 0);
    template.resourceCountIs('AWS::CertificateManager::Certificate', 1);
    expect(part.records).toEqual([]);
  });

  test('whose name is a token gets records of that name, not of the name inside the zone', () => {
    const stack = stackIn();
    const part = add(stack, inZone({ domainName: new CfnParameter(stack, 'Name').valueAsString }, stack));
    Template.fromStack(stack).allResourcesProperties('AWS::Route53::RecordSet', { Name: { 'Fn::Join': ['', [{ Ref: 'Name' }, '.']] } });
    expect(stack.resolve(part.url)).toEqual({ 'Fn::Join': ['', ['https://', { Ref: 'Name' }, '/']] });
  });

  test('has the logical id of a plain DomainName, and its other resources have names that no order changes', () => {
    const [plain, ours] = [stackIn(), stackIn()];
    new DomainName(plain, 'Domain', { domainName: NAME, certificate: certificate(plain) });
    add(ours, inZone({ basePath: 'shop/v1' }, ours));
    const template = Template.fromStack(ours);
    expect(logicalId(template, 'AWS::ApiGatewayV2::DomainName')).toBe(logicalId(Template.fromStack(plain), 'AWS::ApiGatewayV2::DomainName'));
    expect(logicalId(template, 'AWS::CertificateManager::Certificate')).toMatch(/^DomainCertificate[0-9A-F]{8}$/);
    expect(Object.keys(template.findResources('AWS::Route53::RecordSet')).map((id) => id.slice(0, -8)).sort())
      .toEqual(['DomainARecord', 'DomainAaaaRecord']);
  });

  test('keeps the mapping when its base path changes, as it would be refused beside the old one', () => {
    const [before, after] = [undefined, 'shop/v1'].map((basePath) => {
      const stack = stackIn();
      add(stack, inZone({ basePath }, stack));
      return logicalId(Template.fromStack(stack), 'AWS::ApiGatewayV2::ApiMapping');
    });
    expect(after).toBe(before);
    expect(after).toMatch(/^DomainApiMapping[0-9A-F]{8}$/);
  });

  test('maps base paths of any depth', () => {
    const segment = fc.stringMatching(/^[a-zA-Z0-9$_.+!*'()-]{1,8}$/);
    fc.assert(fc.property(fc.array(segment, { minLength: 1, maxLength: 4 }), (segments) => {
      const stack = stackIn();
      const part = add(stack, inZone({ basePath: segments.join('/') }, stack));
      Template.fromStack(stack).hasResourceProperties('AWS::ApiGatewayV2::ApiMapping', { ApiMappingKey: segments.join('/') });
      expect(part.url).toBe(`https://${NAME}/${segments.join('/')}/`);
    }), { numRuns: 5 });
  });

  test.each(FLAGS)('gives reviewers\' tools nothing to say, %s', (_flags, props) => {
    const stack = newStack(props);
    add(stack, inZone({}, stack));
    expect(nagFindings(stack).filter((finding) => finding.includes('/Domain'))).toEqual([]);
  });
});

describe('TLS', () => {
  test('is what such domains know when nobody says, and shown in the report', () => {
    const stack = stackIn();
    const part = add(stack, inZone({}, stack));
    const status: GuardStatus = { guard: 'tls', state: 'on', detail: 'TLS_1_2' };
    expect(part.domainName.node.metadata.map((entry) => entry.data)).toContainEqual(status);
  });

  test.each([TlsPolicy.tls12(), TlsPolicy.named('TLS_1_2')])('may be said', (tls) => {
    const stack = stackIn();
    expect(() => add(stack, inZone({ tls }, stack))).not.toThrow();
  });

  test.each([TlsPolicy.modern(), TlsPolicy.strictTls13(), TlsPolicy.legacy('card readers'), TlsPolicy.named('SecurityPolicy_TLS13_1_2_2021_06')])(
    'of another policy is refused, before anything is made', (tls) => {
      const stack = stackIn();
      expect(() => add(stack, inZone({ tls }, stack))).toThrow(/tls-policy-not-on-http-api: the domain api\.shop\.example .*(SecurityPolicy_|TLS_1_0).*TLS_1_2 only/);
      expect(stack.node.findChild('Domain').node.children).toEqual([]);
    });

  test('of a policy that is only known at deployment passes', () => {
    const stack = stackIn();
    const later = TlsPolicy.named(new CfnParameter(stack, 'Policy').valueAsString);
    expect(() => add(stack, inZone({ tls: later }, stack))).not.toThrow();
  });

  test('is refused without printing a name that is a token', () => {
    const stack = stackIn();
    const domainName = new CfnParameter(stack, 'Name').valueAsString;
    expect(() => add(stack, inZone({ domainName, tls: TlsPolicy.modern() }, stack))).toThrow(/the domain the custom domain was given/);
  });
});

describe('mutual TLS', () => {
  test('shows API Gateway the truststore and its version', () => {
    const stack = stackIn();
    add(stack, inZone({ mutualTls: truststore(stack) }, stack));
    Template.fromStack(stack).hasResourceProperties('AWS::ApiGatewayV2::DomainName', {
      MutualTlsAuthentication: { TruststoreUri: 's3://truststores/mtls/clients.pem', TruststoreVersion: 'v7' },
    });
  });

  test('with an imported certificate can prove who owns the domain', () => {
    const stack = stackIn();
    add(stack, CustomDomain.withCertificate({
      domainName: NAME, certificate: certificate(stack), ownershipCertificate: certificate(stack, IRELAND, 'Public'), mutualTls: truststore(stack),
    }));
    Template.fromStack(stack).hasResourceProperties('AWS::ApiGatewayV2::DomainName', {
      DomainNameConfigurations: [{ CertificateArn: arn(IRELAND, 'Known'), OwnershipVerificationCertificateArn: arn(IRELAND, 'Public') }],
    });
  });

  test('that is not asked for leaves a proof of ownership unused', () => {
    const stack = stackIn();
    add(stack, CustomDomain.withCertificate({ domainName: NAME, certificate: certificate(stack), ownershipCertificate: certificate(stack, IRELAND, 'Public') }));
    Template.fromStack(stack).hasResourceProperties('AWS::ApiGatewayV2::DomainName', {
      DomainNameConfigurations: [{ OwnershipVerificationCertificateArn: Match.absent() }],
    });
  });

  test.each<[string, (stack: Stack) => IApi]>([
    ['made here', (stack) => new WebSocketApi(stack, 'Chat')],
    ['imported', (stack) => WebSocketApi.fromWebSocketApiAttributes(stack, 'Chat', { webSocketId: 'abc' })],
  ])('is refused on a WebSocket API %s, before anything is made', (_what, make) => {
    const stack = stackIn();
    const api = make(stack);
    const stage = WebSocketStage.fromWebSocketStageAttributes(stack, 'Live', { stageName: 'live', api: new WebSocketApi(stack, 'Any') });
    const domain = inZone({ mutualTls: truststore(stack) }, stack);
    expect(() => new ApiV2CustomDomain(stack, 'Domain', { api, stage, domain })).toThrow(/mtls-on-websocket-api.*api\.shop\.example/);
    expect(stack.node.findChild('Domain').node.children).toEqual([]);
  });
});

describe('an existing certificate', () => {
  test('is used, and nothing is issued; without a zone there are no records', () => {
    const stack = stackIn();
    const part = add(stack, CustomDomain.withCertificate({ domainName: NAME, certificate: certificate(stack) }));
    const template = Template.fromStack(stack);
    template.hasResourceProperties('AWS::ApiGatewayV2::DomainName', { DomainNameConfigurations: [{ CertificateArn: arn(IRELAND, 'Known') }] });
    template.resourceCountIs('AWS::CertificateManager::Certificate', 0);
    expect(part.records).toEqual([]);
  });

  test('of another region is refused', () => {
    const stack = stackIn();
    const domain = CustomDomain.withCertificate({ domainName: NAME, certificate: certificate(stack, VIRGINIA) });
    expect(() => add(stack, domain)).toThrow(/domain-certificate-in-wrong-region.*us-east-1.*regional endpoint takes it from eu-west-1/);
  });

  test('passes in a stack whose region is only known at deployment', () => {
    const stack = new Stack();
    expect(Token.isUnresolved(stack.region)).toBe(true);
    expect(() => add(stack, CustomDomain.withCertificate({ domainName: NAME, certificate: certificate(stack, VIRGINIA) }))).not.toThrow();
  });
});

test('a WebSocket API can have a domain, and says so in its URL', () => {
  const stack = stackIn();
  const api = new WebSocketApi(stack, 'Chat');
  const stage = new WebSocketStage(stack, 'Live', { webSocketApi: api, stageName: 'live', autoDeploy: true });
  const part = new ApiV2CustomDomain(stack, 'Domain', { api, stage, domain: inZone({ basePath: 'v1' }, stack) });
  expect(part.url).toBe(`wss://${NAME}/v1/`);
  Template.fromStack(stack).hasResourceProperties('AWS::ApiGatewayV2::ApiMapping', { Stage: 'live', ApiMappingKey: 'v1' });
});

test('a stage of an imported HTTP API can have a domain', () => {
  const stack = stackIn();
  const api = HttpApi.fromHttpApiAttributes(stack, 'Imported', { httpApiId: 'abc' });
  const stage = HttpStage.fromHttpStageAttributes(stack, 'Live', { stageName: 'live', api });
  new ApiV2CustomDomain(stack, 'Domain', { api, stage, domain: inZone({}, stack) });
  Template.fromStack(stack).hasResourceProperties('AWS::ApiGatewayV2::ApiMapping', { ApiId: 'abc', Stage: 'live' });
});

function stackIn(region: string = IRELAND): Stack {
  return new Stack(new App(), 'Stack', { env: { region } });
}

function zone(stack: Stack): IHostedZone {
  return HostedZone.fromHostedZoneAttributes(stack, 'Zone', { hostedZoneId: 'Z1', zoneName: 'shop.example' });
}

function truststore(stack: Stack): MutualTls {
  return MutualTls.truststore(Bucket.fromBucketName(stack, 'Truststores', 'truststores'), 'mtls/clients.pem', 'v7');
}

function arn(region: string, name: string): string {
  return `arn:aws:acm:${region}:111122223333:certificate/${name}`;
}

function certificate(stack: Stack, region: string = IRELAND, name: string = 'Known'): ICertificate {
  return Certificate.fromCertificateArn(stack, name, arn(region, name));
}

function inZone(options: Partial<CustomDomainOptions>, stack: Stack): CustomDomain {
  return CustomDomain.inZone({ domainName: NAME, hostedZone: zone(stack), ...options });
}

function add(stack: Stack, domain: CustomDomain, { records }: { records?: boolean } = {}): ApiV2CustomDomain {
  const api = new HttpApi(stack, 'Api');
  return new ApiV2CustomDomain(stack, 'Domain', { api, stage: api.defaultStage!, domain, records });
}

function logicalId(template: Template, type: string): string {
  return Object.keys(template.findResources(type))[0];
}
