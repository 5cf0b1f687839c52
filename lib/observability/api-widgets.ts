import { Duration } from 'aws-cdk-lib';
import {
  AlarmStatusWidget, AlarmStatusWidgetSortBy, IAlarm, IMetric, LogQueryVisualizationType, MathExpression, Metric, Stats,
} from 'aws-cdk-lib/aws-cloudwatch';
import type { ILogGroup } from 'aws-cdk-lib/aws-logs';
import { ApiMetrics } from './api-metrics';
import { COUNT, graph, HEIGHT, logs, MILLISECONDS, PERCENT, Tile } from './tiles';

/** Which alarms are on: those first, then the rest. CloudWatch itself would go by the alphabet. */
export function alarmStates(title: string, alarms: IAlarm[]): Tile {
  const sortBy = AlarmStatusWidgetSortBy.STATE_UPDATED_TIMESTAMP;
  return (width) => new AlarmStatusWidget({ title, alarms, sortBy, width, height: HEIGHT });
}

export function errorRates(metrics: ApiMetrics): Tile {
  return graph('Error rates', errors(metrics).map(({ rate }) => rate), PERCENT);
}

export function latencies(metrics: ApiMetrics): Tile {
  const percentiles = [50, 90, 99].map((p) => metrics.latency({ statistic: Stats.p(p), label: `p${p}` }));
  return graph('Latency', percentiles, MILLISECONDS);
}

/** The part of the time that a WebSocket API reports. */
export function backendLatencies(metrics: ApiMetrics): Tile {
  const percentiles = [50, 90, 99].map((p) => metrics.integrationLatency({ statistic: Stats.p(p), label: `p${p}` }));
  return graph('Latency of the backend', percentiles, MILLISECONDS);
}

export function requests(metrics: ApiMetrics): Tile {
  return graph('Requests', [metrics.requests()], COUNT);
}

/** Connections that were opened; how many are open, API Gateway does not report. */
export function connects(metrics: ApiMetrics): Tile {
  return graph('Connects', [metrics.connects()], COUNT);
}

export function messages(metrics: ApiMetrics): Tile {
  return graph('Messages, from clients and to them', [metrics.messages()], COUNT);
}

/** What lies between the two lines is spent in the gateway and its authorizers, and in the web ACL of a REST API. */
export function whereTheTimeGoes(metrics: ApiMetrics): Tile {
  const lines = [metrics.latency({ label: 'all of it, p99' }), metrics.integrationLatency({ label: 'backend, p99' })];
  return graph('Where the time goes', lines, MILLISECONDS);
}

export function errorCounts(metrics: ApiMetrics): Tile {
  return graph('Errors', errors(metrics).map(({ count }) => count), COUNT);
}

export function throttledShare(share: IMetric): Tile {
  return graph('Throttled', [inPercent(share, 'Throttled [%]')], PERCENT);
}

/** The same from the log alone, when nothing counts throttled requests. */
export function throttledLines(logGroup: ILogGroup): Tile {
  return logs('Throttled', logGroup, {
    view: LogQueryVisualizationType.LINE,
    lines: ['filter status = "429"', 'stats count(*) as throttled by bin(1m)'],
  });
}

export function cacheHitRatio(metrics: ApiMetrics): Tile {
  return graph('Cache hit ratio', [metrics.cacheHitRatio()], { ...PERCENT, max: 100 });
}

export function wafBlocked(share: IMetric): Tile {
  return graph('Blocked by the web ACL', [inPercent(share, 'Blocked [%]')], PERCENT);
}

/** The lines of the access log that failed, and then its routes. */
export function logTables(logGroup: ILogGroup, { _api: { kind } }: ApiMetrics): Tile[] {
  const view = LogQueryVisualizationType.TABLE;
  return [kind.errorLines, kind.routeLines].map(({ title, lines }) => logs(title, logGroup, { view, lines }));
}

function errors(metrics: ApiMetrics): { readonly count: IMetric; readonly rate: IMetric }[] {
  const { serverErrors, integrationErrors, clientErrors } = metrics._api.kind;
  return [serverErrors, ...(integrationErrors ? [integrationErrors] : []), clientErrors].map(({ measure }) => metrics._errors(measure));
}

/** At the period of the share: how many requests make it count is said per period. */
function inPercent(share: IMetric, label: string): IMetric {
  const period = share instanceof MathExpression || share instanceof Metric ? share.period : Duration.minutes(1);
  return new MathExpression({ expression: '100 * watchedShare', usingMetrics: { watchedShare: share }, label, period });
}
