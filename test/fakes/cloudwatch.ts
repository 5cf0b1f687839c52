import type { IncomingMessage } from 'node:http';
import { Answer, Asked, AwsServiceFake, checkNames, Refusal, Violation } from './aws-service';

export type AlarmState = 'OK' | 'ALARM' | 'INSUFFICIENT_DATA';

export interface AlarmOptions { readonly composite?: boolean; readonly reason?: string }

interface FakeAlarm { readonly name: string; readonly state: AlarmState; readonly composite: boolean; readonly reason: string }

/** A metric without dimensions: its namespace and its name. */
export interface FakeMetric { readonly namespace: string; readonly metricName: string }

export interface CloudWatchOptions {
  readonly now?: () => number;
  /** What `requests()` counts. */
  readonly metric?: FakeMetric;
}

interface Query {
  readonly Id: string;
  readonly MetricStat?: { readonly Metric: Metric; readonly Period: number; readonly Stat: string };
}

interface Metric { readonly Namespace: string; readonly MetricName: string; readonly Dimensions?: readonly unknown[] }

interface Window { readonly start: number; readonly end: number; readonly periodMs: number }

const TARGET = 'GraniteServiceVersion20100801.';
const DESCRIBE = ['AlarmNames', 'AlarmTypes', 'MaxRecords', 'NextToken'];
const METRIC_DATA = ['MetricDataQueries', 'StartTime', 'EndTime', 'ScanBy'];
const MOST_NAMES = 100;
const PAGE = 50;

/** Alarms and one metric, in AWS JSON 1.0 with the errors of the query protocol beside it, as CloudWatch speaks with its SDK client. */
export class CloudWatchFake extends AwsServiceFake {
  public static async start(options: CloudWatchOptions = {}): Promise<CloudWatchFake> {
    const fake = new CloudWatchFake(options);
    await fake.listen();
    return fake;
  }

  private readonly alarms = new Map<string, FakeAlarm>();
  /** When a request was counted. */
  private readonly counted: number[] = [];
  private readonly now: () => number;
  private readonly metric: FakeMetric;

  private constructor({ now = Date.now, metric = { namespace: 'test', metricName: 'Requests' } }: CloudWatchOptions) {
    super('monitoring');
    this.now = now;
    this.metric = metric;
  }

  /** Made, or in another state from now on. */
  public alarm(name: string, state: AlarmState, { composite = false, reason = 'Threshold Crossed' }: AlarmOptions = {}): void {
    this.alarms.set(name, { name, state, composite, reason });
  }

  public deleteAlarm(name: string): void {
    this.alarms.delete(name);
  }

  /** So many more, now. */
  public requests(count: number): void {
    this.counted.push(...Array<number>(count).fill(this.now()));
  }

  protected override read({ method, url, headers }: IncomingMessage, body: string): Asked {
    const target = String(headers['x-amz-target']);
    if (method !== 'POST' || url !== '/' || !target.startsWith(TARGET)) throw new Violation(`${method} ${url} ${target}`);
    if (headers['content-type'] !== 'application/x-amz-json-1.0') throw new Violation(`content type ${headers['content-type']}`);
    return { operation: target.slice(TARGET.length), input: JSON.parse(body) };
  }

  protected override answer({ operation, input }: Asked): Answer | Refusal {
    switch (operation) {
      case 'DescribeAlarms': return this.describeAlarms(input);
      case 'GetMetricData': return this.metricData(input);
      default: throw new Violation(operation);
    }
  }

  protected override refusal({ status, code, message }: Refusal): Answer {
    const headers = { 'content-type': 'application/x-amz-json-1.0', 'x-amzn-query-error': `${code};${status < 500 ? 'Sender' : 'Receiver'}` };
    return { status, headers, body: JSON.stringify({ __type: `com.amazonaws.cloudwatch#${code}`, message }) };
  }

  /** Only metric alarms unless asked otherwise; names that no alarm has are passed over. */
  private describeAlarms(input: Asked['input']): Answer | Refusal {
    checkNames(input, DESCRIBE);
    const { AlarmNames, AlarmTypes = ['MetricAlarm'], MaxRecords = PAGE, NextToken = '0' } = input;
    const names = AlarmNames as readonly string[] | undefined;
    if (names && (names.length === 0 || names.length > MOST_NAMES)) return invalid(`'alarmNames' must have between 1 and ${MOST_NAMES} members`);
    const types = AlarmTypes as readonly string[];
    const found = [...this.alarms.values()].filter(({ name, composite }) => {
      return (names?.includes(name) ?? true) && types.includes(composite ? 'CompositeAlarm' : 'MetricAlarm');
    });
    const from = Number(NextToken);
    const to = from + Number(MaxRecords);
    const page = found.slice(from, to);
    return json({
      MetricAlarms: page.filter(({ composite }) => !composite).map(described),
      CompositeAlarms: page.filter(({ composite }) => composite).map(described),
      ...found.length > to && { NextToken: String(to) },
    });
  }

  /** Sums of whole periods. The start is rounded down to one, and the end is not part of the answer. */
  private metricData(input: Asked['input']): Answer | Refusal {
    checkNames(input, METRIC_DATA);
    const queries = input.MetricDataQueries as readonly Query[];
    const start = Number(input.StartTime) * 1_000;
    const end = Number(input.EndTime) * 1_000;
    if (!(start < end)) return invalid('The parameter StartTime must be less than the parameter EndTime.');
    return json({
      MetricDataResults: queries.map(({ Id, MetricStat }) => {
        if (MetricStat?.Stat !== 'Sum') throw new Violation(`the query ${Id} sums nothing up`);
        const values = this.sums(MetricStat.Metric, { start, end, periodMs: MetricStat.Period * 1_000 });
        return { Id, Label: Id, StatusCode: 'Complete', Timestamps: values.map(([at]) => at / 1_000), Values: values.map(([, value]) => value) };
      }),
      Messages: [],
    });
  }

  /** Latest first, as the service orders them unless told otherwise. */
  private sums({ Namespace, MetricName, Dimensions = [] }: Metric, { start, end, periodMs }: Window): [number, number][] {
    const isKnown = Namespace === this.metric.namespace && MetricName === this.metric.metricName && Dimensions.length === 0;
    const sums = new Map<number, number>();
    for (const at of isKnown ? this.counted : []) {
      const period = Math.floor(at / periodMs) * periodMs;
      if (period >= Math.floor(start / periodMs) * periodMs && period < end) sums.set(period, (sums.get(period) ?? 0) + 1);
    }
    return [...sums].sort(([one], [other]) => other - one);
  }
}

function described({ name, state, reason, composite }: FakeAlarm): object {
  return {
    AlarmName: name,
    AlarmArn: `arn:aws:cloudwatch:eu-west-1:111122223333:alarm:${name}`,
    StateValue: state,
    StateReason: reason,
    ...composite && { AlarmRule: 'ALARM(other)' },
  };
}

function json(body: object): Answer {
  return { status: 200, headers: { 'content-type': 'application/x-amz-json-1.0' }, body: JSON.stringify(body) };
}

function invalid(message: string): Refusal {
  return { status: 400, code: 'ValidationError', message };
}
