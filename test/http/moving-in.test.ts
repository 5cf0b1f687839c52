import { ResourceImpact, fullDiff } from '@aws-cdk/cloudformation-diff';
import { App, AppProps, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { HttpApi, HttpMethod } from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { SecureHttpApi } from '../../lib/http/secure-http-api';
import { Backend } from '../../lib/routes/backend';
import { FLAGS } from '../helpers/apps';
import { newFunction } from '../helpers/functions';

const ROUTES: [HttpMethod, string][] = [
  [HttpMethod.GET, '/'], [HttpMethod.GET, '/orders'], [HttpMethod.POST, '/orders'], [HttpMethod.GET, '/orders/{id}'], [HttpMethod.ANY, '/{file+}'],
];

function plain(props: AppProps): Template {
  const stack = new Stack(new App(props), 'Shop');
  const integration = new HttpLambdaIntegration('Orders', newFunction(stack));
  const api = new HttpApi(stack, 'Orders', { defaultIntegration: integration });
  ROUTES.forEach(([method, path]) => api.addRoutes({ path, methods: [method], integration }));
  return Template.fromStack(stack);
}

function secure(props: AppProps): Template {
  const stack = new Stack(new App(props), 'Shop');
  const api = new SecureHttpApi(stack, 'Orders');
  const backend = Backend.lambda(newFunction(stack));
  api.addRoute('$default', backend);
  ROUTES.forEach(([method, path]) => api.addRoute(`${method} ${path}`, backend));
  return Template.fromStack(stack);
}

/** Everything callers or data depend on; integrations and permissions come and go. */
const LASTING = ['AWS::ApiGatewayV2::Api', 'AWS::ApiGatewayV2::Stage', 'AWS::ApiGatewayV2::Route', 'AWS::Lambda::Function'];

describe.each(FLAGS)('an API that moves from HttpApi to SecureHttpApi, %s', (_name, props) => {
  test.each(LASTING)('keeps the logical ids of every %s', (type) => {
    expect(Object.keys(secure(props).findResources(type)).sort()).toEqual(Object.keys(plain(props).findResources(type)).sort());
  });

  test('replaces and destroys nothing that lasts, by the rules of CloudFormation', () => {
    const changes = Object.entries(fullDiff(plain(props).toJSON(), secure(props).toJSON()).resources.changes);
    const lost = changes.filter(([, change]) => LASTING.includes(change.newResourceType ?? change.oldResourceType ?? '')
      && ![ResourceImpact.WILL_CREATE, ResourceImpact.WILL_UPDATE, ResourceImpact.NO_CHANGE].includes(change.changeImpact));
    expect(lost.map(([id, change]) => `${id} ${change.changeImpact}`)).toEqual([]);
  });
});
