import { App, Stack } from 'aws-cdk-lib';
import { WebSocketApi, WebSocketStage } from 'aws-cdk-lib/aws-apigatewayv2';
import { WebSocketMockIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { GuardName, GUARDS, WEBSOCKET_GUARDS } from '../../lib/core/guards';
import { AccessLog } from '../../lib/observability/access-log';
import { Alarms } from '../../lib/observability/alarms';
import { Dashboard } from '../../lib/observability/dashboard';
import { ExecutionLog } from '../../lib/observability/execution-log';
import { Backend } from '../../lib/routes/backend';
import { Authorization } from '../../lib/security/authorization';
import { Throttle } from '../../lib/traffic/throttle';
import { SecureWebSocketApi } from '../../lib/websocket/secure-websocket-api';
import { SecureWebSocketApiProps } from '../../lib/websocket/secure-websocket-api-props';
import { nagFindings, newStack } from '../helpers/apps';

const BACKEND = Backend.http('https://orders.example.com');
const REASON = 'nobody outside this test can reach it';
const OFF: Record<(typeof WEBSOCKET_GUARDS)[number], SecureWebSocketApiProps> = {
  authorization: { authorization: Authorization.none(REASON) },
  throttle: { throttle: Throttle.none(REASON) },
  accessLog: { accessLog: AccessLog.none(REASON) },
  executionLog: { executionLog: ExecutionLog.none(REASON) },
  alarms: { alarms: Alarms.off() },
  dashboard: { dashboard: Dashboard.off() },
};

function guardStates(stack: Stack): Record<string, string> {
  const entries = stack.node.findAll().flatMap((construct) => construct.node.metadata).filter(({ type }) => type === 'cdk-gatehouse:guard');
  return Object.fromEntries(entries.map(({ data }) => [data.guard, data.state]));
}

describe.each(Object.entries(OFF))('the guard %s turned off', (guard, props) => {
  let stack: Stack;
  let api: SecureWebSocketApi;
  beforeEach(() => {
    stack = newStack();
    api = new SecureWebSocketApi(stack, 'Live', props);
    api.addRoute('send', BACKEND);
  });

  test('leaves no nag finding', () => {
    expect(nagFindings(stack)).toEqual([]);
  });

  test('is the only one that is off', () => {
    const states = guardStates(stack);
    expect(Object.keys(states).sort()).toEqual([...WEBSOCKET_GUARDS].sort());
    expect(Object.keys(states).filter((name) => states[name] !== 'on')).toEqual([guard]);
  });

  test('is listed with its reason and its rules when it waives a control', () => {
    const { rules, turnOff } = GUARDS[guard as GuardName];
    const listed = api.waivers.filter((waiver) => waiver.reason === REASON);
    expect(listed.map((waiver) => [waiver.control, waiver.rules])).toEqual(turnOff.includes("'reason'") ? [[guard, [...rules]]] : []);
  });
});

test('the guards of a WebSocket API answer every rule a plain WebSocketApi breaks', () => {
  const stack = new Stack(new App(), 'Stack');
  const integration = new WebSocketMockIntegration('Mock');
  const webSocketApi = new WebSocketApi(stack, 'Live', { connectRouteOptions: { integration } });
  new WebSocketStage(stack, 'Stage', { webSocketApi, stageName: 'prod', autoDeploy: true });
  const answered: string[] = WEBSOCKET_GUARDS.flatMap((guard) => [...GUARDS[guard].rules]);
  const broken = nagFindings(stack).map((finding) => finding.split(' ')[0]);
  expect(broken.filter((rule) => !answered.includes(rule))).toEqual([]);
  expect(broken.length).toBeGreaterThan(0);
});

test('that routes of messages ask nobody is acknowledged on each of them, by its rule, and nowhere else', () => {
  const api = new SecureWebSocketApi(newStack(), 'Live', { disconnect: BACKEND });
  const { route } = api.addRoute('send', BACKEND);
  const disconnect = api.webSocketApi.node.findChild('$disconnect-Route');
  expect(api.waivers.map(({ path, control, rules }) => [path, control, rules])).toEqual(
    [disconnect, route].map(({ node }) => [node.path, 'authorization', ['AwsSolutions-APIG4']]),
  );
  expect(api.waivers[0].reason).toContain('$connect only');
});

test('a route made by hand is left to review tools', () => {
  const stack = newStack();
  const api = new SecureWebSocketApi(stack, 'Live');
  api.webSocketApi.addRoute('own', { integration: new WebSocketMockIntegration('Own') });
  expect(nagFindings(stack)).toEqual(['AwsSolutions-APIG4 at Shop/Live/Default/own-Route/Resource']);
});

test('a route without a throttle is listed with its reason', () => {
  const api = new SecureWebSocketApi(newStack(), 'Live');
  const { route } = api.addRoute('send', BACKEND, { throttle: Throttle.none('the backend queues by itself') });
  expect(api.waivers).toContainEqual(expect.objectContaining({ path: route.node.path, control: 'throttle', reason: 'the backend queues by itself' }));
});
