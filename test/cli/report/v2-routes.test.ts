import { CfnApi, CfnAuthorizer, CfnRoute, CfnStage } from 'aws-cdk-lib/aws-apigatewayv2';
import { stackReport } from '../synthesised';

describe('routes of HTTP and WebSocket APIs', () => {
  test('of an HTTP API have a method, a path, an authorization and their own throttle', () => {
    const { apis } = stackReport((stack) => {
      const api = new CfnApi(stack, 'Orders', { name: 'orders', protocolType: 'HTTP' });
      const jwt = new CfnAuthorizer(stack, 'Jwt', { apiId: api.ref, authorizerType: 'JWT', name: 'jwt' });
      new CfnRoute(stack, 'Place', {
        apiId: api.ref, routeKey: 'POST /orders', authorizationType: 'JWT', authorizerId: jwt.ref, authorizationScopes: ['orders/write'],
      });
      new CfnRoute(stack, 'Rest', { apiId: api.ref, routeKey: '$default' });
      new CfnStage(stack, 'Stage', {
        apiId: api.ref,
        stageName: '$default',
        defaultRouteSettings: { throttlingRateLimit: 100, throttlingBurstLimit: 200 },
        routeSettings: { 'POST /orders': { ThrottlingRateLimit: 5 } },
      });
    });
    expect(apis).toEqual([expect.objectContaining({
      api: 'orders',
      kind: 'HTTP',
      stages: [{ name: '$default', throttle: { rate: 100, burst: 200 } }],
      routes: [
        { method: '', path: '$default', authorization: 'none', apiKey: false, throttle: undefined },
        { method: 'POST', path: '/orders', authorization: 'JWT orders/write', apiKey: false, throttle: { rate: 5, burst: undefined } },
      ].map((route) => expect.objectContaining(route)),
    })]);
  });

  test('say which tokens count: those of a user pool of Cognito, or of another issuer', () => {
    const { apis } = stackReport((stack) => {
      const api = new CfnApi(stack, 'Orders', { name: 'orders', protocolType: 'HTTP' });
      for (const [id, issuer] of Object.entries({ pool: 'https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_1', other: 'https://login.example' })) {
        const { ref: authorizerId } = new CfnAuthorizer(stack, id, { apiId: api.ref, authorizerType: 'JWT', name: id, jwtConfiguration: { issuer } });
        new CfnRoute(stack, `${id}Route`, { apiId: api.ref, routeKey: `GET /${id}`, authorizationType: 'JWT', authorizerId });
      }
    });
    expect(apis[0].routes.map(({ path, authorization }) => [path, authorization])).toEqual([['/other', 'JWT'], ['/pool', 'Cognito']]);
  });

  test('are found in an inline OpenAPI document too', () => {
    const { apis } = stackReport((stack) => {
      new CfnApi(stack, 'Orders', { body: OPENAPI });
    });
    expect(apis).toMatchObject([{
      kind: 'HTTP',
      routes: [
        { method: 'GET', path: '/orders', authorization: 'JWT orders/read', backend: 'Lambda' },
        { method: 'POST', path: '/orders', authorization: 'none', backend: 'HTTP' },
      ],
    }]);
  });

  test('of a WebSocket API have a route key', () => {
    const { apis } = stackReport((stack) => {
      const api = new CfnApi(stack, 'Chat', { name: 'chat', protocolType: 'WEBSOCKET', routeSelectionExpression: '$request.body.action' });
      new CfnRoute(stack, 'Connect', { apiId: api.ref, routeKey: '$connect', authorizationType: 'AWS_IAM' });
    });
    expect(apis).toMatchObject([{ kind: 'WebSocket', routes: [{ method: '', path: '$connect', authorization: 'IAM' }] }]);
  });
});

const OPENAPI = {
  openapi: '3.0.1',
  info: { title: 'orders', version: '1' },
  paths: {
    '/orders': {
      get: { 'security': [{ login: ['orders/read'] }], 'x-amazon-apigateway-integration': { type: 'AWS_PROXY', uri: 'arn:of:a:function' } },
      post: { 'x-amazon-apigateway-integration': { type: 'http_proxy', uri: 'https://partner.example' } },
    },
  },
  components: { securitySchemes: { login: { 'type': 'oauth2', 'x-amazon-apigateway-authorizer': { type: 'jwt' } } } },
};
