import { App, Aws, CfnParameter, Duration, Lazy, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { MockIntegration } from 'aws-cdk-lib/aws-apigateway';
import { HttpMethod } from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpUrlIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { Alias, Function, IFunction } from 'aws-cdk-lib/aws-lambda';
import { HttpApiOfRoutes, integration, resources } from './integrations-harness';
import { Backend } from '../../lib/routes/backend';
import { HttpParameterMapping } from '../../lib/routes/parameter-mapping';
import { newStack } from '../helpers/apps';
import { newFunction } from '../helpers/functions';

const INTEGRATION = 'AWS::ApiGatewayV2::Integration';
const ORDERS = 'https://orders.example.com/v1';

let stack: Stack;
let api: HttpApiOfRoutes;
beforeEach(() => {
  stack = newStack();
  api = new HttpApiOfRoutes(stack);
});

describe('a Lambda backend', () => {
  test('gets requests in payload format 2.0, and no timeout unless the route says one', () => {
    api.add('GET /orders', Backend.lambda(newFunction(stack)));
    expect(integration(stack)).toEqual({
      ApiId: { Ref: expect.stringMatching(/^Api/) },
      IntegrationType: 'AWS_PROXY',
      IntegrationUri: { 'Fn::GetAtt': [expect.stringMatching(/^Handler/), 'Arn'] },
      PayloadFormatVersion: '2.0',
    });
  });

  test.each<[string, (fn: Function) => IFunction]>([
    ['its version', (fn) => fn.currentVersion],
    ['its alias', (fn) => new Alias(fn.stack, 'Live', { aliasName: 'live', version: fn.currentVersion })],
  ])('may be given by %s, and is called by it', (_how, handlerOf) => {
    const handler = handlerOf(newFunction(stack));
    api.add('GET /orders', Backend.lambda(handler));
    expect(integration(stack).IntegrationUri).toEqual(stack.resolve(handler.functionArn));
    expect(Object.keys(resources(stack, INTEGRATION))[0]).toMatch(/^ApiIntegrationsHandler[0-9a-f]{8}/);
  });

  test('that streams is refused', () => {
    expect(() => api.check('GET /orders', Backend.lambda(newFunction(stack), { streaming: true })))
      .toThrow(/^backend-not-on-http-api: the route "GET \/orders" .* one that streams its answer; leave out \{ streaming: true \}/);
  });
});

describe('an HTTP backend', () => {
  test('is called with the method of the request', () => {
    api.add('GET /orders', Backend.http(ORDERS));
    expect(integration(stack)).toEqual({
      ApiId: expect.anything(), IntegrationType: 'HTTP_PROXY', IntegrationMethod: 'ANY', IntegrationUri: ORDERS, PayloadFormatVersion: '1.0',
    });
  });

  test('is called with the method it asks for, and the headers it wants', () => {
    api.add('GET /orders', Backend.http(ORDERS, { method: 'POST', headers: { 'x-shop': 'books', 'accept': 'text/csv' } }));
    expect(integration(stack)).toMatchObject({
      IntegrationMethod: 'POST', RequestParameters: { 'overwrite:header.accept': 'text/csv', 'overwrite:header.x-shop': 'books' },
    });
  });

  test.each([
    ['GET /orders/{id}', `${ORDERS}/{id}`, `${ORDERS}/{id}`],
    ['ANY /{rest+}', `${ORDERS}/{rest+}`, `${ORDERS}/{rest}`],
    ['ANY /{rest+}', `${ORDERS}/{rest}`, `${ORDERS}/{rest}`],
    ['GET /orders', 'https://${stageVariables.host}/v1', 'https://${stageVariables.host}/v1'],
  ])('of %s at %s is called at %s', (routeKey, url, uri) => {
    api.add(routeKey, Backend.http(url));
    expect(integration(stack).IntegrationUri).toBe(uri);
  });

  test.each(['GET /orders', '$default'])('with a parameter that "%s" does not have is refused', (routeKey) => {
    expect(() => api.check(routeKey, Backend.http(`${ORDERS}/{id}`))).toThrow(/^http-url-parameter-unknown: .*\{id\}/);
  });

  test('with a header API Gateway keeps for itself is refused', () => {
    expect(() => api.check('GET /orders', Backend.http(ORDERS, { headers: { Authorization: 'none' } }))).toThrow(/^mapping-header-reserved: .*"Authorization"/);
  });

  test.each(['', '$context.requestId', 'Bearer ${stageVariables.token}'])('with a header that would not be fixed, <%s>, is refused', (value) => {
    expect(() => api.check('GET /orders', Backend.http(ORDERS, { headers: { 'x-shop': value } }))).toThrow(/^mapping-value-not-fixed: /);
  });

  test('that streams is refused', () => {
    expect(() => api.check('GET /orders', Backend.http(ORDERS, { streaming: true }))).toThrow(/backend-not-on-http-api/);
  });

  test('may have an address and headers that are only known at deployment', () => {
    const host = new CfnParameter(stack, 'Host').valueAsString;
    api.add('GET /orders/{id}', Backend.http(`https://${host}/{id}`, { headers: { 'x-account': Aws.ACCOUNT_ID } }));
    expect(integration(stack)).toMatchObject({
      IntegrationUri: { 'Fn::Join': ['', ['https://', { Ref: 'Host' }, '/{id}']] },
      RequestParameters: { 'overwrite:header.x-account': { Ref: 'AWS::AccountId' } },
    });
    expect(Object.keys(resources(stack, INTEGRATION))[0]).toMatch(/^ApiIntegrationsHttp[0-9a-f]{8}/);
  });
});

describe('a backend that only REST APIs have', () => {
  test.each<[string, Backend]>([
    ['Backend.mock', Backend.mock()],
    ['Backend.httpWithMapping', Backend.httpWithMapping(ORDERS, { responses: [{ statusCode: 200 }] })],
    ['Backend.integration', Backend.integration(new MockIntegration())],
  ])('is refused: %s', (name, backend) => {
    expect(() => api.check('GET /orders', backend)).toThrow(new RegExp(`^backend-not-on-http-api: the route "GET /orders" .*: ${name}; .*SecureRestApi`));
  });
});

describe('an integration somebody made', () => {
  const made = new HttpUrlIntegration('Mine', ORDERS, { method: HttpMethod.GET });

  test('is taken as it is', () => {
    api.add('GET /orders', Backend.httpIntegration(made));
    expect(integration(stack)).toMatchObject({ IntegrationUri: ORDERS, IntegrationMethod: 'GET' });
  });

  test.each([
    ['a timeout', { timeout: Duration.seconds(3) }],
    ['a mapping', { mapping: HttpParameterMapping.of({}) }],
  ])('cannot be given %s by a route', (given, options) => {
    expect(() => api.check('GET /orders', Backend.httpIntegration(made), options)).toThrow(new RegExp(`^http-integration-not-adjustable: .* gives ${given} `));
  });
});

describe('the timeout of a route', () => {
  test.each([50, 29_000, 29_500, 30_000])('may be %d ms', (millis) => {
    api.add('GET /orders', Backend.http(ORDERS), { timeout: Duration.millis(millis) });
    expect(integration(stack).TimeoutInMillis).toBe(millis);
  });

  test('cannot be shorter than 50 ms', () => {
    expect(() => api.check('GET /orders', Backend.http(ORDERS), { timeout: Duration.millis(49) })).toThrow(/^timeout-too-short: the route "GET \/orders" waits 49 ms/);
  });

  test('cannot be longer than 30 s', () => {
    expect(() => api.check('$default', Backend.http(ORDERS), { timeout: Duration.millis(30_001) }))
      .toThrow(/^timeout-over-http-limit: the route "\$default" waits 30\.001 s/);
  });

  test('may be known at deployment only', () => {
    const timeout = Duration.millis(new CfnParameter(stack, 'Patience', { type: 'Number' }).valueAsNumber);
    api.add('GET /orders', Backend.http(ORDERS), { timeout });
    expect(integration(stack).TimeoutInMillis).toEqual({ Ref: 'Patience' });
  });
});

describe('the mapping of a route', () => {
  const answers = HttpParameterMapping.of({ responses: { 404: { 'overwrite:statuscode': '410', 'append:header.x-a': '1' } } });

  test('is written beside that of the backend', () => {
    const mapping = HttpParameterMapping.of({ request: { 'append:querystring.q': '$context.requestId', 'remove:header.cookie': '' } });
    api.add('GET /orders', Backend.http(ORDERS, { headers: { 'x-shop': 'books' } }), { mapping });
    expect(integration(stack)).toMatchObject({
      RequestParameters: { 'overwrite:header.x-shop': 'books', 'append:querystring.q': '$context.requestId', 'remove:header.cookie': "''" },
    });
    expect(integration(stack)).not.toHaveProperty('ResponseParameters');
  });

  test('may be about answers only, by their status', () => {
    api.add('GET /orders', Backend.lambda(newFunction(stack)), { mapping: answers });
    expect(integration(stack)).toMatchObject({
      ResponseParameters: {
        404: { ResponseParameters: [{ Source: '1', Destination: 'append:header.x-a' }, { Source: '410', Destination: 'overwrite:statuscode' }] },
      },
    });
    expect(integration(stack)).not.toHaveProperty('RequestParameters');
  });

  test.each(['overwrite:header.X-SHOP', 'append:header.x-shop', 'remove:header.x-Shop'])('cannot gainsay the backend with "%s"', (target) => {
    const mapping = HttpParameterMapping.of({ request: { [target]: target.startsWith('remove') ? '' : 'music' } });
    expect(() => api.check('GET /orders', Backend.http(ORDERS, { headers: { 'x-shop': 'books' } }), { mapping }))
      .toThrow(/^mapping-clash: .*"overwrite:header.x-shop"/);
  });
});

describe('routes', () => {
  test('with the same backend share its integration, whatever their methods', () => {
    const backend = Backend.http(ORDERS);
    ['GET /orders', 'POST /orders', '$default'].forEach((routeKey) => api.add(routeKey, backend));
    api.add('PUT /orders', Backend.http(ORDERS));
    const [id] = Object.keys(resources(stack, INTEGRATION));
    expect(Object.values(resources(stack, 'AWS::ApiGatewayV2::Route')).map(({ Target }) => Target))
      .toEqual(Array(4).fill({ 'Fn::Join': ['', ['integrations/', { Ref: id }]] }));
    expect(integration(stack).IntegrationUri).toBe(ORDERS);
  });

  test('with another timeout or another mapping have an integration of their own', () => {
    const backend = Backend.lambda(newFunction(stack));
    api.add('GET /a', backend);
    api.add('GET /b', backend, { timeout: Duration.seconds(3) });
    api.add('GET /c', backend, { mapping: HttpParameterMapping.of({ request: { 'remove:header.cookie': '' } }) });
    api.add('GET /d', backend, { mapping: HttpParameterMapping.of({ responses: { 200: { 'remove:header.server': '' } } }) });
    api.add('GET /e', backend, { timeout: Duration.millis(3000) });
    expect(Object.keys(resources(stack, INTEGRATION))).toHaveLength(4);
  });

  test('whose mappings say the same in another order share', () => {
    const backend = Backend.http(ORDERS, { headers: { b: '1', a: '2' } });
    api.add('GET /a', backend, { mapping: HttpParameterMapping.of({ request: { 'append:header.x': '1', 'append:header.y': '2' } }) });
    api.add('GET /b', Backend.http(ORDERS, { headers: { a: '2', b: '1' } }), {
      mapping: HttpParameterMapping.of({ request: { 'append:header.y': '2', 'append:header.x': '1' } }),
    });
    expect(integration(stack).IntegrationUri).toBe(ORDERS);
  });

  test('with backends that are called alike in two stacks do not share', () => {
    const others = [new Stack(stack.node.root as App, 'One'), new Stack(stack.node.root as App, 'Two')];
    others.forEach((other) => {
      const host = new CfnParameter(other, 'Host').valueAsString;
      api.add(`GET /${other.node.id}`, Backend.http(`https://${host}/`));
      api.add(`PUT /${other.node.id}`, Backend.lambda(newFunction(other)));
    });
    expect(Object.keys(resources(stack, INTEGRATION))).toHaveLength(4);
  });

  test('with a backend that is spelt by another token of the same thing share', () => {
    const host = new CfnParameter(stack, 'Host');
    api.add('GET /a', Backend.http(`https://${host.valueAsString}/`));
    api.add('GET /b', Backend.http(`https://${Lazy.string({ produce: () => host.valueAsString })}/`));
    expect(integration(stack).IntegrationMethod).toBe('ANY');
  });
});

describe('an API', () => {
  function fill(): void {
    for (let number = 0; number < 299; number++) api.add(`GET /${number}`, Backend.http(`${ORDERS}/${number}`));
    api.add('GET /mine', Backend.httpIntegration(new HttpUrlIntegration('Mine', ORDERS)));
  }

  test('has 300 integrations at most, and routes that share them without end', () => {
    fill();
    expect(() => api.check('GET /300', Backend.http(ORDERS))).toThrow(/too-many-integrations: this API would have 301 /);
    expect(() => api.check('GET /300', Backend.http(`${ORDERS}/7`))).not.toThrow();
  });
});

test('a refused route leaves nothing behind', () => {
  const before = Template.fromStack(stack).toJSON();
  const fresh = new HttpApiOfRoutes(newStack());
  const handler = newFunction(stack);
  expect(() => fresh.add('GET /orders', Backend.lambda(handler), { timeout: Duration.minutes(1) })).toThrow(/timeout-over-http-limit/);
  expect(() => fresh.add('GET /orders', Backend.http(`${ORDERS}/{id}`))).toThrow(/http-url-parameter-unknown/);
  expect(fresh.integrations.node.children).toEqual([]);
  expect(Template.fromStack(fresh.stack).toJSON()).toEqual(before);
});
