import { App, CfnParameter, Duration, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { CfnAuthorizer, CognitoUserPoolsAuthorizer, IdentitySource, TokenAuthorizer } from 'aws-cdk-lib/aws-apigateway';
import { UserPool } from 'aws-cdk-lib/aws-cognito';
import { Code, Function, Runtime } from 'aws-cdk-lib/aws-lambda';
import { SecureRestApi } from '../../lib/rest/secure-rest-api';
import { Backend } from '../../lib/routes/backend';
import { Authorization } from '../../lib/security/authorization';
import { FLAGS, newStack } from '../helpers/apps';
import { newFunction } from '../helpers/functions';

let stack: Stack;
let api: SecureRestApi;
beforeEach(() => {
  stack = newStack();
  api = new SecureRestApi(stack, 'Orders');
});

describe('authorization by Cognito', () => {
  test('is one authorizer for all routes, whatever scopes they ask for', () => {
    const customers = Authorization.cognito([new UserPool(stack, 'Customers')]);
    api.addRoute('GET /orders', Backend.mock(), { authorization: customers });
    api.addRoute('POST /orders', Backend.mock(), { authorization: customers.withScopes('orders/write') });
    const template = Template.fromStack(stack);
    template.resourceCountIs('AWS::ApiGateway::Authorizer', 1);
    template.hasResourceProperties('AWS::ApiGateway::Authorizer', { Type: 'COGNITO_USER_POOLS', AuthorizerResultTtlInSeconds: 300 });
    template.hasResourceProperties('AWS::ApiGateway::Method', { HttpMethod: 'POST', AuthorizationScopes: ['orders/write'] });
  });

  test('written twice with the same values is one authorizer', () => {
    const pool = new UserPool(stack, 'Customers');
    ['GET /orders', 'POST /orders'].forEach((route) => api.addRoute(route, Backend.mock(), { authorization: Authorization.cognito([pool]) }));
    Template.fromStack(stack).resourceCountIs('AWS::ApiGateway::Authorizer', 1);
  });
});

describe('authorization by a Lambda function', () => {
  test('that is shown a token', () => {
    const authorization = Authorization.lambdaToken(newFunction(stack, 'Check'), { tokenPattern: '^Bearer .+', ttl: Duration.seconds(0) });
    api.addRoute('GET /orders', Backend.mock(), { authorization });
    Template.fromStack(stack).hasResourceProperties('AWS::ApiGateway::Authorizer', {
      Type: 'TOKEN', IdentitySource: 'method.request.header.Authorization', IdentityValidationExpression: '^Bearer .+', AuthorizerResultTtlInSeconds: 0,
    });
  });

  test('that is shown the request', () => {
    const identitySources = [IdentitySource.header('X-Token'), IdentitySource.queryString('tenant')];
    api.addRoute('GET /orders', Backend.mock(), { authorization: Authorization.lambdaRequest(newFunction(stack, 'Check'), { identitySources }) });
    Template.fromStack(stack).hasResourceProperties('AWS::ApiGateway::Authorizer', {
      Type: 'REQUEST', IdentitySource: 'method.request.header.X-Token,method.request.querystring.tenant',
    });
  });
});

describe('an authorizer made by hand', () => {
  test('is taken as it is', () => {
    const authorizer = new TokenAuthorizer(stack, 'Mine', { handler: newFunction(stack, 'Check') });
    api.addRoute('GET /orders', Backend.mock(), { authorization: Authorization.authorizer(authorizer) });
    Template.fromStack(stack).hasResourceProperties('AWS::ApiGateway::Method', {
      AuthorizationType: 'CUSTOM', AuthorizerId: stack.resolve(authorizer.authorizerId),
    });
  });

  test('for Cognito may ask for scopes, and leaves no waiver that says otherwise', () => {
    const authorizer = new CognitoUserPoolsAuthorizer(stack, 'Mine', { cognitoUserPools: [new UserPool(stack, 'Customers')] });
    const other = new SecureRestApi(stack, 'Other', { authorization: Authorization.authorizer(authorizer) });
    other.addRoute('GET /orders', Backend.mock(), { authorization: Authorization.authorizer(authorizer).withScopes('orders/read') });
    Template.fromStack(stack).hasResourceProperties('AWS::ApiGateway::Method', { AuthorizationType: 'COGNITO_USER_POOLS', AuthorizationScopes: ['orders/read'] });
    expect(other.waivers.map(({ control }) => control)).not.toContain('Cognito authorization');
  });

  test('that does not say its type leaves no route open', () => {
    const { ref: authorizerId } = new CfnAuthorizer(stack, 'Mine', { name: 'mine', type: 'REQUEST', restApiId: api.restApi.restApiId });
    api.addRoute('GET /orders', Backend.mock(), { authorization: Authorization.authorizer({ authorizerId }) });
    Template.fromStack(stack).hasResourceProperties('AWS::ApiGateway::Method', { AuthorizationType: 'CUSTOM', AuthorizerId: stack.resolve(authorizerId) });
  });

  test('that is only an id is part of the deployment', () => {
    const deploymentId = (authorizerId: string) => {
      const other = newStack();
      new SecureRestApi(other, 'Orders', { authorization: Authorization.authorizer({ authorizerId }) }).addRoute('GET /orders', Backend.mock());
      return Object.keys(Template.fromStack(other).findResources('AWS::ApiGateway::Deployment'))[0];
    };
    expect(deploymentId('a1b2c3')).not.toBe(deploymentId('d4e5f6'));
  });
});

describe('the logical id of an authorizer', () => {
  function idsOf(routes: string[], pools: (stack: Stack) => Record<string, UserPool>): string[] {
    const other = newStack();
    const orders = new SecureRestApi(other, 'Orders');
    const known = pools(other);
    routes.forEach((route) => orders.addRoute(route, Backend.mock(), { authorization: Authorization.cognito([known[route]]) }));
    return Object.entries(Template.fromStack(other).findResources('AWS::ApiGateway::Authorizer'))
      .map(([id, { Properties }]) => `${id} ${JSON.stringify(Properties.ProviderARNs)}`).sort();
  }

  test.each<[string, (stack: Stack) => Record<string, UserPool>]>([
    ['two pools', (other) => ({ 'GET /a': new UserPool(other, 'A'), 'GET /b': new UserPool(other, 'B') })],
    ['two pools of one name', (other) => ({
      'GET /a': new UserPool(new Stack(other, 'One'), 'Pool'), 'GET /b': new UserPool(new Stack(other, 'Two'), 'Pool'),
    })],
  ])('of %s does not depend on the order of the routes', (_name, pools) => {
    expect(idsOf(['GET /a', 'GET /b'], pools)).toEqual(idsOf(['GET /b', 'GET /a'], pools));
  });

  test('does not depend on how many tokens the app made before', () => {
    const idFor = (parameters: number) => {
      const other = newStack();
      for (let index = 0; index < parameters; index++) new CfnParameter(other, `Other${index}`).valueAsString;
      const ttl = Duration.seconds(new CfnParameter(other, 'Ttl', { type: 'Number' }).valueAsNumber);
      new SecureRestApi(other, 'Orders', { authorization: Authorization.lambdaToken(newFunction(other, 'Check'), { ttl }) }).addRoute('GET /a', Backend.mock());
      return Object.keys(Template.fromStack(other).findResources('AWS::ApiGateway::Authorizer'));
    };
    expect(idFor(0)).toEqual(idFor(3));
  });
});

describe.each(FLAGS)('what authorizes is made in another stack, %s', (_name, props) => {
  let shared: Stack;
  let shop: Stack;
  beforeEach(() => {
    const app = new App(props);
    shared = new Stack(app, 'Shared');
    shop = new Stack(app, 'Shop');
  });

  test.each<[string, () => Authorization]>([
    ['a token authorizer', () => Authorization.lambdaToken(newFunction(shared, 'Check'))],
    ['a request authorizer', () => Authorization.lambdaRequest(newFunction(shared, 'Check'))],
    ['a user pool', () => Authorization.cognito([new UserPool(shared, 'Customers')])],
  ])('%s, and its stack knows nothing of the API', (_kind, authorization) => {
    new SecureRestApi(shop, 'Orders', { authorization: authorization() }).addRoute('GET /orders', Backend.mock());
    Template.fromStack(shop).resourceCountIs('AWS::ApiGateway::Authorizer', 1);
    expect(shared.dependencies).toEqual([]);
    Template.fromStack(shared).resourceCountIs('AWS::Lambda::Permission', 0);
  });
});

test('an authorizer function may be called by its authorizer, and by nobody else', () => {
  api.addRoute('GET /orders', Backend.mock(), { authorization: Authorization.lambdaToken(newFunction(stack, 'Check')) });
  const template = Template.fromStack(stack);
  const [authorizerId] = Object.keys(template.findResources('AWS::ApiGateway::Authorizer'));
  const [permission] = Object.values(template.findResources('AWS::Lambda::Permission'));
  expect(permission.Properties).toEqual(expect.objectContaining({ Action: 'lambda:InvokeFunction', Principal: 'apigateway.amazonaws.com' }));
  expect(JSON.stringify(permission.Properties.SourceArn)).toMatch(new RegExp(`"/authorizers/",\\{"Ref":"${authorizerId}"\\}\\]\\]`));
});

describe.each(FLAGS)('the deployment, %s,', (_name, props) => {
  function deploymentId(authorizationIn: (stack: Stack) => Authorization): string {
    const other = newStack(props);
    new SecureRestApi(other, 'Orders', { authorization: authorizationIn(other) }).addRoute('GET /orders', Backend.mock());
    return Object.keys(Template.fromStack(other).findResources('AWS::ApiGateway::Deployment'))[0];
  }

  const byHand = (seconds: number) => (other: Stack) => Authorization.authorizer(
    new TokenAuthorizer(other, 'Mine', { handler: newFunction(other, 'Check'), resultsCacheTtl: Duration.seconds(seconds) }),
  );

  test('is a new one when an authorizer made by hand changes, and the same when it does not', () => {
    expect(deploymentId(byHand(1))).not.toBe(deploymentId(byHand(2)));
    expect(deploymentId(byHand(1))).toBe(deploymentId(byHand(1)));
  });

  const named = (functionName: string) => (other: Stack) => Authorization.lambdaToken(new Function(other, 'Check', {
    functionName, runtime: Runtime.NODEJS_24_X, handler: 'index.handler', code: Code.fromInline('exports.handler = async () => ({})'),
  }));

  test('is a new one when the authorizer function gets another name', () => {
    expect(deploymentId(named('a'))).not.toBe(deploymentId(named('b')));
  });
});

test('more than ten authorizers are refused before anything is made of the route', () => {
  const add = (index: number) => api.addRoute(`GET /r${index}`, Backend.mock(), { authorization: Authorization.lambdaToken(newFunction(stack, `Check${index}`)) });
  for (let index = 0; index < 10; index++) add(index);
  const resources = () => api.node.findAll().length;
  const before = resources();
  expect(() => add(10)).toThrow(/too-many-authorizers.*11/);
  expect(resources()).toBe(before);
  expect(() => api.addRoute('GET /r10', Backend.mock(), { authorization: Authorization.authorizer({ authorizerId: 'a1b2c3' }) })).toThrow(/too-many-authorizers/);
});
