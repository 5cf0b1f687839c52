import { CfnResource, Duration, Lazy, RemovalPolicy, Stack, Token } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { Alarm, CfnAlarm } from 'aws-cdk-lib/aws-cloudwatch';
import { Key } from 'aws-cdk-lib/aws-kms';
import { CfnLogGroup, DataIdentifier, DataProtectionPolicy, LogGroup, LogGroupClass, RetentionDays } from 'aws-cdk-lib/aws-logs';
import * as fc from 'fast-check';
import { CanarySignals, CanarySignalsProps } from '../../../lib/delivery/signals/canary-signals';
import { greaterThan } from '../../../lib/delivery/signals/slower-than';
import { AccessLog } from '../../../lib/observability/access-log';
import { AlarmThreshold } from '../../../lib/observability/alarm-threshold';
import { ApiAccessLog } from '../../../lib/observability/api-access-log';
import { ApiMetrics } from '../../../lib/observability/api-metrics';
import { newStack } from '../../helpers/apps';
import { PLAIN_APIS, plainHttpApi } from '../../observability/plain-apis';

const METRICS = ApiMetrics.ofStage('Orders', 'prod');

interface Signalled { readonly stack: Stack; readonly signals: CanarySignals; readonly template: Template }

function signal(props: (stack: Stack) => Partial<CanarySignalsProps> = () => ({})): Signalled {
  const stack = newStack();
  const accessLogGroup = new LogGroup(stack, 'AccessLog', { retention: RetentionDays.THREE_MONTHS });
  const signals = new CanarySignals(stack, 'Signals', { metrics: METRICS, accessLogGroup, ...props(stack) });
  return { stack, signals, template: Template.fromStack(stack) };
}

function canaryGroup(template: Template): { readonly Properties: Record<string, unknown> } & Record<string, unknown> {
  const [group] = Object.values(template.findResources('AWS::Logs::LogGroup', { Properties: { LogGroupName: Match.anyValue() } }));
  return { Properties: {}, ...group };
}

/** The alarm as the template has it. */
function alarmIn({ stack, template }: Signalled, alarm: Alarm): Record<string, unknown> {
  return template.findResources('AWS::CloudWatch::Alarm')[stack.getLogicalId(alarm.node.defaultChild as CfnAlarm)].Properties;
}

describe('the log group of the canary', () => {
  test('is there before API Gateway makes it without retention, and named after the one of the access log', () => {
    const { stack, template } = signal();
    const base = stack.getLogicalId(stack.node.findChild('AccessLog').node.defaultChild as CfnLogGroup);
    expect(canaryGroup(template).Properties).toMatchObject({ LogGroupName: { 'Fn::Join': ['', [{ Ref: base }, '/Canary']] }, RetentionInDays: 90 });
  });

  test('is kept like the log group that an access log made', () => {
    const [[, api]] = PLAIN_APIS;
    const { stack, stage } = api();
    const { logGroup } = new ApiAccessLog(stack, 'AccessLog', { stage });
    new CanarySignals(stack, 'Signals', { metrics: METRICS, accessLogGroup: logGroup! });
    expect(canaryGroup(Template.fromStack(stack))).toMatchObject({
      DeletionPolicy: 'RetainExceptOnCreate', UpdateReplacePolicy: 'Retain', Properties: { RetentionInDays: 365 },
    });
  });

  test('is kept like the log group that somebody made', () => {
    const { stack, template } = signal((scope) => ({
      accessLogGroup: new LogGroup(scope, 'Mine', {
        encryptionKey: new Key(scope, 'Key'), retention: RetentionDays.INFINITE, removalPolicy: RemovalPolicy.DESTROY,
      }),
    }));
    const key = stack.node.findChild('Key') as Key;
    expect(canaryGroup(template)).toMatchObject({ DeletionPolicy: 'Delete', Properties: { KmsKeyId: stack.resolve(key.keyArn) } });
    expect(canaryGroup(template).Properties).not.toHaveProperty('RetentionInDays');
  });

  test('hides what the other hides', () => {
    const { template } = signal((stack) => ({
      accessLogGroup: new LogGroup(stack, 'Masked', { dataProtectionPolicy: new DataProtectionPolicy({ identifiers: [DataIdentifier.IPADDRESS] }) }),
    }));
    expect(canaryGroup(template).Properties).toHaveProperty('DataProtectionPolicy');
  });

  test('of one that is imported by name is kept as access logs are', () => {
    const { template } = signal((stack) => ({ accessLogGroup: LogGroup.fromLogGroupName(stack, 'Imported', 'orders-access') }));
    expect(canaryGroup(template)).toMatchObject({
      DeletionPolicy: 'RetainExceptOnCreate', Properties: { LogGroupName: 'orders-access/Canary', RetentionInDays: 365 },
    });
  });

  test('of one whose name is known at deployment only is named then', () => {
    const name = Lazy.string({ produce: () => 'orders-access' });
    const { template } = signal((stack) => ({ accessLogGroup: LogGroup.fromLogGroupName(stack, 'Imported', name) }));
    expect(canaryGroup(template).Properties).toMatchObject({ LogGroupName: 'orders-access/Canary' });
  });

  test('takes metric filters, whatever the class of the other', () => {
    const { template } = signal((stack) => ({
      accessLogGroup: new LogGroup(stack, 'Cheap', { logGroupClass: LogGroupClass.INFREQUENT_ACCESS }),
    }));
    expect(canaryGroup(template).Properties).toMatchObject({ LogGroupClass: 'STANDARD' });
  });

  test.each([
    ['made here', (stack: Stack, logGroupName: string) => new LogGroup(stack, 'Long', { logGroupName })],
    ['imported', (stack: Stack, logGroupName: string) => LogGroup.fromLogGroupName(stack, 'Long', logGroupName)],
  ])('is refused when the name of the other, %s, leaves no room for its own', (_, group) => {
    expect(() => signal((stack) => ({ accessLogGroup: group(stack, 'x'.repeat(506)) })))
      .toThrow(/^canary-log-group-name-too-long: .* is 513 characters long, and CloudWatch Logs takes 512; give .* at most 505 characters/);
    signal((stack) => ({ accessLogGroup: group(stack, 'x'.repeat(505)) }));
  });
});

describe('what is counted', () => {
  test.each([
    ['Requests', '{ ($.canary = "true") && ($.stage = "prod") }'],
    ['ServerErrors', '{ ($.status = "5*") && ($.canary = "true") && ($.stage = "prod") }'],
    ['ClientErrors', '{ ($.status = "4*") && ($.canary = "true") && ($.stage = "prod") }'],
  ])('%s are lines of the canary, and none while there are others', (measure, FilterPattern) => {
    const { stack, signals, template } = signal();
    template.hasResourceProperties('AWS::Logs::MetricFilter', {
      FilterPattern,
      LogGroupName: stack.resolve(signals.logGroup.logGroupName),
      MetricTransformations: [{ MetricNamespace: 'cdk-gatehouse', MetricName: `Canary${measure} Orders prod`, MetricValue: '1', DefaultValue: 0 }],
    });
  });

  test('the latency is published without a value for minutes without requests', () => {
    signal().template.hasResourceProperties('AWS::Logs::MetricFilter', {
      FilterPattern: '{ ($.responseLatency = "*") && ($.canary = "true") && ($.stage = "prod") }',
      MetricTransformations: [{
        MetricNamespace: 'cdk-gatehouse',
        MetricName: 'CanaryLatency Orders prod',
        MetricValue: '$.responseLatency',
        Unit: 'Milliseconds',
        DefaultValue: Match.absent(),
      }],
    });
  });

  test('the fields that lines are found by are fields of the access log', () => {
    const fields = Object.keys(JSON.parse(AccessLog.json()._format));
    const { template } = signal(() => ({ latencyP99: AlarmThreshold.above(3000) }));
    const patterns = Object.values(template.findResources('AWS::Logs::MetricFilter')).map(({ Properties }) => Properties.FilterPattern);
    const asked = patterns.flatMap((pattern) => [...pattern.matchAll(/\$\.(\w+) =/g)].map(([, field]) => field));
    expect(new Set(asked)).toEqual(new Set(['canary', 'stage', 'status', 'responseLatency']));
    expect(fields).toEqual(expect.arrayContaining(asked));
  });

  test('the metrics have names in plain letters, so that the release can ask for them', () => {
    const { requests, serverErrors, clientErrors, latency } = signal().signals;
    const all = [requests, serverErrors, clientErrors, latency];
    expect(all.map(({ namespace, metricName, statistic }) => [namespace, metricName, statistic])).toEqual([
      ['cdk-gatehouse', 'CanaryRequests Orders prod', 'Sum'],
      ['cdk-gatehouse', 'CanaryServerErrors Orders prod', 'Sum'],
      ['cdk-gatehouse', 'CanaryClientErrors Orders prod', 'Sum'],
      ['cdk-gatehouse', 'CanaryLatency Orders prod', 'p99'],
    ]);
    expect(Token.isUnresolved(requests.metricName)).toBe(false);
  });

  test('no two stages share a metric', () => {
    const names = (metrics: ApiMetrics): string[] => {
      const { template } = signal(() => ({ metrics }));
      return Object.values(template.findResources('AWS::Logs::MetricFilter')).map(({ Properties }) => Properties.MetricTransformations[0].MetricName);
    };
    const all = [names(METRICS), names(ApiMetrics.ofStage('Orders', 'test')), names(ApiMetrics.ofStage('Bills', 'prod'))].flat();
    expect(new Set(all).size).toBe(12);
  });
});

describe('the alarms that give a release up', () => {
  test('are one, on 5xx answers, unless told otherwise', () => {
    const signalled = signal();
    const [serverErrors, ...others] = signalled.signals.gating;
    expect(others).toEqual([]);
    expect(alarmIn(signalled, serverErrors)).toMatchObject({
      Threshold: 2,
      ComparisonOperator: 'GreaterThanThreshold',
      EvaluationPeriods: 1,
      DatapointsToAlarm: 1,
      TreatMissingData: 'notBreaching',
      Metrics: [
        { Expression: 'IF(requests < 5, 0, 100 * counted / requests)' },
        { Id: 'counted', MetricStat: { Metric: { MetricName: 'CanaryServerErrors Orders prod' }, Period: 300, Stat: 'Sum' } },
        { Id: 'requests', MetricStat: { Metric: { MetricName: 'CanaryRequests Orders prod' }, Period: 300, Stat: 'Sum' } },
      ],
    });
  });

  test('look back less far than a step of ten minutes lasts, with three minutes for metrics to arrive', () => {
    const signalled = signal();
    const { EvaluationPeriods: periods } = alarmIn(signalled, signalled.signals.gating[0]);
    expect(Number(periods) * 5 + 3).toBeLessThanOrEqual(10);
  });

  test('are on 4xx answers and latency too when asked for, in this order', () => {
    const signalled = signal(() => ({ clientErrorRate: AlarmThreshold.above(30), latencyP99: AlarmThreshold.above(3000, { evaluationPeriods: 3 }) }));
    expect(signalled.signals.gating.map(({ node }) => node.id)).toEqual(['ServerErrorRate', 'ClientErrorRate', 'Latency']);
    expect(alarmIn(signalled, signalled.signals.gating[1])).toMatchObject({
      Threshold: 30,
      Metrics: [{}, { MetricStat: { Metric: { MetricName: 'CanaryClientErrors Orders prod' } } }, {}],
    });
  });

  test('are none when all are off, and canaries left behind are still noticed', () => {
    const { signals, template } = signal(() => ({ serverErrorRate: AlarmThreshold.off() }));
    expect(signals.gating).toEqual([]);
    expect(signals.leftBehind.node.id).toBe('LeftBehind');
    template.resourceCountIs('AWS::CloudWatch::Alarm', 1);
  });

  test('on latency count the requests above the limit: more than one percent of them is a p99 above it', () => {
    const latencyP99 = AlarmThreshold.above(3000, { period: Duration.minutes(2), evaluationPeriods: 3, datapointsToAlarm: 2 });
    const signalled = signal(() => ({ latencyP99 }));
    signalled.template.hasResourceProperties('AWS::Logs::MetricFilter', {
      FilterPattern: `{ ($.responseLatency = %${greaterThan(3000)}%) && ($.canary = "true") && ($.stage = "prod") }`,
      MetricTransformations: [{ MetricName: 'CanarySlowRequests Orders prod', MetricValue: '1', DefaultValue: 0 }],
    });
    expect(alarmIn(signalled, signalled.signals.gating[1])).toMatchObject({
      Threshold: 1,
      EvaluationPeriods: 3,
      DatapointsToAlarm: 2,
      Metrics: [{}, { MetricStat: { Metric: { MetricName: 'CanarySlowRequests Orders prod' }, Period: 120 } }, {}],
      AlarmDescription: expect.stringContaining('slower than 3000 ms in percent of its requests, above 1 %'),
    });
  });

  test('count no requests above a limit that nobody gave', () => {
    signal().template.resourceCountIs('AWS::Logs::MetricFilter', 4);
  });

  test('notify nobody, because CloudFormation says what became of the release', () => {
    signal().template.allResourcesProperties('AWS::CloudWatch::Alarm', { AlarmActions: Match.absent(), AlarmName: Match.absent() });
  });

  test.each([
    ['serverErrorRate', { serverErrorRate: AlarmThreshold.below(2) }],
    ['clientErrorRate', { clientErrorRate: AlarmThreshold.below(2) }],
    ['latencyP99', { latencyP99: AlarmThreshold.below(2) }],
  ])('that go off when all is well are refused: %s', (name, props) => {
    expect(() => signal(() => props)).toThrow(`canary-threshold-below: the canary is to be given up when ${name} is below 2`);
  });

  test.each([
    ['a rate', { serverErrorRate: AlarmThreshold.above(100) }],
    ['another rate', { clientErrorRate: AlarmThreshold.above(100) }],
    ['a latency', { latencyP99: AlarmThreshold.above(900_001) }],
  ])('that can never go off are refused: %s', (_, props) => {
    expect(() => signal(() => props)).toThrow(/^alarm-that-can-never-fire: /);
  });

  test('on a latency that is known at deployment only are refused', () => {
    const latencyP99 = AlarmThreshold.above(Lazy.number({ produce: () => 3000 }));
    expect(() => signal(() => ({ latencyP99 }))).toThrow(/^canary-latency-not-literal: /);
  });
});

test('a canary that has had requests for more than 90 minutes sets an alarm off that gives no release up', () => {
  const signalled = signal();
  const { signals: { gating, leftBehind } } = signalled;
  expect(gating).not.toContain(leftBehind);
  const properties = alarmIn(signalled, leftBehind);
  expect(properties).toMatchObject({
    Threshold: 0,
    ComparisonOperator: 'GreaterThanThreshold',
    TreatMissingData: 'notBreaching',
    EvaluationPeriods: 11,
    DatapointsToAlarm: 11,
    Metrics: [{ Expression: 'requests' }, { MetricStat: { Metric: { MetricName: 'CanaryRequests Orders prod' }, Period: 600, Stat: 'Sum' } }],
  });
  // Requests in all of them can be two periods less apart than the periods are long.
  expect((Number(properties.EvaluationPeriods) - 2) * 10).toBeGreaterThanOrEqual(90);
});

test('every alarm says what happened and what to look at first, in the 1024 characters that CloudWatch takes', () => {
  const { template } = signal(() => ({
    metrics: ApiMetrics.ofStage('x'.repeat(255), 'prod'), clientErrorRate: AlarmThreshold.above(30), latencyP99: AlarmThreshold.above(3000),
  }));
  const alarms = Object.values(template.findResources('AWS::CloudWatch::Alarm'));
  expect(alarms).toHaveLength(4);
  for (const { Properties: { AlarmDescription: description } } of alarms) {
    expect(description).toMatch(/^x+, stage prod: .*canary.*, above \d+ (%|requests)\. First: /);
    expect(description.length).toBeLessThanOrEqual(1024);
  }
});

test('fields that an alarm names are fields of the access log', () => {
  const fields = Object.keys(JSON.parse(AccessLog.json()._format));
  const { template } = signal(() => ({ clientErrorRate: AlarmThreshold.above(30), latencyP99: AlarmThreshold.above(3000) }));
  const alarms = Object.values(template.findResources('AWS::CloudWatch::Alarm'));
  const named = alarms.flatMap(({ Properties }) => Properties.AlarmDescription.match(/\b[a-z]+[A-Z]\w+/g) ?? []);
  expect(named).toContain('integrationError');
  expect(named.filter((word) => !fields.includes(word))).toEqual([]);
});

test('turning one alarm off moves the logical id of no other', () => {
  const all = { clientErrorRate: AlarmThreshold.above(30), latencyP99: AlarmThreshold.above(3000) };
  const idsOf = (off: object): string[] => Object.keys(signal(() => ({ ...all, ...off })).template.findResources('AWS::CloudWatch::Alarm'));
  expect(idsOf({})).toHaveLength(4);
  for (const threshold of ['serverErrorRate', 'clientErrorRate', 'latencyP99']) {
    const left = idsOf({ [threshold]: AlarmThreshold.off() });
    expect(left).toHaveLength(3);
    expect(idsOf({})).toEqual(expect.arrayContaining(left));
  }
});

test('only a stage of a REST API can have a canary', () => {
  const { api } = plainHttpApi();
  expect(() => signal(() => ({ metrics: ApiMetrics.ofHttpStage(api, '$default') })))
    .toThrow(/^canary-signals-not-of-a-rest-stage: what a canary does was to be measured with the metrics of HTTP APIs/);
  expect(() => signal(() => ({ metrics: METRICS.ofMethod('GET', '/orders') })))
    .toThrow(/^canary-signals-not-of-a-rest-stage: .* the metrics of the route GET \/orders/);
});

test.each(PLAIN_APIS)('the stage of a plain %s may wait for all of it', (_, api) => {
  const { stack, stage } = api();
  const { logGroup } = new ApiAccessLog(stack, 'AccessLog', { stage });
  const signals = new CanarySignals(stack, 'Signals', { metrics: METRICS, accessLogGroup: logGroup! });
  stage.node.addDependency(signals);
  const template = Template.fromStack(stack); // which refuses cycles
  const stageId = stack.getLogicalId(stage.node.defaultChild as CfnResource);
  expect(template.findResources('AWS::ApiGateway::Stage')[stageId].DependsOn).toEqual(expect.arrayContaining([
    stack.getLogicalId(signals.leftBehind.node.defaultChild as CfnResource),
  ]));
});

describe('the expression for slow requests', () => {
  const WHOLE = fc.integer({ min: 0, max: 1_000_000 });

  test('matches what is greater, and nothing else', () => {
    fc.assert(fc.property(WHOLE, WHOLE, (limit, value) => {
      expect(new RegExp(greaterThan(limit)).test(String(value))).toBe(value > limit);
    }), { numRuns: 2_000 });
  });

  test('is exact at the limit, also between two milliseconds', () => {
    fc.assert(fc.property(WHOLE, (limit) => {
      const expression = new RegExp(greaterThan(limit));
      expect([limit, limit + 1].map((value) => expression.test(String(value)))).toEqual([false, true]);
      expect(greaterThan(limit + 0.5)).toBe(greaterThan(limit));
    }));
  });

  test('does not match a request without a latency', () => {
    fc.assert(fc.property(WHOLE, (limit) => {
      expect(new RegExp(greaterThan(limit)).test('-')).toBe(false);
    }));
  });

  test('uses only what CloudWatch Logs understands, and fits into the 1024 characters of a pattern', () => {
    fc.assert(fc.property(WHOLE, (limit) => {
      expect(greaterThan(limit)).toMatch(/^[0-9^$|[\]+-]+$/);
      expect(greaterThan(limit).length).toBeLessThan(512);
    }));
  });
});
