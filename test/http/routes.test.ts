import { Match, Template } from 'aws-cdk-lib/assertions';
import { HttpMethod } from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpUrlIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import * as fc from 'fast-check';
import { SecureHttpApi } from '../../lib/http/secure-http-api';
import { Alarms } from '../../lib/observability/alarms';
import { Backend } from '../../lib/routes/backend';
import { Throttle } from '../../lib/traffic/throttle';
import { newStack } from '../helpers/apps';
import { newFunction } from '../helpers/functions';

const BACKEND = Backend.http('https://orders.example.com');

function newApi(): { api: SecureHttpApi; template: () => Template } {
  const stack = newStack();
  return { api: new SecureHttpApi(stack, 'Orders'), template: () => Template.fromStack(stack) };
}

test('a route has the key it was added with', () => {
  const { api, template } = newApi();
  expect(api.addRoute('GET /orders/{id}', BACKEND).routeKey).toBe('GET /orders/{id}');
  template().hasResourceProperties('AWS::ApiGatewayV2::Route', { RouteKey: 'GET /orders/{id}' });
});

test('the default route takes what no other route takes', () => {
  const { api, template } = newApi();
  expect(api.addRoute('$default', BACKEND).routeKey).toBe('$default');
  template().hasResourceProperties('AWS::ApiGatewayV2::Route', { RouteKey: '$default', AuthorizationType: 'AWS_IAM' });
});

test.each([
  ['get /orders', 'route-method-lower-case'],
  ['FETCH /orders', 'route-method-unknown'],
  ['GET orders', 'route-path-without-slash'],
  ['GET  /orders', 'route-key-malformed'],
  ['GET /orders/', 'route-path-malformed'],
  ['GET /{rest+}/more', 'route-greedy-not-last'],
])('the route key "%s" is refused', (key, code) => {
  const { api, template } = newApi();
  expect(() => api.addRoute(key, BACKEND)).toThrow(code);
  template().resourceCountIs('AWS::ApiGatewayV2::Route', 0);
});

test.each([
  ['GET /orders', 'GET /orders'],
  ['GET /orders/{id}', 'GET /orders/{number}'],
  ['$default', '$default'],
])('a route is refused that takes the requests of another: %s and %s', (first, second) => {
  const { api, template } = newApi();
  api.addRoute(first, BACKEND);
  expect(() => api.addRoute(second, BACKEND)).toThrow('route-duplicate');
  template().resourceCountIs('AWS::ApiGatewayV2::Route', 1);
});

test.each([
  ['GET /orders/{id}', { path: '/orders/{id}', methods: [HttpMethod.GET] }],
  ['ANY /', { path: '/' }],
])('a route is refused that was made by hand before, and leaves nothing behind: %s', (key, options) => {
  const { api, template } = newApi();
  api.httpApi.addRoutes({ ...options, integration: new HttpUrlIntegration('ByHand', 'https://orders.example.com') });
  expect(() => api.addRoute(key, BACKEND)).toThrow('route-duplicate');
  template().resourceCountIs('AWS::ApiGatewayV2::Integration', 1);
});

test('routes that take different requests stand side by side', () => {
  const { api, template } = newApi();
  ['GET /orders/{id}', 'GET /orders/{id+}', 'POST /orders/{number}', 'ANY /orders/{id}'].forEach((key) => api.addRoute(key, BACKEND));
  template().resourceCountIs('AWS::ApiGatewayV2::Route', 4);
});

test('more routes than an account may have are warned about', () => {
  const { api } = newApi();
  for (let index = 0; index <= 300; index++) api.addRoute(`GET /orders/${index}`, BACKEND);
  expect(JSON.stringify(api.httpApi.node.metadata)).toContain('http-routes-over-quota');
});

test('one permission lets the API call a function, however many routes lead there', () => {
  const stack = newStack();
  const api = new SecureHttpApi(stack, 'Orders');
  const backend = Backend.lambda(newFunction(stack));
  ['GET /orders', 'POST /orders', 'GET /orders/{id}'].forEach((key) => api.addRoute(key, backend));
  Template.fromStack(stack).resourceCountIs('AWS::Lambda::Permission', 1);
  Template.fromStack(stack).resourceCountIs('AWS::ApiGatewayV2::Integration', 1);
});

test('a role may be let in to one route and to no other', () => {
  const stack = newStack();
  const role = new Role(stack, 'Caller', { assumedBy: new ServicePrincipal('ec2.amazonaws.com') });
  new SecureHttpApi(stack, 'Orders').addRoute('GET /orders/{id}/items', BACKEND).grants.invoke(role);
  Template.fromStack(stack).hasResourceProperties('AWS::IAM::Policy', {
    PolicyDocument: { Statement: [{ Action: 'execute-api:Invoke', Resource: { 'Fn::Join': ['', Match.arrayWith(['/$default/GET/orders/*/items'])] } }] },
  });
});

test('a role may be let in to every route of the API', () => {
  const stack = newStack();
  const role = new Role(stack, 'Caller', { assumedBy: new ServicePrincipal('ec2.amazonaws.com') });
  new SecureHttpApi(stack, 'Orders').grants.invoke(role);
  Template.fromStack(stack).hasResourceProperties('AWS::IAM::Policy', {
    PolicyDocument: { Statement: [{ Resource: { 'Fn::Join': ['', Match.arrayWith(['/$default/*/*'])] } }] },
  });
});

test('a route has alarms of its own, on its own metrics', () => {
  const { api, template } = newApi();
  const alarms = api.addRoute('GET /orders/{id}', BACKEND).addAlarms(Alarms.standard());
  expect(alarms.all.length).toBeGreaterThan(0);
  template().hasResourceProperties('AWS::CloudWatch::Alarm', { AlarmDescription: Match.stringLikeRegexp('Orders.*GET /orders/\\{id\\}') });
});

test('the stage waits for the routes whose settings it names', () => {
  const { api, template } = newApi();
  const { route } = api.addRoute('GET /orders', BACKEND, { throttle: Throttle.rate(5, 10) });
  const id = route.node.defaultChild && api.httpApi.stack.getLogicalId(route.node.defaultChild as never);
  template().hasResource('AWS::ApiGatewayV2::Stage', {
    DependsOn: Match.arrayWith([id]),
    Properties: { RouteSettings: Match.objectLike({ 'GET /orders': Match.objectLike({ ThrottlingRateLimit: 5, ThrottlingBurstLimit: 10 }) }) },
  });
});

test('the order of the routes changes no logical id', () => {
  const keys = ['GET /orders', 'POST /orders', 'GET /orders/{id}', 'DELETE /orders/{id}', '$default'];
  const idsOf = (order: string[]) => {
    const { api, template } = newApi();
    order.forEach((key) => api.addRoute(key, BACKEND));
    return Object.keys(template().toJSON().Resources).sort();
  };
  const expected = idsOf(keys);
  fc.assert(fc.property(fc.shuffledSubarray(keys, { minLength: keys.length }), (order) => {
    expect(idsOf(order)).toEqual(expected);
  }), { numRuns: 10 });
});

test('a route made by hand can have a throttle of its own, and the stage waits for it', () => {
  const { api, template } = newApi();
  api.throttleRoute('GET /own', Throttle.rate(5, 10));
  api.httpApi.addRoutes({ path: '/own', methods: [HttpMethod.GET], integration: new HttpUrlIntegration('Own', 'https://own.example.com') });
  template().hasResource('AWS::ApiGatewayV2::Stage', {
    DependsOn: [Match.stringLikeRegexp('GETown')],
    Properties: { RouteSettings: { 'GET /own': Match.objectLike({ ThrottlingRateLimit: 5 }) } },
  });
});

test('a throttle of a route that nobody made is an error', () => {
  const { api, template } = newApi();
  api.addRoute('GET /orders', BACKEND);
  api.throttleRoute('GET /order', Throttle.rate(5, 10));
  expect(template).toThrow(/throttle-on-unknown-route.*GET \/order.*GET \/orders/s);
});

describe('a role may be let in to calls with certain values of path parameters', () => {
  const resourceOf = (pathParameters: { [name: string]: string }) => {
    const stack = newStack();
    const role = new Role(stack, 'Caller', { assumedBy: new ServicePrincipal('ec2.amazonaws.com') });
    new SecureHttpApi(stack, 'Orders').addRoute('GET /shops/{shop}/orders/{rest+}', BACKEND).grants.invoke(role, { pathParameters });
    return JSON.stringify(Template.fromStack(stack).findResources('AWS::IAM::Policy'));
  };

  test('of one, or of all', () => {
    expect(resourceOf({ shop: 'kiel' })).toContain('/$default/GET/shops/kiel/orders/*"');
    expect(resourceOf({ shop: 'kiel', rest: '4711' })).toContain('/$default/GET/shops/kiel/orders/4711"');
  });

  test('but not of one the route does not have', () => {
    expect(() => resourceOf({ store: 'kiel' })).toThrow(/grant-path-parameter-unknown.*store.*shop, rest/);
  });
});

test('a role may be let in to a route for every method', () => {
  const stack = newStack();
  const role = new Role(stack, 'Caller', { assumedBy: new ServicePrincipal('ec2.amazonaws.com') });
  new SecureHttpApi(stack, 'Orders').addRoute('ANY /orders', BACKEND).grants.invoke(role);
  Template.fromStack(stack).hasResourceProperties('AWS::IAM::Policy', {
    PolicyDocument: { Statement: [{ Resource: { 'Fn::Join': ['', Match.arrayWith(['/$default/*/orders'])] } }] },
  });
});
