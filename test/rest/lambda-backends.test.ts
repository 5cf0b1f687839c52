import { App, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { Alias, Code, Function, IFunction, Runtime } from 'aws-cdk-lib/aws-lambda';
import { SecureRestApi } from '../../lib/rest/secure-rest-api';
import { Backend } from '../../lib/routes/backend';
import { Cors } from '../../lib/traffic/cors';
import { FLAGS, newStack } from '../helpers/apps';
import { newFunction } from '../helpers/functions';

const ARN = 'arn:aws:lambda:eu-west-1:111122223333:function:orders';

function permissions(stack: Stack): Record<string, unknown>[] {
  return Object.values(Template.fromStack(stack).findResources('AWS::Lambda::Permission')).map(({ Properties }) => Properties);
}

function variables(stack: Stack, id = 'Handler'): Record<string, unknown> | undefined {
  const fn = stack.node.findChild(id) as Function;
  const { Properties } = Template.fromStack(stack).findResources('AWS::Lambda::Function')[stack.getLogicalId(fn.node.defaultChild as never)];
  return Properties.Environment?.Variables;
}

describe.each(FLAGS)('a function of another stack, %s', (_name, props) => {
  let functions: Stack;
  let shop: Stack;
  beforeEach(() => {
    const app = new App(props);
    functions = new Stack(app, 'Functions');
    shop = new Stack(app, 'Shop');
  });

  test.each<[string, (fn: Function) => IFunction]>([
    ['as it is', (fn) => fn],
    ['by its version', (fn) => fn.currentVersion],
    ['by an alias', (fn) => new Alias(functions, 'Live', { aliasName: 'live', version: fn.currentVersion })],
  ])('answers a route %s, and knows nothing of the API', (_how, handlerOf) => {
    new SecureRestApi(shop, 'Orders').addRoute('GET /orders', Backend.lambda(handlerOf(newFunction(functions))));
    expect(permissions(shop)).toHaveLength(1);
    expect(permissions(functions)).toEqual([]);
    expect(functions.dependencies).toEqual([]);
  });
});

describe('a function that two APIs call', () => {
  let stack: Stack;
  beforeEach(() => { stack = newStack(); });

  function twoApis(first: Cors, second: Cors): SecureRestApi {
    const backend = Backend.lambda(newFunction(stack));
    new SecureRestApi(stack, 'Orders', { cors: first }).addRoute('GET /orders', backend);
    const other = new SecureRestApi(stack, 'Products', { cors: second });
    other.addRoute('GET /products', backend);
    return other;
  }

  test('gets one permission from each', () => {
    twoApis(Cors.off(), Cors.off());
    expect(permissions(stack)).toHaveLength(2);
  });

  test('keeps the CORS rules it was told first, with a warning about others', () => {
    const other = twoApis(Cors.allow(['https://shop.example']), Cors.anyOrigin());
    expect(variables(stack)).toHaveProperty('CORS_ALLOW_ORIGINS', 'https://shop.example');
    expect(JSON.stringify(other.node.findAll().map(({ node }) => node.metadata))).toContain('cors-rules-of-another-api');
  });

  test('hears the same rules twice without a warning', () => {
    const cors = Cors.allow(['https://shop.example']);
    const other = twoApis(cors, cors);
    expect(JSON.stringify(other.node.findAll().map(({ node }) => node.metadata))).not.toContain('cors-rules-of-another-api');
  });
});

describe('the CORS rules of an API', () => {
  test.each<[string, (fn: Function) => IFunction]>([
    ['itself', (fn) => fn],
    ['behind its version', (fn) => fn.currentVersion],
    ['behind its alias', (fn) => new Alias(fn.stack, 'Live', { aliasName: 'live', version: fn.currentVersion })],
  ])('reach a function %s', (_how, handlerOf) => {
    const stack = newStack();
    const api = new SecureRestApi(stack, 'Orders', { cors: Cors.allow(['https://shop.example'], { credentials: true }) });
    api.addRoute('GET /orders', Backend.lambda(handlerOf(newFunction(stack))));
    expect(variables(stack)).toEqual({ CORS_ALLOW_ORIGINS: 'https://shop.example', CORS_ALLOW_CREDENTIALS: 'true' });
  });

  test('are none for a function of an API without CORS', () => {
    const stack = newStack();
    new SecureRestApi(stack, 'Orders').addRoute('GET /orders', Backend.lambda(newFunction(stack)));
    expect(variables(stack)).toBeUndefined();
  });
});

describe('an imported function', () => {
  test('of the same environment gets its permission', () => {
    const stack = newStack();
    const handler = Function.fromFunctionAttributes(stack, 'Imported', { functionArn: ARN, sameEnvironment: true });
    new SecureRestApi(stack, 'Orders', { cors: Cors.anyOrigin() }).addRoute('GET /orders', Backend.lambda(handler));
    expect(permissions(stack)).toEqual([expect.objectContaining({ FunctionName: ARN })]);
  });

  test('of another environment gets none, which the CDK warns about', () => {
    const stack = newStack();
    const handler = Function.fromFunctionArn(stack, 'Imported', ARN);
    new SecureRestApi(stack, 'Orders').addRoute('GET /orders', Backend.lambda(handler));
    expect(permissions(stack)).toEqual([]);
    expect(JSON.stringify(handler.node.metadata)).toContain('UnclearLambdaEnvironment');
  });
});

describe.each(FLAGS)('the deployment, %s,', (_name, props) => {
  function deploymentId(handlerOf: (stack: Stack) => IFunction): string {
    const stack = newStack(props);
    new SecureRestApi(stack, 'Orders').addRoute('GET /orders', Backend.lambda(handlerOf(stack)));
    return Object.keys(Template.fromStack(stack).findResources('AWS::ApiGateway::Deployment'))[0];
  }

  function handler(stack: Stack, { functionName, code = '1' }: { functionName?: string; code?: string }): Function {
    return new Function(stack, 'Handler', { runtime: Runtime.NODEJS_24_X, handler: 'index.handler', code: Code.fromInline(code), functionName });
  }

  test('is a new one for new code behind the current version, and the same for the function itself', () => {
    expect(deploymentId((stack) => handler(stack, { code: '2' }).currentVersion)).not.toBe(deploymentId((stack) => handler(stack, {}).currentVersion));
    expect(deploymentId((stack) => handler(stack, { code: '2' }))).toBe(deploymentId((stack) => handler(stack, {})));
  });

  test('is a new one when the function gets another name, because its ARN is another', () => {
    expect(deploymentId((stack) => handler(stack, { functionName: 'a' }))).not.toBe(deploymentId((stack) => handler(stack, { functionName: 'b' })));
  });

  test('is a new one when the alias gets another name', () => {
    const alias = (aliasName: string) => (stack: Stack) => new Alias(stack, 'Alias', { aliasName, version: handler(stack, {}).currentVersion });
    expect(deploymentId(alias('a'))).not.toBe(deploymentId(alias('b')));
  });
});

test('a permission names the API and no stage', () => {
  const stack = newStack();
  new SecureRestApi(stack, 'Orders').addRoute('ANY /{proxy+}', Backend.lambda(newFunction(stack)));
  Template.fromStack(stack).hasResourceProperties('AWS::Lambda::Permission', {
    Action: 'lambda:InvokeFunction', SourceArn: { 'Fn::Join': ['', Match.arrayWith([{ Ref: 'OrdersA9B65338' }, '/*/*/*'])] },
  });
});
