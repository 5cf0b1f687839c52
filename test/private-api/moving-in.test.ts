import { fullDiff, ResourceImpact } from '@aws-cdk/cloudformation-diff';
import { App, AppProps, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { EndpointType, LambdaIntegration, RestApi } from 'aws-cdk-lib/aws-apigateway';
import { AnyPrincipal, PolicyDocument, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { parseRouteKey } from '../../lib/core/route-key';
import { PrivateApi } from '../../lib/private-api/private-api';
import { Backend } from '../../lib/routes/backend';
import { VpcAccess } from '../../lib/vpc/vpc-access';
import { FLAGS } from '../helpers/apps';
import { newFunction } from '../helpers/functions';
import { newEndpoint, newVpc } from '../helpers/vpcs';

const ROUTES = ['GET /', 'GET /entries', 'POST /entries', 'GET /entries/{id}', 'GET /{file+}'];

function plain(props: AppProps): Template {
  const stack = new Stack(new App(props), 'Shop');
  const statement = new PolicyStatement({ principals: [new AnyPrincipal()], actions: ['execute-api:Invoke'], resources: ['execute-api:/*'] });
  const api = new RestApi(stack, 'Ledger', {
    endpointConfiguration: { types: [EndpointType.PRIVATE], vpcEndpoints: [newEndpoint(newVpc(stack))] },
    policy: new PolicyDocument({ statements: [statement] }),
  });
  const integration = new LambdaIntegration(newFunction(stack));
  ROUTES.map(parseRouteKey).forEach(({ method, path }) => api.root.resourceForPath(path).addMethod(method, integration));
  return Template.fromStack(stack);
}

function secure(props: AppProps): Template {
  const stack = new Stack(new App(props), 'Shop');
  const api = new PrivateApi(stack, 'Ledger', { access: VpcAccess.throughEndpoints([newEndpoint(newVpc(stack))]) });
  const backend = Backend.lambda(newFunction(stack));
  ROUTES.forEach((route) => api.addRoute(route, backend));
  return Template.fromStack(stack);
}

/** Everything callers or data depend on; deployments and permissions come and go with every change. */
const LASTING = [
  'AWS::ApiGateway::RestApi', 'AWS::ApiGateway::Stage', 'AWS::ApiGateway::Resource', 'AWS::ApiGateway::Method', 'AWS::EC2::VPCEndpoint', 'AWS::Lambda::Function',
];

describe.each(FLAGS)('an API that moves from a private RestApi to PrivateApi, %s', (_name, props) => {
  test.each(LASTING)('keeps the logical ids of every %s', (type) => {
    const ids = Object.keys(plain(props).findResources(type));
    expect(ids.length).toBeGreaterThan(0);
    expect(Object.keys(secure(props).findResources(type))).toEqual(expect.arrayContaining(ids));
  });

  test('replaces and destroys nothing that lasts, by the rules of CloudFormation', () => {
    const changes = Object.entries(fullDiff(plain(props).toJSON(), secure(props).toJSON()).resources.changes);
    const lost = changes.filter(([, change]) => LASTING.includes(change.newResourceType ?? change.oldResourceType ?? '')
      && ![ResourceImpact.WILL_CREATE, ResourceImpact.WILL_UPDATE, ResourceImpact.NO_CHANGE].includes(change.changeImpact));
    expect(lost.map(([id, change]) => `${id} ${change.changeImpact}`)).toEqual([]);
  });
});
