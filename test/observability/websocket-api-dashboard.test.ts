import { plainWebSocketApi } from './plain-apis';
import { rows, Widget, widgetsOf } from './reading';
import { AccessLog } from '../../lib/observability/access-log';
import { ApiAlarms } from '../../lib/observability/api-alarms';
import { ApiDashboard } from '../../lib/observability/api-dashboard';
import { ApiMetrics } from '../../lib/observability/api-metrics';
import { WebSocketApiAccessLog } from '../../lib/observability/websocket-api-access-log';

function shown(): Widget[] {
  const { stack, api, stage } = plainWebSocketApi();
  const metrics = ApiMetrics.ofWebSocketStage(api, 'prod');
  const { logGroup: accessLogGroup } = new WebSocketApiAccessLog(stack, 'AccessLog', { stage });
  const { all, throttledShare } = new ApiAlarms(stack, 'Alarms', { metrics, accessLogGroup });
  new ApiDashboard(stack, 'Dashboard', { metrics, accessLogGroup, alarms: all, throttledShare });
  return widgetsOf(stack);
}

/** The names of the metrics a graph draws. */
function drawn(widgets: Widget[], title: string): unknown[] {
  const metrics = widgets.find(({ properties }) => properties.title === title)?.properties.metrics ?? [];
  return metrics.map((metric) => metric[1]).filter((name) => name !== undefined);
}

test('the page of a WebSocket API shows health first, then connects and messages, what is held back, and the lines', () => {
  expect(rows(shown())).toEqual([
    ['Chat, prod', 'Error rates', 'Latency of the backend'],
    ['Connects', 'Messages, from clients and to them', 'Errors'],
    ['Throttled'],
    ['Last errors'],
    ['Busiest routes'],
  ]);
});

test('without a log group only what is reported is shown', () => {
  const { stack, api } = plainWebSocketApi();
  new ApiDashboard(stack, 'Dashboard', { metrics: ApiMetrics.ofWebSocketStage(api, 'prod') });
  expect(rows(widgetsOf(stack))).toEqual([
    ['Error rates', 'Latency of the backend'], ['Connects', 'Messages, from clients and to them', 'Errors'],
  ]);
});

test('every error has a rate and a count', () => {
  const widgets = shown();
  const errors = ['ExecutionError', 'IntegrationError', 'ClientError'];
  expect(drawn(widgets, 'Error rates')).toEqual(errors);
  expect(drawn(widgets, 'Errors')).toEqual(errors);
});

test('the latency of the backend is shown as three percentiles', () => {
  const latency = shown().find(({ properties }) => properties.title === 'Latency of the backend');
  expect(latency?.properties.metrics?.map((metric) => metric.at(-1))).toMatchObject([{ stat: 'p50' }, { stat: 'p90' }, { stat: 'p99' }]);
});

test('queries use the field names of the access log', () => {
  const fields = Object.keys(JSON.parse(AccessLog.json()._webSocketFormat));
  const queries = shown().filter(({ type }) => type === 'log').map(({ properties }) => properties.query).join('\n');
  const named = ['status', 'eventType', 'routeKey', 'errorType', 'integrationStatus', 'integrationError', 'connectionId', 'requestId', 'integrationLatency'];
  for (const field of named) {
    expect(queries).toMatch(new RegExp(`\\b${field}\\b`));
    expect(fields).toContain(field);
  }
  expect(queries).not.toMatch(/method|\bpath\b|resourcePath|responseLatency|xrayTraceId/);
});
