import { AppProps, Duration, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { UserPool } from 'aws-cdk-lib/aws-cognito';
import { AccessLog } from '../../lib/observability/access-log';
import { Alarms } from '../../lib/observability/alarms';
import { SecureRestApi } from '../../lib/rest/secure-rest-api';
import { SecureRestApiProps } from '../../lib/rest/secure-rest-api-props';
import { Backend } from '../../lib/routes/backend';
import { RouteOptions } from '../../lib/routes/route-options';
import { Authorization } from '../../lib/security/authorization';
import { ResourcePolicy } from '../../lib/security/resource-policy';
import { Cors } from '../../lib/traffic/cors';
import { GatewayResponses } from '../../lib/traffic/gateway-responses';
import { Throttle } from '../../lib/traffic/throttle';
import { FLAGS, newStack } from '../helpers/apps';
import { newFunction } from '../helpers/functions';

interface Variation {
  readonly props?: SecureRestApiProps;
  readonly options?: (stack: Stack) => RouteOptions;
  readonly extraRoute?: string;
  readonly backend?: Backend;
}

function deploymentId(app: AppProps, variation: Variation): string {
  const stack = newStack(app);
  const api = new SecureRestApi(stack, 'Orders', variation.props);
  api.addRoute('POST /orders', variation.backend ?? Backend.lambda(newFunction(stack)), variation.options?.(stack));
  if (variation.extraRoute) api.addRoute(variation.extraRoute, Backend.mock());
  const [id] = Object.keys(Template.fromStack(stack).findResources('AWS::ApiGateway::Deployment'));
  return id;
}

function cognito(ttl: Duration): (stack: Stack) => RouteOptions {
  return (stack) => ({ authorization: Authorization.cognito([new UserPool(stack, 'Customers')], { ttl }) });
}

function body(type: string): (stack: Stack) => RouteOptions {
  return () => ({ request: { body: { type } } });
}

function mapped(template: string): Backend {
  return Backend.httpWithMapping('https://legacy.example', { responses: [{ statusCode: 200, templates: { 'application/json': template } }] });
}

describe.each(FLAGS)('the deployment, %s', (_name, app) => {
  test.each<[string, Variation, Variation]>([
    ['a route is added', {}, { extraRoute: 'GET /orders' }],
    ['a backend changes', {}, { backend: Backend.mock() }],
    ['an authorization changes', {}, { options: () => ({ authorization: Authorization.none('public') }) }],
    ['an authorizer changes', { options: cognito(Duration.minutes(1)) }, { options: cognito(Duration.minutes(2)) }],
    ['a model changes', { options: body('object') }, { options: body('array') }],
    ['a required parameter is added', {}, { options: () => ({ request: { query: ['page'] } }) }],
    ['a timeout changes', {}, { options: () => ({ timeout: Duration.seconds(5) }) }],
    ['the resource policy changes', {}, { props: { resourcePolicy: ResourcePolicy.rules({ deniedIps: ['203.0.113.0/24'] }) } }],
    ['the gateway responses change', {}, { props: { gatewayResponses: GatewayResponses.off() } }],
    ['CORS changes', { props: { cors: Cors.allow(['https://a.example']) } }, { props: { cors: Cors.allow(['https://b.example']) } }],
    ['the document of a mock changes', { backend: Backend.mock({ body: { a: 1 } }) }, { backend: Backend.mock({ body: { a: 2 } }) }],
    ['a mapping template changes', { backend: mapped('{}') }, { backend: mapped('[]') }],
    ['an address changes', { backend: Backend.http('https://a.example') }, { backend: Backend.http('https://b.example') }],
    ['an API key is needed', {}, { options: () => ({ apiKeyRequired: true }) }],
    ['media types become binary', {}, { props: { binaryMediaTypes: ['image/png'] } }],
  ])('is a new one when %s', (_change, before, after) => {
    expect(deploymentId(app, after)).not.toBe(deploymentId(app, before));
  });

  test.each<[string, Variation]>([
    ['nothing', {}],
    ['an alarm', { props: { alarms: Alarms.off() } }],
    ['a throttle', { props: { throttle: Throttle.rate(1, 2) } }],
    ['a stage variable', { props: { stage: { variables: { colour: 'blue' } } } }],
    ['a log', { props: { accessLog: AccessLog.none('nobody reads it') } }],
  ])('is the same when %s changes', (_change, variation) => {
    expect(deploymentId(app, variation)).toBe(deploymentId(app, {}));
  });
});
