import { Stack } from 'aws-cdk-lib';
import { CfnAlarm, IAlarm } from 'aws-cdk-lib/aws-cloudwatch';

/** Metrics of API Gateway come a minute later, and alarms look at them once a minute, so that a breach shows about so much later. */
const LATE_SECONDS = 180;

/** What is known of an alarm that is made in this app. */
export function alarmResource(alarm: IAlarm): CfnAlarm | undefined {
  const { defaultChild } = alarm.node;
  return defaultChild instanceof CfnAlarm ? defaultChild : undefined;
}

/** How far an alarm looks back, and how long a step has to be for that. Nothing when that is known only in the cloud. */
export function windowOf(alarm: CfnAlarm): { readonly window: number; readonly enough: number } | undefined {
  const { evaluationPeriods, period, metrics } = Stack.of(alarm).resolve({
    evaluationPeriods: alarm.evaluationPeriods, period: alarm.period, metrics: alarm.metrics,
  }) as AlarmTiming;
  const periods = [period, ...(metrics ?? []).flatMap((query) => [query.period, query.metricStat?.period])].filter((given) => given !== undefined);
  const longest = Math.max(...periods.filter((given) => typeof given === 'number'));
  if (typeof evaluationPeriods !== 'number' || !Number.isFinite(longest)) return undefined;
  const window = longest * evaluationPeriods;
  return { window, enough: window + LATE_SECONDS };
}

/** Numbers, or what they will be in the cloud. */
interface AlarmTiming {
  readonly evaluationPeriods: unknown;
  readonly period?: unknown;
  readonly metrics?: readonly { readonly period?: unknown; readonly metricStat?: { readonly period?: unknown } }[];
}
