import { Aws, CfnParameter, Duration, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { MockIntegration } from 'aws-cdk-lib/aws-apigateway';
import { HttpUrlIntegration, WebSocketLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { Alias, Function, IFunction } from 'aws-cdk-lib/aws-lambda';
import { HttpNamespace, Service } from 'aws-cdk-lib/aws-servicediscovery';
import { answer, integration, resources, WebSocketApiOfRoutes } from './integrations-harness';
import { SecureHttpApi } from '../../lib/http/secure-http-api';
import { SecureRestApi } from '../../lib/rest/secure-rest-api';
import { Backend } from '../../lib/routes/backend';
import { newStack } from '../helpers/apps';
import { newFunction } from '../helpers/functions';
import { httpListener, newAlb, newVpc, nlbListener } from '../helpers/load-balancers';

const INTEGRATION = 'AWS::ApiGatewayV2::Integration';
const ORDERS = 'https://orders.example.com/v1';
const ELSEWHERE = newStack();
const VPC = newVpc(ELSEWHERE);

let stack: Stack;
let api: WebSocketApiOfRoutes;
beforeEach(() => {
  stack = newStack();
  api = new WebSocketApiOfRoutes(stack);
});

describe('a Lambda backend', () => {
  test('is called at its invocation URI, in the partition and Region of the API, and has no integration response', () => {
    api.add('send', Backend.lambda(newFunction(stack)));
    expect(integration(stack)).toEqual({
      ApiId: { Ref: expect.stringMatching(/^Api/) },
      IntegrationType: 'AWS_PROXY',
      IntegrationUri: {
        'Fn::Join': ['', [
          'arn:', { Ref: 'AWS::Partition' }, ':apigateway:', { Ref: 'AWS::Region' }, ':lambda:path/2015-03-31/functions/',
          { 'Fn::GetAtt': [expect.stringMatching(/^Handler/), 'Arn'] }, '/invocations',
        ]],
      },
    });
    expect(answer(stack)).toBeUndefined();
  });

  test.each<[string, (fn: Function) => IFunction]>([
    ['its version', (fn) => fn.currentVersion],
    ['its alias', (fn) => new Alias(fn.stack, 'Live', { aliasName: 'live', version: fn.currentVersion })],
  ])('may be given by %s, and is called by it', (_how, handlerOf) => {
    const handler = handlerOf(newFunction(stack));
    api.add('send', Backend.lambda(handler));
    expect(JSON.stringify(integration(stack).IntegrationUri)).toContain(JSON.stringify(stack.resolve(handler.functionArn)));
    expect(Object.keys(resources(stack, INTEGRATION))[0]).toMatch(/^ApiIntegrationsHandler[0-9a-f]{8}/);
  });

  test('that streams is refused', () => {
    expect(() => api.check('send', Backend.lambda(newFunction(stack), { streaming: true })))
      .toThrow(/^backend-not-on-websocket-api: the route "send" .* one that streams its answer; leave out \{ streaming: true \}/);
  });
});

describe('an HTTP backend', () => {
  test('gets messages by POST, and the id of the connection in a header', () => {
    api.add('send', Backend.http(ORDERS));
    expect(integration(stack)).toEqual({
      ApiId: expect.anything(),
      IntegrationType: 'HTTP_PROXY',
      IntegrationMethod: 'POST',
      IntegrationUri: ORDERS,
      RequestParameters: { 'integration.request.header.connectionId': 'context.connectionId' },
    });
    expect(answer(stack)).toBeUndefined();
  });

  test('is called with the method it asks for, and the headers it wants', () => {
    api.add('send', Backend.http(ORDERS, { method: 'PUT', headers: { 'x-shop': 'books', 'accept': 'text/csv' } }));
    expect(integration(stack)).toMatchObject({
      IntegrationMethod: 'PUT', RequestParameters: { 'integration.request.header.accept': "'text/csv'", 'integration.request.header.x-shop': "'books'" },
    });
  });

  test('may be found with stage variables and at an address that is only known at deployment', () => {
    const host = new CfnParameter(stack, 'Host').valueAsString;
    api.add('send', Backend.http(`https://${host}/\${stageVariables.tenant}`, { headers: { 'x-account': Aws.ACCOUNT_ID } }));
    expect(integration(stack)).toMatchObject({
      IntegrationUri: { 'Fn::Join': ['', ['https://', { Ref: 'Host' }, '/${stageVariables.tenant}']] },
      RequestParameters: { 'integration.request.header.x-account': { 'Fn::Join': ['', ["'", { Ref: 'AWS::AccountId' }, "'"]] } },
    });
    expect(Object.keys(resources(stack, INTEGRATION))[0]).toMatch(/^ApiIntegrationsHttp[0-9a-f]{8}/);
  });

  test('called with the method of the request is refused, because messages have none', () => {
    expect(() => api.check('send', Backend.http(ORDERS, { method: 'ANY' }))).toThrow(/^websocket-http-method-any: .*"send"/);
  });

  test('with a path parameter is refused, because messages have no path', () => {
    expect(() => api.check('send', Backend.http(`${ORDERS}/{id}`))).toThrow(/^http-url-parameter-unknown: .*\{id\}.*"send"/);
  });

  test.each([
    ['x-shop', "Baker's", 'a single quote'],
    ['x-shop', '', 'no value'],
    ['x shop', 'books', 'a space in its name'],
  ])('with a header "%s" of <%s> is refused: %s', (name, value) => {
    expect(() => api.check('send', Backend.http(ORDERS, { headers: { [name]: value } }))).toThrow(/^websocket-header-malformed: .*"send"/);
  });

  test('that streams is refused', () => {
    expect(() => api.check('send', Backend.http(ORDERS, { streaming: true }))).toThrow(/backend-not-on-websocket-api/);
  });
});

describe('a mock', () => {
  test('succeeds, and has the integration response that AWS wants of whatever is not passed through', () => {
    api.add('$connect', Backend.mock());
    expect(integration(stack)).toEqual({
      ApiId: expect.anything(), IntegrationType: 'MOCK', RequestTemplates: { $default: '{"statusCode":200}' }, TemplateSelectionExpression: '\\$default',
    });
    expect(answer(stack)).toEqual({
      ApiId: expect.anything(), IntegrationId: { Ref: expect.stringMatching(/^ApiIntegrationsMock/) }, IntegrationResponseKey: '$default',
    });
  });

  test('answers its body, whatever signs are in it', () => {
    api.add('ping', Backend.mock({ body: { type: 'pong', price: '5 $', tag: '#now' } }), { replies: true });
    const { ResponseTemplates, ...rest } = answer(stack) as { ResponseTemplates: { $default: string } };
    expect(rest).toMatchObject({ IntegrationResponseKey: '$default', TemplateSelectionExpression: '\\$default' });
    expect(ResponseTemplates.$default).toBe('#set($dollar = \'$\')#set($hash = \'#\'){"type":"pong","price":"5 ${dollar}","tag":"${hash}now"}');
  });

  test.each([
    ['a status', { statusCode: 404 }],
    ['headers', { headers: { 'x-shop': 'books' } }],
  ])('with %s is refused, because messages have none', (given, options) => {
    expect(() => api.check('ping', Backend.mock(options))).toThrow(new RegExp(`^websocket-mock-answers-body-only: .*"ping" has ${given}`));
  });
});

describe('a backend that WebSocket APIs do not have', () => {
  test.each<[string, Backend, RegExp]>([
    ['Backend.httpWithMapping', Backend.httpWithMapping(ORDERS, { responses: [{ statusCode: 200 }] }), /Backend\.http\(url\)/],
    ['Backend.integration', Backend.integration(new MockIntegration()), /Backend\.webSocketIntegration/],
    ['an integration of HTTP APIs', Backend.httpIntegration(new HttpUrlIntegration('Mine', ORDERS)), /Backend\.webSocketIntegration/],
    ['an Application Load Balancer', Backend.alb(httpListener(newAlb(ELSEWHERE, VPC))), /Lambda function in the VPC/],
    ['a Network Load Balancer', Backend.nlb(nlbListener(ELSEWHERE, VPC)), /Lambda function in the VPC/],
    ['a service of AWS Cloud Map', Backend.cloudMap(new Service(ELSEWHERE, 'Service', { namespace: new HttpNamespace(ELSEWHERE, 'Namespace', { name: 'shop' }) }), { vpc: VPC, port: 80 }), /Lambda function in the VPC/],
  ])('is refused: %s', (name, backend, advice) => {
    expect(() => api.check('send', backend)).toThrow(new RegExp(`^backend-not-on-websocket-api: the route "send" .*: ${name}; `));
    expect(() => api.check('send', backend)).toThrow(advice);
  });
});

describe('an integration somebody made', () => {
  test('is taken as it is, once for all routes', () => {
    const made = Backend.webSocketIntegration(new WebSocketLambdaIntegration('Mine', newFunction(stack), { timeout: Duration.seconds(3) }));
    ['a', 'b'].forEach((key) => api.add(key, made));
    expect(integration(stack)).toMatchObject({ IntegrationType: 'AWS_PROXY', TimeoutInMillis: 3000 });
  });

  test('cannot be given a timeout by a route', () => {
    const made = Backend.webSocketIntegration(new WebSocketLambdaIntegration('Mine', newFunction(stack)));
    expect(() => api.check('send', made, { timeout: Duration.seconds(3) })).toThrow(/^websocket-integration-not-adjustable: the route "send" /);
  });
});

describe('the timeout of a route', () => {
  test.each([50, 3000, 29_000])('may be %d ms', (millis) => {
    api.add('send', Backend.http(ORDERS), { timeout: Duration.millis(millis) });
    expect(integration(stack).TimeoutInMillis).toBe(millis);
  });

  test('cannot be shorter than 50 ms', () => {
    expect(() => api.check('send', Backend.http(ORDERS), { timeout: Duration.millis(49) })).toThrow(/^timeout-too-short: the route "send" waits 49 ms/);
  });

  test('cannot be longer than 29 s', () => {
    expect(() => api.check('$default', Backend.http(ORDERS), { timeout: Duration.millis(29_001) }))
      .toThrow(/^timeout-over-websocket-limit: the route "\$default" waits 29\.001 s/);
  });

  test('may be known at deployment only', () => {
    const timeout = Duration.millis(new CfnParameter(stack, 'Patience', { type: 'Number' }).valueAsNumber);
    api.add('send', Backend.http(ORDERS), { timeout });
    expect(integration(stack).TimeoutInMillis).toEqual({ Ref: 'Patience' });
  });
});

describe('routes', () => {
  test('with the same backend share its integration, those of connections and those of messages', () => {
    const backend = Backend.lambda(newFunction(stack));
    ['$connect', '$disconnect', 'send', '$default'].forEach((key) => api.add(key, backend));
    const [id] = Object.keys(resources(stack, INTEGRATION));
    expect(Object.values(resources(stack, 'AWS::ApiGatewayV2::Route')).map(({ Target }) => Target))
      .toEqual(Array(4).fill({ 'Fn::Join': ['', ['integrations/', { Ref: id }]] }));
    expect(integration(stack).IntegrationType).toBe('AWS_PROXY');
    expect(Object.keys(resources(stack, 'AWS::Lambda::Permission'))).toHaveLength(1);
  });

  test('with another timeout, other headers or another answer have an integration of their own', () => {
    api.add('a', Backend.http(ORDERS));
    api.add('b', Backend.http(ORDERS), { timeout: Duration.seconds(3) });
    api.add('c', Backend.http(ORDERS, { headers: { 'x-shop': 'books' } }));
    api.add('d', Backend.mock());
    api.add('e', Backend.mock({ body: { type: 'pong' } }), { replies: true });
    api.add('f', Backend.mock({ body: { type: 'other' } }), { replies: true });
    expect(Object.keys(resources(stack, INTEGRATION))).toHaveLength(6);
  });

  test('whose timeout and headers say the same otherwise share', () => {
    api.add('a', Backend.http(ORDERS, { headers: { b: '1', a: '2' } }), { timeout: Duration.seconds(3) });
    api.add('b', Backend.http(ORDERS, { headers: { a: '2', b: '1' } }), { timeout: Duration.millis(3000) });
    expect(integration(stack).TimeoutInMillis).toBe(3000);
  });
});

test('more integrations than an account may have are warned about, and shared ones are not counted twice', () => {
  for (let number = 0; number < 300; number++) api.add(`${number}`, Backend.http(`${ORDERS}/${number}`));
  api.add('again', Backend.http(`${ORDERS}/7`));
  expect(JSON.stringify(api.webSocketApi.node.metadata)).not.toContain('over-quota');
  api.add('300', Backend.http(`${ORDERS}/300`));
  expect(JSON.stringify(api.webSocketApi.node.metadata)).toContain('websocket-integrations-over-quota');
});

test('a refused route leaves nothing behind', () => {
  const handler = newFunction(stack);
  const before = Template.fromStack(stack).toJSON();
  const fresh = newStack();
  const freshApi = new WebSocketApiOfRoutes(fresh);
  newFunction(fresh);
  expect(() => freshApi.add('send', Backend.lambda(handler), { timeout: Duration.minutes(1) })).toThrow(/timeout-over-websocket-limit/);
  expect(Template.fromStack(fresh).toJSON()).toEqual(before);
});

describe('an integration of WebSocket APIs behind another door', () => {
  const made = () => Backend.webSocketIntegration(new WebSocketLambdaIntegration('Mine', newFunction(stack)));

  test.each<[string, () => void]>([
    ['backend-not-on-http-api', () => new SecureHttpApi(stack, 'Http').addRoute('GET /orders', made())],
    ['backend-not-on-rest-api', () => new SecureRestApi(stack, 'Rest').addRoute('GET /orders', made())],
  ])('is refused: %s', (code, add) => {
    expect(add).toThrow(new RegExp(`${code}: the route "GET /orders" .* an integration of WebSocket APIs; .*SecureWebSocketApi`));
  });
});
