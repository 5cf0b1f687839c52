import { Duration, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { HttpIntegration, Integration, LambdaIntegration, MockIntegration } from 'aws-cdk-lib/aws-apigateway';
import { SecureRestApi } from '../../lib/rest/secure-rest-api';
import { Backend } from '../../lib/routes/backend';
import { RouteOptions } from '../../lib/routes/route-options';
import { CacheKey } from '../../lib/traffic/cache-key';
import { Caching } from '../../lib/traffic/caching';
import { RouteCache } from '../../lib/traffic/route-cache';
import { newStack } from '../helpers/apps';
import { newFunction } from '../helpers/functions';

let stack: Stack;
beforeEach(() => { stack = newStack(); });

function rendered(integration: Integration, options: RouteOptions): Record<string, unknown> {
  new SecureRestApi(stack, 'Shop', { caching: Caching.on() }).addRoute('GET /products/{id}', Backend.integration(integration), options);
  const [method] = Object.values(Template.fromStack(stack).findResources('AWS::ApiGateway::Method'));
  return method.Properties.Integration;
}

const CACHED: RouteOptions = { cache: RouteCache.on({ keys: [CacheKey.query('lang')] }) };
const KEYS = ['method.request.path.id', 'method.request.querystring.lang'];

describe('an integration somebody made', () => {
  test('is taken as it is by a route that says nothing besides', () => {
    const integration = rendered(new MockIntegration({ cacheNamespace: 'mine', timeout: Duration.seconds(3) }), {});
    expect(integration).toEqual({ Type: 'MOCK', CacheNamespace: 'mine', TimeoutInMillis: 3000 });
  });

  test('gets the timeout of its route', () => {
    const integration = rendered(new MockIntegration({ timeout: Duration.seconds(3) }), { timeout: Duration.seconds(5) });
    expect(integration).toEqual({ Type: 'MOCK', TimeoutInMillis: 5000 });
  });

  test('that is a Lambda proxy gets what cached answers depend on, and no parameters', () => {
    const integration = rendered(new LambdaIntegration(newFunction(stack)), CACHED);
    expect(integration).toEqual(expect.objectContaining({ Type: 'AWS_PROXY', CacheKeyParameters: KEYS }));
    expect(integration).not.toHaveProperty('RequestParameters');
  });

  test('of another type is passed what cached answers depend on, besides what it has itself', () => {
    const integration = rendered(new HttpIntegration('https://legacy.example', {
      options: { cacheKeyParameters: [KEYS[0]], requestParameters: { 'integration.request.path.id': 'method.request.path.id' } },
    }), CACHED);
    expect(integration).toEqual(expect.objectContaining({
      CacheKeyParameters: KEYS,
      RequestParameters: { 'integration.request.path.id': KEYS[0], 'integration.request.querystring.lang': KEYS[1] },
    }));
  });
});
