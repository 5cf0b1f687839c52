import { Stack } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { Canary } from '../../lib/delivery/canary';
import { Backend } from '../../lib/routes/backend';
import { SecureWebSocketApi } from '../../lib/websocket/secure-websocket-api';
import { SecureWebSocketApiProps } from '../../lib/websocket/secure-websocket-api-props';
import { FLAGS, nagFindings, newStack } from '../helpers/apps';
import { newFunction } from '../helpers/functions';

const canary = Canary.steps([25, 50, 75]);

function apiIn(stack: Stack, props: SecureWebSocketApiProps = {}): SecureWebSocketApi {
  return new SecureWebSocketApi(stack, 'Live', { canary, ...props });
}

/** The reference to the alias of a function, which is in the text of the ARN that a WebSocket API calls. */
function aliasOf(stack: Stack, name: string): object {
  const Ref = Object.keys(Template.fromStack(stack).findResources('AWS::Lambda::Alias')).find((id) => id.includes(name));
  return { Ref };
}

function calling(target: object): object {
  return { IntegrationUri: { 'Fn::Join': ['', Match.arrayWith([target, '/invocations'])] } };
}

describe.each(FLAGS)('a WebSocket API with a canary, %s,', (_name, flags) => {
  let stack: Stack;
  beforeEach(() => {
    stack = newStack(flags);
    const [connect, disconnect] = ['Connect', 'Disconnect'].map((id) => Backend.lambda(newFunction(stack, id)));
    apiIn(stack, { connect, disconnect }).addRoute('send', Backend.lambda(newFunction(stack, 'Send')));
  });

  test.each(['Connect', 'Disconnect', 'Send'])('calls the alias of the function %s, which CodeDeploy moves, and may', (name) => {
    const alias = aliasOf(stack, name);
    const template = Template.fromStack(stack);
    template.hasResourceProperties('AWS::ApiGatewayV2::Integration', calling(alias));
    template.hasResourceProperties('AWS::Lambda::Permission', { FunctionName: alias, Principal: 'apigateway.amazonaws.com' });
  });

  test('moves them with one application and one configuration', () => {
    const template = Template.fromStack(stack);
    template.resourceCountIs('AWS::CodeDeploy::Application', 1);
    template.resourceCountIs('AWS::CodeDeploy::DeploymentGroup', 3);
    template.hasResourceProperties('AWS::CodeDeploy::DeploymentConfig', {
      TrafficRoutingConfig: { Type: 'TimeBasedLinear', TimeBasedLinear: { LinearInterval: 10, LinearPercentage: 25 } },
    });
  });

  test('has no nag finding but those of the functions it was given', () => {
    expect(nagFindings(stack).filter((finding) => !/at Shop\/(Connect|Disconnect|Send)\//.test(finding))).toEqual([]);
  });
});

test('the ids of what is called and permitted are a promise', () => {
  const stack = newStack();
  apiIn(stack).addRoute('send', Backend.lambda(newFunction(stack)));
  const template = Template.fromStack(stack);
  const ids = ['ApiGatewayV2::Route', 'ApiGatewayV2::Integration', 'Lambda::Permission', 'Lambda::Alias', 'CodeDeploy::Application', 'CodeDeploy::DeploymentGroup']
    .flatMap((type) => Object.keys(template.findResources(`AWS::${type}`)));
  expect(ids).toMatchInlineSnapshot(`
[
  "LiveconnectRouteE6A2E569",
  "LivesendRouteF16CC4F3",
  "LiveIntegrationsMockd745118f3FE036C4",
  "LiveIntegrationsHandlerfbbc6d65DE5BA836",
  "LivePermissionsHandlerc7426f98973659D8",
  "LiveReleasesHandler683a4b7aAliasE01B552D",
  "LiveReleasesApplicationE85E7C0A",
  "LiveReleasesHandler683a4b7aGroup2893FCFA",
]
`);
});

test('without a canary no function has a version, and nothing is there of CodeDeploy', () => {
  const [plain, off] = [{}, { canary: Canary.off() }].map((props) => {
    const stack = newStack();
    new SecureWebSocketApi(stack, 'Live', props).addRoute('send', Backend.lambda(newFunction(stack)));
    return Template.fromStack(stack).toJSON();
  });
  expect(off).toEqual(plain);
  expect(JSON.stringify(plain)).not.toMatch(/AWS::(CodeDeploy|Lambda::(Version|Alias))/);
});

test('a function behind two routes is one alias and one group', () => {
  const stack = newStack();
  const [handler, api] = [newFunction(stack), apiIn(stack)];
  ['send', '$default'].forEach((key) => api.addRoute(key, Backend.lambda(handler)));
  Template.fromStack(stack).resourceCountIs('AWS::Lambda::Alias', 1);
  Template.fromStack(stack).resourceCountIs('AWS::CodeDeploy::DeploymentGroup', 1);
});

test('a function that is not made in this app is called as it is, with a warning', () => {
  const stack = newStack();
  const imported = LambdaFunction.fromFunctionArn(stack, 'Imported', 'arn:aws:lambda:eu-west-1:111122223333:function:send');
  apiIn(stack).addRoute('send', Backend.lambda(imported));
  Annotations.fromStack(stack).hasWarning('/Shop/Live/Releases', Match.stringLikeRegexp('function-not-released: the function at Shop/Imported is imported'));
});

test('a route that is refused leaves nothing of a release behind', () => {
  const stack = newStack();
  const api = apiIn(stack);
  api.addRoute('send', Backend.mock());
  expect(() => api.addRoute('send', Backend.lambda(newFunction(stack)))).toThrow(/route-duplicate/);
  Template.fromStack(stack).resourceCountIs('AWS::Lambda::Version', 0);
  Template.fromStack(stack).resourceCountIs('AWS::CodeDeploy::Application', 0);
});

test('a canary that CodeDeploy cannot carry out is refused before anything is made', () => {
  const stack = newStack();
  expect(() => apiIn(stack, { canary: Canary.steps([10], { minimumRequests: 5 }) })).toThrow(/canary-option-not-for-functions: minimumRequests/);
  expect(Template.fromStack(stack).toJSON()).not.toHaveProperty('Resources');
});
