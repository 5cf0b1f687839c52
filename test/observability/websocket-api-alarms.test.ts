import { CfnResource, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { guardsOf, plainHttpApi, plainWebSocketApi } from './plain-apis';
import { mathOf } from './reading';
import { AccessLog } from '../../lib/observability/access-log';
import { AlarmThreshold } from '../../lib/observability/alarm-threshold';
import { Alarms } from '../../lib/observability/alarms';
import { ApiAlarms, ApiAlarmsProps } from '../../lib/observability/api-alarms';
import { ApiMetrics } from '../../lib/observability/api-metrics';
import { WebSocketApiAccessLog } from '../../lib/observability/websocket-api-access-log';

interface Watched { readonly stack: Stack; readonly alarms: ApiAlarms; readonly apiId: string; readonly stageId: string }

function watch(props: (metrics: ApiMetrics) => Partial<ApiAlarmsProps> = () => ({})): Watched {
  const { stack, api, stage } = plainWebSocketApi();
  const metrics = ApiMetrics.ofWebSocketStage(api, 'prod');
  const { logGroup: accessLogGroup } = new WebSocketApiAccessLog(stack, 'AccessLog', { stage });
  const alarms = new ApiAlarms(stack, 'Alarms', { metrics, accessLogGroup, ...props(metrics) });
  const [apiId, stageId] = [api, stage].map(({ node }) => stack.resolve(stack.getLogicalId(node.defaultChild as CfnResource)));
  return { stack, alarms, apiId, stageId };
}

/** What the people who are woken read. */
function adviceOf({ stack }: Watched): string[] {
  return Object.values(Template.fromStack(stack).findResources('AWS::CloudWatch::Alarm')).map(({ Properties }) => Properties.AlarmDescription);
}

test('a WebSocket API is watched by the errors that it reports, in percent of the requests that each was measured on', () => {
  const { stack, alarms } = watch();
  expect(alarms.all).toEqual([
    alarms.serverErrorRate, alarms.integrationErrorRate, alarms.clientErrorRate, alarms.integrationLatency, alarms.throttled,
  ]);
  expect(mathOf(stack)).toEqual({
    ServerErrorRate: {
      expression: 'IF(executionErrorsSamples < 5, 0, 100 * executionErrors)',
      reads: { executionErrors: 'ExecutionError', executionErrorsSamples: 'ExecutionError' },
    },
    IntegrationErrorRate: {
      expression: 'IF(integrationErrorsSamples < 5, 0, 100 * integrationErrors)',
      reads: { integrationErrors: 'IntegrationError', integrationErrorsSamples: 'IntegrationError' },
    },
    ClientErrorRate: {
      expression: 'IF(clientErrorsSamples < 5, 0, 100 * clientErrors)',
      reads: { clientErrors: 'ClientError', clientErrorsSamples: 'ClientError' },
    },
    IntegrationLatency: {
      expression: 'IF(integrationLatencySamples < 5, 0, latency)',
      reads: { latency: 'IntegrationLatency', integrationLatencySamples: 'IntegrationLatency' },
    },
    Throttled: {
      expression: 'IF(clientErrorsSamples < 5, 0, 100 * throttled / clientErrorsSamples)',
      reads: { throttled: expect.anything(), clientErrorsSamples: 'ClientError' },
    },
  });
});

test('how many requests a rate speaks of is the number of its samples', () => {
  const { stack } = watch();
  for (const [Stat, Id] of [['Average', /^executionErrors_/], ['SampleCount', /^executionErrorsSamples_/]] as const) {
    Template.fromStack(stack).hasResourceProperties('AWS::CloudWatch::Alarm', {
      Metrics: Match.arrayWith([Match.objectLike({
        Id: Match.stringLikeRegexp(Id.source), MetricStat: { Metric: { MetricName: 'ExecutionError' }, Stat, Period: 60 },
      })]),
    });
  }
});

test('the thresholds are those of every kind of API, and one for what the backend answers', () => {
  const { stack } = watch();
  const thresholds = Object.fromEntries(Object.entries(Template.fromStack(stack).findResources('AWS::CloudWatch::Alarm'))
    .map(([id, { Properties }]) => [id.replace(/^Alarms(\w+)........$/, '$1'), Properties.Threshold]));
  expect(thresholds).toEqual({ ServerErrorRate: 1, IntegrationErrorRate: 5, ClientErrorRate: 25, IntegrationLatency: 2500, Throttled: 1 });
});

test('each can be changed or turned off alone', () => {
  const { stack, alarms } = watch(() => ({
    alarms: Alarms.standard({ integrationErrorRate: AlarmThreshold.above(50), serverErrorRate: AlarmThreshold.off() }),
  }));
  expect(alarms.serverErrorRate).toBeUndefined();
  Template.fromStack(stack).hasResourceProperties('AWS::CloudWatch::Alarm', {
    Threshold: 50, AlarmDescription: Match.stringLikeRegexp('^Chat, stage prod: 4xx and 5xx answers of the backend in percent of all requests, above 50 %'),
  });
});

test('an integration error rate that can never be reached is refused', () => {
  expect(() => Alarms.standard({ integrationErrorRate: AlarmThreshold.above(100) })).toThrow(/^alarm-that-can-never-fire: the alarm integrationErrorRate/);
});

test('there is no alarm for a latency that is not reported, and none for integration errors where they are in the other rates', () => {
  expect(watch().alarms.latency).toBeUndefined();
  const { stack, api } = plainHttpApi();
  expect(new ApiAlarms(stack, 'Alarms', { metrics: ApiMetrics.ofHttpStage(api, '$default') }).integrationErrorRate).toBeUndefined();
});

test('it is found by its id, and its stage waits for no alarm', () => {
  const { stack, apiId, stageId } = watch();
  const alarms = Template.fromStack(stack).findResources('AWS::CloudWatch::Alarm', {
    Properties: {
      Metrics: Match.arrayWith([Match.objectLike({
        MetricStat: { Metric: { Dimensions: [{ Name: 'ApiId', Value: { Ref: apiId } }, { Name: 'Stage', Value: 'prod' }] } },
      })]),
    },
  });
  expect(Object.keys(alarms)).toHaveLength(5);
  expect(JSON.stringify(alarms)).not.toContain(stageId);
});

test('its throttled messages are counted in the access log', () => {
  const { stack, apiId } = watch();
  Template.fromStack(stack).hasResourceProperties('AWS::Logs::MetricFilter', {
    FilterPattern: '{ (($.status = "429") || ($.errorType = "THROTTLED") || ($.errorType = "QUOTA_EXCEEDED")) && ($.stage = "prod") }',
    MetricTransformations: [{ MetricNamespace: 'cdk-gatehouse', MetricName: { 'Fn::Join': ['', ['Throttled Chat ', { Ref: apiId }, ' prod']] } }],
  });
});

test('one route is watched by its key, beside the API and not as its guard', () => {
  const { stack, alarms } = watch((metrics) => ({ metrics: metrics.ofRoute('sendMessage') }));
  const template = Template.fromStack(stack);
  template.hasResourceProperties('AWS::Logs::MetricFilter', { FilterPattern: Match.stringLikeRegexp('&& \\(\\$\\.routeKey = "sendMessage"\\) \\}$') });
  template.allResourcesProperties('AWS::CloudWatch::Alarm', { AlarmDescription: Match.stringLikeRegexp('^Chat, stage prod, sendMessage: ') });
  expect(guardsOf(alarms)).toEqual([]);
});

test('it is given no advice that only helps with another kind of API', () => {
  const advice = adviceOf(watch());
  expect(advice.join('\n')).not.toMatch(/xray|apiKey|resourcePath|web ACL|cache|tier/i);
  for (const text of advice) expect(text.length).toBeLessThanOrEqual(1024);
});

test('its advice names only fields that its access log has', () => {
  const fields = Object.keys(JSON.parse(AccessLog.json()._webSocketFormat));
  const camelCase = adviceOf(watch()).flatMap((text) => text.match(/\b[a-z]+[A-Z]\w+/g) ?? []);
  expect(camelCase).not.toEqual([]);
  expect(camelCase.filter((word) => !fields.includes(word))).toEqual([]);
});

test('it has no cache to watch', () => {
  expect(() => watch(() => ({ cached: true }))).toThrow(/^api-metric-not-reported: API Gateway does not report cacheHits for WebSocket APIs; leave it out/);
});
