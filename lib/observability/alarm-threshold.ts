import { Duration, Token } from 'aws-cdk-lib';
import { refuse } from '../core/refuse';

/** How patient an alarm is. */
export interface AlarmThresholdOptions {
  /**
   * How much time one datapoint covers: whole minutes.
   *
   * @default Duration.minutes(1)
   */
  readonly period?: Duration;

  /**
   * How many of the last periods are looked at. AWS: "alarm evaluation period", one day for periods below an hour, else seven days.
   *
   * @default 5
   */
  readonly evaluationPeriods?: number;

  /**
   * How many of them have to breach before somebody is told. By default three of five, so a single bad minute wakes nobody.
   *
   * @default Math.ceil(evaluationPeriods * 0.6)
   */
  readonly datapointsToAlarm?: number;
}

/** @internal A threshold as the alarm wants it. */
export interface AlarmRule {
  readonly direction: 'above' | 'below';
  readonly value: number;
  readonly period: Duration;
  readonly evaluationPeriods: number;
  readonly datapointsToAlarm: number | undefined;
}

const HOUR = 3_600;
const DAY = 86_400;
const WEEK = 604_800;

/** When an alarm goes off, and how long it waits first. */
export class AlarmThreshold {
  /** Go off while the value is above this one: percent for rates and shares, milliseconds for latencies. */
  public static above(value: number, options: AlarmThresholdOptions = {}): AlarmThreshold {
    return new AlarmThreshold(checkedRule('above', value, options));
  }

  /** Go off while the value is below this one, which is for what should be high, such as a cache hit ratio. */
  public static below(value: number, options: AlarmThresholdOptions = {}): AlarmThreshold {
    return new AlarmThreshold(checkedRule('below', value, options));
  }

  /** No such alarm. */
  public static off(): AlarmThreshold {
    return new AlarmThreshold();
  }

  private constructor(
    /** @internal */
    public readonly _rule?: AlarmRule,
  ) {}
}

function checkedRule(direction: AlarmRule['direction'], value: number, options: AlarmThresholdOptions): AlarmRule {
  const { period = Duration.minutes(1), evaluationPeriods = 5 } = options;
  if (!Token.isUnresolved(value) && !(Number.isFinite(value) && value >= 0)) refuse('alarm-threshold-not-a-number', { value });
  checkWhole('evaluationPeriods', evaluationPeriods);
  if (options.datapointsToAlarm !== undefined) checkWhole('datapointsToAlarm', options.datapointsToAlarm);
  checkWindow(period, evaluationPeriods);
  return { direction, value, period, evaluationPeriods, datapointsToAlarm: datapoints(evaluationPeriods, options.datapointsToAlarm) };
}

function checkWhole(option: string, value: number): void {
  if (Token.isUnresolved(value) || (Number.isInteger(value) && value >= 1)) return;
  refuse('alarm-periods-not-whole', { option, value });
}

function checkWindow(period: Duration, periods: number): void {
  if (period.isUnresolved()) return;
  const seconds = period.toSeconds({ integral: false });
  if (seconds < 60 || seconds > DAY || seconds % 60 !== 0) refuse('alarm-period-invalid', { seconds });
  const limit = seconds < HOUR ? DAY : WEEK;
  if (Token.isUnresolved(periods) || seconds * periods <= limit) return;
  refuse('alarm-window-too-long', { seconds: seconds * periods, periods, limit });
}

function datapoints(periods: number, wanted?: number): number | undefined {
  if (wanted === undefined) return Token.isUnresolved(periods) ? undefined : Math.ceil(periods * 0.6);
  if (!Token.isUnresolved(wanted) && !Token.isUnresolved(periods) && wanted > periods) {
    refuse('alarm-datapoints-exceed-periods', { datapoints: wanted, periods });
  }
  return wanted;
}
