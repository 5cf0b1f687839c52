import { Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { UserPool } from 'aws-cdk-lib/aws-cognito';
import { SecureRestApi } from '../../lib/rest/secure-rest-api';
import { Backend } from '../../lib/routes/backend';
import { Authorization } from '../../lib/security/authorization';
import { Cors } from '../../lib/traffic/cors';
import { Throttle } from '../../lib/traffic/throttle';
import { UsageTier } from '../../lib/traffic/usage-tier';
import { newStack } from '../helpers/apps';

const SHOP = 'https://shop.example';
const ADMIN = 'https://admin.shop.example';
const ORIGIN = 'method.response.header.Access-Control-Allow-Origin';
const LEGACY = 'https://legacy.example/orders';

let stack: Stack;
beforeEach(() => { stack = newStack(); });

function methodsOf(httpMethod: string): Record<string, any>[] {
  const found = Template.fromStack(stack).findResources('AWS::ApiGateway::Method', { Properties: { HttpMethod: httpMethod } });
  return Object.values(found).map(({ Properties }) => Properties);
}

function integrationResponses(backend: Backend, cors: Cors): Record<string, any>[] {
  new SecureRestApi(stack, 'Orders', { cors }).addRoute('GET /orders', backend);
  return methodsOf('GET')[0].Integration.IntegrationResponses;
}

test('a preflight asks for neither a key nor a token, and there is one for every path with a route', () => {
  const api = new SecureRestApi(stack, 'Orders', {
    cors: Cors.allow([SHOP]),
    authorization: Authorization.cognito([new UserPool(stack, 'Customers')]),
    usageTiers: [UsageTier.named('free', { throttle: Throttle.rate(1, 2) })],
  });
  ['GET /orders', 'POST /orders', 'GET /orders/{id}', 'ANY /{proxy+}'].forEach((route) => api.addRoute(route, Backend.mock()));
  const preflights = methodsOf('OPTIONS');
  expect(preflights).toHaveLength(3);
  preflights.forEach((preflight) => expect(preflight).toEqual(expect.objectContaining({ AuthorizationType: 'NONE', ApiKeyRequired: false })));
  expect(methodsOf('POST')).toEqual([expect.objectContaining({ AuthorizationType: 'COGNITO_USER_POOLS', ApiKeyRequired: true })]);
});

describe('an answer API Gateway writes itself', () => {
  test.each<[string, Backend]>([
    ['a mock', Backend.mock({ headers: { 'X-Kind': 'mock' } })],
    ['a mapped HTTP backend', Backend.httpWithMapping(LEGACY, { responses: [{ statusCode: 200 }, { statusCode: 502, pattern: '5..' }] })],
  ])('names the page that may read it, for %s', (_kind, backend) => {
    integrationResponses(backend, Cors.allow([SHOP])).forEach(({ ResponseParameters }) => {
      expect(ResponseParameters).toEqual(expect.objectContaining({ [ORIGIN]: `'${SHOP}'` }));
    });
    methodsOf('GET')[0].MethodResponses.forEach(({ ResponseParameters }: Record<string, unknown>) => {
      expect(ResponseParameters).toEqual(expect.objectContaining({ [ORIGIN]: true }));
    });
  });

  test('chooses among several pages in its template, in front of the document', () => {
    const [{ ResponseTemplates }] = integrationResponses(Backend.mock({ body: { status: 'ok' } }), Cors.allow([SHOP, ADMIN]));
    expect(ResponseTemplates['application/json']).toMatch(new RegExp(`^#set.*\\$origin == "${ADMIN}".*#end\\{"status":"ok"\\}$`));
  });

  test('gets a template that repeats the body when it has none and must choose', () => {
    const backend = Backend.httpWithMapping(LEGACY, { responses: [{ statusCode: 200 }] });
    const [{ ResponseTemplates }] = integrationResponses(backend, Cors.allow([SHOP, ADMIN]));
    expect(ResponseTemplates['application/json']).toMatch(/#end\$input\.json\('\$'\)$/);
  });

  test('has no CORS header without CORS', () => {
    expect(integrationResponses(Backend.mock(), Cors.off())).toEqual([{ StatusCode: '200', ResponseTemplates: { 'application/json': '{}' } }]);
    expect(methodsOf('OPTIONS')).toEqual([]);
  });
});

test('an error of API Gateway names the page that may read it', () => {
  new SecureRestApi(stack, 'Orders', { cors: Cors.allow([SHOP]) }).addRoute('GET /orders', Backend.mock());
  ['DEFAULT_4XX', 'DEFAULT_5XX'].forEach((ResponseType) => Template.fromStack(stack).hasResourceProperties('AWS::ApiGateway::GatewayResponse', {
    ResponseType, ResponseParameters: Match.objectLike({ 'gatewayresponse.header.Access-Control-Allow-Origin': `'${SHOP}'` }),
  }));
});
