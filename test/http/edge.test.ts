import { App, AppProps, CfnElement, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { HttpMethod } from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpUrlIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { Certificate } from 'aws-cdk-lib/aws-certificatemanager';
import { HostedZone } from 'aws-cdk-lib/aws-route53';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { SecureHttpApi } from '../../lib/http/secure-http-api';
import { Backend } from '../../lib/routes/backend';
import { Authorization } from '../../lib/security/authorization';
import { EdgeProtection } from '../../lib/security/edge/edge-protection';
import { CustomDomain } from '../../lib/traffic/custom-domain';
import { MutualTls } from '../../lib/traffic/mutual-tls';
import { Throttle } from '../../lib/traffic/throttle';
import { FLAGS, nagFindings } from '../helpers/apps';
import { newFunction } from '../helpers/functions';

const TOKENS = Authorization.jwt({ issuer: 'https://login.example.com', audiences: ['orders'] });
const BACKEND = Backend.http('https://orders.example.com');

function newStack(props: AppProps = FLAGS[0][1]): Stack {
  return new Stack(new App(props), 'Shop', { env: { account: '111122223333', region: 'us-east-1' } });
}

function zoneIn(stack: Stack) {
  return HostedZone.fromHostedZoneAttributes(stack, 'Zone', { hostedZoneId: 'Z1', zoneName: 'shop.example' });
}

function fronted(stack: Stack): SecureHttpApi {
  const domain = CustomDomain.inZone({ domainName: 'api.shop.example', hostedZone: zoneIn(stack) });
  return new SecureHttpApi(stack, 'Orders', { domain, edge: EdgeProtection.cloudFront(), authorization: TOKENS });
}

/** The lock is mutual TLS: CloudFront shows a certificate, and API Gateway knows who issued it. */
function lockedByCertificate(stack: Stack): SecureHttpApi {
  const clientCertificate = Certificate.fromCertificateArn(stack, 'Client', 'arn:aws:acm:us-east-1:111122223333:certificate/client');
  const mutualTls = MutualTls.truststore(Bucket.fromBucketName(stack, 'Truststore', 'truststore'), 'ca.pem');
  const domain = CustomDomain.inZone({ domainName: 'api.shop.example', hostedZone: zoneIn(stack), mutualTls });
  return new SecureHttpApi(stack, 'Orders', { domain, edge: EdgeProtection.cloudFront({ clientCertificate }) });
}

test('callers of the domain meet CloudFront and its web ACL first', () => {
  const stack = newStack();
  fronted(stack).addRoute('GET /orders', BACKEND);
  const template = Template.fromStack(stack);
  template.hasResourceProperties('AWS::WAFv2::WebACL', { Scope: 'CLOUDFRONT' });
  template.hasResourceProperties('AWS::CloudFront::Distribution', {
    DistributionConfig: Match.objectLike({ Aliases: ['api.shop.example'], WebACLId: Match.anyValue() }),
  });
  template.resourceCountIs('AWS::Route53::RecordSet', 2);
  template.allResourcesProperties('AWS::Route53::RecordSet', { AliasTarget: { DNSName: { 'Fn::GetAtt': [Match.stringLikeRegexp('Distribution'), 'DomainName'] } } });
});

test('an API in production can get CloudFront: its records are changed where they are, because Route 53 takes no second one of a name', () => {
  const records = (edge?: EdgeProtection) => {
    const stack = newStack();
    const domain = CustomDomain.inZone({ domainName: 'api.shop.example', hostedZone: zoneIn(stack) });
    const api = new SecureHttpApi(stack, 'Orders', { domain, edge, authorization: TOKENS });
    expect(api.domain?.records).toHaveLength(2);
    return Object.keys(Template.fromStack(stack).findResources('AWS::Route53::RecordSet'));
  };
  expect(records(EdgeProtection.cloudFront())).toEqual(records());
});

test('what the web ACL blocks has an alarm and is on the dashboard, as on the other doors', () => {
  const stack = newStack();
  const api = fronted(stack);
  expect(api.alarms.wafBlockedShare).toBeDefined();
  Template.fromStack(stack).hasResourceProperties('AWS::CloudWatch::Dashboard', { DashboardBody: { 'Fn::Join': ['', Match.arrayWith([Match.stringLikeRegexp('Blocked by the web ACL')])] } });
});

test('nobody goes around: the default endpoint is closed, and every route asks for the secret', () => {
  const stack = newStack();
  const api = fronted(stack);
  api.addRoute('GET /orders', BACKEND);
  api.addRoute('GET /products', BACKEND, { authorization: Authorization.none('public price list') });
  const template = Template.fromStack(stack);
  template.hasResourceProperties('AWS::ApiGatewayV2::Api', { DisableExecuteApiEndpoint: true });
  template.allResourcesProperties('AWS::ApiGatewayV2::Route', { AuthorizationType: 'CUSTOM', AuthorizerId: Match.anyValue() });
  template.allResourcesProperties('AWS::ApiGatewayV2::Authorizer', { IdentitySource: Match.arrayWith([`$request.header.${api.edge?.headerName}`]) });
});

test('a route made by hand, which is not locked, is found by review tools, also when the API is for everybody', () => {
  const stack = newStack();
  const domain = CustomDomain.inZone({ domainName: 'api.shop.example', hostedZone: zoneIn(stack) });
  const authorization = Authorization.none('public price list');
  const api = new SecureHttpApi(stack, 'Orders', { domain, edge: EdgeProtection.cloudFront(), authorization });
  api.addRoute('GET /orders', BACKEND);
  api.httpApi.addRoutes({ path: '/by-hand', methods: [HttpMethod.GET], integration: new HttpUrlIntegration('ByHand', 'https://orders.example.com') });
  expect(nagFindings(stack)).toEqual(['AwsSolutions-APIG4 at Shop/Orders/Default/GET--by-hand/Resource']);
  expect(api.waivers).toContainEqual(expect.objectContaining({ path: api.httpApi.node.path, control: 'authorization', reason: 'public price list' }));
});

test('routes are locked when callers already come through CloudFront, so that an API in production stays up', () => {
  const stack = newStack();
  const api = fronted(stack);
  api.addRoute('GET /orders', BACKEND, { throttle: Throttle.rate(5, 10) });
  const template = Template.fromStack(stack);
  const before = [api.edge!.distribution, ...api.edge!.records].map(({ node }) => stack.getLogicalId(node.defaultChild as CfnElement));
  expect(before).toHaveLength(3);
  before.forEach((id) => template.hasResource('AWS::Lambda::Function', { DependsOn: Match.arrayWith([id]) }));
});

test('no backend sees the secret', () => {
  const stack = newStack();
  const api = fronted(stack);
  api.addRoute('GET /orders', BACKEND);
  api.addRoute('POST /orders', Backend.lambda(newFunction(stack)));
  Template.fromStack(stack).allResourcesProperties('AWS::ApiGatewayV2::Integration', {
    RequestParameters: Match.objectLike({ [`remove:header.${api.edge?.headerName}`]: "''" }),
  });
});

test('the default authorization is refused on routes, because a route cannot ask for IAM and for the secret', () => {
  const stack = newStack();
  const domain = CustomDomain.inZone({ domainName: 'api.shop.example', hostedZone: zoneIn(stack) });
  const api = new SecureHttpApi(stack, 'Orders', { domain, edge: EdgeProtection.cloudFront() });
  expect(() => api.addRoute('GET /orders', BACKEND)).toThrow(/edge-.*IAM/);
  Template.fromStack(stack).resourceCountIs('AWS::ApiGatewayV2::Route', 0);
});

test('with a client certificate as the lock, routes ask for what they like', () => {
  const stack = newStack();
  const api = lockedByCertificate(stack);
  api.addRoute('GET /orders', BACKEND);
  api.addRoute('GET /mine', BACKEND, { authorization: TOKENS });
  const template = Template.fromStack(stack);
  template.hasResourceProperties('AWS::ApiGatewayV2::Route', { RouteKey: 'GET /orders', AuthorizationType: 'AWS_IAM' });
  template.hasResourceProperties('AWS::ApiGatewayV2::Route', { RouteKey: 'GET /mine', AuthorizationType: 'JWT' });
  template.resourceCountIs('AWS::SecretsManager::Secret', 0);
});

test.each(FLAGS)('a door behind CloudFront has no nag finding, %s', (_name, props) => {
  const stack = newStack(props);
  const api = fronted(stack);
  api.addRoute('GET /orders', BACKEND);
  api.addRoute('GET /products', BACKEND, { authorization: Authorization.none('public price list') });
  expect(nagFindings(stack)).toEqual([]);
});

test('a route made by hand goes around the lock, and is warned of', () => {
  const stack = newStack();
  const api = fronted(stack);
  api.addRoute('GET /orders', BACKEND);
  const [route] = api.httpApi.addRoutes({ path: '/own', methods: [HttpMethod.GET], integration: new HttpUrlIntegration('Own', 'https://own.example.com') });
  Template.fromStack(stack);
  const warned = stack.node.findAll().filter(({ node }) => JSON.stringify(node.metadata).includes('edge-route-unguarded'));
  expect(warned.map(({ node }) => node.path)).toEqual([route.node.path]);
});
