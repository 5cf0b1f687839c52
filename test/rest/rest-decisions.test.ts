import { Aws, Duration, Fn, Size, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { HostedZone } from 'aws-cdk-lib/aws-route53';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { RestEndpoint } from '../../lib/rest/rest-endpoint';
import { SecureRestApi } from '../../lib/rest/secure-rest-api';
import { SecureRestApiProps } from '../../lib/rest/secure-rest-api-props';
import { Backend } from '../../lib/routes/backend';
import { Authorization } from '../../lib/security/authorization';
import { ResourcePolicy } from '../../lib/security/resource-policy';
import { TlsPolicy } from '../../lib/security/tls-policy';
import { Cors } from '../../lib/traffic/cors';
import { CustomDomain } from '../../lib/traffic/custom-domain';
import { MutualTls } from '../../lib/traffic/mutual-tls';
import { newStack } from '../helpers/apps';

let stack: Stack;
beforeEach(() => { stack = newStack(); });

function withProps(props: SecureRestApiProps): SecureRestApi {
  const api = new SecureRestApi(stack, 'Orders', props);
  api.addRoute('GET /orders', Backend.mock());
  return api;
}

function hasApi(properties: object): void {
  Template.fromStack(stack).hasResourceProperties('AWS::ApiGateway::RestApi', properties);
}

function domain(mutualTls?: MutualTls, tls?: TlsPolicy): CustomDomain {
  const hostedZone = HostedZone.fromHostedZoneAttributes(stack, 'Zone', { hostedZoneId: 'Z1', zoneName: 'shop.example' });
  return CustomDomain.inZone({ domainName: 'api.shop.example', hostedZone, mutualTls, tls });
}

describe('the endpoint', () => {
  test('is regional, over IPv4 and IPv6, with modern TLS only', () => {
    withProps({});
    hasApi({
      EndpointConfiguration: { Types: ['REGIONAL'], IpAddressType: 'dualstack' },
      SecurityPolicy: 'SecurityPolicy_TLS13_1_2_PFS_PQ_2025_09',
      EndpointAccessMode: 'STRICT',
      DisableExecuteApiEndpoint: false,
    });
  });

  test('can be of IPv4 only', () => {
    withProps({ endpoint: RestEndpoint.regional({ dualStack: false }) });
    hasApi({ EndpointConfiguration: { Types: ['REGIONAL'], IpAddressType: 'ipv4' } });
  });

  test('can be edge-optimised, with the TLS policy of such endpoints', () => {
    withProps({ endpoint: RestEndpoint.edge() });
    hasApi({ EndpointConfiguration: { Types: ['EDGE'] }, SecurityPolicy: 'SecurityPolicy_TLS12_PFS_2025_EDGE', EndpointAccessMode: 'STRICT' });
  });

  test('is not asked for by its default name once there is a domain', () => {
    const api = withProps({ domain: domain() });
    hasApi({ DisableExecuteApiEndpoint: true });
    expect(api.url).toBe('https://api.shop.example/');
  });

  test('takes the plain TLS 1.2 policy with mutual TLS, which excludes the others', () => {
    withProps({ domain: domain(MutualTls.truststore(new Bucket(stack, 'Truststore'), 'clients.pem')) });
    hasApi({ SecurityPolicy: 'TLS_1_2', EndpointAccessMode: Match.absent() });
  });

  test('with mutual TLS and an enhanced policy is refused', () => {
    const mutual = domain(MutualTls.truststore(new Bucket(stack, 'Truststore'), 'clients.pem'));
    expect(() => withProps({ domain: mutual, tls: TlsPolicy.modern() })).toThrow(/mtls-with-enhanced-tls/);
  });

  test('with a TLS policy of the other kind is refused', () => {
    expect(() => withProps({ tls: TlsPolicy.named('SecurityPolicy_TLS13_2025_EDGE') })).toThrow(/tls-policy-for-other-endpoint/);
  });
});

describe('a resource policy', () => {
  test('for accounts is refused with routes that ask for no AWS identity, and with CORS', () => {
    const resourcePolicy = ResourcePolicy.rules({ allowedAccounts: ['111122223333'] });
    const api = withProps({ resourcePolicy });
    expect(() => api.addRoute('GET /public', Backend.mock(), { authorization: Authorization.none('public price list') }))
      .toThrow(/resource-policy-accounts-need-iam.*"GET \/public" has none authorization/);
    expect(() => new SecureRestApi(stack, 'Other', { resourcePolicy, cors: Cors.anyOrigin() })).toThrow(/resource-policy-accounts-with-cors/);
  });

  test('for VPC endpoints is warned about, because nobody comes through one', () => {
    const api = withProps({ resourcePolicy: ResourcePolicy.rules({ allowedVpcEndpoints: ['vpce-1'] }) });
    expect(JSON.stringify(api.restApi.node.metadata)).toContain('resource-policy-endpoints-on-public-api');
  });

  test('of the other kinds goes into the API without a remark', () => {
    const api = withProps({ resourcePolicy: ResourcePolicy.rules({ deniedIps: ['203.0.113.0/24'] }), cors: Cors.anyOrigin() });
    hasApi({ Policy: Match.objectLike({ Statement: Match.anyValue() }) });
    expect(JSON.stringify(api.restApi.node.metadata)).not.toContain('resource-policy');
  });
});

describe('the stage', () => {
  test('has the name, the description and the variables it was given', () => {
    const api = withProps({ description: 'The shop', stage: { name: 'dev', variables: { host: 'a.example', token: Fn.importValue('Host') } } });
    Template.fromStack(stack).hasResourceProperties('AWS::ApiGateway::Stage', {
      StageName: 'dev', Description: 'The shop', Variables: { host: 'a.example', token: { 'Fn::ImportValue': 'Host' } },
    });
    expect(api.metrics.requests().dimensions).toEqual({ ApiName: 'Orders', Stage: 'dev' });
  });

  test.each(['', 'über', 'a b', '$default', 'x'.repeat(129)])('called "%s" is refused', (name) => {
    expect(() => withProps({ stage: { name } })).toThrow(/stage-name-malformed/);
  });

  test('whose name is only known at deployment is refused without printing it', () => {
    expect(() => withProps({ stage: { name: Aws.STACK_NAME } })).toThrow(/^stage-name-unresolved: [^$]*$/);
  });

  test.each<[{ [name: string]: string }, RegExp]>([
    [{ 'a-b': 'c' }, /stage-variable-name-malformed.*"a-b"/],
    [{ a: 'b c' }, /stage-variable-malformed.*"a" has the value "b c"/],
    [{ a: '' }, /stage-variable-malformed/],
    [{ a: 'x'.repeat(513) }, /stage-variable-malformed/],
    [{ ['a'.repeat(65)]: 'x' }, /stage-variable-name-malformed/],
  ])('with the variables %j, which API Gateway does not take, is refused', (variables, finding) => {
    expect(() => withProps({ stage: { variables } })).toThrow(finding);
  });
});

describe('compression', () => {
  test('starts at the size it was given', () => {
    withProps({ minCompressionSize: Size.kibibytes(1) });
    hasApi({ MinimumCompressionSize: 1024 });
  });

  test('from more than 10 MB on is refused', () => {
    expect(() => withProps({ minCompressionSize: Size.mebibytes(11) })).toThrow(/compression-size-out-of-range.*10485760 bytes/);
  });
});

describe('binary media types', () => {
  function integrationOf(httpMethod: string): Record<string, unknown> {
    const [method] = Object.values(Template.fromStack(stack).findResources('AWS::ApiGateway::Method', { Properties: { HttpMethod: httpMethod } }));
    return method.Properties.Integration;
  }

  test.each(['GET', 'OPTIONS'])('leave what API Gateway answers to %s itself as text', (method) => {
    withProps({ binaryMediaTypes: ['*/*'], cors: Cors.anyOrigin() });
    const text = expect.objectContaining({ ContentHandling: 'CONVERT_TO_TEXT' });
    expect(integrationOf(method)).toEqual(text);
    expect(integrationOf(method).IntegrationResponses).toEqual([text]);
  });

  test.each(['GET', 'OPTIONS'])('are not thought of for %s where there are none', (method) => {
    withProps({ cors: Cors.anyOrigin() });
    expect(JSON.stringify(integrationOf(method))).not.toContain('ContentHandling');
  });
});

test('tags are on everything the door makes that can have them', () => {
  withProps({ tags: { team: 'shop' } });
  const tagged = { Tags: Match.arrayWith([{ Key: 'team', Value: 'shop' }]) };
  const template = Template.fromStack(stack);
  ['AWS::ApiGateway::RestApi', 'AWS::ApiGateway::Stage', 'AWS::WAFv2::WebACL', 'AWS::CloudWatch::Alarm', 'AWS::Logs::LogGroup']
    .forEach((type) => template.hasResourceProperties(type, tagged));
});

test('values that are only known at deployment are taken wherever they can stand in a template', () => {
  const token = (name: string) => Fn.importValue(name);
  const api = new SecureRestApi(stack, 'Orders', {
    restApiName: token('Name'),
    description: token('Description'),
    stage: { description: token('StageDescription'), variables: { host: token('Host') } },
    tags: { team: token('Team') },
    binaryMediaTypes: [token('Type')],
    cors: Cors.allow([token('Origin')]),
  });
  const route = api.addRoute('GET /orders/{id}', Backend.http(`https://${token('Host')}/{id}`, { headers: { 'X-From': token('From') } }), {
    operationName: token('Operation'), timeout: Duration.seconds(5),
  });
  route.addAlarms();
  api.addRoute('GET /status', Backend.mock({ body: { region: Aws.REGION }, headers: { 'X-Region': Aws.REGION } }));
  const text = JSON.stringify(Template.fromStack(stack).toJSON());
  expect(text).not.toContain('${Token[');
  ['Name', 'Description', 'StageDescription', 'Team', 'Type', 'Origin', 'Host', 'From', 'Operation']
    .forEach((name) => expect(text).toContain(`{"Fn::ImportValue":"${name}"}`));
});
