import { CfnElement, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { EventBus } from 'aws-cdk-lib/aws-events';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Stream } from 'aws-cdk-lib/aws-kinesis';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { Backend } from '../../lib/routes/backend';
import { Authorization } from '../../lib/security/authorization';
import { ConnectToken } from '../../lib/security/connect/connect-token';
import { SecureWebSocketApi } from '../../lib/websocket/secure-websocket-api';
import { SecureWebSocketApiProps } from '../../lib/websocket/secure-websocket-api-props';
import { newStack } from '../helpers/apps';
import { newFunction } from '../helpers/functions';

const ROUTE = 'AWS::ApiGatewayV2::Route';
const TOKENS = Authorization.jwt({ issuer: 'https://login.example.com', audiences: ['game'] });

function templateOf(props: SecureWebSocketApiProps): Template {
  const stack = newStack();
  new SecureWebSocketApi(stack, 'Live', props);
  return Template.fromStack(stack);
}

/** What is behind a route, with the answer it gives. */
function behind(template: Template, key: string): { integration: Record<string, unknown>; route: Record<string, unknown>; answers: number } {
  const [{ Properties: route }] = Object.values(template.findResources(ROUTE, { Properties: { RouteKey: key } }));
  const id: string = route.Target['Fn::Join'][1][1].Ref;
  const answers = Object.keys(template.findResources('AWS::ApiGatewayV2::RouteResponse')).length;
  return { route, answers, integration: template.toJSON().Resources[id].Properties };
}

describe('whoever wants to connect', () => {
  test('signs with IAM unless told otherwise, and nobody is told', () => {
    const { route, integration, answers } = behind(templateOf({}), '$connect');
    expect(route).toMatchObject({ AuthorizationType: 'AWS_IAM', RouteResponseSelectionExpression: '$default' });
    expect(integration.IntegrationType).toBe('MOCK');
    expect(answers).toBe(1);
  });

  test('shows a token to a function of ours, and hears of the subprotocol from another', () => {
    const { route, integration } = behind(templateOf({ authorization: TOKENS }), '$connect');
    expect(route).toMatchObject({ AuthorizationType: 'CUSTOM', AuthorizerId: expect.anything() });
    expect(JSON.stringify(integration.IntegrationUri)).toMatch(/SubprotocolEcho/);
  });

  test('shows a token in the query, where there is nothing to hear', () => {
    const { integration } = behind(templateOf({ authorization: TOKENS, token: ConnectToken.query('token') }), '$connect');
    expect(integration.IntegrationType).toBe('MOCK');
  });

  test('is announced to a backend of yours, which then speaks of subprotocols itself', () => {
    const { integration } = behind(templateOf({ authorization: TOKENS, connect: Backend.http('https://game.example.com') }), '$connect');
    expect(integration).toMatchObject({ IntegrationType: 'HTTP_PROXY', IntegrationUri: 'https://game.example.com' });
  });

  test('has no function that names the subprotocol where a backend of yours does', () => {
    const named = { Environment: { Variables: Match.objectLike({ SUBPROTOCOL: 'bearer' }) } };
    const functions = (connect?: Backend) => Object.keys(templateOf({ authorization: TOKENS, connect }).findResources('AWS::Lambda::Function', { Properties: named }));
    expect(functions()).toHaveLength(1);
    expect(functions(Backend.http('https://game.example.com'))).toEqual([]);
  });

  test.each<[string, (stack: Stack) => Backend]>([
    ['a mock', () => Backend.mock()],
    ['a queue', (stack) => Backend.sqs(new Queue(stack, 'Queue'))],
    ['an event bus', (stack) => Backend.eventBridge(new EventBus(stack, 'Bus'), { source: 'game', detailType: 'Connected' })],
    ['a state machine', (stack) => Backend.stepFunctions(StateMachine.fromStateMachineName(stack, 'Machine', 'machine'))],
    ['a stream', (stack) => Backend.kinesis(new Stream(stack, 'Stream'))],
  ])('is not announced to %s when it offers a subprotocol, which nobody would name', (given, backendIn) => {
    const stack = newStack();
    expect(() => new SecureWebSocketApi(stack, 'Live', { authorization: TOKENS, connect: backendIn(stack) })).toThrow(new RegExp(`^connect-subprotocol-unnamed: .*${given} cannot`));
    Template.fromStack(stack).resourceCountIs('AWS::ApiGatewayV2::Api', 0);
  });

  test('is announced to a queue when the token is in the query', () => {
    const stack = newStack();
    new SecureWebSocketApi(stack, 'Live', { authorization: TOKENS, token: ConnectToken.query(), connect: Backend.sqs(new Queue(stack, 'Queue')) });
    expect(behind(Template.fromStack(stack), '$connect').integration.IntegrationType).toBe('AWS');
  });

  test('is let in by a function without a route response, and by other backends with one', () => {
    const stack = newStack();
    new SecureWebSocketApi(stack, 'Function', { connect: Backend.lambda(newFunction(stack)) });
    Template.fromStack(stack).resourceCountIs('AWS::ApiGatewayV2::RouteResponse', 0);
    const other = newStack();
    new SecureWebSocketApi(other, 'Queue', { connect: Backend.sqs(new Queue(other, 'Connections')) });
    Template.fromStack(other).resourceCountIs('AWS::ApiGatewayV2::RouteResponse', 1);
  });

  test('can come from certain pages only', () => {
    const template = templateOf({ authorization: TOKENS, origins: ['https://game.example.com'] });
    template.hasResourceProperties('AWS::Lambda::Function', { Environment: { Variables: Match.objectLike({ ALLOWED_ORIGINS: 'https://game.example.com' }) } });
  });

  test('may be anybody, for a reason', () => {
    expect(behind(templateOf({ authorization: Authorization.none('a public scoreboard') }), '$connect').route.AuthorizationType).toBe('NONE');
  });

  test.each<[string, SecureWebSocketApiProps, RegExp]>([
    ['a way that WebSocket APIs do not have', { authorization: Authorization.lambdaToken(newFunction(newStack())) }, /^authorization-not-on-websocket-api/],
    ['a place for tokens where there are none', { token: ConnectToken.query('token') }, /^connect-token-without-tokens/],
    ['pages that nobody checks', { origins: ['https://game.example.com'] }, /^connect-origins-not-checkable/],
  ])('is refused %s before anything is made', (_name, props, code) => {
    const stack = newStack();
    expect(() => new SecureWebSocketApi(stack, 'Live', props)).toThrow(code);
    Template.fromStack(stack).resourceCountIs('AWS::ApiGatewayV2::Api', 0);
  });
});

describe('whoever has gone', () => {
  test('is announced to nobody unless somebody asks', () => {
    templateOf({}).resourceCountIs(ROUTE, 1);
  });

  test('is announced to a backend, whose answer goes nowhere', () => {
    const template = templateOf({ connect: Backend.http('https://a.example'), disconnect: Backend.http('https://b.example') });
    const { route, integration, answers } = behind(template, '$disconnect');
    expect(route).not.toHaveProperty('RouteResponseSelectionExpression');
    expect(route.AuthorizationType).toBe('NONE');
    expect(integration.IntegrationUri).toBe('https://b.example');
    expect(answers).toBe(1);
  });
});

test('the stage waits for the route that lets connections in, because an API without routes cannot be deployed', () => {
  const stack = newStack();
  const api = new SecureWebSocketApi(stack, 'Live');
  const connect = api.webSocketApi.node.findChild('$connect-Route').node.defaultChild as CfnElement;
  Template.fromStack(stack).hasResource('AWS::ApiGatewayV2::Stage', { DependsOn: Match.arrayWith([stack.getLogicalId(connect)]) });
});

describe('permissions', () => {
  function policyOf(grant: (api: SecureWebSocketApi, role: Role) => void): object {
    const stack = newStack();
    const role = new Role(stack, 'Caller', { assumedBy: new ServicePrincipal('ec2.amazonaws.com') });
    grant(new SecureWebSocketApi(stack, 'Live', { stage: { name: 'beta' } }), role);
    const [policy] = Object.entries(Template.fromStack(stack).findResources('AWS::IAM::Policy')).filter(([id]) => id.startsWith('Caller'));
    return policy[1].Properties.PolicyDocument.Statement;
  }

  const arn = (rest: string): object => ({
    'Fn::Join': ['', [
      'arn:', { Ref: 'AWS::Partition' }, ':execute-api:', { Ref: 'AWS::Region' }, ':', { Ref: 'AWS::AccountId' }, ':', { Ref: expect.stringMatching(/^Live/) }, rest,
    ]],
  });

  test('to connect are for this stage and nothing else', () => {
    expect(policyOf((api, role) => api.grants.connect(role)))
      .toEqual([{ Effect: 'Allow', Action: 'execute-api:Invoke', Resource: arn('/beta/$connect') }]);
  });

  test('to send to connections are for those of this stage and nothing else', () => {
    expect(policyOf((api, role) => api.grants.manageConnections(role))).toEqual([{
      Effect: 'Allow',
      Action: 'execute-api:ManageConnections',
      Resource: ['DELETE', 'GET', 'POST'].map((method) => arn(`/beta/${method}/@connections/*`)),
    }]);
  });

  test('of a function behind a route of the same API make no circle', () => {
    const stack = newStack();
    const handler = newFunction(stack);
    const api = new SecureWebSocketApi(stack, 'Live', { connect: Backend.lambda(handler) });
    api.addRoute('send', Backend.lambda(handler));
    handler.addEnvironment('CALLBACK_URL', api.callbackUrl);
    api.grants.manageConnections(handler);
    expect(() => Template.fromStack(stack)).not.toThrow();
  });
});
