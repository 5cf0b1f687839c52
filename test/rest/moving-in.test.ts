import { ResourceImpact, fullDiff } from '@aws-cdk/cloudformation-diff';
import { App, AppProps, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { LambdaIntegration, RestApi } from 'aws-cdk-lib/aws-apigateway';
import { parseRouteKey } from '../../lib/core/route-key';
import { SecureRestApi } from '../../lib/rest/secure-rest-api';
import { Backend } from '../../lib/routes/backend';
import { Cors } from '../../lib/traffic/cors';
import { FLAGS } from '../helpers/apps';
import { newFunction } from '../helpers/functions';

const ROUTES = ['GET /', 'GET /orders', 'POST /orders', 'GET /orders/{id}', 'GET /{file+}'];

function plain(props: AppProps): Template {
  const stack = new Stack(new App(props), 'Shop');
  const api = new RestApi(stack, 'Orders', { defaultCorsPreflightOptions: { allowOrigins: ['https://shop.example'] } });
  const integration = new LambdaIntegration(newFunction(stack));
  ROUTES.map(parseRouteKey).forEach(({ method, path }) => api.root.resourceForPath(path).addMethod(method, integration));
  return Template.fromStack(stack);
}

function secure(props: AppProps): Template {
  const stack = new Stack(new App(props), 'Shop');
  const api = new SecureRestApi(stack, 'Orders', { cors: Cors.allow(['https://shop.example']) });
  const backend = Backend.lambda(newFunction(stack));
  ROUTES.forEach((route) => api.addRoute(route, backend));
  return Template.fromStack(stack);
}

/** Everything callers or data depend on; deployments and permissions come and go with every change. */
const LASTING = ['AWS::ApiGateway::RestApi', 'AWS::ApiGateway::Stage', 'AWS::ApiGateway::Resource', 'AWS::ApiGateway::Method', 'AWS::Lambda::Function'];

describe.each(FLAGS)('an API that moves from RestApi to SecureRestApi, %s', (_name, props) => {
  test.each(LASTING)('keeps the logical ids of every %s', (type) => {
    const moved = Object.keys(secure(props).findResources(type));
    expect(moved).toEqual(expect.arrayContaining(Object.keys(plain(props).findResources(type))));
  });

  test('replaces and destroys nothing that lasts, by the rules of CloudFormation', () => {
    const changes = Object.entries(fullDiff(plain(props).toJSON(), secure(props).toJSON()).resources.changes);
    const lost = changes.filter(([, change]) => LASTING.includes(change.newResourceType ?? change.oldResourceType ?? '')
      && ![ResourceImpact.WILL_CREATE, ResourceImpact.WILL_UPDATE, ResourceImpact.NO_CHANGE].includes(change.changeImpact));
    expect(lost.map(([id, change]) => `${id} ${change.changeImpact}`)).toEqual([]);
  });

  test('keeps its name, under which its metrics are', () => {
    secure(props).hasResourceProperties('AWS::ApiGateway::RestApi', { Name: 'Orders' });
  });
});
