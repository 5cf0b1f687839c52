import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { MockIntegration, RestApi } from 'aws-cdk-lib/aws-apigateway';
import { UserPool } from 'aws-cdk-lib/aws-cognito';
import { Function } from 'aws-cdk-lib/aws-lambda';
import { GuardName, GUARDS } from '../../lib/core/guards';
import { AccessLog } from '../../lib/observability/access-log';
import { Alarms } from '../../lib/observability/alarms';
import { Dashboard } from '../../lib/observability/dashboard';
import { ExecutionLog } from '../../lib/observability/execution-log';
import { Tracing } from '../../lib/observability/tracing';
import { SecureRestApi } from '../../lib/rest/secure-rest-api';
import { SecureRestApiProps } from '../../lib/rest/secure-rest-api-props';
import { Backend } from '../../lib/routes/backend';
import { Authorization } from '../../lib/security/authorization';
import { TlsPolicy } from '../../lib/security/tls-policy';
import { Validation } from '../../lib/security/validation';
import { Waf } from '../../lib/security/waf/waf';
import { GatewayResponses } from '../../lib/traffic/gateway-responses';
import { Throttle } from '../../lib/traffic/throttle';
import { nagFindings, newStack } from '../helpers/apps';

const ELSEWHERE = new Stack(new App(), 'Elsewhere');
const POOL = UserPool.fromUserPoolId(ELSEWHERE, 'Pool', 'eu-west-1_abc');
const CHECK = Function.fromFunctionArn(ELSEWHERE, 'Check', 'arn:aws:lambda:eu-west-1:111122223333:function:check');
const REASON = 'nobody outside this test can reach it';
const OFF: Record<GuardName, SecureRestApiProps> = {
  authorization: { authorization: Authorization.none(REASON) },
  waf: { waf: Waf.none(REASON) },
  validation: { validation: Validation.none(REASON) },
  throttle: { throttle: Throttle.none(REASON) },
  accessLog: { accessLog: AccessLog.none(REASON) },
  executionLog: { executionLog: ExecutionLog.none(REASON) },
  tracing: { tracing: Tracing.none(REASON) },
  tls: { tls: TlsPolicy.legacy(REASON) },
  alarms: { alarms: Alarms.off() },
  dashboard: { dashboard: Dashboard.off() },
  gatewayResponses: { gatewayResponses: GatewayResponses.off() },
};

function guardStates(stack: Stack): Record<string, string> {
  const entries = stack.node.findAll().flatMap((construct) => construct.node.metadata).filter(({ type }) => type === 'cdk-gatehouse:guard');
  return Object.fromEntries(entries.map(({ data }) => [data.guard, data.state]));
}

describe.each(Object.entries(OFF))('the guard %s turned off', (guard, props) => {
  let stack: Stack;
  let api: SecureRestApi;
  beforeEach(() => {
    stack = newStack();
    api = new SecureRestApi(stack, 'Orders', props);
    api.addRoute('GET /orders', Backend.mock());
  });

  test('leaves no nag finding', () => {
    expect(nagFindings(stack)).toEqual([]);
  });

  test('is the only one that is off', () => {
    const states = guardStates(stack);
    expect(Object.keys(states).sort()).toEqual(Object.keys(GUARDS).sort());
    expect(Object.keys(states).filter((name) => states[name] !== 'on')).toEqual([guard]);
  });

  test('is listed with its reason and its rules when it waives a control', () => {
    const { rules, turnOff } = GUARDS[guard as GuardName];
    const listed = api.waivers.filter((waiver) => waiver.reason === REASON);
    expect(listed.map((waiver) => [waiver.control, waiver.rules])).toEqual(turnOff.includes("'reason'") ? [[guard, [...rules]]] : []);
  });
});

test('the rules in the catalogue are those a plain RestApi breaks', () => {
  const stack = new Stack(new App(), 'Stack');
  new RestApi(stack, 'Orders', { cloudWatchRole: false }).root.addMethod('GET', new MockIntegration());
  const broken = nagFindings(stack).map((finding) => finding.split(' ')[0]);
  expect([...new Set(broken)].sort()).toEqual(Object.values(GUARDS).flatMap(({ rules }) => [...rules]).sort());
});

test('a route that is waived is waived alone', () => {
  const stack = newStack();
  const api = new SecureRestApi(stack, 'Orders');
  api.addRoute('GET /products', Backend.mock(), { authorization: Authorization.none('public price list') });
  api.addRoute('GET /orders', Backend.mock());
  expect(nagFindings(stack)).toEqual([]);
  expect(api.waivers).toContainEqual(expect.objectContaining({ path: 'Shop/Orders/Default/Default/products/GET', reason: 'public price list' }));
  Template.fromStack(stack).hasResourceProperties('AWS::ApiGateway::Method', { HttpMethod: 'GET', AuthorizationType: 'AWS_IAM' });
});

test('a route without a throttle is listed with its reason', () => {
  const stack = newStack();
  const api = new SecureRestApi(stack, 'Orders');
  api.addRoute('GET /orders', Backend.mock(), { throttle: Throttle.none('the backend queues by itself') });
  expect(api.waivers).toContainEqual(expect.objectContaining({
    path: 'Shop/Orders/Default/Default/orders/GET', control: 'throttle', reason: 'the backend queues by itself', rules: [...GUARDS.throttle.rules],
  }));
});

test.each<[string, Authorization, Authorization]>([
  ['IAM on a Cognito API', Authorization.cognito([POOL]), Authorization.iam()],
  ['Cognito on an IAM API', Authorization.iam(), Authorization.cognito([POOL])],
  ['nothing on a Cognito API', Authorization.cognito([POOL]), Authorization.none(REASON)],
  ['a Lambda authorizer on a Cognito API', Authorization.cognito([POOL]), Authorization.lambdaToken(CHECK)],
])('a route with %s leaves no nag finding', (_name, authorization, own) => {
  const stack = newStack();
  const api = new SecureRestApi(stack, 'Orders', { authorization });
  api.addRoute('GET /orders', Backend.mock());
  api.addRoute('POST /orders', Backend.mock(), { authorization: own });
  expect(nagFindings(stack)).toEqual([]);
});
