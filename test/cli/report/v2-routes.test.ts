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

  test('of a WebSocket API have a route key', () => {
    const { apis } = stackReport((stack) => {
      const api = new CfnApi(stack, 'Chat', { name: 'chat', protocolType: 'WEBSOCKET', routeSelectionExpression: '$request.body.action' });
      new CfnRoute(stack, 'Connect', { apiId: api.ref, routeKey: '$connect', authorizationType: 'AWS_IAM' });
    });
    expect(apis).toMatchObject([{ kind: 'WebSocket', routes: [{ method: '', path: '$connect', authorization: 'IAM' }] }]);
  });
});
