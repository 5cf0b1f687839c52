import { App, CfnResource, Duration, Stack } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import { IAlarmAction, MathExpression, Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { LogGroup, LogGroupClass } from 'aws-cdk-lib/aws-logs';
import { Topic } from 'aws-cdk-lib/aws-sns';
import * as fc from 'fast-check';
import { guardsOf, PLAIN_APIS, plainHttpApi } from './plain-apis';
import { mathOf } from './reading';
import { AccessLog } from '../../lib/observability/access-log';
import { AlarmThreshold } from '../../lib/observability/alarm-threshold';
import { Alarms } from '../../lib/observability/alarms';
import { ApiAccessLog } from '../../lib/observability/api-access-log';
import { ApiAlarms, ApiAlarmsProps } from '../../lib/observability/api-alarms';
import { ApiMetrics } from '../../lib/observability/api-metrics';
import { HttpApiAccessLog } from '../../lib/observability/http-api-access-log';

const SHARE = new Metric({ namespace: 'AWS/WAFV2', metricName: 'Share' });
const ORDERS = { metrics: ApiMetrics.ofStage('Orders', 'prod') };

interface Watched { readonly stack: Stack; readonly alarms: ApiAlarms }

function watch(props: Partial<ApiAlarmsProps> | ((stack: Stack) => Partial<ApiAlarmsProps>) = {}): Watched {
  const stack = new Stack(new App(), 'Shop');
  const given = typeof props === 'function' ? props(stack) : props;
  return { stack, alarms: new ApiAlarms(stack, 'Alarms', { ...ORDERS, ...given }) };
}

test('four alarms watch a stage that has neither a log group, a cache nor a web ACL', () => {
  const { stack, alarms } = watch();
  expect(alarms.all).toEqual([alarms.serverErrorRate, alarms.clientErrorRate, alarms.latency, alarms.integrationLatency]);
  Template.fromStack(stack).resourceCountIs('AWS::CloudWatch::Alarm', 4);
});

test('errors are watched as rates, and a period with fewer than five requests counts as healthy', () => {
  const { stack } = watch();
  expect(mathOf(stack)).toMatchObject({
    ServerErrorRate: { expression: 'IF(requests < 5, 0, 100 * serverErrors)', reads: { serverErrors: '5XXError', requests: 'Count' } },
    ClientErrorRate: { expression: 'IF(requests < 5, 0, 100 * clientErrors)', reads: { clientErrors: '4XXError', requests: 'Count' } },
  });
  const template = Template.fromStack(stack);
  template.hasResourceProperties('AWS::CloudWatch::Alarm', { Threshold: 1, EvaluationPeriods: 5, DatapointsToAlarm: 3 });
  template.hasResourceProperties('AWS::CloudWatch::Alarm', { Threshold: 25, EvaluationPeriods: 15, DatapointsToAlarm: 9 });
});

test('a period without requests is healthy', () => {
  Template.fromStack(watch({ cached: true }).stack).allResourcesProperties('AWS::CloudWatch::Alarm', { TreatMissingData: 'notBreaching' });
});

test.each([['Latency', 3000], ['IntegrationLatency', 2500]])('%s is watched as the 99th percentile', (metric, threshold) => {
  const { stack } = watch();
  expect(mathOf(stack)).toMatchObject({ [metric]: { expression: 'IF(requests < 5, 0, latency)', reads: { latency: metric, requests: 'Count' } } });
  Template.fromStack(stack).hasResourceProperties('AWS::CloudWatch::Alarm', {
    Threshold: threshold,
    ComparisonOperator: 'GreaterThanThreshold',
    Metrics: Match.arrayWith([Match.objectLike({ MetricStat: { Metric: { MetricName: metric }, Stat: 'p99', Period: 60 }, ReturnData: false })]),
  });
});

test('throttled requests are counted in the access log, because API Gateway does not report them', () => {
  const { stack, alarms } = watch((scope) => ({ accessLogGroup: new LogGroup(scope, 'Log') }));
  const template = Template.fromStack(stack);

  expect(alarms.throttledFilter).toBeDefined();
  expect(alarms.throttledShare).toBeDefined();
  template.hasResourceProperties('AWS::Logs::MetricFilter', {
    FilterPattern: '{ (($.status = "429") || ($.errorType = "THROTTLED") || ($.errorType = "QUOTA_EXCEEDED")) && ($.stage = "prod") }',
    MetricTransformations: [{ MetricNamespace: 'cdk-gatehouse', MetricName: 'Throttled Orders prod', MetricValue: '1', DefaultValue: 0 }],
  });
  expect(mathOf(stack).Throttled).toEqual({
    expression: 'IF(requests < 5, 0, 100 * throttled / requests)', reads: { throttled: 'Throttled Orders prod', requests: 'Count' },
  });
});

test('nothing is counted in the access log when the alarm for it is off', () => {
  const { stack, alarms } = watch((scope) => ({
    accessLogGroup: new LogGroup(scope, 'Log'), alarms: Alarms.standard({ throttledShare: AlarmThreshold.off() }),
  }));
  expect(alarms.throttled).toBeUndefined();
  Template.fromStack(stack).resourceCountIs('AWS::Logs::MetricFilter', 0);
});

test('a log group that takes no metric filter costs the alarm, and says so', () => {
  const { stack, alarms } = watch((scope) => ({
    accessLogGroup: new LogGroup(scope, 'Log', { logGroupClass: LogGroupClass.INFREQUENT_ACCESS }),
  }));
  expect(alarms.throttled).toBeUndefined();
  Annotations.fromStack(stack).hasWarning('/Shop/Alarms', Match.stringLikeRegexp('throttled-alarm-needs-standard-log-group: .*Shop/Log'));
});

test('characters that CloudWatch refuses in a metric name are replaced', () => {
  const { stack } = watch((scope) => ({ metrics: ApiMetrics.ofStage('shop:orders*', 'prod'), accessLogGroup: new LogGroup(scope, 'Log') }));
  Template.fromStack(stack).hasResourceProperties('AWS::Logs::MetricFilter', {
    MetricTransformations: [Match.objectLike({ MetricName: 'Throttled shop-orders- prod' })],
  });
});

test('the cache hit ratio is watched only when there is a cache, and few requests to it count as healthy', () => {
  expect(watch().alarms.cacheHitRatio).toBeUndefined();
  const { stack, alarms } = watch({ cached: true });
  expect(alarms.all).toContain(alarms.cacheHitRatio);
  expect(mathOf(stack).CacheHitRatio).toEqual({
    expression: 'IF((FILL(cacheHits, 0) + FILL(cacheMisses, 0)) < 5, 10, 100 * FILL(cacheHits, 0) / (FILL(cacheHits, 0) + FILL(cacheMisses, 0)))',
    reads: { cacheHits: 'CacheHitCount', cacheMisses: 'CacheMissCount' },
  });
  Template.fromStack(stack).hasResourceProperties('AWS::CloudWatch::Alarm', {
    Threshold: 10, ComparisonOperator: 'LessThanThreshold', EvaluationPeriods: 4, DatapointsToAlarm: 4,
  });
});

test('blocked requests are watched only when there is a web ACL', () => {
  expect(watch().alarms.wafBlockedShare).toBeUndefined();
  const { stack, alarms } = watch({ wafBlockedShare: SHARE });
  expect(alarms.all).toContain(alarms.wafBlockedShare);
  expect(mathOf(stack).WafBlockedShare).toEqual({ expression: '100 * blockedShare', reads: { blockedShare: 'Share' } });
  Template.fromStack(stack).hasResourceProperties('AWS::CloudWatch::Alarm', { Threshold: 25, EvaluationPeriods: 3 });
});

test('a share that is math itself, with ids of its own, is watched as it is', () => {
  const metric = (metricName: string) => new Metric({ namespace: 'AWS/WAFV2', metricName });
  const wafBlockedShare = new MathExpression({
    expression: 'blocked / (blocked + allowed)', usingMetrics: { blocked: metric('BlockedRequests'), allowed: metric('AllowedRequests') },
  });
  const { stack } = watch({ wafBlockedShare });
  Template.fromStack(stack).hasResourceProperties('AWS::CloudWatch::Alarm', {
    Metrics: Match.arrayWith([Match.objectLike({ Expression: 'blocked / (blocked + allowed)', ReturnData: false })]),
  });
});

test('each threshold can be changed alone, and the period with it', () => {
  const { stack } = watch({
    alarms: Alarms.standard({
      minimumRequests: 50,
      serverErrorRate: AlarmThreshold.above(5, { period: Duration.minutes(10), evaluationPeriods: 1 }),
      clientErrorRate: AlarmThreshold.off(),
      latencyP99: AlarmThreshold.off(),
      integrationLatencyP99: AlarmThreshold.off(),
    }),
  });
  const template = Template.fromStack(stack);
  template.resourceCountIs('AWS::CloudWatch::Alarm', 1);
  template.hasResourceProperties('AWS::CloudWatch::Alarm', {
    Threshold: 5,
    EvaluationPeriods: 1,
    DatapointsToAlarm: 1,
    Metrics: Match.arrayWith([Match.objectLike({ MetricStat: { Metric: { MetricName: '5XXError' }, Period: 600 } })]),
  });
  expect(mathOf(stack).ServerErrorRate.expression).toContain('requests < 50');
});

test('turning alarms off, or on, never moves the logical id of another', () => {
  const idsOf = (off: string[]): string[] => {
    const alarms = Alarms.standard(Object.fromEntries(off.map((threshold) => [threshold, AlarmThreshold.off()])));
    const { stack, alarms: { all } } = watch((scope) => ({ alarms, cached: true, accessLogGroup: new LogGroup(scope, 'Log'), wafBlockedShare: SHARE }));
    return all.map((alarm) => stack.resolve(stack.getLogicalId(alarm.node.defaultChild as CfnResource)));
  };
  const thresholds = ['serverErrorRate', 'clientErrorRate', 'latencyP99', 'integrationLatencyP99', 'throttledShare', 'cacheHitRatio', 'wafBlockedShare'];
  const all = idsOf([]);
  expect(all).toHaveLength(thresholds.length);
  fc.assert(fc.property(fc.subarray(thresholds), (off) => {
    expect(idsOf(off)).toEqual(all.filter((_, index) => !off.includes(thresholds[index])));
  }), { numRuns: 20 });
});

test('one method is watched by its own metrics, and its throttled requests by its own lines', () => {
  const { stack, alarms } = watch((scope) => ({
    metrics: ORDERS.metrics.ofMethod('GET', '/orders/{id}'), accessLogGroup: new LogGroup(scope, 'Log'),
  }));
  const template = Template.fromStack(stack);
  template.allResourcesProperties('AWS::CloudWatch::Alarm', { AlarmDescription: Match.stringLikeRegexp('^Orders, stage prod, GET /orders/\\{id\\}: ') });
  template.hasResourceProperties('AWS::CloudWatch::Alarm', {
    Metrics: Match.arrayWith([Match.objectLike({
      MetricStat: {
        Metric: {
          Dimensions: [
            { Name: 'ApiName', Value: 'Orders' },
            { Name: 'Method', Value: 'GET' },
            { Name: 'Resource', Value: '/orders/{id}' },
            { Name: 'Stage', Value: 'prod' },
          ],
        },
      },
    })]),
  });
  template.hasResourceProperties('AWS::Logs::MetricFilter', {
    FilterPattern: Match.stringLikeRegexp('&& \\(\\$\\.method = "GET"\\) && \\(\\$\\.resourcePath = "/orders/\\{id\\}"\\)'),
    MetricTransformations: [Match.objectLike({ MetricName: 'Throttled Orders prod GET /orders/{id}' })],
  });
  expect(guardsOf(alarms)).toEqual([]);
});

test('every alarm notifies the topic and runs the actions, and the OK actions when it ends', () => {
  const action = (arn: string): IAlarmAction => ({ bind: () => ({ alarmActionArn: arn }) });
  const { stack, alarms } = watch((scope) => ({
    alarms: Alarms.standard({ topic: new Topic(scope, 'Topic'), actions: [action('arn:pager')], okActions: [action('arn:calm')] }),
  }));
  Template.fromStack(stack).allResourcesProperties('AWS::CloudWatch::Alarm', {
    AlarmActions: [{ Ref: Match.stringLikeRegexp('^Topic') }, 'arn:pager'],
    OKActions: ['arn:calm'],
  });
  expect(guardsOf(alarms)).toEqual([{ guard: 'alarms', state: 'on', detail: '4 alarms, 2 told' }]);
});

test('alarms that nobody hears are reported as such', () => {
  expect(guardsOf(watch().alarms)).toEqual([{ guard: 'alarms', state: 'on', detail: '4 alarms, nobody is told yet' }]);
});

test('CloudFormation names the alarms, and each says what happened and what to do first', () => {
  Template.fromStack(watch({ cached: true }).stack).allResourcesProperties('AWS::CloudWatch::Alarm', {
    AlarmName: Match.absent(),
    AlarmDescription: Match.stringLikeRegexp('^Orders, stage prod: .*, (above|below) \\d+ (%|ms)\\. First: '),
  });
});

test('descriptions fit into the 1024 characters CloudWatch takes', () => {
  const { stack } = watch({ cached: true, metrics: ApiMetrics.ofStage('x'.repeat(255), 'prod'), wafBlockedShare: SHARE });
  const alarms = Object.values(Template.fromStack(stack).findResources('AWS::CloudWatch::Alarm'));
  expect(alarms).toHaveLength(6);
  for (const alarm of alarms) expect(alarm.Properties.AlarmDescription.length).toBeLessThanOrEqual(1024);
});

test('off makes no alarm', () => {
  const { stack, alarms } = watch({ alarms: Alarms.off(), cached: true });
  expect(alarms.all).toEqual([]);
  expect(guardsOf(alarms)).toEqual([{ guard: 'alarms', state: 'off', detail: '' }]);
  Template.fromStack(stack).resourceCountIs('AWS::CloudWatch::Alarm', 0);
});

test.each(PLAIN_APIS)('a plain %s can be watched, and its stage waits for no alarm', (_, api) => {
  const { stack, stage } = api();
  const { logGroup } = new ApiAccessLog(stack, 'AccessLog', { stage });
  const alarms = new ApiAlarms(stack, 'Alarms', { ...ORDERS, accessLogGroup: logGroup });

  const template = Template.fromStack(stack);
  template.resourceCountIs('AWS::CloudWatch::Alarm', 5);
  expect(alarms.throttled).toBeDefined();
  expect(JSON.stringify(template.findResources('AWS::CloudWatch::Alarm'))).not.toContain(stack.getLogicalId(stage.node.defaultChild as CfnResource));
});

describe('an HTTP API', () => {
  interface WatchedHttp extends Watched { readonly apiId: string; readonly stageId: string }

  function watchHttp(props: (metrics: ApiMetrics) => Partial<ApiAlarmsProps> = () => ({})): WatchedHttp {
    const { stack, api, stage } = plainHttpApi();
    const metrics = ApiMetrics.ofHttpStage(api, '$default');
    const { logGroup: accessLogGroup } = new HttpApiAccessLog(stack, 'AccessLog', { stage });
    const alarms = new ApiAlarms(stack, 'Alarms', { metrics, accessLogGroup, ...props(metrics) });
    const [apiId, stageId] = [api, stage].map(({ node }) => stack.resolve(stack.getLogicalId(node.defaultChild as CfnResource)));
    return { stack, alarms, apiId, stageId };
  }

  test('is watched by the names API Gateway gives to its metrics, with the same rates and percentiles', () => {
    const { stack } = watchHttp();
    expect(mathOf(stack)).toMatchObject({
      ServerErrorRate: { expression: 'IF(requests < 5, 0, 100 * serverErrors)', reads: { serverErrors: '5xx', requests: 'Count' } },
      ClientErrorRate: { expression: 'IF(requests < 5, 0, 100 * clientErrors)', reads: { clientErrors: '4xx', requests: 'Count' } },
      Latency: { expression: 'IF(requests < 5, 0, latency)', reads: { latency: 'Latency', requests: 'Count' } },
      IntegrationLatency: { expression: 'IF(requests < 5, 0, latency)', reads: { latency: 'IntegrationLatency', requests: 'Count' } },
    });
  });

  test('is found by its id, and its stage waits for no alarm', () => {
    const { stack, apiId, stageId } = watchHttp();
    const alarms = Template.fromStack(stack).findResources('AWS::CloudWatch::Alarm', {
      Properties: {
        Metrics: Match.arrayWith([Match.objectLike({
          MetricStat: { Metric: { Dimensions: [{ Name: 'ApiId', Value: { Ref: apiId } }, { Name: 'Stage', Value: '$default' }] } },
        })]),
      },
    });
    expect(Object.keys(alarms)).toHaveLength(5);
    expect(JSON.stringify(alarms)).not.toContain(stageId);
  });

  test('has its throttled requests counted under a name without the $ that CloudWatch refuses, and with the id, because names are no keys', () => {
    const { stack, apiId } = watchHttp();
    const MetricName = { 'Fn::Join': ['', ['Throttled Orders ', { Ref: apiId }, ' -default']] };
    const template = Template.fromStack(stack);
    template.hasResourceProperties('AWS::Logs::MetricFilter', {
      FilterPattern: '{ ($.status = "429") && ($.stage = "$default") }',
      MetricTransformations: [{ MetricNamespace: 'cdk-gatehouse', MetricName, MetricValue: '1', DefaultValue: 0 }],
    });
    template.hasResourceProperties('AWS::CloudWatch::Alarm', {
      Metrics: Match.arrayWith([Match.objectLike({ MetricStat: { Metric: { Namespace: 'cdk-gatehouse', MetricName }, Stat: 'Sum' } })]),
    });
  });

  test('has the throttled requests of one route counted by its route key', () => {
    const { stack, alarms } = watchHttp((metrics) => ({ metrics: metrics.ofMethod('GET', '/orders/{id}') }));
    Template.fromStack(stack).hasResourceProperties('AWS::Logs::MetricFilter', {
      FilterPattern: '{ ($.status = "429") && ($.stage = "$default") && ($.routeKey = "GET /orders/{id}") }',
    });
    Template.fromStack(stack).allResourcesProperties('AWS::CloudWatch::Alarm', {
      AlarmDescription: Match.stringLikeRegexp('^Orders, stage \\$default, GET /orders/\\{id\\}: '),
    });
    expect(guardsOf(alarms)).toEqual([]);
  });

  test('is given no advice that only helps with a REST API', () => {
    const alarms = Object.values(Template.fromStack(watchHttp().stack).findResources('AWS::CloudWatch::Alarm'));
    const advice = alarms.map(({ Properties }) => Properties.AlarmDescription).join('\n');
    expect(advice).not.toMatch(/xray|apiKey|resourcePath|web ACL|cache|tier/i);
    expect(advice).toMatch(/routeKey/);
  });

  test('names in its advice only fields that its access log has', () => {
    const fields = Object.keys(JSON.parse(AccessLog.json()._httpFormat));
    const alarms = Object.values(Template.fromStack(watchHttp().stack).findResources('AWS::CloudWatch::Alarm'));
    const camelCase = alarms.flatMap(({ Properties }) => Properties.AlarmDescription.match(/\b[a-z]+[A-Z]\w+/g) ?? []);
    expect(camelCase).not.toEqual([]);
    expect(camelCase.filter((word) => !fields.includes(word))).toEqual([]);
  });

  test('has no cache to watch', () => {
    expect(() => watchHttp(() => ({ cached: true }))).toThrow(/^api-metric-not-reported: API Gateway does not report cacheHits for HTTP APIs; leave it out/);
  });
});
