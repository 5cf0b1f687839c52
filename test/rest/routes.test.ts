import { Aws, CfnParameter, Duration, Lazy, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { MockIntegration } from 'aws-cdk-lib/aws-apigateway';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Alias } from 'aws-cdk-lib/aws-lambda';
import { RestEndpoint } from '../../lib/rest/rest-endpoint';
import { SecureRestApi } from '../../lib/rest/secure-rest-api';
import { Backend } from '../../lib/routes/backend';
import { Validation } from '../../lib/security/validation';
import { CacheKey } from '../../lib/traffic/cache-key';
import { Caching } from '../../lib/traffic/caching';
import { RouteCache } from '../../lib/traffic/route-cache';
import { Throttle } from '../../lib/traffic/throttle';
import { UsageTier } from '../../lib/traffic/usage-tier';
import { newStack } from '../helpers/apps';
import { newFunction } from '../helpers/functions';

let stack: Stack;
beforeEach(() => { stack = newStack(); });

function methods(): Record<string, unknown>[] {
  return Object.values(Template.fromStack(stack).findResources('AWS::ApiGateway::Method')).map((method) => method.Properties);
}

function stageSettings(): Record<string, unknown>[] {
  const [stage] = Object.values(Template.fromStack(stack).findResources('AWS::ApiGateway::Stage'));
  return stage.Properties.MethodSettings;
}

describe('a Lambda backend', () => {
  test('gets one permission from the API, however many routes lead there', () => {
    const api = new SecureRestApi(stack, 'Orders');
    const fn = newFunction(stack);
    ['GET /orders', 'POST /orders', 'GET /orders/{id}', 'DELETE /orders/{id}'].forEach((route) => api.addRoute(route, Backend.lambda(fn)));
    Template.fromStack(stack).resourceCountIs('AWS::Lambda::Permission', 1);
  });

  test('may be called by this API only, in no way bound to its stage', () => {
    const api = new SecureRestApi(stack, 'Orders');
    api.addRoute('GET /orders', Backend.lambda(newFunction(stack)));
    Template.fromStack(stack).hasResourceProperties('AWS::Lambda::Permission', {
      Principal: 'apigateway.amazonaws.com',
      SourceArn: { 'Fn::Join': ['', Match.arrayWith([{ Ref: 'OrdersA9B65338' }, '/*/*/*'])] },
    });
  });

  test('that is an alias is called through the alias, with a permission on the alias', () => {
    const alias = new Alias(stack, 'Live', { aliasName: 'live', version: newFunction(stack).currentVersion });
    new SecureRestApi(stack, 'Orders').addRoute('GET /orders', Backend.lambda(alias));
    const template = Template.fromStack(stack);
    const [id] = Object.keys(template.findResources('AWS::Lambda::Alias'));
    template.hasResourceProperties('AWS::Lambda::Permission', { FunctionName: { Ref: id } });
    expect(JSON.stringify(methods())).toContain(`"Ref":"${id}"`);
  });

  test('that streams is invoked by the streaming interface', () => {
    new SecureRestApi(stack, 'Orders').addRoute('GET /export', Backend.lambda(newFunction(stack), { streaming: true }), { timeout: Duration.minutes(15) });
    const [{ Integration: integration }] = methods();
    expect(integration).toEqual(expect.objectContaining({ ResponseTransferMode: 'STREAM', TimeoutInMillis: 900_000 }));
    expect(JSON.stringify(integration)).toContain('/response-streaming-invocations');
  });

  test('that streams for more than 15 minutes is refused', () => {
    const api = new SecureRestApi(stack, 'Orders');
    expect(() => api.addRoute('GET /export', Backend.lambda(newFunction(stack), { streaming: true }), { timeout: Duration.minutes(16) }))
      .toThrow(/timeout-over-streaming-limit.*960 s/);
  });

  test('that streams cannot be cached', () => {
    const api = new SecureRestApi(stack, 'Orders', { caching: Caching.on() });
    expect(() => api.addRoute('GET /export', Backend.lambda(newFunction(stack), { streaming: true }), { cache: RouteCache.on() }))
      .toThrow(/streaming-with-cache/);
  });
});

describe('a mock backend', () => {
  test('answers with its document', () => {
    new SecureRestApi(stack, 'Orders').addRoute('GET /health', Backend.mock({ statusCode: 203, body: { status: 'ok' }, headers: { 'X-Kind': 'mock' } }));
    expect(methods()).toEqual([expect.objectContaining({
      Integration: expect.objectContaining({
        Type: 'MOCK',
        IntegrationResponses: [{
          StatusCode: '203',
          ResponseTemplates: { 'application/json': '{"status":"ok"}' },
          ResponseParameters: { 'method.response.header.X-Kind': "'mock'" },
        }],
      }),
      MethodResponses: [{ StatusCode: '203', ResponseParameters: { 'method.response.header.X-Kind': true } }],
    })]);
  });

  test('may answer with a status that is only known at deployment', () => {
    const statusCode = new CfnParameter(stack, 'Status', { type: 'Number' }).valueAsNumber;
    new SecureRestApi(stack, 'Orders').addRoute('GET /health', Backend.mock({ statusCode }));
    expect(methods()).toEqual([expect.objectContaining({
      Integration: expect.objectContaining({
        RequestTemplates: { 'application/json': { 'Fn::Join': ['', ['{"statusCode":', { Ref: 'Status' }, '}']] } },
        IntegrationResponses: [expect.objectContaining({ StatusCode: { Ref: 'Status' } })],
      }),
      MethodResponses: [{ StatusCode: { Ref: 'Status' } }],
    })]);
  });
});

describe('an HTTP backend', () => {
  test('is passed the request as it is, with the path parameters its URL names', () => {
    new SecureRestApi(stack, 'Orders').addRoute('GET /orders/{id}', Backend.http('https://legacy.example.com/o/{id}', { headers: { 'X-From': 'gateway' } }));
    expect(methods()).toEqual([expect.objectContaining({
      RequestParameters: { 'method.request.path.id': true },
      Integration: expect.objectContaining({
        Type: 'HTTP_PROXY',
        IntegrationHttpMethod: 'GET',
        Uri: 'https://legacy.example.com/o/{id}',
        RequestParameters: { 'integration.request.path.id': 'method.request.path.id', 'integration.request.header.X-From': "'gateway'" },
      }),
    })]);
  });

  test.each([
    ['GET /orders/{order-id}', 'https://legacy.example.com/o/{order-id}', 'order-id'],
    ['ANY /{rest+}', 'https://legacy.example.com/{rest+}', 'rest'],
    ['ANY /files/{rest+}', 'https://legacy.example.com/{rest}', 'rest'],
  ])('of "%s" at "%s" is passed the parameter', (route, url, name) => {
    new SecureRestApi(stack, 'Orders').addRoute(route, Backend.http(url));
    expect(methods()).toEqual([expect.objectContaining({
      Integration: expect.objectContaining({
        Uri: url.replace('+', ''), RequestParameters: { [`integration.request.path.${name}`]: `method.request.path.${name}` },
      }),
    })]);
  });

  test('may have an address that is only known at deployment', () => {
    new SecureRestApi(stack, 'Orders').addRoute('GET /orders/{id}', Backend.http(`https://${Aws.REGION}.example.com/{id}`));
    expect(methods()).toEqual([expect.objectContaining({
      Integration: expect.objectContaining({ Uri: { 'Fn::Join': ['', ['https://', { Ref: 'AWS::Region' }, '.example.com/{id}']] } }),
    })]);
  });

  test('may have stage variables in its address', () => {
    new SecureRestApi(stack, 'Orders').addRoute('GET /orders', Backend.http('https://${stageVariables.host}/orders'));
    expect(methods()).toEqual([expect.objectContaining({ Integration: expect.objectContaining({ Uri: 'https://${stageVariables.host}/orders' }) })]);
  });

  test('whose URL names a parameter the route does not have is refused', () => {
    const api = new SecureRestApi(stack, 'Orders');
    expect(() => api.addRoute('GET /orders/{id}', Backend.http('https://legacy.example.com/o/{order}')))
      .toThrow(/http-url-parameter-unknown.*\{order\}.*"GET \/orders\/\{id\}"/);
  });

  test('with a mapping gets and gives what the templates make', () => {
    new SecureRestApi(stack, 'Orders').addRoute('POST /orders', Backend.httpWithMapping('https://legacy.example.com/o', {
      request: { 'application/json': '{"order": $input.body}' },
      responses: [{ statusCode: 201 }, { statusCode: 502, pattern: '5\\d{2}', templates: { 'application/json': '{}' }, headers: { 'Retry-After': "'5'" } }],
    }));
    expect(methods()).toEqual([expect.objectContaining({
      Integration: expect.objectContaining({
        Type: 'HTTP',
        PassthroughBehavior: 'NEVER',
        RequestTemplates: { 'application/json': '{"order": $input.body}' },
        IntegrationResponses: [{ StatusCode: '201' }, {
          StatusCode: '502',
          SelectionPattern: '5\\d{2}',
          ResponseTemplates: { 'application/json': '{}' },
          ResponseParameters: { 'method.response.header.Retry-After': "'5'" },
        }],
      }),
      MethodResponses: [{ StatusCode: '201' }, { StatusCode: '502', ResponseParameters: { 'method.response.header.Retry-After': true } }],
    })]);
  });
});

test('any L2 integration can be a backend', () => {
  new SecureRestApi(stack, 'Orders').addRoute('GET /orders', Backend.integration(new MockIntegration({ cacheNamespace: 'mine' })));
  expect(methods()).toEqual([expect.objectContaining({ Integration: expect.objectContaining({ Type: 'MOCK', CacheNamespace: 'mine' }) })]);
});

describe('a request schema', () => {
  const schema = { type: 'object', required: ['sku'], properties: { sku: { type: 'string' } } };

  test('becomes a model the method validates with', () => {
    new SecureRestApi(stack, 'Orders').addRoute('POST /orders', Backend.mock(), { request: { body: schema, query: ['dryRun'], headers: ['Idempotency-Key'] } });
    const template = Template.fromStack(stack);
    template.hasResourceProperties('AWS::ApiGateway::Model', { ContentType: 'application/json', Schema: Match.objectLike(schema) });
    template.hasResourceProperties('AWS::ApiGateway::RequestValidator', { ValidateRequestBody: true, ValidateRequestParameters: true });
    template.hasResourceProperties('AWS::ApiGateway::Method', {
      RequestModels: { 'application/json': Match.anyValue() },
      RequestValidatorId: Match.anyValue(),
      RequestParameters: { 'method.request.querystring.dryRun': true, 'method.request.header.Idempotency-Key': true },
    });
  });

  test('that two routes share is one model', () => {
    const api = new SecureRestApi(stack, 'Orders');
    ['POST /orders', 'PUT /orders'].forEach((route) => api.addRoute(route, Backend.mock(), { request: { body: schema } }));
    Template.fromStack(stack).resourceCountIs('AWS::ApiGateway::Model', 1);
  });

  test('that is no JSON schema is refused', () => {
    const api = new SecureRestApi(stack, 'Orders');
    expect(() => api.addRoute('POST /orders', Backend.mock(), { request: { body: { type: 'text' } } })).toThrow(/json-schema-invalid.*"POST \/orders"/);
  });

  test('with an impossible parameter name is refused', () => {
    const api = new SecureRestApi(stack, 'Orders');
    expect(() => api.addRoute('GET /orders', Backend.mock(), { request: { query: ['a b'] } })).toThrow(/request-name-malformed.*"a b"/);
    expect(() => api.addRoute('GET /orders', Backend.mock(), { request: { headers: [''] } })).toThrow(/request-name-malformed/);
  });

  test('with a parameter name that is only known at deployment is refused without printing it', () => {
    const api = new SecureRestApi(stack, 'Orders');
    expect(() => api.addRoute('GET /orders', Backend.mock(), { request: { query: [Aws.STACK_NAME] } })).toThrow(/^request-name-unresolved: [^$]*$/);
  });

  test('may hold values that are only known at deployment, and keeps its name whatever else the app makes', () => {
    const modelId = (tokensBefore: number) => {
      const other = newStack();
      for (let index = 0; index < tokensBefore; index++) Lazy.string({ produce: () => '' });
      const body = { type: 'object', properties: { kind: { enum: [new CfnParameter(other, 'Kind').valueAsString] } } };
      new SecureRestApi(other, 'Orders').addRoute('POST /orders', Backend.mock(), { request: { body } });
      const models = Template.fromStack(other).findResources('AWS::ApiGateway::Model');
      expect(JSON.stringify(models)).toContain('"enum":[{"Ref":"Kind"}]');
      return Object.keys(models);
    };
    expect(modelId(0)).toEqual(modelId(7));
  });

  test.each([{ body: schema }, { query: ['page'] }])('%j that nobody would check is refused', (request) => {
    const api = new SecureRestApi(stack, 'Orders', { validation: Validation.none('the backend validates') });
    expect(() => api.addRoute('POST /orders', Backend.mock(), { request })).toThrow(/validation-needed/);
  });
});

describe('a refused route', () => {
  test.each([
    ['GET /orders', 'GET /orders', /route-duplicate/],
    ['GET /orders/{id}', 'GET /orders/{orderId}', /route-parameter-renamed/],
  ])('after "%s", "%s", leaves nothing behind', (first, second, finding) => {
    const api = new SecureRestApi(stack, 'Orders');
    api.addRoute(first, Backend.mock());
    const before = stack.node.findAll().length;
    expect(() => api.addRoute(second, Backend.mock())).toThrow(finding);
    expect(stack.node.findAll()).toHaveLength(before);
  });
});

describe('the timeout of a route', () => {
  test('over 29 s is refused on an edge-optimised API', () => {
    const api = new SecureRestApi(stack, 'Orders', { endpoint: RestEndpoint.edge() });
    expect(() => api.addRoute('GET /orders', Backend.http('https://a.example'), { timeout: Duration.seconds(30) })).toThrow(/timeout-over-edge-limit.*30 s/);
  });

  test('over 29 s is a warning on a regional API, where the quota can be raised', () => {
    const api = new SecureRestApi(stack, 'Orders');
    api.addRoute('GET /orders', Backend.http('https://a.example'), { timeout: Duration.seconds(60) });
    expect(JSON.stringify(api.node.metadata)).toContain('timeout-needs-quota');
    expect(methods()).toEqual([expect.objectContaining({ Integration: expect.objectContaining({ TimeoutInMillis: 60_000 }) })]);
  });

  test('below 50 ms is refused', () => {
    const api = new SecureRestApi(stack, 'Orders');
    expect(() => api.addRoute('GET /orders', Backend.mock(), { timeout: Duration.millis(49) })).toThrow(/timeout-too-short.*"GET \/orders" waits 49 ms/);
  });
});

describe('the cache of a route', () => {
  test('is written as request parameter, cache key parameter and method setting alike', () => {
    const api = new SecureRestApi(stack, 'Shop', { caching: Caching.on() });
    api.addRoute('GET /products/{id}', Backend.lambda(newFunction(stack)), { cache: RouteCache.ttl(Duration.minutes(1), { keys: [CacheKey.query('lang')] }) });
    expect(methods()).toEqual([expect.objectContaining({
      RequestParameters: { 'method.request.path.id': true, 'method.request.querystring.lang': false },
      Integration: expect.objectContaining({ CacheKeyParameters: ['method.request.path.id', 'method.request.querystring.lang'] }),
    })]);
    expect(stageSettings()[1]).toEqual(expect.objectContaining({
      HttpMethod: 'GET', ResourcePath: '/~1products~1{id}', CachingEnabled: true, CacheTtlInSeconds: 60, CacheDataEncrypted: true,
    }));
  });

  test('is written as off for every other GET route while there is a cluster', () => {
    const api = new SecureRestApi(stack, 'Shop', { caching: Caching.on() });
    ['GET /orders', 'POST /orders'].forEach((route) => api.addRoute(route, Backend.mock()));
    expect(stageSettings().slice(1)).toEqual([expect.objectContaining({ HttpMethod: 'GET', ResourcePath: '/~1orders', CachingEnabled: false })]);
  });

  test('is refused on a route that changes something, and without a cluster', () => {
    const cached = new SecureRestApi(stack, 'Shop', { caching: Caching.on() });
    expect(() => cached.addRoute('POST /orders', Backend.mock(), { cache: RouteCache.on() })).toThrow(/cache-on-non-get-route/);
    const uncached = new SecureRestApi(stack, 'Other');
    expect(() => uncached.addRoute('GET /orders', Backend.mock(), { cache: RouteCache.on() })).toThrow(/cache-without-cluster/);
  });
});

describe('the stage settings', () => {
  test('of a route with a throttle repeat everything else the stage says', () => {
    const api = new SecureRestApi(stack, 'Shop');
    api.addRoute('GET /', Backend.mock(), { throttle: Throttle.rate(5, 10) });
    expect(stageSettings()).toEqual([
      expect.objectContaining({ HttpMethod: '*', ResourcePath: '/*', ThrottlingRateLimit: 1000, ThrottlingBurstLimit: 2000, LoggingLevel: 'ERROR', DataTraceEnabled: false }),
      expect.objectContaining({ HttpMethod: 'GET', ResourcePath: '/~1', ThrottlingRateLimit: 5, ThrottlingBurstLimit: 10, LoggingLevel: 'ERROR', DataTraceEnabled: false }),
    ]);
  });

  test.each([
    ['ANY /', '/~1', 'ANY'],
    ['ANY /{proxy+}', '/~1{proxy+}', 'ANY'],
    ['GET /orders/{id}', '/~1orders~1{id}', 'GET'],
  ])('name the route "%s" as %s', (route, ResourcePath, HttpMethod) => {
    const added = new SecureRestApi(stack, 'Shop').addRoute(route, Backend.lambda(newFunction(stack)), { throttle: Throttle.rate(5, 10) });
    added.addAlarms();
    expect(stageSettings().slice(1)).toEqual([expect.objectContaining({ HttpMethod, ResourcePath, ThrottlingRateLimit: 5, MetricsEnabled: true })]);
  });

  test('take numbers that are only known at deployment', () => {
    const rate = new CfnParameter(stack, 'Rate', { type: 'Number' }).valueAsNumber;
    const ttl = Duration.seconds(new CfnParameter(stack, 'Ttl', { type: 'Number' }).valueAsNumber);
    const api = new SecureRestApi(stack, 'Shop', { throttle: Throttle.rate(rate, 10), caching: Caching.on() });
    api.addRoute('GET /', Backend.mock(), { cache: RouteCache.ttl(ttl) });
    expect(stageSettings()).toEqual([
      expect.objectContaining({ ThrottlingRateLimit: { Ref: 'Rate' } }),
      expect.objectContaining({ ThrottlingRateLimit: { Ref: 'Rate' }, CacheTtlInSeconds: { Ref: 'Ttl' } }),
    ]);
  });

  test('have detailed metrics for the routes that were asked for theirs, and for no others', () => {
    const api = new SecureRestApi(stack, 'Shop');
    api.addRoute('GET /orders', Backend.mock());
    const route = api.addRoute('POST /orders', Backend.mock());
    expect(route.metrics.serverErrors().dimensions).toEqual({ ApiName: 'Shop', Stage: 'prod', Method: 'POST', Resource: '/orders' });
    expect(stageSettings().slice(1)).toEqual([expect.objectContaining({ HttpMethod: 'POST', MetricsEnabled: true })]);
  });
});

describe('a route', () => {
  test('lets a role call it and nothing else', () => {
    const role = new Role(stack, 'Caller', { assumedBy: new ServicePrincipal('ec2.amazonaws.com') });
    new SecureRestApi(stack, 'Orders').addRoute('GET /orders/{id}', Backend.mock()).grants.invoke(role);
    Template.fromStack(stack).hasResourceProperties('AWS::IAM::Policy', {
      PolicyDocument: { Statement: [{ Action: 'execute-api:Invoke', Effect: 'Allow', Resource: { 'Fn::Join': ['', Match.arrayWith(['/prod/GET/orders/*'])] } }] },
    });
  });

  test.each([
    ['GET /', '/prod/GET/'],
    ['ANY /orders', '/prod/*/orders'],
    ['GET /files/{rest+}', '/prod/GET/files/*'],
  ])('"%s" is called by the ARN that ends in %s', (route, arn) => {
    const role = new Role(stack, 'Caller', { assumedBy: new ServicePrincipal('ec2.amazonaws.com') });
    new SecureRestApi(stack, 'Orders').addRoute(route, Backend.mock()).grants.invoke(role);
    Template.fromStack(stack).hasResourceProperties('AWS::IAM::Policy', {
      PolicyDocument: { Statement: [{ Resource: { 'Fn::Join': ['', Match.arrayWith([arn])] } }] },
    });
  });

  test('asks for a key when there are usage tiers, unless it says otherwise', () => {
    const api = new SecureRestApi(stack, 'Orders', { usageTiers: [UsageTier.named('free', { throttle: Throttle.rate(1, 2) })] });
    api.addRoute('GET /orders', Backend.mock());
    api.addRoute('POST /orders', Backend.mock(), { apiKeyRequired: false });
    expect(methods().map(({ HttpMethod, ApiKeyRequired }) => [HttpMethod, ApiKeyRequired])).toEqual([['GET', true], ['POST', false]]);
  });

  test('can have alarms of its own', () => {
    const route = new SecureRestApi(stack, 'Orders').addRoute('GET /orders', Backend.mock());
    const alarms = route.addAlarms();
    expect(alarms.all.length).toBeGreaterThan(0);
    expect(stageSettings()).toContainEqual(expect.objectContaining({ HttpMethod: 'GET', MetricsEnabled: true }));
  });

  test('has its key and the L2 method underneath', () => {
    const route = new SecureRestApi(stack, 'Orders').addRoute('GET /orders', Backend.mock());
    expect(route.routeKey).toBe('GET /orders');
    expect(route.method.httpMethod).toBe('GET');
  });
});
