import { App, Duration, NestedStack, Stack } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import { Vpc } from 'aws-cdk-lib/aws-ec2';
import { Architecture, Code, Function as LambdaFunction, Runtime, Tracing } from 'aws-cdk-lib/aws-lambda';
import { Canary } from '../../lib/delivery/canary';
import { PrivateApi } from '../../lib/private-api/private-api';
import { SecureRestApi } from '../../lib/rest/secure-rest-api';
import { Backend } from '../../lib/routes/backend';
import { Authorization } from '../../lib/security/authorization';
import { VpcAccess } from '../../lib/vpc/vpc-access';
import { FLAGS, nagFindings, newStack } from '../helpers/apps';

const CANARY = Canary.steps([10, 50], { bake: Duration.minutes(10) });
const ROLLOUT = 'Custom::ApiCanaryRollout';

function shop(code = 'exports.handler = async () => 1', canary = CANARY, stack = newStack()): { stack: Stack; api: SecureRestApi; fn: LambdaFunction } {
  const fn = functionIn(stack, 'PlaceOrder', code);
  const api = new SecureRestApi(stack, 'Orders', { canary });
  api.addRoute('POST /orders', Backend.lambda(fn));
  return { stack, api, fn };
}

function functionIn(stack: Stack, id: string, code: string): LambdaFunction {
  return new LambdaFunction(stack, id, {
    code: Code.fromInline(code), handler: 'index.handler', runtime: Runtime.NODEJS_24_X, architecture: Architecture.ARM_64, tracing: Tracing.ACTIVE,
  });
}

/** The logical id of the only resource of a type. */
function idOf(stack: Stack, type: string): string {
  const ids = Object.keys(Template.fromStack(stack).findResources(type));
  expect(ids).toHaveLength(1);
  return ids[0];
}

describe('a REST door with a canary', () => {
  test('calls the version of a function, and lets the API call that version', () => {
    const { stack } = shop();
    const template = Template.fromStack(stack);
    const version = idOf(stack, 'AWS::Lambda::Version');
    template.hasResourceProperties('AWS::ApiGateway::Method', {
      Integration: { Uri: { 'Fn::Join': ['', Match.arrayWith([{ Ref: version }])] } },
    });
    template.hasResourceProperties('AWS::Lambda::Permission', { FunctionName: { Ref: version } });
  });

  test('has another deployment when the code of a function is another one, and no other deployment when it is the same', () => {
    const deployments = ['exports.handler = async () => 1', 'exports.handler = async () => 2', 'exports.handler = async () => 1']
      .map((code) => idOf(shop(code).stack, 'AWS::ApiGateway::Deployment'));
    expect(deployments[1]).not.toBe(deployments[0]);
    expect(deployments[2]).toBe(deployments[0]);
  });

  test('releases the code of a Lambda authorizer, too', () => {
    const withAuthorizer = (code: string) => {
      const stack = newStack();
      const authorization = Authorization.lambdaToken(functionIn(stack, 'Authorizer', code));
      new SecureRestApi(stack, 'Orders', { canary: CANARY, authorization }).addRoute('GET /orders', Backend.mock());
      Template.fromStack(stack).hasResourceProperties('AWS::ApiGateway::Authorizer', {
        AuthorizerUri: { 'Fn::Join': ['', Match.arrayWith([{ Ref: Match.stringLikeRegexp('^AuthorizerCurrentVersion') }])] },
      });
      return idOf(stack, 'AWS::ApiGateway::Deployment');
    };
    expect(withAuthorizer('exports.handler = async () => 1')).not.toBe(withAuthorizer('exports.handler = async () => 2'));
  });

  test('calls no version of a function in another stack: as an export that is in use it could never be replaced', () => {
    const exportsOf = (code: string) => {
      const stack = newStack();
      const elsewhere = new Stack(stack.node.root as App, 'Functions');
      const api = new SecureRestApi(stack, 'Orders', { canary: CANARY, authorization: Authorization.lambdaToken(functionIn(elsewhere, 'Authorizer', code)) });
      api.addRoute('POST /orders', Backend.lambda(functionIn(elsewhere, 'PlaceOrder', code)));
      const outputs = Object.keys(Template.fromStack(elsewhere).findOutputs('*'));
      Annotations.fromStack(stack).hasWarning('/Shop/Orders/Canary', Match.stringLikeRegexp('^canary-function-of-another-stack: the function Functions/PlaceOrder'));
      Annotations.fromStack(stack).hasWarning('/Shop/Orders/Canary', Match.stringLikeRegexp('^canary-function-of-another-stack: the function Functions/Authorizer'));
      return outputs;
    };
    const [before, after] = [exportsOf('exports.handler = async () => 1'), exportsOf('exports.handler = async () => 2')];
    expect(before).toHaveLength(2);
    expect(after).toEqual(before);
  });

  test('calls the version of a function in a nested stack, which is deployed with it', () => {
    const stack = newStack();
    const nested = new NestedStack(stack, 'Functions');
    new SecureRestApi(stack, 'Orders', { canary: CANARY }).addRoute('POST /orders', Backend.lambda(functionIn(nested, 'PlaceOrder', 'exports.handler = 1')));
    idOf(nested, 'AWS::Lambda::Version');
  });

  test('refuses to end releases by errors of a function in another stack', () => {
    const stack = newStack();
    const { canary } = new SecureRestApi(stack, 'Orders', { canary: CANARY });
    const fn = functionIn(new Stack(stack.node.root as App, 'Functions'), 'PlaceOrder', 'exports.handler = 1');
    expect(() => canary?.lambdaErrors(fn)).toThrow('[Shop/Orders/Canary] canary-lambda-errors-of-another-stack: errors of the function Functions/PlaceOrder');
    expect(fn.node.tryFindChild('CurrentVersion')).toBeUndefined();
  });

  test('puts the release between the deployment and the stage, behind the permission to call the version', () => {
    const { stack } = shop();
    const template = Template.fromStack(stack);
    const [rollout, permission] = [idOf(stack, ROLLOUT), idOf(stack, 'AWS::Lambda::Permission')];
    template.hasResource('AWS::ApiGateway::Stage', { DependsOn: Match.arrayWith([rollout]) });
    template.hasResource(ROLLOUT, {
      DependsOn: Match.arrayWith([permission]),
      Properties: { StageName: 'prod', DeploymentId: { Ref: idOf(stack, 'AWS::ApiGateway::Deployment') } },
    });
  });

  test('shows base and canary side by side on its dashboard', () => {
    const { stack } = shop();
    Template.fromStack(stack).hasResourceProperties('AWS::CloudWatch::Dashboard', { DashboardBody: { 'Fn::Join': ['', Match.arrayWith([Match.stringLikeRegexp('anary')])] } });
  });

  test.each(FLAGS)('has no nag finding, %s', (_name, props) => {
    const stack = newStack(props);
    new SecureRestApi(stack, 'Orders', { canary: CANARY }).addRoute('GET /orders', Backend.mock());
    expect(nagFindings(stack)).toEqual([]);
  });

  test('can be a private one', () => {
    const stack = newStack();
    const api = new PrivateApi(stack, 'Ledger', { access: VpcAccess.inVpc(new Vpc(stack, 'Vpc')), canary: CANARY });
    api.addRoute('GET /entries', Backend.mock());
    expect(api.canary).toBeDefined();
    idOf(stack, ROLLOUT);
  });
});

describe('a REST door without a canary', () => {
  test('calls functions themselves and has no resource of a release', () => {
    const { stack, api } = shop(undefined, Canary.off());
    const template = Template.fromStack(stack);
    expect(api.canary).toBeUndefined();
    template.resourceCountIs('AWS::Lambda::Version', 0);
    template.resourceCountIs(ROLLOUT, 0);
  });

  test('has the same stage, API and routes as with one: turning it on replaces nothing that callers know', () => {
    const kept = ['AWS::ApiGateway::RestApi', 'AWS::ApiGateway::Stage', 'AWS::ApiGateway::Method', 'AWS::ApiGateway::Resource'];
    const ids = (canary: Canary) => {
      const { Resources } = Template.fromStack(shop(undefined, canary).stack).toJSON();
      return Object.keys(Resources).filter((id) => kept.includes(Resources[id].Type)).sort();
    };
    expect(ids(CANARY)).toEqual(ids(Canary.off()));
  });
});

test('an app with a canary can be synthesised as a whole', () => {
  const { stack } = shop();
  expect(() => (stack.node.root as App).synth()).not.toThrow();
});
