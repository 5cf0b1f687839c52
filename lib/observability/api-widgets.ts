import { Duration } from 'aws-cdk-lib';
import {
  AlarmStatusWidget, AlarmStatusWidgetSortBy, GraphWidget, IAlarm, IMetric, IWidget, LogQueryVisualizationType, LogQueryWidget, MathExpression,
  Metric, Stats, YAxisProps,
} from 'aws-cdk-lib/aws-cloudwatch';
import type { ILogGroup } from 'aws-cdk-lib/aws-logs';
import { ApiMetrics } from './api-metrics';

/** A widget that does not yet know how wide its row lets it be. */
export type Tile = (width: number) => IWidget;

/** AWS: a dashboard is a grid 24 units wide. */
const GRID = 24;
const HEIGHT = 6;
const PERCENT: YAxisProps = { min: 0, label: '%', showUnits: false };
const MILLISECONDS: YAxisProps = { min: 0, label: 'ms', showUnits: false };
const COUNT: YAxisProps = { min: 0, showUnits: false };

/** Tiles of equal width, side by side. */
export function row(tiles: Tile[]): IWidget[] {
  return tiles.map((tile) => tile(GRID / tiles.length));
}

/** Which alarms are on: those first, then the rest. CloudWatch itself would go by the alphabet. */
export function alarmStates(title: string, alarms: IAlarm[]): Tile {
  const sortBy = AlarmStatusWidgetSortBy.STATE_UPDATED_TIMESTAMP;
  return (width) => new AlarmStatusWidget({ title, alarms, sortBy, width, height: HEIGHT });
}

export function errorRates(metrics: ApiMetrics): Tile {
  return graph('Error rates', [metrics.serverErrorRate(), metrics.clientErrorRate()], PERCENT);
}

export function latencies(metrics: ApiMetrics): Tile {
  const percentiles = [50, 90, 99].map((p) => metrics.latency({ statistic: Stats.p(p), label: `p${p}` }));
  return graph('Latency', percentiles, MILLISECONDS);
}

export function requests(metrics: ApiMetrics): Tile {
  return graph('Requests', [metrics.requests()], COUNT);
}

/** What lies between the two lines is spent in the gateway and its authorizers, and in the web ACL of a REST API. */
export function whereTheTimeGoes(metrics: ApiMetrics): Tile {
  const lines = [metrics.latency({ label: 'all of it, p99' }), metrics.integrationLatency({ label: 'backend, p99' })];
  return graph('Where the time goes', lines, MILLISECONDS);
}

export function errorCounts(metrics: ApiMetrics): Tile {
  return graph('Errors', [metrics.serverErrors(), metrics.clientErrors()], COUNT);
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

export function lastServerErrors(logGroup: ILogGroup, { _api: { kind } }: ApiMetrics): Tile {
  return logs('Last server errors', logGroup, {
    view: LogQueryVisualizationType.TABLE,
    lines: [
      `fields @timestamp, status, method, path, errorType, integrationStatus, integrationError, requestId, ${kind.traceField}`,
      'filter status like /^5/',
      'sort @timestamp desc',
      'limit 20',
    ],
  });
}

export function slowestRoutes(logGroup: ILogGroup, { _api: { kind } }: ApiMetrics): Tile {
  const route = kind.routeFields.join(', ');
  return logs('Slowest routes', logGroup, {
    view: LogQueryVisualizationType.TABLE,
    lines: [
      `stats pct(responseLatency, 99) as p99, pct(integrationLatency, 99) as backend, count(*) as requests by ${route}`,
      'sort p99 desc',
      'limit 20',
    ],
  });
}

/** At the period of the share: how many requests make it count is said per period. */
function inPercent(share: IMetric, label: string): IMetric {
  const period = share instanceof MathExpression || share instanceof Metric ? share.period : Duration.minutes(1);
  return new MathExpression({ expression: '100 * watchedShare', usingMetrics: { watchedShare: share }, label, period });
}

function graph(title: string, left: IMetric[], leftYAxis: YAxisProps): Tile {
  return (width) => new GraphWidget({ title, left, leftYAxis, width, height: HEIGHT });
}

function logs(title: string, logGroup: ILogGroup, query: { view: LogQueryVisualizationType; lines: string[] }): Tile {
  return (width) => new LogQueryWidget({
    title,
    logGroupNames: [logGroup.logGroupName],
    view: query.view,
    queryLines: query.lines,
    width,
    height: HEIGHT,
  });
}
