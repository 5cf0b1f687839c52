import { CfnElement, Lazy } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { WebSocketMockIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { Alarms } from '../../lib/observability/alarms';
import { Backend } from '../../lib/routes/backend';
import { Throttle } from '../../lib/traffic/throttle';
import { SecureWebSocketApi } from '../../lib/websocket/secure-websocket-api';
import { SecureWebSocketApiProps } from '../../lib/websocket/secure-websocket-api-props';
import { newStack } from '../helpers/apps';
import { newFunction } from '../helpers/functions';

const ROUTE = 'AWS::ApiGatewayV2::Route';
const BACKEND = Backend.http('https://orders.example.com');
const SCHEMA = { type: 'object', required: ['action', 'text'], properties: { text: { type: 'string' } } };

function newApi(props: SecureWebSocketApiProps = {}) {
  const stack = newStack();
  const api = new SecureWebSocketApi(stack, 'Live', props);
  return { stack, api, template: () => Template.fromStack(stack) };
}

/** The properties of a route, and its response if it has one. */
function routeOf(template: Template, key: string): { route: object; responses: number } {
  const [[id, { Properties: route }]] = Object.entries(template.findResources(ROUTE, { Properties: { RouteKey: key } }));
  return { route, responses: Object.keys(template.findResources('AWS::ApiGatewayV2::RouteResponse', { Properties: { RouteId: { Ref: id } } })).length };
}

describe('a route', () => {
  test('has the key it was added with, and asks nobody who it is, because connections were asked', () => {
    const { api, template } = newApi();
    expect(api.addRoute('sendMessage', BACKEND).routeKey).toBe('sendMessage');
    template().hasResourceProperties(ROUTE, { RouteKey: 'sendMessage', AuthorizationType: 'NONE' });
  });

  test('may be the one for messages that no other route takes', () => {
    const { api, template } = newApi();
    expect(api.addRoute('$default', BACKEND).routeKey).toBe('$default');
    template().hasResourceProperties(ROUTE, { RouteKey: '$default' });
  });

  test.each([
    ['', /^websocket-route-key-malformed: /],
    [' send', /^websocket-route-key-malformed: /],
    ['$send', /^websocket-route-key-reserved: .*"\$send"/],
    ['$connect', /^websocket-route-not-for-messages: .*"\$connect".*connect: Backend/],
    ['$disconnect', /^websocket-route-not-for-messages: .*"\$disconnect".*disconnect: Backend/],
  ])('with the key "%s" is refused', (key, code) => {
    const { api, template } = newApi();
    expect(() => api.addRoute(key, BACKEND)).toThrow(code);
    template().resourceCountIs(ROUTE, 1);
  });

  test('with a key that is only known at deployment is refused', () => {
    expect(() => newApi().api.addRoute(Lazy.string({ produce: () => 'send' }), BACKEND)).toThrow(/^websocket-route-key-unresolved: /);
  });

  test('that is there already is refused, also when it was made by hand, and leaves nothing behind', () => {
    const { api, template } = newApi();
    api.addRoute('send', BACKEND);
    api.webSocketApi.addRoute('hand', { integration: new WebSocketMockIntegration('ByHand') });
    expect(() => api.addRoute('send', Backend.http('https://other.example.com'))).toThrow('route-duplicate');
    expect(() => api.addRoute('hand', Backend.http('https://other.example.com'))).toThrow('route-duplicate');
    template().resourceCountIs(ROUTE, 3);
    template().resourceCountIs('AWS::ApiGatewayV2::Integration', 3);
  });

  test('has metrics and alarms of its own', () => {
    const { api, template } = newApi();
    const route = api.addRoute('send', BACKEND);
    expect(route.metrics.integrationErrors().dimensions).toMatchObject({ Stage: 'prod', Route: 'send' });
    expect(route.addAlarms(Alarms.standard()).all.length).toBeGreaterThan(0);
    template().hasResourceProperties('AWS::CloudWatch::Alarm', { AlarmDescription: Match.stringLikeRegexp('Live.*send') });
  });
});

test('more routes than an account may have are warned about', () => {
  const { api } = newApi();
  for (let index = 1; index <= 299; index++) api.addRoute(`a${index}`, BACKEND);
  expect(JSON.stringify(api.webSocketApi.node.metadata)).not.toContain('websocket-routes-over-quota');
  api.addRoute('a300', BACKEND);
  expect(JSON.stringify(api.webSocketApi.node.metadata)).toContain('websocket-routes-over-quota');
});

describe('an answer', () => {
  test('of a backend goes nowhere unless the route replies', () => {
    const { api, template } = newApi();
    api.addRoute('send', BACKEND);
    expect(routeOf(template(), 'send')).toEqual({ route: expect.not.objectContaining({ RouteResponseSelectionExpression: expect.anything() }), responses: 0 });
  });

  test('of a backend goes back when the route replies', () => {
    const { stack, api, template } = newApi();
    const keys = ['lambda', 'http', 'sqs'];
    const backends = [Backend.lambda(newFunction(stack)), BACKEND, Backend.sqs(new Queue(stack, 'Queue'))];
    keys.forEach((key, index) => api.addRoute(key, backends[index], { reply: true }));
    keys.forEach((key) => expect(routeOf(template(), key)).toEqual({
      route: expect.objectContaining({ RouteResponseSelectionExpression: '$default' }), responses: 1,
    }));
    template().allResourcesProperties('AWS::ApiGatewayV2::RouteResponse', { RouteResponseKey: '$default' });
  });

  test.each<[string, Backend, boolean | undefined, number, unknown]>([
    ['a mock with a body answers it', Backend.mock({ body: { type: 'pong' } }), undefined, 1, '{"type":"pong"}'],
    ['a mock without a body answers nothing', Backend.mock(), undefined, 0, undefined],
    ['a mock without a body that must answer answers an empty document', Backend.mock(), true, 1, '{}'],
    ['a mock with a body may be silenced', Backend.mock({ body: { type: 'pong' } }), false, 0, undefined],
  ])('%s', (_name, backend, reply, responses, body) => {
    const { api, template } = newApi({ connect: Backend.http('https://connect.example.com') });
    api.addRoute('ping', backend, { reply });
    expect(routeOf(template(), 'ping').responses).toBe(responses);
    const [answer] = Object.values(template().findResources('AWS::ApiGatewayV2::IntegrationResponse'));
    expect(answer.Properties.ResponseTemplates?.$default).toBe(body);
  });
});

describe('a message schema', () => {
  test('is checked by API Gateway before the backend sees the message, by the model that the key of the message selects', () => {
    const { api, template } = newApi({ routeSelectionExpression: '$request.body.type' });
    api.addRoute('send', BACKEND, { request: { body: SCHEMA } });
    const [[id, { Properties: model }]] = Object.entries(template().findResources('AWS::ApiGatewayV2::Model'));
    expect(model).toEqual({
      ApiId: expect.anything(),
      Name: expect.stringMatching(/^Body[0-9a-f]+$/),
      ContentType: 'application/json',
      Schema: { $schema: 'http://json-schema.org/draft-04/schema#', ...SCHEMA },
    });
    template().hasResource(ROUTE, {
      DependsOn: [id], Properties: { RouteKey: 'send', ModelSelectionExpression: '$request.body.type', RequestModels: { send: model.Name } },
    });
  });

  test('of the default route is for messages of any key', () => {
    const { api, template } = newApi();
    api.addRoute('$default', BACKEND, { request: { body: SCHEMA } });
    template().hasResourceProperties(ROUTE, { ModelSelectionExpression: '$request.body.action', RequestModels: { $default: Match.anyValue() } });
  });

  test('of two routes is one model, and a changed one another', () => {
    const { api, template } = newApi();
    api.addRoute('a', BACKEND, { request: { body: SCHEMA } });
    api.addRoute('b', BACKEND, { request: { body: { ...SCHEMA } } });
    api.addRoute('c', BACKEND, { request: { body: { type: 'object' } } });
    template().resourceCountIs('AWS::ApiGatewayV2::Model', 2);
  });

  test('that is none is refused, and leaves nothing behind', () => {
    const { api, template } = newApi();
    expect(() => api.addRoute('send', BACKEND, { request: { body: { type: 'text' } } })).toThrow(/json-schema-invalid: .*"send"/);
    template().resourceCountIs(ROUTE, 1);
  });

  test('is not asked of routes that have none', () => {
    const { api, template } = newApi();
    api.addRoute('send', BACKEND);
    expect(routeOf(template(), 'send').route).not.toHaveProperty('ModelSelectionExpression');
  });
});

describe('a throttle', () => {
  const SETTINGS = { ThrottlingRateLimit: 5, ThrottlingBurstLimit: 10, LoggingLevel: 'ERROR', DataTraceEnabled: false, DetailedMetricsEnabled: true };

  test('of a route is a setting of the stage, which waits for the route', () => {
    const { stack, api, template } = newApi();
    const { route } = api.addRoute('send', BACKEND, { throttle: Throttle.rate(5, 10) });
    template().hasResource('AWS::ApiGatewayV2::Stage', {
      DependsOn: Match.arrayWith([stack.getLogicalId(route.node.defaultChild as CfnElement)]), Properties: { RouteSettings: { send: SETTINGS } },
    });
  });

  test.each(['$connect', '$disconnect'])('of %s is said on the API', (key) => {
    const { api, template } = newApi({ disconnect: BACKEND });
    api.throttleRoute(key, Throttle.rate(5, 10));
    template().hasResourceProperties('AWS::ApiGatewayV2::Stage', { RouteSettings: { [key]: SETTINGS } });
  });

  test('of a route made by hand is said on the API, and the stage waits for the route', () => {
    const { api, template } = newApi();
    api.throttleRoute('own', Throttle.rate(5, 10));
    api.webSocketApi.addRoute('own', { integration: new WebSocketMockIntegration('Own') });
    template().hasResource('AWS::ApiGatewayV2::Stage', {
      DependsOn: Match.arrayWith([Match.stringLikeRegexp('ownRoute')]), Properties: { RouteSettings: { own: SETTINGS } },
    });
  });

  test('of a route that nobody made is an error', () => {
    const { api, template } = newApi();
    api.addRoute('send', BACKEND);
    api.throttleRoute('sent', Throttle.rate(5, 10));
    expect(template).toThrow(/throttle-on-unknown-route.*sent.*\$connect, send/s);
  });

  test('of a key that no route can have is refused', () => {
    expect(() => newApi().api.throttleRoute('$send', Throttle.rate(5, 10))).toThrow('websocket-route-key-reserved');
  });
});
