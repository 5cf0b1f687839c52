import { Match, Template } from 'aws-cdk-lib/assertions';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { SecureRestApi } from '../../lib/rest/secure-rest-api';
import { Backend } from '../../lib/routes/backend';
import { FLAGS, nagFindings, newStack } from '../helpers/apps';

describe.each(FLAGS)('a SecureRestApi with no props, %s', (_name, props) => {
  test('has a placeholder that gives nothing away until it has a route, and says so', () => {
    const stack = newStack(props);
    const api = new SecureRestApi(stack, 'Orders');
    const template = Template.fromStack(stack);
    template.resourceCountIs('AWS::ApiGateway::Method', 1);
    template.hasResourceProperties('AWS::ApiGateway::Method', { AuthorizationType: 'AWS_IAM', Integration: Match.objectLike({ Type: 'MOCK' }) });
    expect(JSON.stringify(api.restApi.node.metadata)).toContain('api-without-routes');
    expect(nagFindings(stack)).toEqual([]);
  });

  test('has no placeholder once it has a route', () => {
    const stack = newStack(props);
    const api = new SecureRestApi(stack, 'Orders');
    api.addRoute('POST /orders', Backend.mock());
    Template.fromStack(stack).allResourcesProperties('AWS::ApiGateway::Method', { HttpMethod: 'POST' });
    expect(JSON.stringify(api.restApi.node.metadata)).not.toContain('api-without-routes');
  });

  test('has no nag finding', () => {
    const stack = newStack(props);
    new SecureRestApi(stack, 'Orders').addRoute('GET /orders', Backend.mock());
    expect(nagFindings(stack)).toEqual([]);
  });
});

test('a role may be let in to every route of the stage, and to no other stage or API', () => {
  const stack = newStack();
  const role = new Role(stack, 'Caller', { assumedBy: new ServicePrincipal('ec2.amazonaws.com') });
  new SecureRestApi(stack, 'Orders', { stage: { name: 'dev' } }).grants.invoke(role);
  Template.fromStack(stack).hasResourceProperties('AWS::IAM::Policy', {
    PolicyDocument: { Statement: [{ Action: 'execute-api:Invoke', Resource: { 'Fn::Join': ['', Match.arrayWith([{ Ref: 'OrdersA9B65338' }, '/dev/*/*'])] } }] },
  });
});

test('the URL is that of the stage', () => {
  const stack = newStack();
  const api = new SecureRestApi(stack, 'Orders');
  expect(api.url).toBe(api.stage.urlForPath('/'));
});
