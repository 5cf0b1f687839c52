import {
  ApiDefinition, AuthorizationType, CognitoUserPoolsAuthorizer, IdentitySource, MockIntegration,
  RequestAuthorizer, RestApi, SpecRestApi, TokenAuthorizer,
} from 'aws-cdk-lib/aws-apigateway';
import { UserPool } from 'aws-cdk-lib/aws-cognito';
import { Code, Function, Runtime } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { stackReport } from '../synthesised';

describe('routes of a REST API', () => {
  test('are listed with their whole path, in the order of their paths', () => {
    const { apis } = stackReport((stack) => {
      const api = new RestApi(stack, 'Orders', { restApiName: 'orders' });
      api.root.resourceForPath('/orders/{id}/lines').addMethod('GET', new MockIntegration());
      api.root.resourceForPath('/orders').addMethod('POST', new MockIntegration());
      api.root.addMethod('GET', new MockIntegration());
    });
    expect(apis).toHaveLength(1);
    expect(apis[0]).toMatchObject({ api: 'orders', kind: 'REST', stages: [{ name: 'prod' }] });
    expect(apis[0].routes.map(({ method, path }) => `${method} ${path}`)).toEqual(['GET /', 'POST /orders', 'GET /orders/{id}/lines']);
  });

  test('say who may call: nobody is asked, IAM, Cognito with scopes, a Lambda authorizer', () => {
    const { apis } = stackReport((stack) => {
      const api = new RestApi(stack, 'Orders');
      const handler = aFunction(stack);
      const route = (path: string, options: object) => api.root.addResource(path).addMethod('GET', new MockIntegration(), options);
      route('a-open', {});
      route('b-iam', { authorizationType: AuthorizationType.IAM });
      route('c-cognito', {
        authorizer: new CognitoUserPoolsAuthorizer(stack, 'Pool', { cognitoUserPools: [new UserPool(stack, 'Users')] }),
        authorizationScopes: ['orders/read'],
      });
      route('d-request', { authorizer: new RequestAuthorizer(stack, 'Request', { handler, identitySources: [IdentitySource.header('X')] }) });
      route('e-token', { authorizer: new TokenAuthorizer(stack, 'Token', { handler }), apiKeyRequired: true });
    });
    expect(apis[0].routes.map(({ authorization, apiKey }) => [authorization, apiKey])).toEqual([
      ['none', false], ['IAM', false], ['Cognito orders/read', false], ['Lambda (request)', false], ['Lambda (token)', true],
    ]);
  });

  test('that browsers ask before the real request are told apart from open ones', () => {
    const { apis } = stackReport((stack) => {
      const api = new RestApi(stack, 'Orders');
      api.root.addResource('orders').addCorsPreflight({ allowOrigins: ['https://shop.example'] });
    });
    expect(apis[0].routes).toMatchObject([{ method: 'OPTIONS', authorization: 'none (preflight)' }]);
  });

  test('show a cache and a throttle of their own, and leave those of the stage to the stage', () => {
    const { apis } = stackReport((stack) => {
      const api = new RestApi(stack, 'Orders', {
        deployOptions: {
          throttlingRateLimit: 1000,
          throttlingBurstLimit: 2000,
          cachingEnabled: true,
          methodOptions: {
            '/orders/{id}/GET': { cachingEnabled: true, throttlingRateLimit: 5 },
            '/status/GET': { cachingEnabled: false, throttlingRateLimit: 1000, throttlingBurstLimit: 2000 },
          },
        },
      });
      for (const path of ['/orders/{id}', '/status', '/terms']) api.root.resourceForPath(path).addMethod('GET', new MockIntegration());
      api.root.resourceForPath('/orders').addMethod('POST', new MockIntegration());
    });
    expect(apis[0].stages).toEqual([{ name: 'prod', throttle: { rate: 1000, burst: 2000 } }]);
    expect(apis[0].routes.map(({ path, cachedSeconds, throttle }) => [path, cachedSeconds, throttle])).toEqual([
      ['/orders', undefined, undefined],
      ['/orders/{id}', 300, { rate: 5, burst: undefined }],
      ['/status', undefined, undefined],
      ['/terms', 300, undefined],
    ]);
  });

  test('are found in an inline OpenAPI document too', () => {
    const { apis } = stackReport((stack) => new SpecRestApi(stack, 'Orders', { apiDefinition: ApiDefinition.fromInline(OPENAPI) }));
    expect(apis[0].routes).toMatchObject([
      { method: 'ANY', path: '/admin', authorization: 'IAM', apiKey: false },
      { method: 'GET', path: '/orders', authorization: 'Cognito orders/read', apiKey: true },
      { method: 'POST', path: '/orders', authorization: 'Lambda (request)', apiKey: false },
      { method: 'GET', path: '/status', authorization: 'none', apiKey: false },
    ]);
  });

  test('that are added to an API made elsewhere are listed under it', () => {
    const { apis } = stackReport((stack) => {
      const api = RestApi.fromRestApiAttributes(stack, 'Orders', { restApiId: 'abc123', rootResourceId: 'root' });
      api.root.addResource('orders').addMethod('GET', new MockIntegration());
    });
    expect(apis).toMatchObject([{ api: 'abc123', stages: [], routes: [{ method: 'GET', path: '/orders' }] }]);
  });
});

function aFunction(scope: Construct): Function {
  return new Function(scope, 'Handler', { runtime: Runtime.NODEJS_22_X, handler: 'index.handler', code: Code.fromInline('exports.handler = 1') });
}

const OPENAPI = {
  openapi: '3.0.1',
  info: { title: 'orders', version: '1' },
  paths: {
    '/orders': {
      parameters: [],
      get: { security: [{ pool: ['orders/read'], key: [] }] },
      post: { security: [{ decider: [] }] },
    },
    '/status': { get: {} },
    '/admin': { 'x-amazon-apigateway-any-method': { 'x-amazon-apigateway-auth': { type: 'AWS_IAM' } } },
  },
  components: {
    securitySchemes: {
      key: { type: 'apiKey', name: 'x-api-key', in: 'header' },
      pool: { 'type': 'apiKey', 'name': 'Authorization', 'in': 'header', 'x-amazon-apigateway-authtype': 'cognito_user_pools' },
      decider: { 'type': 'apiKey', 'x-amazon-apigateway-authtype': 'custom', 'x-amazon-apigateway-authorizer': { type: 'request' } },
    },
  },
};
