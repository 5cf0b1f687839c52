import { Alarm, IMetric, Metric, Stats } from 'aws-cdk-lib/aws-cloudwatch';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { ChatAlarmsOptions } from './chat-alarms-options';
import { ChatMetrics } from './chat-metrics';
import { AlarmMaker } from '../observability/alarm-maker';
import { AlarmThreshold } from '../observability/alarm-threshold';
import { Alarms } from '../observability/alarms';

/** What there is to watch, and who is told. */
export interface ChatAlarmsProps {
  /** What the functions count. */
  readonly metrics: ChatMetrics;
  /** The delivery tasks. */
  readonly tasks: IQueue;
  /** What could not be delivered. */
  readonly deadLetters: IQueue;
  /** What reads the stream. */
  readonly dispatcher: IFunction;
  /** All functions that clients wait for, or deliveries. */
  readonly functions: IFunction[];
  /** Who is told, and whether there are alarms at all. */
  readonly alarms: Alarms;
  /** From when on. */
  readonly thresholds: ChatAlarmsOptions;
}

/** The alarms of a chat: what waits too long, what could not be delivered, what fails. */
export class ChatAlarms extends Construct {
  /** The fan-out does not keep up. */
  public readonly taskAge?: Alarm;
  /** Something could not be delivered and waits for an operator. */
  public readonly deadLetters?: Alarm;
  /** Frames were given up. */
  public readonly failureShare?: Alarm;
  /** The throttle of the account is reached. */
  public readonly throttledShare?: Alarm;
  /** The dispatcher does not keep up with what is stored. */
  public readonly streamAge?: Alarm;
  /** Functions fail, or clients are told that something does not work. */
  public readonly functionErrorShare?: Alarm;
  /** All of them, in the order of their importance. */
  public readonly all: Alarm[];

  constructor(scope: Construct, id: string, props: ChatAlarmsProps) {
    super(scope, id);
    const settings = props.alarms._settings;
    if (settings) {
      const { metrics, tasks, deadLetters, dispatcher, thresholds } = props;
      const make = new AlarmMaker(this, settings, `${metrics.apiName}, chat`);
      this.deadLetters = make.alarm('DeadLetters', thresholds.deadLetters ?? AlarmThreshold.above(0, { evaluationPeriods: 1 }), {
        ...single('deadLetters', deadLetters.metricApproximateNumberOfMessagesVisible({ statistic: Stats.MAXIMUM })),
        what: 'what could not be delivered after several tries',
        unit: 'messages',
        first: 'read the log of the deliverer and the dispatcher for the error, mend it, and invoke the replay function',
      });
      this.taskAge = make.alarm('TaskAge', thresholds.taskAge ?? AlarmThreshold.above(60), {
        ...single('taskAge', tasks.metricApproximateAgeOfOldestMessage({ statistic: Stats.MAXIMUM })),
        what: 'the age of the oldest delivery task',
        unit: 's',
        first: 'compare the deliveries with the pace of ChatDelivery: a big room is being served, or the pace is too low for the traffic',
      });
      this.streamAge = make.alarm('StreamAge', thresholds.streamAge ?? AlarmThreshold.above(30_000), {
        ...single('streamAge', dispatcher.metric('IteratorAge', { statistic: Stats.MAXIMUM })),
        what: 'the age of the oldest stored message that nobody has looked at',
        unit: 'ms',
        first: 'look for errors of the dispatcher: one record that fails holds back all behind it',
      });
      this.failureShare = make.guarded('FailureShare', thresholds.failureShare ?? AlarmThreshold.above(5), {
        ...shareOf(metrics, metrics.failureShare()),
        what: 'posts that were given up, in percent of all posts',
        unit: '%',
        first: 'slow clients are given up one by one: many at once mean that API Gateway fails, see the log of the deliverer',
      });
      this.throttledShare = make.guarded('ThrottledShare', thresholds.throttledShare ?? AlarmThreshold.above(5), {
        ...shareOf(metrics, metrics.throttledShare()),
        what: 'posts that API Gateway refused with 429, in percent of all posts',
        unit: '%',
        first: 'see what else uses the throttle of the account, lower the pace of ChatDelivery, or ask AWS for a higher quota',
      });
      this.functionErrorShare = make.guarded('FunctionErrorShare', thresholds.functionErrorShare ?? AlarmThreshold.above(1), {
        ...errorsOf(props.functions, metrics.unavailable()),
        what: 'calls of the functions of the chat that failed, or that could not be answered, in percent of all calls',
        unit: '%',
        first: 'look for errors in the logs of the functions',
      });
    }
    this.all = [this.deadLetters, this.taskAge, this.streamAge, this.throttledShare, this.failureShare, this.functionErrorShare]
      .filter((alarm) => alarm !== undefined);
  }
}

/** A share, and how much of what it is a share. */
interface Share { readonly expression: string; readonly requests: string; readonly usingMetrics: Record<string, IMetric> }

function single(id: string, metric: IMetric): { expression: string; usingMetrics: Record<string, IMetric> } {
  return { expression: id, usingMetrics: { [id]: metric } };
}

function shareOf(metrics: ChatMetrics, share: { readonly expression: string }): Share {
  return { expression: share.expression, requests: `(${metrics._postCount})`, usingMetrics: metrics._posts({}) };
}

/** What answers clients catches its own failures, so that they get an answer: it says how many there were. */
function errorsOf(functions: IFunction[], unavailable: Metric): Share {
  const named = (prefix: string, metricOf: (fn: IFunction) => Metric): [string, IMetric][] => functions.map((fn, index) => [`${prefix}${index}`, metricOf(fn)]);
  const errors = [...named('errors', (fn) => fn.metricErrors({ statistic: Stats.SUM })), ['unavailable', unavailable] as [string, IMetric]];
  const calls = named('calls', (fn) => fn.metricInvocations({ statistic: Stats.SUM }));
  const sum = (metrics: [string, IMetric][]): string => `(${metrics.map(([id]) => `FILL(${id}, 0)`).join(' + ')})`;
  return { expression: `100 * ${sum(errors)} / ${sum(calls)}`, requests: sum(calls), usingMetrics: Object.fromEntries([...errors, ...calls]) };
}
