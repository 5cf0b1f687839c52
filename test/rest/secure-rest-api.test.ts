import { Template } from 'aws-cdk-lib/assertions';
import { SecureRestApi } from '../../lib/rest/secure-rest-api';
import { Backend } from '../../lib/routes/backend';
import { FLAGS, nagFindings, newStack } from '../helpers/apps';

describe.each(FLAGS)('a SecureRestApi with no props, %s', (_name, props) => {
  test('synthesises without a route', () => {
    const stack = newStack(props);
    new SecureRestApi(stack, 'Orders');
    Template.fromStack(stack).resourceCountIs('AWS::ApiGateway::RestApi', 1);
  });

  test('has no nag finding', () => {
    const stack = newStack(props);
    new SecureRestApi(stack, 'Orders').addRoute('GET /orders', Backend.mock());
    expect(nagFindings(stack)).toEqual([]);
  });
});
