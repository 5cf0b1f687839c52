import { App, CfnParameter, NestedStack, Stack } from 'aws-cdk-lib';
import { Annotations, Match } from 'aws-cdk-lib/assertions';
import { HttpIntegration, LambdaIntegration, RequestAuthorizer, RestApi, RestApiBase, SpecRestApi, TokenAuthorizer } from 'aws-cdk-lib/aws-apigateway';
import { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { newApi, newCanary, newHandler, newSpecApi } from './support/apis';
import { newStack } from '../helpers/apps';

const CODE = 'canary-function-without-version: the API calls no version of the function ';
const AT = 'arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/';

/** The functions that are warned of. */
function warnedOf(api: RestApiBase): string[] {
  newCanary(api);
  const found = Annotations.fromStack(Stack.of(api)).findWarning('/Shop/Canary', Match.stringLikeRegexp('^canary-function-without-version'));
  return found.map(({ entry: { data } }) => String(data).slice(CODE.length).split(', so its new code')[0]);
}

function warnings(stack: Stack): string[] {
  return Annotations.fromStack(stack).findWarning('/Shop/Canary', Match.anyValue()).map(({ entry: { data } }) => String(data));
}

describe('integrations of methods', () => {
  test('a function is warned of once, however many methods lead to it', () => {
    const stack = newStack();
    const handler = newHandler(stack);
    const api = newApi(stack, handler);
    api.root.addResource('orders').addMethod('GET', new LambdaIntegration(handler, { scopePermissionToMethod: false }));
    expect(warnedOf(api)).toEqual(['Shop/Handler']);
  });

  test('two functions are warned of one by one', () => {
    const stack = newStack();
    const api = newApi(stack, newHandler(stack));
    api.root.addMethod('POST', new LambdaIntegration(newHandler(stack, 'one', 'Other'), { scopePermissionToMethod: false }));
    expect(warnedOf(api)).toEqual(['Shop/Handler', 'Shop/Other']);
  });

  test('an alias is no version: it takes everybody along', () => {
    const stack = newStack();
    expect(warnedOf(newApi(stack, newHandler(stack).addAlias('live')))).toEqual(['Shop/Handler/Aliaslive']);
  });

  test('a version is one, and what is no function needs none', () => {
    const stack = newStack();
    const api = newApi(stack, newHandler(stack).currentVersion);
    api.root.addMethod('POST', new HttpIntegration('https://orders.example.com'));
    api.root.addMethod('PUT');
    expect(warnedOf(api)).toEqual([]);
  });

  test('a function of another stack is told apart, because a version would be no help: it could not be replaced while the API uses it', () => {
    const stack = newStack();
    const elsewhere = new Stack(stack.node.root as App, 'Functions');
    const api = newApi(stack, newHandler(elsewhere));
    api.root.addMethod('POST', new LambdaIntegration(newHandler(elsewhere, 'one', 'Other').currentVersion, { scopePermissionToMethod: false }));
    expect(warnedOf(api)).toEqual([]);
    expect(warnings(stack).sort()).toEqual([
      expect.stringMatching(/^canary-function-of-another-stack: the function Functions\/Handler is made in another stack/),
      expect.stringMatching(/^canary-version-of-another-stack: the API calls a version of the function Functions\/Other\/CurrentVersion, which/),
    ]);
  });

  test('a nested stack is no other one: what it tells can change with it', () => {
    const stack = newStack();
    const nested = new NestedStack(stack, 'Functions');
    const api = newApi(stack, newHandler(nested).currentVersion);
    api.root.addMethod('POST', new LambdaIntegration(newHandler(nested, 'one', 'Other'), { scopePermissionToMethod: false }));
    expect(warnedOf(api)).toEqual(['Shop/Functions/Other']);
    expect(warnings(stack)).toHaveLength(1);
  });

  test.each([
    ['arn:aws:lambda:eu-west-1:111122223333:function:orders', ['arn:aws:lambda:eu-west-1:111122223333:function:orders']],
    ['arn:aws:lambda:eu-west-1:111122223333:function:orders:live', ['arn:aws:lambda:eu-west-1:111122223333:function:orders:live']],
    ['arn:aws:lambda:eu-west-1:111122223333:function:orders:7', []],
    ['arn:aws:lambda:eu-west-1:111122223333:function:orders:${stageVariables.version}', []],
  ])('an imported function is judged by its ARN: %s', (arn, warned) => {
    const stack = newStack();
    expect(warnedOf(newApi(stack, LambdaFunction.fromFunctionAttributes(stack, 'Imported', { functionArn: arn, skipPermissions: true })))).toEqual(warned);
  });

  test('an ARN that is known only in the cloud is not judged', () => {
    const stack = newStack();
    const functionArn = new CfnParameter(stack, 'Arn').valueAsString;
    expect(warnedOf(newApi(stack, LambdaFunction.fromFunctionAttributes(stack, 'Imported', { functionArn, skipPermissions: true })))).toEqual([]);
  });

  test('functions of another API are none of its business', () => {
    const stack = newStack();
    newApi(stack, newHandler(stack, 'one', 'Other'), 'OtherApi');
    expect(warnedOf(newApi(stack))).toEqual([]);
  });
});

describe('authorizers', () => {
  function authorized(stack: Stack, handler: LambdaFunction | LambdaFunction['currentVersion'], token = false): RestApi {
    const api = newApi(stack);
    const authorizer = token ? new TokenAuthorizer(stack, 'Authorizer', { handler })
      : new RequestAuthorizer(stack, 'Authorizer', { handler, identitySources: ['method.request.header.Authorization'] });
    api.root.addMethod('POST', new HttpIntegration('https://orders.example.com'), { authorizer });
    return api;
  }

  test.each([true, false])('a function that authorizes is warned of (by token: %p)', (token) => {
    const stack = newStack();
    expect(warnedOf(authorized(stack, newHandler(stack, 'one', 'Doorman'), token))).toEqual(['Shop/Doorman']);
  });

  test('a version of it is not', () => {
    const stack = newStack();
    expect(warnedOf(authorized(stack, newHandler(stack, 'one', 'Doorman').currentVersion))).toEqual([]);
  });
});

describe('OpenAPI documents', () => {
  test.each<[string, (stack: Stack, handler: LambdaFunction) => unknown, string[]]>([
    ['a function', (_, handler) => `${AT}${handler.functionArn}/invocations`, ['Shop/Handler']],
    ['a version', (_, handler) => `${AT}${handler.currentVersion.functionArn}/invocations`, []],
    ['a function that streams', (_, handler) => `${AT}${handler.functionArn}/response-streaming-invocations`, ['Shop/Handler']],
    ['Fn::Sub by hand', () => ({ 'Fn::Sub': `${AT}\${Handler886CB40B.Arn}/invocations` }), ['Shop/Handler']],
    ['Fn::Sub with values by hand', () => ({ 'Fn::Sub': [`${AT}\${Handler886CB40B.Arn}/invocations`, {}] }), ['Shop/Handler']],
    ['Fn::Join by hand', () => ({ 'Fn::Join': ['', [AT, { 'Fn::GetAtt': ['Handler886CB40B', 'Arn'] }, '/invocations']] }), ['Shop/Handler']],
    ['Fn::Join with a number of a version', () => ({ 'Fn::Join': ['', [AT, { 'Fn::GetAtt': 'Handler886CB40B.Arn' }, ':7/invocations']] }), []],
    ['Fn::Join with an alias', () => ({ 'Fn::Join': ['', [AT, { 'Fn::GetAtt': 'Handler886CB40B.Arn' }, ':live/invocations']] }), ['Shop/Handler']],
    ['the name of a function in an ARN', () => ({ 'Fn::Sub': `${AT}arn:aws:lambda:\${AWS::Region}:\${AWS::AccountId}:function:\${Handler886CB40B}/invocations` }), ['Shop/Handler']],
    ['an intrinsic function nobody reads', () => ({ 'Fn::ImportValue': 'Uri' }), []],
    ['a broken Fn::Join', () => ({ 'Fn::Join': ['', { Ref: 'Handler886CB40B' }] }), []],
  ])('%s is read in them', (_, uri, warned) => {
    const stack = newStack();
    expect(warnedOf(newSpecApi(stack, uri(stack, newHandler(stack))))).toEqual(warned);
  });

  test('an authorizer in them is read too', () => {
    const stack = newStack();
    const handler = newHandler(stack);
    const api: SpecRestApi = newSpecApi(stack, 'https://orders.example.com', {
      components: { securitySchemes: { doorman: { 'x-amazon-apigateway-authorizer': { type: 'token', authorizerUri: `${AT}${handler.functionArn}/invocations` } } } },
    });
    expect(warnedOf(api)).toEqual(['Shop/Handler']);
  });
});
