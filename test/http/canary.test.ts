import { Duration, Stack } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import { CfnIntegration } from 'aws-cdk-lib/aws-apigatewayv2';
import { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { Canary } from '../../lib/delivery/canary';
import { SecureHttpApi } from '../../lib/http/secure-http-api';
import { Backend } from '../../lib/routes/backend';
import { OpenApiDocument } from '../../lib/routes/openapi-document';
import { Authorization } from '../../lib/security/authorization';
import { FLAGS, nagFindings, newStack } from '../helpers/apps';
import { newFunction } from '../helpers/functions';

const canary = Canary.steps([10]);
const SERVER = Backend.http('https://orders.example.com');

function typesIn(stack: Stack): string[] {
  return Object.values<{ Type: string }>(Template.fromStack(stack).toJSON().Resources ?? {}).map(({ Type }) => Type);
}

function aliasesIn(stack: Stack): string[] {
  return Object.keys(Template.fromStack(stack).findResources('AWS::Lambda::Alias'));
}

describe.each(FLAGS)('an HTTP API with a canary, %s,', (_name, flags) => {
  let stack: Stack;
  let handler: LambdaFunction;
  let api: SecureHttpApi;
  beforeEach(() => {
    stack = newStack(flags);
    handler = newFunction(stack);
    api = new SecureHttpApi(stack, 'Orders', { canary });
    api.addRoute('GET /orders', Backend.lambda(handler));
  });

  test('calls the alias that CodeDeploy moves, and may', () => {
    const [alias] = aliasesIn(stack);
    const template = Template.fromStack(stack);
    template.hasResourceProperties('AWS::ApiGatewayV2::Integration', { IntegrationUri: { Ref: alias } });
    template.allResourcesProperties('AWS::Lambda::Permission', { FunctionName: { Ref: alias }, Principal: 'apigateway.amazonaws.com' });
    template.hasResource('AWS::Lambda::Alias', { UpdatePolicy: { CodeDeployLambdaAliasUpdate: Match.anyValue() } });
  });

  test('has no nag finding but those of the function it was given', () => {
    expect(nagFindings(stack).filter((finding) => !finding.includes('at Shop/Handler/'))).toEqual([]);
  });

  test('has one alias, one group and one permission for a function, however many routes lead there', () => {
    api.addRoute('POST /orders', Backend.lambda(handler));
    api.addRoute('GET /orders/{id}', Backend.lambda(handler), { timeout: Duration.seconds(5) });
    expect(typesIn(stack).filter((type) => /::(Alias|DeploymentGroup|Permission)$/.test(type)).sort())
      .toEqual(['AWS::CodeDeploy::DeploymentGroup', 'AWS::Lambda::Alias', 'AWS::Lambda::Permission']);
    Template.fromStack(stack).allResourcesProperties('AWS::ApiGatewayV2::Integration', { IntegrationUri: { Ref: aliasesIn(stack)[0] } });
  });

  test('lists what its releases had to acknowledge among its waivers', () => {
    expect(api.waivers.map(({ rules }) => rules)).toContainEqual(['AwsSolutions-IAM5[Resource::*]']);
  });
});

test('the ids of what is called and permitted are a promise', () => {
  const stack = newStack();
  new SecureHttpApi(stack, 'Orders', { canary }).addRoute('GET /orders', Backend.lambda(newFunction(stack)));
  const template = Template.fromStack(stack);
  const ids = ['ApiGatewayV2::Route', 'ApiGatewayV2::Integration', 'Lambda::Permission', 'Lambda::Alias', 'CodeDeploy::Application', 'CodeDeploy::DeploymentGroup']
    .flatMap((type) => Object.keys(template.findResources(`AWS::${type}`)));
  expect(ids).toMatchInlineSnapshot(`
[
  "OrdersGETorders93FE36F0",
  "OrdersIntegrationsHandler803a46a68CA21404",
  "OrdersPermissionsHandlerd42c65a5AB8943A9",
  "OrdersReleasesHandler683a4b7aAlias8C997B50",
  "OrdersReleasesApplicationE8C5392F",
  "OrdersReleasesHandler683a4b7aGroup503EB826",
]
`);
});

test('without a canary no function has a version, and nothing is there of CodeDeploy', () => {
  const [plain, off] = [{}, { canary: Canary.off() }].map((props) => {
    const stack = newStack();
    new SecureHttpApi(stack, 'Orders', props).addRoute('GET /orders', Backend.lambda(newFunction(stack)));
    return Template.fromStack(stack).toJSON();
  });
  expect(off).toEqual(plain);
  expect(JSON.stringify(plain)).not.toMatch(/AWS::(CodeDeploy|Lambda::(Version|Alias))/);
});

test('functions of routes that an OpenAPI document names are released too', () => {
  const stack = newStack();
  const document = OpenApiDocument.fromObject({
    openapi: '3.0.3',
    info: { title: 'Orders', version: '1' },
    paths: { '/orders': { get: { operationId: 'listOrders', responses: { 200: { description: 'Orders' } } } } },
  });
  new SecureHttpApi(stack, 'Orders', { canary }).addOpenApi(document, { listOrders: Backend.lambda(newFunction(stack)) });
  Template.fromStack(stack).hasResourceProperties('AWS::ApiGatewayV2::Integration', { IntegrationUri: { Ref: aliasesIn(stack)[0] } });
});

test('functions that decide who may call are not released step by step', () => {
  const stack = newStack();
  const authorization = Authorization.lambdaSimple(newFunction(stack, 'WhoCalls'));
  new SecureHttpApi(stack, 'Orders', { canary, authorization }).addRoute('GET /orders', SERVER);
  expect(aliasesIn(stack)).toEqual([]);
});

test('a function that is not made in this app is called as it is, with a warning', () => {
  const stack = newStack();
  const imported = LambdaFunction.fromFunctionArn(stack, 'Imported', 'arn:aws:lambda:eu-west-1:111122223333:function:orders');
  new SecureHttpApi(stack, 'Orders', { canary }).addRoute('GET /orders', Backend.lambda(imported));
  Annotations.fromStack(stack).hasWarning('/Shop/Orders/Releases', Match.stringLikeRegexp('function-not-released: the function at Shop/Imported is imported'));
  Template.fromStack(stack).hasResourceProperties('AWS::ApiGatewayV2::Integration', { IntegrationUri: imported.functionArn });
});

test('a route that is refused leaves nothing of a release behind', () => {
  const stack = newStack();
  const api = new SecureHttpApi(stack, 'Orders', { canary });
  expect(() => api.addRoute('GET /orders', Backend.lambda(newFunction(stack)), { timeout: Duration.seconds(60) })).toThrow(/timeout-over-http-limit/);
  expect(typesIn(stack).filter((type) => /^AWS::(CodeDeploy|Lambda::(Version|Alias))/.test(type))).toEqual([]);
});

test('routes share the integration of a function that is released, also when the API can have no further one', () => {
  const stack = newStack();
  const [handler, api] = [newFunction(stack), new SecureHttpApi(stack, 'Orders', { canary })];
  api.addRoute('GET /orders', Backend.lambda(handler));
  for (let server = 1; server < 300; server += 1) api.addRoute(`GET /servers/${server}`, Backend.http(`https://${server}.example.com`));
  expect(() => api.addRoute('POST /orders', Backend.lambda(handler))).not.toThrow();
  expect(() => api.addRoute('PUT /orders', Backend.lambda(newFunction(stack, 'Other')))).toThrow(/too-many-integrations/);
  expect(stack.node.findAll().filter((child) => child instanceof CfnIntegration)).toHaveLength(300);
});

test('a canary that CodeDeploy cannot carry out is refused before anything is made', () => {
  const stack = newStack();
  expect(() => new SecureHttpApi(stack, 'Orders', { canary: Canary.manual(10) })).toThrow(/canary-manual-for-functions/);
  expect(typesIn(stack)).toEqual([]);
});
