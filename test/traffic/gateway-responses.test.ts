import { App, Fn, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { ApiDefinition, Deployment, IRestApi, MockIntegration, ResponseType, RestApi, SpecRestApi } from 'aws-cdk-lib/aws-apigateway';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import * as fc from 'fast-check';
import { GuardStatus } from '../../lib/core/guards';
import { ApiGatewayResponses, ApiGatewayResponsesProps } from '../../lib/traffic/api-gateway-responses';
import { Cors } from '../../lib/traffic/cors';
import { GatewayResponses } from '../../lib/traffic/gateway-responses';

type Settings = Omit<ApiGatewayResponsesProps, 'restApi'>;
const SHOP = Cors.allow(['https://shop.example']);

describe('JSON bodies', () => {
  test('are valid JSON of one shape, whatever API Gateway puts in', () => {
    for (const [type, body] of Object.entries(bodies(new Stack()))) {
      fc.assert(fc.property(fc.string(), fc.string(), (message, details) => {
        const answer = JSON.parse(substituted(body, { type: 'THROTTLED', message, details }));
        expect(answer).toMatchObject({ code: expect.stringMatching(/^[A-Z0-9_]+$/), message: expect.any(String), requestId: 'c6af9ac6' });
        expect(Object.keys(answer).sort()).toEqual(
          ['code', ...(type === 'BAD_REQUEST_BODY' ? ['details'] : []), 'message', 'requestId']);
      }), { numRuns: 30 });
    }
  });

  test('name the error by itself where it has no body of its own', () => {
    const all = bodies(new Stack());
    expect(JSON.parse(substituted(all.DEFAULT_4XX, { type: 'QUOTA_EXCEEDED', message: 'Limit Exceeded' })))
      .toEqual({ code: 'QUOTA_EXCEEDED', message: 'Limit Exceeded', requestId: 'c6af9ac6' });
    expect(JSON.parse(substituted(all.DEFAULT_5XX, { type: 'INTEGRATION_TIMEOUT' })).code).toBe('INTEGRATION_TIMEOUT');
  });

  test('use the type as code, so that one code stands for one type', () => {
    const own = Object.entries(bodies(new Stack())).filter(([type]) => !type.startsWith('DEFAULT_'));
    expect(own.map(([, body]) => JSON.parse(body).code)).toEqual(own.map(([type]) => type));
  });

  test('of a 400 say what failed', () => {
    const why = '[object has missing required properties (["sku"])]';
    expect(JSON.parse(substituted(bodies(new Stack()).BAD_REQUEST_BODY, { details: why }))).toMatchObject({ details: why });
  });

  test.each(['DEFAULT_5XX', 'ACCESS_DENIED', 'INVALID_SIGNATURE', 'MISSING_AUTHENTICATION_TOKEN'])(
    'of %s hold nothing API Gateway knows but the type and the request id', (type) => {
      const variables = bodies(new Stack())[type].match(/\$[\w.]+/g) ?? [];
      expect(variables.filter((name) => !['$context.error.responseType', '$context.requestId'].includes(name))).toEqual([]);
    });

  test('are said to be JSON, are not kept and are not taken for a page', () => {
    const stack = new Stack();
    new ApiGatewayResponses(stack, 'GatewayResponses', { restApi: plainApi(stack) });
    Template.fromStack(stack).allResourcesProperties('AWS::ApiGateway::GatewayResponse', {
      ResponseParameters: {
        'gatewayresponse.header.Cache-Control': "'no-store'",
        'gatewayresponse.header.Content-Type': "'application/json'",
        'gatewayresponse.header.X-Content-Type-Options': "'nosniff'",
      },
    });
  });

  test('leave every status code as it is', () => {
    const stack = new Stack();
    new ApiGatewayResponses(stack, 'GatewayResponses', { restApi: plainApi(stack) });
    for (const { Properties } of Object.values(Template.fromStack(stack).findResources('AWS::ApiGateway::GatewayResponse'))) {
      expect(Properties).not.toHaveProperty('StatusCode');
    }
  });

  test('cover all errors with six resources', () => {
    expect(Object.keys(bodies(new Stack()))).toEqual([
      'DEFAULT_4XX', 'DEFAULT_5XX', 'BAD_REQUEST_BODY', 'ACCESS_DENIED', 'INVALID_SIGNATURE', 'MISSING_AUTHENTICATION_TOKEN',
    ]);
  });

  test('keep their logical ids', () => {
    const stack = new Stack();
    new ApiGatewayResponses(stack, 'GatewayResponses', { restApi: plainApi(stack) });
    expect(Object.keys(Template.fromStack(stack).findResources('AWS::ApiGateway::GatewayResponse')).map((id) => id.slice(0, -8)).sort()).toEqual([
      'GatewayResponsesAccessDenied', 'GatewayResponsesBadRequestBody', 'GatewayResponsesDefault4xx', 'GatewayResponsesDefault5xx',
      'GatewayResponsesInvalidSignature', 'GatewayResponsesMissingAuthenticationToken',
    ]);
  });
});

describe('CORS headers', () => {
  test('are on every error', () => {
    const stack = new Stack();
    new ApiGatewayResponses(stack, 'GatewayResponses', { restApi: plainApi(stack), cors: SHOP });
    Template.fromStack(stack).allResourcesProperties('AWS::ApiGateway::GatewayResponse', {
      ResponseParameters: {
        'gatewayresponse.header.Access-Control-Allow-Origin': "'https://shop.example'",
        'gatewayresponse.header.Vary': "'Origin'",
      },
    });
  });

  test("are on API Gateway's own bodies too, and then need two resources", () => {
    const stack = new Stack();
    const part = new ApiGatewayResponses(stack, 'GatewayResponses', {
      restApi: plainApi(stack), gatewayResponses: GatewayResponses.off(), cors: SHOP,
    });
    const template = Template.fromStack(stack);
    expect(part.responses).toHaveLength(2);
    for (const type of ['DEFAULT_4XX', 'DEFAULT_5XX']) {
      template.hasResourceProperties('AWS::ApiGateway::GatewayResponse', {
        ResponseType: type,
        ResponseParameters: {
          'gatewayresponse.header.Access-Control-Allow-Origin': "'https://shop.example'",
          'gatewayresponse.header.Vary': "'Origin'",
        },
        ResponseTemplates: Match.absent(),
      });
    }
  });

  test('and bodies that are both off make nothing', () => {
    const stack = new Stack();
    const part = new ApiGatewayResponses(stack, 'GatewayResponses', { restApi: plainApi(stack), gatewayResponses: GatewayResponses.off() });
    expect(part.responses).toEqual([]);
    Template.fromStack(stack).resourceCountIs('AWS::ApiGateway::GatewayResponse', 0);
  });
});

describe('the deployment', () => {
  test.each<[string, (stack: Stack) => IRestApi]>([
    ['RestApi', plainApi],
    ['SpecRestApi with an inline definition', specApi],
    ['SpecRestApi with a definition in S3', (stack) => specApi(stack, inBucket(stack))],
  ])('of a %s is a new one when the responses change, and only then', (_what, api) => {
    const id = (settings?: Settings): string => deploymentId(api, settings);
    const ids = [id(), id({}), id({ gatewayResponses: GatewayResponses.off() }), id({ cors: SHOP }), id({ cors: Cors.anyOrigin() })];
    expect(ids[0]).toBe(ids[2]);
    expect(new Set(ids).size).toBe(4);
    expect(id({ cors: SHOP })).toBe(ids[3]);
  });

  test('waits for the responses', () => {
    const stack = new Stack();
    const part = new ApiGatewayResponses(stack, 'GatewayResponses', { restApi: plainApi(stack) });
    const ids = part.responses.map((response) => stack.getLogicalId(response.node.defaultChild as never));
    const [deployment] = Object.values(Template.fromStack(stack).findResources('AWS::ApiGateway::Deployment'));
    expect(deployment.DependsOn).toEqual(expect.arrayContaining(ids.map((id) => stack.resolve(id))));
  });

  test('may be of somebody else: an imported API gets its responses all the same', () => {
    const stack = new Stack();
    const restApi = RestApi.fromRestApiAttributes(stack, 'Imported', { restApiId: 'abc', rootResourceId: 'root' });
    new ApiGatewayResponses(stack, 'GatewayResponses', { restApi });
    Template.fromStack(stack).allResourcesProperties('AWS::ApiGateway::GatewayResponse', { RestApiId: 'abc' });
  });
});

test('a response somebody made for a type before is left alone, for API Gateway has one per type', () => {
  const stack = new Stack();
  const restApi = plainApi(stack);
  restApi.addGatewayResponse('Theirs', { type: ResponseType.DEFAULT_4XX, statusCode: '418' });
  const part = new ApiGatewayResponses(stack, 'GatewayResponses', { restApi });
  expect(part.responses).toHaveLength(5);
  const made = Object.values(Template.fromStack(stack).findResources('AWS::ApiGateway::GatewayResponse')).map(({ Properties }) => Properties.ResponseType);
  expect(made.filter((type) => type === 'DEFAULT_4XX')).toHaveLength(1);
});

describe('a SpecRestApi', () => {
  const definition = { openapi: '3.0.1', info: { title: 'Orders', version: '1' }, paths: {} };

  test('with an inline definition has the responses in it, without a resource', () => {
    const stack = new Stack();
    const part = new ApiGatewayResponses(stack, 'GatewayResponses', { restApi: specApi(stack), cors: SHOP });
    expect(part.responses).toEqual([]);
    const template = Template.fromStack(stack);
    template.resourceCountIs('AWS::ApiGateway::GatewayResponse', 0);
    template.hasResourceProperties('AWS::ApiGateway::RestApi', {
      Body: {
        'openapi': '3.0.1',
        'x-amazon-apigateway-gateway-responses': {
          DEFAULT_5XX: {
            responseParameters: { 'gatewayresponse.header.Access-Control-Allow-Origin': "'https://shop.example'" },
            responseTemplates: { 'application/json': bodies(new Stack()).DEFAULT_5XX },
          },
        },
      },
    });
  });

  test('keeps the responses its definition lists itself', () => {
    const stack = new Stack();
    const own = { DEFAULT_5XX: { statusCode: 503 }, THROTTLED: { statusCode: 420 } };
    const api = specApi(stack, ApiDefinition.fromInline({ ...definition, 'x-amazon-apigateway-gateway-responses': own }));
    new ApiGatewayResponses(stack, 'GatewayResponses', { restApi: api });
    const [{ Properties }] = Object.values(Template.fromStack(stack).findResources('AWS::ApiGateway::RestApi'));
    const responses = Properties.Body['x-amazon-apigateway-gateway-responses'];
    expect(responses).toMatchObject(own);
    expect(Object.keys(responses)).toContain('BAD_REQUEST_BODY');
  });

  test('leaves the object the definition was made of as it was', () => {
    const stack = new Stack();
    const mine = { ...definition };
    new ApiGatewayResponses(stack, 'GatewayResponses', { restApi: specApi(stack, ApiDefinition.fromInline(mine)) });
    expect(mine).toEqual(definition);
  });

  test.each<[string, (stack: Stack) => ApiDefinition]>([
    ['in S3', inBucket],
    ['that is a token', () => ApiDefinition.fromInline(Fn.transform('AWS::Include', { Location: 's3://specs/api.json' }))],
  ])('with a definition %s gets resources, and a warning that API Gateway may forget them', (_where, make) => {
    const stack = new Stack(new App(), 'Stack');
    const part = new ApiGatewayResponses(stack, 'GatewayResponses', { restApi: specApi(stack, make(stack)) });
    expect(part.responses).toHaveLength(6);
    expect(warnings(part)).toContainEqual(expect.stringContaining('gateway-responses-beside-definition: the definition of Stack/Api'));
  });

  test('whose responses are off is not warned about', () => {
    const stack = new Stack();
    const api = specApi(stack, inBucket(stack));
    expect(warnings(new ApiGatewayResponses(stack, 'GatewayResponses', { restApi: api, gatewayResponses: GatewayResponses.off() }))).toEqual([]);
  });
});

test.each<[GuardStatus['state'], GatewayResponses]>([
  ['on', GatewayResponses.json()],
  ['off', GatewayResponses.off()],
])('the report shows that the guard is %s', (state, gatewayResponses) => {
  const stack = new Stack();
  const part = new ApiGatewayResponses(stack, 'GatewayResponses', { restApi: plainApi(stack), gatewayResponses });
  expect(part.node.metadata.map((entry) => entry.data)).toContainEqual(expect.objectContaining({ guard: 'gatewayResponses', state }));
});

function plainApi(stack: Stack): RestApi {
  const api = new RestApi(stack, 'Api');
  api.root.addMethod('GET', new MockIntegration());
  return api;
}

function specApi(stack: Stack, apiDefinition?: ApiDefinition): SpecRestApi {
  return new SpecRestApi(stack, 'Api', {
    apiDefinition: apiDefinition ?? ApiDefinition.fromInline({ openapi: '3.0.1', info: { title: 'Orders', version: '1' }, paths: {} }),
  });
}

function inBucket(stack: Stack): ApiDefinition {
  return ApiDefinition.fromBucket(Bucket.fromBucketName(stack, 'Specs', 'specs'), 'api.json');
}

/** The templates by type. */
function bodies(stack: Stack): Record<string, string> {
  new ApiGatewayResponses(stack, 'GatewayResponses', { restApi: plainApi(stack) });
  return Object.fromEntries(Object.values(Template.fromStack(stack).findResources('AWS::ApiGateway::GatewayResponse'))
    .map(({ Properties }) => [Properties.ResponseType, Properties.ResponseTemplates['application/json']]));
}

/** As API Gateway does it: plain substitution, messageString with its quotes, validationErrorString escaped (as others saw it). */
function substituted(body: string, values: { type?: string; message?: string; details?: string }): string {
  const { type = 'DEFAULT_4XX', message = 'Bad Request', details = '' } = values;
  return body
    .replaceAll('$context.error.responseType', () => type)
    .replaceAll('$context.error.messageString', () => JSON.stringify(message))
    .replaceAll('$context.error.validationErrorString', () => JSON.stringify(details).slice(1, -1))
    .replaceAll('$context.requestId', () => 'c6af9ac6');
}

function deploymentId(make: (stack: Stack) => IRestApi, settings?: Settings): string {
  const stack = new Stack();
  const restApi = make(stack);
  if (settings) new ApiGatewayResponses(stack, 'GatewayResponses', { restApi, ...settings });
  expect(restApi.latestDeployment).toBeInstanceOf(Deployment);
  return Object.keys(Template.fromStack(stack).findResources('AWS::ApiGateway::Deployment'))[0];
}

function warnings(part: ApiGatewayResponses): unknown[] {
  return part.node.metadata.filter((entry) => entry.type === 'aws:cdk:warning').map((entry) => entry.data);
}
