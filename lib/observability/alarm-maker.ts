import { Duration, Tokenization } from 'aws-cdk-lib';
import { Alarm, ComparisonOperator, IMetric, MathExpression, Metric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';
import type { AlarmSettings } from './alarm-settings';
import { AlarmRule, AlarmThreshold } from './alarm-threshold';

/** What one alarm looks at, and what it tells the person it wakes. */
export interface Watch {
  readonly expression: string;
  readonly usingMetrics: Record<string, IMetric>;
  /** What is measured, as the start of a sentence: `5xx answers, in percent of all requests`. */
  readonly what: string;
  readonly unit: '%' | 'ms' | 's' | 'messages' | 'requests';
  /** What to do first. */
  readonly first: string;
}

/** A watch that counts only if there are enough requests. */
export interface GuardedWatch extends Watch {
  /** How many requests there were, as an expression over `usingMetrics`. */
  readonly requests: string;
}

/** What all alarms of one maker have in common. */
type MakerSettings = Pick<AlarmSettings, 'actions' | 'okActions' | 'minimumRequests'>;

/** Makes the alarms of one API or one route, all in the same manner. */
export class AlarmMaker {
  /**
   * @param scope where the alarms are made
   * @param settings thresholds and actions
   * @param subject whom the alarms are about: `Orders, stage prod`
   */
  constructor(private readonly scope: Construct, private readonly settings: MakerSettings, private readonly subject: string) {}

  /** An alarm, or nothing if its threshold is off. */
  public alarm(id: string, threshold: AlarmThreshold, watch: Watch): Alarm | undefined {
    return threshold._rule && this.always(id, threshold._rule, watch);
  }

  /** An alarm that nobody can turn off. */
  public always(id: string, rule: AlarmRule, watch: Watch): Alarm {
    const { expression, usingMetrics, what } = watch;
    const alarm = new Alarm(this.scope, id, {
      metric: new MathExpression({ expression, usingMetrics: allAt(rule.period, usingMetrics), label: what, period: rule.period }),
      threshold: rule.value,
      evaluationPeriods: rule.evaluationPeriods,
      datapointsToAlarm: rule.datapointsToAlarm,
      comparisonOperator: rule.direction === 'above' ? ComparisonOperator.GREATER_THAN_THRESHOLD : ComparisonOperator.LESS_THAN_THRESHOLD,
      // API Gateway reports nothing while nobody calls, and silence is no outage.
      treatMissingData: TreatMissingData.NOT_BREACHING,
      alarmDescription: this.describe(rule, watch),
    });
    alarm.addAlarmAction(...this.settings.actions);
    alarm.addOkAction(...this.settings.okActions);
    return alarm;
  }

  /** The same, but a period with too few requests counts as healthy. */
  public guarded(id: string, threshold: AlarmThreshold, watch: GuardedWatch): Alarm | undefined {
    const rule = threshold._rule;
    if (!rule) return undefined;
    const minimum = Tokenization.stringifyNumber(this.settings.minimumRequests);
    const healthy = rule.direction === 'above' ? '0' : Tokenization.stringifyNumber(rule.value);
    return this.alarm(id, threshold, { ...watch, expression: `IF(${watch.requests} < ${minimum}, ${healthy}, ${watch.expression})` });
  }

  private describe(rule: AlarmRule, watch: Watch): string {
    const value = Tokenization.stringifyNumber(rule.value);
    return `${this.subject}: ${watch.what}, ${rule.direction} ${value} ${watch.unit}. First: ${watch.first}`;
  }
}

/** Math over metrics of another period would be moved to its own by the CDK, with a warning to the user, who can do nothing about it. */
function allAt(period: Duration, metrics: Record<string, IMetric>): Record<string, IMetric> {
  return Object.fromEntries(Object.entries(metrics).map(([id, metric]) => [id, at(period, metric)]));
}

function at(period: Duration, metric: IMetric): IMetric {
  if (metric instanceof Metric) return metric.with({ period });
  if (!(metric instanceof MathExpression)) return metric;
  const { expression, label, color } = metric;
  return new MathExpression({ expression, label, color, period, usingMetrics: allAt(period, metric.usingMetrics) });
}
