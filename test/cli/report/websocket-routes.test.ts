import { Stack } from 'aws-cdk-lib';
import { CfnStage, WebSocketApi, WebSocketStage } from 'aws-cdk-lib/aws-apigatewayv2';
import { WebSocketIamAuthorizer, WebSocketLambdaAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
import { WebSocketLambdaIntegration, WebSocketMockIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { UserPool } from 'aws-cdk-lib/aws-cognito';
import { reportText } from '../../../cli/report/text/report-text';
import { Authorization } from '../../../lib/security/authorization';
import { ConnectAuthorizer, ConnectAuthorizerProps } from '../../../lib/security/connect/connect-authorizer';
import { newFunction } from '../../helpers/functions';
import { reportFor, stackIn, stackReport } from '../synthesised';

/** A WebSocket API as anybody would write it. */
function chatApi(stack: Stack): void {
  const api = new WebSocketApi(stack, 'Chat', { apiName: 'chat' });
  const handler = newFunction(stack);
  api.addRoute('$connect', { integration: new WebSocketLambdaIntegration('Connect', handler), authorizer: new WebSocketIamAuthorizer() });
  api.addRoute('sendMessage', { integration: new WebSocketLambdaIntegration('Send', handler), returnResponse: true });
  api.addRoute('ping', { integration: new WebSocketMockIntegration('Ping') });
  const stage = new WebSocketStage(stack, 'Stage', { webSocketApi: api, stageName: 'prod', throttle: { rateLimit: 500, burstLimit: 1000 } });
  const everywhere = { ThrottlingRateLimit: 500, ThrottlingBurstLimit: 1000 };
  (stage.node.defaultChild as CfnStage).routeSettings = { sendMessage: { ...everywhere, ThrottlingRateLimit: 20 }, ping: everywhere };
}

/** The authorization of each route of an API with this one. */
function authorizationsOf(props: (stack: Stack) => Omit<ConnectAuthorizerProps, 'webSocketApi'>): Record<string, string> {
  const { apis: [{ routes }] } = stackReport((stack) => {
    const webSocketApi = new WebSocketApi(stack, 'Chat');
    const { authorizer } = new ConnectAuthorizer(stack, 'Connect', { webSocketApi, ...props(stack) });
    webSocketApi.addRoute('$connect', { integration: new WebSocketMockIntegration('Connect'), authorizer });
    webSocketApi.addRoute('ping', { integration: new WebSocketMockIntegration('Ping') });
  });
  return Object.fromEntries(routes.map(({ path, authorization }) => [path, authorization]));
}

describe('the report on a plain WebSocket API', () => {
  const { apis: [api] } = stackReport(chatApi);

  test('has its routes with what answers, whether the sender hears of it, and the throttle of their own', () => {
    expect(api.routes.map(({ path, backend, reply, throttle }) => [path, backend, reply, throttle])).toEqual([
      ['$connect', 'Lambda', false, undefined],
      ['ping', 'mock', false, undefined],
      ['sendMessage', 'Lambda', true, { rate: 20, burst: 1000 }],
    ]);
  });

  test('says that who may send is who may connect', () => {
    expect(api.routes.map(({ path, authorization }) => [path, authorization])).toEqual([
      ['$connect', 'IAM'], ['ping', 'at $connect'], ['sendMessage', 'at $connect'],
    ]);
  });

  test('has the throttle of the stage and how the API is reached', () => {
    expect(api).toMatchObject({
      api: 'chat', kind: 'WebSocket', stages: [{ name: 'prod', throttle: { rate: 500, burst: 1000 } }], endpoint: { type: 'regional', defaultEndpoint: 'open' },
    });
  });

  test('reads without a column for methods', () => {
    const text = reportText(reportFor((app) => chatApi(stackIn(app))), { columns: 100, strong: (heading) => heading });
    const lines = text.split('\n');
    const start = lines.indexOf('routes of chat (WebSocket API; stage prod, 500/s, burst 1000)');
    expect(lines.slice(start + 1, start + 6)).toEqual([
      '  endpoint: regional',
      '  route        authorization  backend  reply  own throttle',
      '  $connect     IAM            Lambda   -      -',
      '  ping         at $connect    mock     -      -',
      '  sendMessage  at $connect    Lambda   yes    20/s, burst 1000',
    ]);
  });

  test('never claims an authorization where nobody is asked when connecting', () => {
    const { apis: [open] } = stackReport((stack) => {
      new WebSocketApi(stack, 'Chat').addRoute('ping', { integration: new WebSocketMockIntegration('Ping') });
    });
    expect(open.routes).toMatchObject([{ path: 'ping', authorization: 'none' }]);
  });

  test('names a Lambda authorizer of your own', () => {
    const { apis: [own] } = stackReport((stack) => {
      const authorizer = new WebSocketLambdaAuthorizer('Own', newFunction(stack));
      new WebSocketApi(stack, 'Chat').addRoute('$connect', { integration: new WebSocketMockIntegration('Connect'), authorizer });
    });
    expect(own.routes).toMatchObject([{ path: '$connect', authorization: 'Lambda (request)' }]);
  });
});

describe('the report on a WebSocket API with a ConnectAuthorizer', () => {
  test('says which token is asked for, with its scopes, and not that a function of ours checks it', () => {
    expect(authorizationsOf(() => ({
      authorization: Authorization.jwt({ issuer: 'https://login.shop.example', audiences: ['shop'], scopes: ['chat/write', 'chat/admin'] }),
    }))).toEqual({ $connect: 'JWT chat/write chat/admin', ping: 'at $connect' });
  });

  test('says that a token is of Cognito, and that it must come from a page that is named', () => {
    expect(authorizationsOf((stack) => {
      const pool = new UserPool(stack, 'Users');
      return { authorization: Authorization.cognito([pool], { clients: [pool.addClient('Web')] }), origins: ['https://shop.example'] };
    })).toEqual({ $connect: 'Cognito (named origins only)', ping: 'at $connect' });
  });

  test('says none where nobody has to say who it is, wherever the page is', () => {
    const authorization = Authorization.none('a ticker that everybody may read');
    expect(authorizationsOf(() => ({ authorization }))).toEqual({ $connect: 'none', ping: 'none' });
    expect(authorizationsOf(() => ({ authorization, origins: ['https://shop.example'] }))).toEqual({
      $connect: 'none (named origins only)', ping: 'at $connect',
    });
  });
});
