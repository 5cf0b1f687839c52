import { App, Duration, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { HttpApi, WebSocketApi } from 'aws-cdk-lib/aws-apigatewayv2';
import { Dashboard, GraphWidget, MathExpression, Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { plainWebSocketApi } from './plain-apis';
import { plain } from './reading';
import { ApiMetrics } from '../../lib/observability/api-metrics';

const { api } = plainWebSocketApi();
const chat = ApiMetrics.ofWebSocketStage(api, 'prod');
const others: [string, ApiMetrics][] = [
  ['REST APIs', ApiMetrics.ofStage('Orders', 'prod')],
  ['HTTP APIs', ApiMetrics.ofHttpStage(new HttpApi(new Stack(), 'Orders'), '$default')],
];

test.each([
  ['connects', chat.connects(), 'ConnectCount', 'Sum'],
  ['messages', chat.messages(), 'MessageCount', 'SampleCount'],
  ['executionErrors', chat.executionErrors(), 'ExecutionError', 'Sum'],
  ['integrationErrors', chat.integrationErrors(), 'IntegrationError', 'Sum'],
  ['clientErrors', chat.clientErrors(), 'ClientError', 'Sum'],
  ['integrationLatency', chat.integrationLatency(), 'IntegrationLatency', 'p99'],
])('%s is the metric API Gateway reports, by the id of the API, once a minute', (_, metric: Metric, metricName, statistic) => {
  expect(metric).toMatchObject({ namespace: 'AWS/ApiGateway', metricName, statistic, dimensions: { ApiId: api.apiId, Stage: 'prod' } });
  expect(metric.period.toSeconds()).toBe(60);
});

test.each([
  ['executionErrorRate', chat.executionErrorRate(), 'ExecutionError', '100 * executionErrors'],
  ['integrationErrorRate', chat.integrationErrorRate(), 'IntegrationError', '100 * integrationErrors'],
  ['clientErrorRate', chat.clientErrorRate(), 'ClientError', '100 * clientErrors'],
])('%s is the average times 100', (_, rate: MathExpression, metricName, expression) => {
  expect(plain(rate.expression)).toBe(expression);
  expect(Object.values(rate.usingMetrics)).toMatchObject([{ metricName, statistic: 'Average' }]);
});

test('a rate ignores the statistic and obeys period, label and region', () => {
  const rate = chat.executionErrorRate({ statistic: 'Sum', period: Duration.minutes(5), label: 'broken', region: 'us-east-1' });
  expect(rate.label).toBe('broken');
  expect(rate.period.toSeconds()).toBe(300);
  expect(Object.values(rate.usingMetrics)).toMatchObject([{ statistic: 'Average', region: 'us-east-1' }]);
});

test('the metrics of a route have its key as a dimension', () => {
  expect(chat.ofRoute('sendMessage').messages().dimensions).toEqual({ ApiId: api.apiId, Stage: 'prod', Route: 'sendMessage' });
});

test.each([
  ['requests', () => chat.requests()],
  ['serverErrors', () => chat.serverErrorRate()],
  ['latency', () => chat.latency()],
  ['dataProcessed', () => chat.dataProcessed()],
  ['cacheHits', () => chat.cacheHitRatio()],
])('%s is refused, with what is reported instead', (measure, ask) => {
  expect(ask).toThrow(`api-metric-not-reported: API Gateway does not report ${measure} for WebSocket APIs; leave it out, or ask for one of `
    + 'connects, messages, executionErrors, integrationErrors, clientErrors, integrationLatency');
});

test.each(others)('%s are not asked for what only WebSocket APIs report', (kind, metrics) => {
  const questions = {
    connects: () => metrics.connects(),
    messages: () => metrics.messages(),
    executionErrors: () => metrics.executionErrorRate(),
    integrationErrors: () => metrics.integrationErrorRate(),
  };
  for (const [measure, ask] of Object.entries(questions)) {
    expect(ask).toThrow(`api-metric-not-reported: API Gateway does not report ${measure} for ${kind}; leave it out, or ask for one of requests,`);
  }
});

test('a route is named by its key on a WebSocket API, and by method and path elsewhere', () => {
  expect(() => chat.ofMethod('GET', '/messages'))
    .toThrow("api-metrics-route-of-another-kind: `ofMethod` does not name a route of WebSocket APIs; write `ofRoute('sendMessage')`");
  for (const [kind, metrics] of others) {
    expect(() => metrics.ofRoute('sendMessage'))
      .toThrow(`api-metrics-route-of-another-kind: \`ofRoute\` does not name a route of ${kind}; write \`ofMethod('GET', '/orders/{id}')\``);
  }
});

test('two APIs of one name, and the routes of each, fit into one graph', () => {
  const stack = new Stack(new App(), 'Shop');
  const left = ['One', 'Two'].map((id) => ApiMetrics.ofWebSocketStage(new WebSocketApi(stack, id, { apiName: 'chat' }), 'prod'))
    .flatMap((metrics) => [metrics, metrics.ofRoute('$connect'), metrics.ofRoute('sendMessage')])
    .flatMap((metrics) => [metrics.executionErrorRate(), metrics.clientErrorRate()]);
  new Dashboard(stack, 'Dashboard', { widgets: [[new GraphWidget({ left })]] });
  expect(() => Template.fromStack(stack)).not.toThrow();
  expect(new Set(left.flatMap(({ usingMetrics }) => Object.keys(usingMetrics))).size).toBe(left.length);
});

test('it is called by its name, and an imported one by the id of its construct', () => {
  const stack = new Stack(new App(), 'Shop');
  const named = ApiMetrics.ofWebSocketStage(new WebSocketApi(stack, 'Default', { apiName: 'chat' }), 'prod');
  const imported = ApiMetrics.ofWebSocketStage(WebSocketApi.fromWebSocketApiAttributes(stack, 'Theirs', { webSocketId: 'a1b2c3' }), 'prod');
  expect([named._title, named.ofRoute('$connect')._subject]).toEqual(['chat, prod', 'chat, stage prod, $connect']);
  expect([imported._title, imported.messages().dimensions]).toEqual(['Theirs, prod', { ApiId: 'a1b2c3', Stage: 'prod' }]);
});
