import { Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { MockIntegration } from 'aws-cdk-lib/aws-apigateway';
import { SecureRestApi } from '../../lib/rest/secure-rest-api';
import { Backend } from '../../lib/routes/backend';
import { Cors } from '../../lib/traffic/cors';
import { newStack } from '../helpers/apps';

let stack: Stack;
let api: SecureRestApi;
beforeEach(() => {
  stack = newStack();
  api = new SecureRestApi(stack, 'Orders', { cors: Cors.anyOrigin() });
});

describe('a route is refused', () => {
  test.each([
    ['with the path of a part of the API', 'GET /Waf', /"Waf"/],
    ['with a path the CDK leaves out of logical ids', 'GET /orders/Default', /"Default"/],
    ['with the path of a CloudFormation resource', 'GET /orders/Resource', /"Resource"/],
    ['with the path of a method', 'GET /orders/POST', /"POST"/],
  ])('%s', (_why, route, part) => {
    api.addRoute('POST /orders', Backend.mock());
    const before = stack.node.findAll().length;
    expect(() => api.addRoute(route, Backend.mock())).toThrow(/route-path-taken/);
    expect(() => api.addRoute(route, Backend.mock())).toThrow(part);
    expect(stack.node.findAll()).toHaveLength(before);
  });

  test('whose method has the name of a path', () => {
    api.addRoute('GET /orders/POST', Backend.mock());
    expect(() => api.addRoute('POST /orders', Backend.mock())).toThrow(/route-path-taken.*"POST"/);
  });

  test('that was added to the L2 by hand', () => {
    api.restApi.root.addResource('orders').addMethod('GET', new MockIntegration());
    expect(() => api.addRoute('GET /orders', Backend.mock())).toThrow(/route-duplicate.*"GET \/orders"/);
  });

  test('that answers preflights after CORS did', () => {
    api.addRoute('GET /orders', Backend.mock());
    expect(() => api.addRoute('OPTIONS /orders', Backend.mock())).toThrow(/route-options-answered.*"\/orders"/);
  });
});

test('a route that answers preflights before CORS does is left to it', () => {
  api.addRoute('OPTIONS /orders', Backend.mock({ statusCode: 204 }));
  api.addRoute('GET /orders', Backend.mock());
  const options = Template.fromStack(stack).findResources('AWS::ApiGateway::Method', { Properties: { HttpMethod: 'OPTIONS' } });
  expect(Object.values(options).map(({ Properties }) => Properties.AuthorizationType)).toEqual(['AWS_IAM']);
});

test('a route goes on where resources were made by hand', () => {
  api.restApi.root.addResource('orders');
  api.addRoute('GET /orders/{id}', Backend.mock());
  Template.fromStack(stack).resourceCountIs('AWS::ApiGateway::Resource', 2);
});
