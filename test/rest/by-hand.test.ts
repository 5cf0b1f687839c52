import { Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { AuthorizationType, LambdaIntegration, MockIntegration } from 'aws-cdk-lib/aws-apigateway';
import { SecureRestApi } from '../../lib/rest/secure-rest-api';
import { Backend } from '../../lib/routes/backend';
import { Throttle } from '../../lib/traffic/throttle';
import { UsageTier } from '../../lib/traffic/usage-tier';
import { FLAGS, nagFindings, newStack } from '../helpers/apps';
import { newFunction } from '../helpers/functions';

describe.each(FLAGS)('a method added to the L2 by hand, %s,', (_name, props) => {
  let stack: Stack;
  let api: SecureRestApi;
  beforeEach(() => {
    stack = newStack(props);
    api = new SecureRestApi(stack, 'Orders');
  });

  test('works as ever, and takes the place of the placeholder', () => {
    api.restApi.root.addMethod('GET', new LambdaIntegration(newFunction(stack)), { authorizationType: AuthorizationType.IAM });
    const template = Template.fromStack(stack);
    template.resourceCountIs('AWS::ApiGateway::Method', 1);
    template.hasResourceProperties('AWS::ApiGateway::Method', { AuthorizationType: 'AWS_IAM' });
    expect(nagFindings(stack).filter((finding) => !finding.includes('/Handler/'))).toEqual([]);
  });

  test('that is open to everybody is found by nag, whatever the API has by default', () => {
    api.restApi.root.addMethod('GET', new MockIntegration());
    api.addRoute('GET /orders', Backend.mock());
    expect(nagFindings(stack)).toEqual(['AwsSolutions-APIG4 at Shop/Orders/Default/Default/GET/Resource']);
  });

  test('makes a new deployment', () => {
    const deployments = () => Object.keys(Template.fromStack(stack).findResources('AWS::ApiGateway::Deployment'));
    const other = newStack(props);
    new SecureRestApi(other, 'Orders').addRoute('GET /orders', Backend.mock());
    api.addRoute('GET /orders', Backend.mock());
    api.restApi.root.addMethod('GET', new MockIntegration());
    expect(deployments()).not.toEqual(Object.keys(Template.fromStack(other).findResources('AWS::ApiGateway::Deployment')));
  });
});

describe('a usage tier', () => {
  function tierFor(route: string): UsageTier {
    return UsageTier.named('free', { throttle: Throttle.rate(10, 20), routes: { [route]: Throttle.rate(1, 2) } });
  }

  test('may throttle a method that was added by hand', () => {
    const stack = newStack();
    const api = new SecureRestApi(stack, 'Orders', { usageTiers: [tierFor('GET /orders')] });
    api.restApi.root.addResource('orders').addMethod('GET', new MockIntegration(), { apiKeyRequired: true });
    expect(() => Template.fromStack(stack)).not.toThrow();
  });

  test('that throttles a route nobody added is refused once the app is complete', () => {
    const stack = newStack();
    new SecureRestApi(stack, 'Orders', { usageTiers: [tierFor('GET /order')] }).addRoute('GET /orders', Backend.mock());
    expect(() => Template.fromStack(stack)).toThrow(/usage-tier-route-unknown.*"GET \/order".*GET \/orders/);
  });
});
