import { App, Stack } from 'aws-cdk-lib';
import { HttpApi } from 'aws-cdk-lib/aws-apigatewayv2';
import { Alias, Function, IFunction } from 'aws-cdk-lib/aws-lambda';
import { HttpApiOfRoutes, resources } from '../http/integrations-harness';
import { LambdaPermissions } from '../../lib/core/lambda-permissions';
import { Backend } from '../../lib/routes/backend';
import { FLAGS, newStack } from '../helpers/apps';
import { newFunction } from '../helpers/functions';

const PERMISSION = 'AWS::Lambda::Permission';
const ARN = 'arn:aws:lambda:eu-west-1:111122223333:function:orders';

describe.each(FLAGS)('%s, a function', (_flags, props) => {
  let functions: Stack;
  let shop: Stack;
  beforeEach(() => {
    const app = new App(props);
    functions = new Stack(app, 'Functions');
    shop = new Stack(app, 'Shop');
  });

  test('is permitted once per API, however many routes lead there', () => {
    const api = new HttpApiOfRoutes(shop);
    const fn = newFunction(shop);
    ['GET /orders', 'POST /orders', 'ANY /{rest+}', '$default'].forEach((routeKey) => api.add(routeKey, Backend.lambda(fn)));
    expect(Object.values(resources(shop, PERMISSION))).toEqual([{
      Action: 'lambda:InvokeFunction',
      FunctionName: { 'Fn::GetAtt': [expect.stringMatching(/^Handler/), 'Arn'] },
      Principal: 'apigateway.amazonaws.com',
      SourceArn: {
        'Fn::Join': ['', [
          'arn:', { Ref: 'AWS::Partition' }, ':execute-api:', { Ref: 'AWS::Region' }, ':', { Ref: 'AWS::AccountId' }, ':',
          { Ref: expect.stringMatching(/^Api/) }, '/*',
        ]],
      },
    }]);
  });

  test('is permitted by each of two APIs', () => {
    const backend = Backend.lambda(newFunction(shop));
    ['One', 'Two'].forEach((id) => new HttpApiOfRoutes(shop, id).add('GET /orders', backend));
    expect(Object.keys(resources(shop, PERMISSION))).toHaveLength(2);
  });

  test.each<[string, (fn: Function) => IFunction]>([
    ['itself', (fn) => fn],
    ['its version', (fn) => fn.currentVersion],
    ['its alias', (fn) => new Alias(functions, 'Live', { aliasName: 'live', version: fn.currentVersion })],
  ])('of another stack knows nothing of the API that calls %s', (_how, handlerOf) => {
    new HttpApiOfRoutes(shop).add('GET /orders', Backend.lambda(handlerOf(newFunction(functions))));
    expect(Object.keys(resources(shop, PERMISSION))).toHaveLength(1);
    expect(resources(functions, PERMISSION)).toEqual({});
    expect(functions.dependencies).toEqual([]);
  });
});

test('functions that are called alike in two stacks are both permitted', () => {
  const app = new App();
  const shop = new Stack(app, 'Shop');
  const permissions = new LambdaPermissions(shop, 'Permissions', { api: new HttpApi(shop, 'Api') });
  [shop, new Stack(app, 'Other')].forEach((stack) => permissions.permit(newFunction(stack)));
  expect(permissions.node.children.map(({ node }) => node.id)).toEqual([expect.stringMatching(/^Handler/), expect.stringMatching(/^Handler/)]);
});

describe('an imported function', () => {
  test('of the same environment is permitted', () => {
    const stack = newStack();
    const handler = Function.fromFunctionAttributes(stack, 'Imported', { functionArn: ARN, sameEnvironment: true });
    new HttpApiOfRoutes(stack).add('GET /orders', Backend.lambda(handler));
    expect(Object.values(resources(stack, PERMISSION))).toEqual([expect.objectContaining({ FunctionName: ARN })]);
  });

  test('of another environment is not, which the CDK warns about', () => {
    const stack = newStack();
    const handler = Function.fromFunctionArn(stack, 'Imported', ARN);
    new HttpApiOfRoutes(stack).add('GET /orders', Backend.lambda(handler));
    expect(resources(stack, PERMISSION)).toEqual({});
    expect(JSON.stringify(handler.node.metadata)).toContain('UnclearLambdaEnvironment');
  });
});
