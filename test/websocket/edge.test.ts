import { App, AppProps, CfnElement, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { WebSocketLambdaAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
import { Certificate } from 'aws-cdk-lib/aws-certificatemanager';
import { HostedZone } from 'aws-cdk-lib/aws-route53';
import { Backend } from '../../lib/routes/backend';
import { Authorization } from '../../lib/security/authorization';
import { EdgeProtection } from '../../lib/security/edge/edge-protection';
import { CustomDomain } from '../../lib/traffic/custom-domain';
import { SecureWebSocketApi } from '../../lib/websocket/secure-websocket-api';
import { FLAGS, nagFindings } from '../helpers/apps';
import { newFunction } from '../helpers/functions';

const TOKENS = Authorization.jwt({ issuer: 'https://login.example.com', audiences: ['orders'] });

function newStack(props: AppProps = FLAGS[0][1]): Stack {
  return new Stack(new App(props), 'Shop', { env: { account: '111122223333', region: 'us-east-1' } });
}

function domainIn(stack: Stack): CustomDomain {
  const hostedZone = HostedZone.fromHostedZoneAttributes(stack, 'Zone', { hostedZoneId: 'Z1', zoneName: 'shop.example' });
  return CustomDomain.inZone({ domainName: 'live.shop.example', hostedZone });
}

function fronted(stack: Stack, authorization?: Authorization, edge = EdgeProtection.cloudFront()): SecureWebSocketApi {
  return new SecureWebSocketApi(stack, 'Live', { domain: domainIn(stack), edge, authorization });
}

test('clients of the domain meet CloudFront and its web ACL first', () => {
  const stack = newStack();
  const api = fronted(stack, TOKENS);
  const template = Template.fromStack(stack);
  template.hasResourceProperties('AWS::WAFv2::WebACL', { Scope: 'CLOUDFRONT' });
  template.hasResourceProperties('AWS::CloudFront::Distribution', {
    DistributionConfig: Match.objectLike({ Aliases: ['live.shop.example'], WebACLId: Match.anyValue() }),
  });
  template.resourceCountIs('AWS::Route53::RecordSet', 2);
  template.allResourcesProperties('AWS::Route53::RecordSet', { AliasTarget: { DNSName: { 'Fn::GetAtt': [Match.stringLikeRegexp('Distribution'), 'DomainName'] } } });
  expect(api.url).toBe('wss://live.shop.example');
});

test('callbacks go to the default endpoint, which stays open for them', () => {
  const stack = newStack();
  const api = fronted(stack, TOKENS);
  expect(api.callbackUrl).toBe(api.stage.callbackUrl);
  Template.fromStack(stack).hasResourceProperties('AWS::ApiGatewayV2::Api', { DisableExecuteApiEndpoint: false });
});

test('nobody connects around it: the authorizer asks for the secret, wherever a connection comes from', () => {
  const stack = newStack();
  fronted(stack, TOKENS);
  const template = Template.fromStack(stack);
  template.hasResourceProperties('AWS::ApiGatewayV2::Route', { RouteKey: '$connect', AuthorizationType: 'CUSTOM', AuthorizerId: Match.anyValue() });
  template.hasResourceProperties('AWS::Lambda::Function', { Environment: { Variables: Match.objectLike({ ORIGIN_SECRET_ARN: Match.anyValue() }) } });
});

test('not even where anybody may connect', () => {
  const stack = newStack();
  const api = fronted(stack, Authorization.none('a public scoreboard'));
  Template.fromStack(stack).hasResourceProperties('AWS::ApiGatewayV2::Route', { RouteKey: '$connect', AuthorizationType: 'CUSTOM' });
  expect(api.waivers).toContainEqual(expect.objectContaining({ control: 'authorization', reason: 'a public scoreboard' }));
});

test('the authorizer closes when clients already come through CloudFront, so that an API in production stays up', () => {
  const stack = newStack();
  const api = fronted(stack, TOKENS);
  const before = [api.edge!.distribution, ...api.edge!.records].map(({ node }) => stack.getLogicalId(node.defaultChild as CfnElement));
  expect(before).toHaveLength(3);
  const template = Template.fromStack(stack);
  const Properties = { Environment: { Variables: Match.objectLike({ ORIGIN_SECRET_ARN: Match.anyValue() }) } };
  before.forEach((id) => template.hasResource('AWS::Lambda::Function', { DependsOn: Match.arrayWith([id]), Properties }));
});

test('what the web ACL blocks has an alarm and is on the dashboard, as on the other doors', () => {
  const stack = newStack();
  const api = fronted(stack, TOKENS);
  expect(api.alarms.wafBlockedShare).toBeDefined();
  Template.fromStack(stack).hasResourceProperties('AWS::CloudWatch::Dashboard', { DashboardBody: { 'Fn::Join': ['', Match.arrayWith([Match.stringLikeRegexp('Blocked by the web ACL')])] } });
});

test('an API in production can get CloudFront: its records are changed where they are, because Route 53 takes no second one of a name', () => {
  const records = (edge?: EdgeProtection) => {
    const stack = newStack();
    const api = new SecureWebSocketApi(stack, 'Live', { domain: domainIn(stack), edge, authorization: TOKENS });
    expect(api.domain?.records).toHaveLength(2);
    return Object.keys(Template.fromStack(stack).findResources('AWS::Route53::RecordSet'));
  };
  expect(records(EdgeProtection.cloudFront())).toEqual(records());
});

test.each<[string, (stack: Stack) => Authorization | undefined]>([
  ['the default authorization, IAM,', () => undefined],
  ['a function of yours', (stack) => Authorization.lambdaRequest(newFunction(stack))],
  ['an authorizer of yours', (stack) => Authorization.webSocketAuthorizer(new WebSocketLambdaAuthorizer('Own', newFunction(stack)))],
])('%s is refused, because it does not look at the secret', (_name, authorizationIn) => {
  const stack = newStack();
  expect(() => fronted(stack, authorizationIn(stack))).toThrow(/^connect-edge-not-guardable/);
  Template.fromStack(stack).resourceCountIs('AWS::ApiGatewayV2::Api', 0);
});

test('a client certificate as the lock is refused, because WebSocket APIs do not ask for any', () => {
  const stack = newStack();
  const clientCertificate = Certificate.fromCertificateArn(stack, 'Client', 'arn:aws:acm:us-east-1:111122223333:certificate/client');
  expect(() => fronted(stack, TOKENS, EdgeProtection.cloudFront({ clientCertificate }))).toThrow(/^connect-edge-mutual-tls/);
});

test.each(FLAGS)('a door behind CloudFront has no nag finding, %s', (_name, props) => {
  const stack = newStack(props);
  fronted(stack, TOKENS).addRoute('send', Backend.http('https://orders.example.com'));
  expect(nagFindings(stack)).toEqual([]);
});
