import { Duration, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { IdentitySource, TokenAuthorizer } from 'aws-cdk-lib/aws-apigateway';
import { UserPool } from 'aws-cdk-lib/aws-cognito';
import { SecureRestApi } from '../../lib/rest/secure-rest-api';
import { Backend } from '../../lib/routes/backend';
import { Authorization } from '../../lib/security/authorization';
import { newStack } from '../helpers/apps';
import { newFunction } from '../helpers/functions';

let stack: Stack;
let api: SecureRestApi;
beforeEach(() => {
  stack = newStack();
  api = new SecureRestApi(stack, 'Orders');
});

describe('authorization by Cognito', () => {
  test('is one authorizer for all routes, whatever scopes they ask for', () => {
    const customers = Authorization.cognito([new UserPool(stack, 'Customers')]);
    api.addRoute('GET /orders', Backend.mock(), { authorization: customers });
    api.addRoute('POST /orders', Backend.mock(), { authorization: customers.withScopes('orders/write') });
    const template = Template.fromStack(stack);
    template.resourceCountIs('AWS::ApiGateway::Authorizer', 1);
    template.hasResourceProperties('AWS::ApiGateway::Authorizer', { Type: 'COGNITO_USER_POOLS', AuthorizerResultTtlInSeconds: 300 });
    template.hasResourceProperties('AWS::ApiGateway::Method', { HttpMethod: 'POST', AuthorizationScopes: ['orders/write'] });
  });

  test('written twice with the same values is one authorizer', () => {
    const pool = new UserPool(stack, 'Customers');
    ['GET /orders', 'POST /orders'].forEach((route) => api.addRoute(route, Backend.mock(), { authorization: Authorization.cognito([pool]) }));
    Template.fromStack(stack).resourceCountIs('AWS::ApiGateway::Authorizer', 1);
  });
});

describe('authorization by a Lambda function', () => {
  test('that is shown a token', () => {
    const authorization = Authorization.lambdaToken(newFunction(stack, 'Check'), { tokenPattern: '^Bearer .+', ttl: Duration.seconds(0) });
    api.addRoute('GET /orders', Backend.mock(), { authorization });
    Template.fromStack(stack).hasResourceProperties('AWS::ApiGateway::Authorizer', {
      Type: 'TOKEN', IdentitySource: 'method.request.header.Authorization', IdentityValidationExpression: '^Bearer .+', AuthorizerResultTtlInSeconds: 0,
    });
  });

  test('that is shown the request', () => {
    const identitySources = [IdentitySource.header('X-Token'), IdentitySource.queryString('tenant')];
    api.addRoute('GET /orders', Backend.mock(), { authorization: Authorization.lambdaRequest(newFunction(stack, 'Check'), { identitySources }) });
    Template.fromStack(stack).hasResourceProperties('AWS::ApiGateway::Authorizer', {
      Type: 'REQUEST', IdentitySource: 'method.request.header.X-Token,method.request.querystring.tenant',
    });
  });
});

test('an authorizer made by hand is taken as it is', () => {
  const authorizer = new TokenAuthorizer(stack, 'Mine', { handler: newFunction(stack, 'Check') });
  api.addRoute('GET /orders', Backend.mock(), { authorization: Authorization.authorizer(authorizer) });
  Template.fromStack(stack).hasResourceProperties('AWS::ApiGateway::Method', { AuthorizationType: 'CUSTOM', AuthorizerId: stack.resolve(authorizer.authorizerId) });
});

test('the logical id of an authorizer does not depend on the order of the routes', () => {
  const idsOf = (routes: string[]) => {
    const other = newStack();
    const orders = new SecureRestApi(other, 'Orders');
    const pools = { 'GET /a': new UserPool(other, 'A'), 'GET /b': new UserPool(other, 'B') } as Record<string, UserPool>;
    routes.forEach((route) => orders.addRoute(route, Backend.mock(), { authorization: Authorization.cognito([pools[route]]) }));
    return Object.keys(Template.fromStack(other).findResources('AWS::ApiGateway::Authorizer')).sort();
  };
  expect(idsOf(['GET /a', 'GET /b'])).toEqual(idsOf(['GET /b', 'GET /a']));
});

test('more than ten authorizers are refused before anything is made of the route', () => {
  const add = (index: number) => api.addRoute(`GET /r${index}`, Backend.mock(), { authorization: Authorization.lambdaToken(newFunction(stack, `Check${index}`)) });
  for (let index = 0; index < 10; index++) add(index);
  const resources = () => api.node.findAll().length;
  const before = resources();
  expect(() => add(10)).toThrow(/too-many-authorizers.*11/);
  expect(resources()).toBe(before);
});
