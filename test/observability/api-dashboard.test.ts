import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Metric, TextWidget } from 'aws-cdk-lib/aws-cloudwatch';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { guardsOf, PLAIN_APIS, plainHttpApi } from './plain-apis';
import { rows, Widget, widgetsOf } from './reading';
import { AccessLog } from '../../lib/observability/access-log';
import { ApiAccessLog } from '../../lib/observability/api-access-log';
import { ApiAlarms } from '../../lib/observability/api-alarms';
import { ApiDashboard, ApiDashboardProps } from '../../lib/observability/api-dashboard';
import { ApiMetrics } from '../../lib/observability/api-metrics';
import { Dashboard } from '../../lib/observability/dashboard';
import { HttpApiAccessLog } from '../../lib/observability/http-api-access-log';
import { WafMetrics } from '../../lib/security/waf/waf-metrics';

const ORDERS = { metrics: ApiMetrics.ofStage('Orders', 'prod') };
const FIELDS = Object.keys(JSON.parse(AccessLog.json()._format));
const SHARE = new Metric({ namespace: 'Test', metricName: 'Share' });

function dashboardOf(props: (stack: Stack) => Partial<ApiDashboardProps> = () => ({})): Stack {
  const stack = new Stack(new App(), 'Shop');
  new ApiDashboard(stack, 'Dashboard', { ...ORDERS, ...props(stack) });
  return stack;
}

test('health comes first, then causes, then protections, then the lines that failed', () => {
  const stack = dashboardOf((scope) => {
    const accessLogGroup = new LogGroup(scope, 'Log');
    const { all, throttledShare } = new ApiAlarms(scope, 'Alarms', { ...ORDERS, accessLogGroup });
    return { alarms: all, accessLogGroup, throttledShare, wafBlockedShare: SHARE, cached: true };
  });
  expect(rows(widgetsOf(stack))).toEqual([
    ['Orders, prod', 'Error rates', 'Latency', 'Requests'],
    ['Where the time goes', 'Errors'],
    ['Throttled', 'Cache hit ratio', 'Blocked by the web ACL'],
    ['Last server errors'],
    ['Slowest routes'],
  ]);
});

test('every row fills the grid of 24', () => {
  const widgets = widgetsOf(dashboardOf((scope) => ({ accessLogGroup: new LogGroup(scope, 'Log'), cached: true, wafBlockedShare: SHARE })));
  for (const y of new Set(widgets.map((widget) => widget.y))) {
    expect(widgets.filter((widget) => widget.y === y).reduce((sum, widget) => sum + widget.width, 0)).toBe(24);
  }
});

test('what is not there is not shown', () => {
  expect(rows(widgetsOf(dashboardOf()))).toEqual([['Error rates', 'Latency', 'Requests'], ['Where the time goes', 'Errors']]);
});

test('the first widget shows the state of every alarm under the given title', () => {
  const stack = dashboardOf((scope) => ({ alarms: new ApiAlarms(scope, 'Alarms', ORDERS).all, title: 'Order desk' }));
  expect(widgetsOf(stack)[0]).toMatchObject({ type: 'alarm', x: 0, y: 0, properties: { title: 'Order desk', alarms: Array(4).fill('deployed') } });
});

test('the alarms that are on stand first', () => {
  const stack = dashboardOf((scope) => ({ alarms: new ApiAlarms(scope, 'Alarms', ORDERS).all }));
  expect(widgetsOf(stack)[0].properties).toMatchObject({ sortBy: 'stateUpdatedTimestamp' });
});

test('a share is shown at its own period, by which its minimum of requests goes', () => {
  const wafBlockedShare = WafMetrics.ofWebAcl(new Stack(), 'central').blockedShare();
  const widget = widgetsOf(dashboardOf(() => ({ wafBlockedShare }))).find(({ properties }) => properties.title === 'Blocked by the web ACL');
  expect(JSON.stringify(widget?.properties.metrics)).not.toContain('"period":60');
});

test('latency is shown as p50, p90 and p99', () => {
  const latency = widgetsOf(dashboardOf()).find((widget) => widget.properties.title === 'Latency');
  expect(latency?.properties.metrics?.map((metric) => metric.at(-1))).toMatchObject([{ stat: 'p50' }, { stat: 'p90' }, { stat: 'p99' }]);
});

test('throttled requests are read from the log when nothing counts them', () => {
  const widgets = widgetsOf(dashboardOf((scope) => ({ accessLogGroup: new LogGroup(scope, 'Log') })));
  expect(widgets.find((widget) => widget.properties.title === 'Throttled')).toMatchObject({
    type: 'log', properties: { query: expect.stringContaining('filter status = "429"') },
  });
});

test('shares are shown in percent', () => {
  const widgets = widgetsOf(dashboardOf(() => ({ throttledShare: SHARE, wafBlockedShare: SHARE })));
  for (const title of ['Throttled', 'Blocked by the web ACL']) {
    expect(JSON.stringify(widgets.find((widget) => widget.properties.title === title)?.properties.metrics)).toContain('"expression":"100 * watchedShare"');
  }
});

test('queries use the field names of the access log', () => {
  const stack = new Stack(new App(), 'Shop');
  new ApiDashboard(stack, 'Dashboard', { ...ORDERS, accessLogGroup: new LogGroup(stack, 'Log') });
  const queries = widgetsOf(stack).filter((widget) => widget.type === 'log').map((widget) => widget.properties.query).join('\n');
  for (const field of ['status', 'method', 'path', 'resourcePath', 'errorType', 'integrationError', 'responseLatency', 'integrationLatency', 'xrayTraceId']) {
    expect(queries).toMatch(new RegExp(`\\b${field}\\b`));
    expect(FIELDS).toContain(field);
  }
});

test('name and interval are those of the decision', () => {
  const stack = dashboardOf(() => ({ dashboard: Dashboard.standard({ name: 'orders-prod' }) }));
  Template.fromStack(stack).hasResourceProperties('AWS::CloudWatch::Dashboard', { DashboardName: 'orders-prod' });
  expect(JSON.stringify(Template.fromStack(stack).toJSON())).toContain('\\"start\\":\\"-PT3H\\"');
});

test('widgets of your own go below', () => {
  const stack = new Stack(new App(), 'Shop');
  const part = new ApiDashboard(stack, 'Dashboard', ORDERS);
  part.dashboard?.addWidgets(new TextWidget({ markdown: 'call the order desk' }));
  expect(widgetsOf(stack).at(-1)).toMatchObject({ type: 'text', y: 12 });
});

test('off makes no dashboard', () => {
  const stack = new Stack(new App(), 'Shop');
  const part = new ApiDashboard(stack, 'Dashboard', { ...ORDERS, dashboard: Dashboard.off() });
  expect(part.dashboard).toBeUndefined();
  expect(guardsOf(part)).toEqual([{ guard: 'dashboard', state: 'off', detail: '' }]);
  Template.fromStack(stack).resourceCountIs('AWS::CloudWatch::Dashboard', 0);
});

test.each(PLAIN_APIS)('a plain %s can be shown', (_, api) => {
  const { stack, stage } = api();
  const { logGroup } = new ApiAccessLog(stack, 'AccessLog', { stage });
  const part = new ApiDashboard(stack, 'Dashboard', { ...ORDERS, accessLogGroup: logGroup });
  expect(guardsOf(part)).toEqual([{ guard: 'dashboard', state: 'on', detail: 'metrics and access log' }]);
  expect(widgetsOf(stack)).toHaveLength(8);
});

describe('an HTTP API', () => {
  function shown(): Widget[] {
    const { stack, api, stage } = plainHttpApi();
    const metrics = ApiMetrics.ofHttpStage(api, '$default');
    const { logGroup: accessLogGroup } = new HttpApiAccessLog(stack, 'AccessLog', { stage });
    const { all, throttledShare } = new ApiAlarms(stack, 'Alarms', { metrics, accessLogGroup });
    new ApiDashboard(stack, 'Dashboard', { metrics, accessLogGroup, alarms: all, throttledShare });
    return widgetsOf(stack);
  }

  test('has the page of a REST API', () => {
    expect(rows(shown())).toEqual([
      ['Orders, $default', 'Error rates', 'Latency', 'Requests'], ['Where the time goes', 'Errors'], ['Throttled'], ['Last server errors'], ['Slowest routes'],
    ]);
  });

  test('is shown by its own metrics', () => {
    const metrics = JSON.stringify(shown().map((widget) => widget.properties.metrics));
    expect(metrics).toContain('["AWS/ApiGateway","5xx","ApiId","deployed","Stage","$default"');
    expect(metrics).not.toContain('XXError');
  });

  test('is asked for fields that its access log has', () => {
    const fields = Object.keys(JSON.parse(AccessLog.json()._httpFormat));
    const queries = shown().filter((widget) => widget.type === 'log').map((widget) => widget.properties.query).join('\n');
    for (const field of ['status', 'method', 'path', 'routeKey', 'errorType', 'integrationError', 'integrationRequestId', 'responseLatency']) {
      expect(queries).toMatch(new RegExp(`\\b${field}\\b`));
      expect(fields).toContain(field);
    }
    expect(queries).not.toMatch(/resourcePath|xrayTraceId/);
  });
});
