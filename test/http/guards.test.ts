import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { HttpApi, HttpMethod } from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpUrlIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { GUARDS, HTTP_GUARDS, HttpGuardName } from '../../lib/core/guards';
import { SecureHttpApi } from '../../lib/http/secure-http-api';
import { SecureHttpApiProps } from '../../lib/http/secure-http-api-props';
import { AccessLog } from '../../lib/observability/access-log';
import { Alarms } from '../../lib/observability/alarms';
import { Dashboard } from '../../lib/observability/dashboard';
import { Backend } from '../../lib/routes/backend';
import { Authorization } from '../../lib/security/authorization';
import { Throttle } from '../../lib/traffic/throttle';
import { nagFindings, newStack } from '../helpers/apps';

const BACKEND = Backend.http('https://orders.example.com');
const REASON = 'nobody outside this test can reach it';
const OFF: Record<HttpGuardName, SecureHttpApiProps> = {
  authorization: { authorization: Authorization.none(REASON) },
  throttle: { throttle: Throttle.none(REASON) },
  accessLog: { accessLog: AccessLog.none(REASON) },
  alarms: { alarms: Alarms.off() },
  dashboard: { dashboard: Dashboard.off() },
};

function guardStates(stack: Stack): Record<string, string> {
  const entries = stack.node.findAll().flatMap((construct) => construct.node.metadata).filter(({ type }) => type === 'cdk-gatehouse:guard');
  return Object.fromEntries(entries.map(({ data }) => [data.guard, data.state]));
}

describe.each(Object.entries(OFF))('the guard %s turned off', (guard, props) => {
  let stack: Stack;
  let api: SecureHttpApi;
  beforeEach(() => {
    stack = newStack();
    api = new SecureHttpApi(stack, 'Orders', props);
    api.addRoute('GET /orders', BACKEND);
  });

  test('leaves no nag finding', () => {
    expect(nagFindings(stack)).toEqual([]);
  });

  test('is the only one that is off', () => {
    const states = guardStates(stack);
    expect(Object.keys(states).sort()).toEqual([...HTTP_GUARDS].sort());
    expect(Object.keys(states).filter((name) => states[name] !== 'on')).toEqual([guard]);
  });

  test('is listed with its reason and its rules when it waives a control', () => {
    const { rules, turnOff } = GUARDS[guard as HttpGuardName];
    const listed = api.waivers.filter((waiver) => waiver.reason === REASON);
    expect(listed.map((waiver) => [waiver.control, waiver.rules])).toEqual(turnOff.includes("'reason'") ? [[guard, [...rules]]] : []);
  });
});

test('the guards of an HTTP API answer every rule a plain HttpApi breaks', () => {
  const stack = new Stack(new App(), 'Stack');
  new HttpApi(stack, 'Orders').addRoutes({ path: '/', methods: [HttpMethod.GET], integration: new HttpUrlIntegration('Orders', 'https://orders.example.com') });
  const answered: string[] = HTTP_GUARDS.flatMap((guard) => [...GUARDS[guard].rules]);
  const broken = nagFindings(stack).map((finding) => finding.split(' ')[0]);
  expect(broken.filter((rule) => !answered.includes(rule))).toEqual([]);
  expect(broken.length).toBeGreaterThan(0);
});

test('a route that is open to everybody is waived alone', () => {
  const stack = newStack();
  const api = new SecureHttpApi(stack, 'Orders');
  const { route } = api.addRoute('GET /products', BACKEND, { authorization: Authorization.none('public price list') });
  api.addRoute('GET /orders', BACKEND);
  expect(nagFindings(stack)).toEqual([]);
  expect(api.waivers).toContainEqual(expect.objectContaining({ path: route.node.path, reason: 'public price list' }));
  Template.fromStack(stack).hasResourceProperties('AWS::ApiGatewayV2::Route', { RouteKey: 'GET /products', AuthorizationType: 'NONE' });
  Template.fromStack(stack).hasResourceProperties('AWS::ApiGatewayV2::Route', { RouteKey: 'GET /orders', AuthorizationType: 'AWS_IAM' });
});

test('a route without a throttle is listed with its reason', () => {
  const api = new SecureHttpApi(newStack(), 'Orders');
  const { route } = api.addRoute('GET /orders', BACKEND, { throttle: Throttle.none('the backend queues by itself') });
  expect(api.waivers).toContainEqual(expect.objectContaining({ path: route.node.path, control: 'throttle', reason: 'the backend queues by itself' }));
});
