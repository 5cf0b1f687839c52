import { Stack, Tags } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { Certificate } from 'aws-cdk-lib/aws-certificatemanager';
import { HostedZone } from 'aws-cdk-lib/aws-route53';
import { SecureHttpApi } from '../../lib/http/secure-http-api';
import { Backend } from '../../lib/routes/backend';
import { EdgeProtection } from '../../lib/security/edge/edge-protection';
import { Cors } from '../../lib/traffic/cors';
import { CustomDomain } from '../../lib/traffic/custom-domain';
import { FLAGS, nagFindings, newStack } from '../helpers/apps';
import { newFunction } from '../helpers/functions';

const BACKEND = Backend.http('https://orders.example.com');

function domainIn(stack: Stack): CustomDomain {
  const certificate = Certificate.fromCertificateArn(stack, 'Certificate', 'arn:aws:acm:eu-west-1:111122223333:certificate/abc');
  const hostedZone = HostedZone.fromHostedZoneAttributes(stack, 'Zone', { hostedZoneId: 'Z1', zoneName: 'shop.example' });
  return CustomDomain.withCertificate({ domainName: 'api.shop.example', certificate, hostedZone });
}

describe.each(FLAGS)('a SecureHttpApi with no props, %s,', (_name, props) => {
  let stack: Stack;
  beforeEach(() => {
    stack = newStack(props);
    new SecureHttpApi(stack, 'Orders').addRoute('GET /orders', Backend.lambda(newFunction(stack)));
  });

  test('has no nag finding but those of the function it was given', () => {
    expect(nagFindings(stack).filter((finding) => !finding.includes('/Handler/'))).toEqual([]);
  });

  test('asks every caller for IAM credentials', () => {
    Template.fromStack(stack).allResourcesProperties('AWS::ApiGatewayV2::Route', { AuthorizationType: 'AWS_IAM' });
  });

  test('answers over IPv4 and IPv6', () => {
    Template.fromStack(stack).hasResourceProperties('AWS::ApiGatewayV2::Api', { ProtocolType: 'HTTP', IpAddressType: 'dualstack' });
  });

  test('throttles and measures every route', () => {
    Template.fromStack(stack).hasResourceProperties('AWS::ApiGatewayV2::Stage', {
      StageName: '$default',
      AutoDeploy: true,
      DefaultRouteSettings: { DetailedMetricsEnabled: true, ThrottlingRateLimit: 1000, ThrottlingBurstLimit: 2000 },
    });
  });

  test('writes one JSON line per request into a log group that forgets', () => {
    const template = Template.fromStack(stack);
    template.hasResourceProperties('AWS::ApiGatewayV2::Stage', { AccessLogSettings: { Format: Match.serializedJson(Match.objectLike({ status: '$context.status' })) } });
    template.hasResourceProperties('AWS::Logs::LogGroup', { RetentionInDays: Match.anyValue() });
  });

  test('has alarms and a dashboard', () => {
    const template = Template.fromStack(stack);
    template.hasResourceProperties('AWS::CloudWatch::Alarm', { AlarmDescription: Match.stringLikeRegexp('5xx') });
    template.resourceCountIs('AWS::CloudWatch::Dashboard', 1);
  });

  test('has no resource that only a REST API needs', () => {
    const types = Object.values<{ Type: string }>(Template.fromStack(stack).toJSON().Resources).map(({ Type }) => Type);
    expect(types.filter((type) => /^AWS::(ApiGateway|WAFv2|CloudFront|SecretsManager|EC2)::/.test(type))).toEqual([]);
  });
});

test('an API nobody has added a route to yet synthesises, and answers nobody', () => {
  const stack = newStack();
  new SecureHttpApi(stack, 'Orders');
  Template.fromStack(stack).resourceCountIs('AWS::ApiGatewayV2::Route', 0);
  expect(nagFindings(stack)).toEqual([]);
});

test('the URL is that of the default endpoint', () => {
  const stack = newStack();
  const api = new SecureHttpApi(stack, 'Orders');
  expect(stack.resolve(api.url)).toEqual(stack.resolve(`${api.httpApi.apiEndpoint}/`));
});

test('with a domain the default endpoint is closed, and the URL is that of the domain', () => {
  const stack = newStack();
  const api = new SecureHttpApi(stack, 'Orders', { domain: domainIn(stack) });
  api.addRoute('GET /orders', BACKEND);
  expect(api.url).toBe('https://api.shop.example/');
  const template = Template.fromStack(stack);
  template.hasResourceProperties('AWS::ApiGatewayV2::Api', { DisableExecuteApiEndpoint: true });
  template.resourceCountIs('AWS::ApiGatewayV2::ApiMapping', 1);
  template.resourceCountIs('AWS::Route53::RecordSet', 2);
  expect(nagFindings(stack)).toEqual([]);
});

test('pages of an allowed origin are told so by the service itself', () => {
  const stack = newStack();
  new SecureHttpApi(stack, 'Orders', { cors: Cors.allow(['https://shop.example']) });
  Template.fromStack(stack).hasResourceProperties('AWS::ApiGatewayV2::Api', { CorsConfiguration: Match.objectLike({ AllowOrigins: ['https://shop.example'] }) });
});

test('every prop reaches the template', () => {
  const stack = newStack();
  new SecureHttpApi(stack, 'Orders', {
    apiName: 'orders-eu',
    description: 'what customers ordered',
    dualStack: false,
    stage: { description: 'the one and only', variables: { host: 'orders.example.com' } },
    tags: { team: 'shop' },
  });
  const template = Template.fromStack(stack);
  template.hasResourceProperties('AWS::ApiGatewayV2::Api', {
    Name: 'orders-eu', Description: 'what customers ordered', IpAddressType: 'ipv4', Tags: Match.objectLike({ team: 'shop' }),
  });
  template.hasResourceProperties('AWS::ApiGatewayV2::Stage', { Description: 'the one and only', StageVariables: { host: 'orders.example.com' } });
});

test('tags of the app and of the door go together', () => {
  const stack = newStack();
  Tags.of(stack).add('stage', 'prod');
  new SecureHttpApi(stack, 'Orders', { tags: { team: 'shop' } });
  Template.fromStack(stack).hasResourceProperties('AWS::ApiGatewayV2::Api', { Tags: { stage: 'prod', team: 'shop' } });
});

test.each([
  ['a name with a hyphen', { 'back-end': 'x' }, 'stage-variable-name-malformed'],
  ['an empty value', { host: '' }, 'stage-variable-malformed'],
])('a stage variable is refused that has %s', (_name, variables, code) => {
  expect(() => new SecureHttpApi(newStack(), 'Orders', { stage: { variables } })).toThrow(code);
});

test('CloudFront in front is refused where there is no domain to lock', () => {
  expect(() => new SecureHttpApi(newStack(), 'Orders', { edge: EdgeProtection.cloudFront() })).toThrow('edge-without-domain');
});
