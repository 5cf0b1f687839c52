import { Lazy, Stack, Tags } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { Certificate } from 'aws-cdk-lib/aws-certificatemanager';
import { HostedZone } from 'aws-cdk-lib/aws-route53';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { Backend } from '../../lib/routes/backend';
import { EdgeProtection } from '../../lib/security/edge/edge-protection';
import { CustomDomain, CustomDomainOptions } from '../../lib/traffic/custom-domain';
import { MutualTls } from '../../lib/traffic/mutual-tls';
import { SecureWebSocketApi } from '../../lib/websocket/secure-websocket-api';
import { SecureWebSocketApiProps } from '../../lib/websocket/secure-websocket-api-props';
import { FLAGS, nagFindings, newStack } from '../helpers/apps';
import { newFunction } from '../helpers/functions';

function domainIn(stack: Stack, options: Partial<CustomDomainOptions> = {}): CustomDomain {
  const certificate = Certificate.fromCertificateArn(stack, 'Certificate', 'arn:aws:acm:eu-west-1:111122223333:certificate/abc');
  const hostedZone = HostedZone.fromHostedZoneAttributes(stack, 'Zone', { hostedZoneId: 'Z1', zoneName: 'shop.example' });
  return CustomDomain.withCertificate({ domainName: 'live.shop.example', certificate, hostedZone, ...options });
}

describe.each(FLAGS)('a SecureWebSocketApi with no props, %s,', (_name, props) => {
  let stack: Stack;
  beforeEach(() => {
    stack = newStack(props);
    new SecureWebSocketApi(stack, 'Live').addRoute('send', Backend.lambda(newFunction(stack)));
  });

  test('has no nag finding but those of the function it was given', () => {
    const findings = nagFindings(stack);
    expect(findings.filter((finding) => !finding.includes('/Handler/'))).toEqual([]);
    expect(findings.length).toBeGreaterThan(0);
  });

  test('asks whoever connects for IAM credentials', () => {
    Template.fromStack(stack).hasResourceProperties('AWS::ApiGatewayV2::Route', { RouteKey: '$connect', AuthorizationType: 'AWS_IAM' });
  });

  test('answers over IPv4 and IPv6, at its default endpoint', () => {
    Template.fromStack(stack).hasResourceProperties('AWS::ApiGatewayV2::Api', {
      ProtocolType: 'WEBSOCKET', IpAddressType: 'dualstack', RouteSelectionExpression: '$request.body.action', DisableExecuteApiEndpoint: false,
    });
  });

  test('deploys itself, throttles, measures and logs the errors of every route, payloads never', () => {
    Template.fromStack(stack).hasResourceProperties('AWS::ApiGatewayV2::Stage', {
      StageName: 'prod',
      AutoDeploy: true,
      DefaultRouteSettings: {
        DetailedMetricsEnabled: true, ThrottlingRateLimit: 1000, ThrottlingBurstLimit: 2000, LoggingLevel: 'ERROR', DataTraceEnabled: false,
      },
      RouteSettings: {},
    });
  });

  test('writes one JSON line per message into a log group that forgets, with the role of the account it needs for it', () => {
    const template = Template.fromStack(stack);
    template.hasResource('AWS::ApiGatewayV2::Stage', {
      DependsOn: Match.arrayWith([Match.stringLikeRegexp('^ApiGatewayAccountLogging')]),
      Properties: { AccessLogSettings: { Format: Match.serializedJson(Match.objectLike({ connectionId: '$context.connectionId', eventType: '$context.eventType' })) } },
    });
    template.hasResourceProperties('AWS::Logs::LogGroup', { RetentionInDays: Match.anyValue() });
  });

  test('has alarms and a dashboard', () => {
    const template = Template.fromStack(stack);
    expect(Object.keys(template.findResources('AWS::CloudWatch::Alarm')).length).toBeGreaterThan(0);
    template.resourceCountIs('AWS::CloudWatch::Dashboard', 1);
  });

  test('has no resource that only other kinds of APIs need', () => {
    const types = Object.values<{ Type: string }>(Template.fromStack(stack).toJSON().Resources).map(({ Type }) => Type);
    expect(types.filter((type) => /^AWS::(ApiGateway|WAFv2|CloudFront|SecretsManager|EC2)::/.test(type))).toEqual([]);
  });
});

test('an API nobody has added a route to yet synthesises, lets in whoever may, and answers nobody', () => {
  const stack = newStack();
  new SecureWebSocketApi(stack, 'Live');
  Template.fromStack(stack).resourceCountIs('AWS::ApiGatewayV2::Route', 1);
  expect(nagFindings(stack)).toEqual([]);
});

test('without a domain, clients connect to the stage of the default endpoint, and backends call back there', () => {
  const stack = newStack();
  const api = new SecureWebSocketApi(stack, 'Live', { stage: { name: 'beta' } });
  const host = ['://', { Ref: expect.stringMatching(/^Live/) }, '.execute-api.', { Ref: 'AWS::Region' }, '.', { Ref: 'AWS::URLSuffix' }, '/beta'];
  const joined = (scheme: string): object => ({ 'Fn::Join': ['', [scheme + host[0], ...host.slice(1)]] });
  expect(stack.resolve(api.url)).toEqual(joined('wss'));
  expect(stack.resolve(api.callbackUrl)).toEqual(joined('https'));
});

describe('with a domain', () => {
  test.each([
    [undefined, 'live.shop.example'],
    ['v1', 'live.shop.example/v1'],
  ])('and the base path %s, clients connect there and backends call back there', (basePath, address) => {
    const stack = newStack();
    const api = new SecureWebSocketApi(stack, 'Live', { domain: domainIn(stack, { basePath }) });
    expect(api.url).toBe(`wss://${address}`);
    expect(api.callbackUrl).toBe(`https://${address}`);
  });

  test('the default endpoint is closed', () => {
    const stack = newStack();
    new SecureWebSocketApi(stack, 'Live', { domain: domainIn(stack) });
    const template = Template.fromStack(stack);
    template.hasResourceProperties('AWS::ApiGatewayV2::Api', { DisableExecuteApiEndpoint: true });
    template.hasResource('AWS::ApiGatewayV2::ApiMapping', { DependsOn: Match.arrayWith([Match.stringLikeRegexp('^LiveStage')]), Properties: { Stage: 'prod' } });
    template.resourceCountIs('AWS::Route53::RecordSet', 2);
    expect(nagFindings(stack)).toEqual([]);
  });

  test('certificates of clients are refused, because WebSocket APIs do not ask for any', () => {
    const stack = newStack();
    const mutualTls = MutualTls.truststore(Bucket.fromBucketName(stack, 'Truststore', 'truststore'), 'ca.pem');
    expect(() => new SecureWebSocketApi(stack, 'Live', { domain: domainIn(stack, { mutualTls }) })).toThrow(/mtls-on-websocket-api/);
  });
});

test('every prop reaches the template', () => {
  const stack = newStack();
  new SecureWebSocketApi(stack, 'Live', {
    apiName: 'live-eu',
    description: 'what happens',
    dualStack: false,
    routeSelectionExpression: '${request.body.service}/${request.body.action}',
    stage: { name: 'beta', description: 'the one and only', variables: { host: 'live.example.com' } },
    tags: { team: 'shop' },
  });
  const template = Template.fromStack(stack);
  template.hasResourceProperties('AWS::ApiGatewayV2::Api', {
    Name: 'live-eu',
    Description: 'what happens',
    IpAddressType: 'ipv4',
    RouteSelectionExpression: '${request.body.service}/${request.body.action}',
    Tags: Match.objectLike({ team: 'shop' }),
  });
  template.hasResourceProperties('AWS::ApiGatewayV2::Stage', {
    StageName: 'beta', Description: 'the one and only', StageVariables: { host: 'live.example.com' },
  });
  template.hasResourceProperties('AWS::CloudWatch::Alarm', { AlarmDescription: Match.stringLikeRegexp('live-eu.*beta') });
});

test('tags of the app and of the door go together', () => {
  const stack = newStack();
  Tags.of(stack).add('stage', 'prod');
  new SecureWebSocketApi(stack, 'Live', { tags: { team: 'shop' } });
  Template.fromStack(stack).hasResourceProperties('AWS::ApiGatewayV2::Api', { Tags: { stage: 'prod', team: 'shop' } });
});

test('everything may go to one route by its name', () => {
  const stack = newStack();
  new SecureWebSocketApi(stack, 'Live', { routeSelectionExpression: '\\$default' });
  Template.fromStack(stack).hasResourceProperties('AWS::ApiGatewayV2::Api', { RouteSelectionExpression: '\\$default' });
});

test.each<[string, SecureWebSocketApiProps, RegExp]>([
  ['a stage with a name of two words', { stage: { name: 'my stage' } }, /^stage-name-malformed/],
  ['a stage of an HTTP API', { stage: { name: '$default' } }, /^stage-name-malformed/],
  ['a stage whose name nobody knows yet', { stage: { name: Lazy.string({ produce: () => 'prod' }) } }, /^stage-name-unresolved/],
  ['a stage variable with a hyphen', { stage: { variables: { 'back-end': 'x' } } }, /^stage-variable-name-malformed/],
  ['an empty stage variable', { stage: { variables: { host: '' } } }, /^stage-variable-malformed/],
  ['a route selection that selects nothing', { routeSelectionExpression: 'action' }, /^route-selection-expression-malformed: .*"action"/],
  ['the default route as if it were a variable', { routeSelectionExpression: '$default' }, /^route-selection-expression-malformed: .*\\\$default.*"\$default"/],
  ['CloudFront without a domain to lock', { edge: EdgeProtection.cloudFront() }, /^edge-without-domain/],
])('%s is refused before anything is made', (_name, props, code) => {
  const stack = newStack();
  expect(() => new SecureWebSocketApi(stack, 'Live', props)).toThrow(code);
  Template.fromStack(stack).resourceCountIs('AWS::ApiGatewayV2::Api', 0);
});
