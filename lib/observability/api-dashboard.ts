import { Dashboard as CloudWatchDashboard, IAlarm, IMetric, IWidget } from 'aws-cdk-lib/aws-cloudwatch';
import type { ILogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { ApiMetrics } from './api-metrics';
import * as tiles from './api-widgets';
import { Dashboard } from './dashboard';
import { row } from './tiles';
import { guardOff, guardOn } from '../core/guards';

/** Which API to show, and what else is known about it. */
export interface ApiDashboardProps {
  /**
   * What to show: `ApiMetrics.ofStage(…)` of a REST API, `ApiMetrics.ofHttpStage(…)` of an HTTP API, `ApiMetrics.ofWebSocketStage(…)` of
   * a WebSocket API.
   */
  readonly metrics: ApiMetrics;

  /**
   * What the dashboard is called, or that there is none.
   *
   * @default Dashboard.standard()
   */
  readonly dashboard?: Dashboard;

  /**
   * The alarms whose state is shown first.
   *
   * @default []
   */
  readonly alarms?: IAlarm[];

  /**
   * The log group with the access log, as `ApiAccessLog`, `HttpApiAccessLog` and `WebSocketApiAccessLog` write it: the last errors are read from
   * it, and the slowest routes, or the busiest of a WebSocket API.
   *
   * @default - no log widgets
   */
  readonly accessLogGroup?: ILogGroup;

  /**
   * Which share of the requests was throttled, 0 to 1: `ApiAlarms.throttledShare`.
   *
   * @default - counted in the access log each time the dashboard is looked at, if there is one
   */
  readonly throttledShare?: IMetric;

  /**
   * Which share of the requests the web ACL blocked, 0 to 1.
   *
   * @default - not shown
   */
  readonly wafBlockedShare?: IMetric;

  /**
   * Whether the stage has a cache, and so a hit ratio to show. Only those of REST APIs can.
   *
   * @default false
   */
  readonly cached?: boolean;

  /**
   * What the API is called on the page.
   *
   * @default - the name of the API and the stage: `Orders, prod`
   */
  readonly title?: string;
}

/**
 * One page about a REST API, an HTTP API or a WebSocket API. From top to bottom it answers: is it healthy, where is the time, the request or the
 * message lost, which lines failed.
 * Widgets of your own go below: `apiDashboard.dashboard?.addWidgets(…)`.
 */
export class ApiDashboard extends Construct {
  /** The dashboard; undefined if there is none. */
  public readonly dashboard?: CloudWatchDashboard;

  constructor(scope: Construct, id: string, props: ApiDashboardProps) {
    super(scope, id);
    const settings = (props.dashboard ?? Dashboard.standard())._settings;
    if (!settings) {
      guardOff(this, 'dashboard');
      return;
    }
    this.dashboard = new CloudWatchDashboard(this, 'Dashboard', {
      dashboardName: settings.name,
      defaultInterval: settings.defaultInterval,
      widgets: [health(props), causes(props), protections(props), ...lines(props)].filter((widgets) => widgets.length > 0),
    });
    guardOn(this, 'dashboard', props.accessLogGroup ? 'metrics and access log' : 'metrics');
  }
}

function health({ metrics, title = metrics._title, alarms = [] }: ApiDashboardProps): IWidget[] {
  const measured = isWebSocket(metrics)
    ? [tiles.errorRates(metrics), tiles.backendLatencies(metrics)]
    : [tiles.errorRates(metrics), tiles.latencies(metrics), tiles.requests(metrics)];
  return row([...(alarms.length > 0 ? [tiles.alarmStates(title, alarms)] : []), ...measured]);
}

function causes({ metrics }: ApiDashboardProps): IWidget[] {
  const measured = isWebSocket(metrics) ? [tiles.connects(metrics), tiles.messages(metrics)] : [tiles.whereTheTimeGoes(metrics)];
  return row([...measured, tiles.errorCounts(metrics)]);
}

/** It has connections and messages where others have requests. */
function isWebSocket(metrics: ApiMetrics): boolean {
  return metrics._reports('messages');
}

function protections({ metrics, accessLogGroup, throttledShare, wafBlockedShare, cached }: ApiDashboardProps): IWidget[] {
  const throttled = throttledShare ? tiles.throttledShare(throttledShare) : accessLogGroup && tiles.throttledLines(accessLogGroup);
  return row([
    ...(throttled ? [throttled] : []),
    ...(cached ? [tiles.cacheHitRatio(metrics)] : []),
    ...(wafBlockedShare ? [tiles.wafBlocked(wafBlockedShare)] : []),
  ]);
}

function lines({ metrics, accessLogGroup }: ApiDashboardProps): IWidget[][] {
  return accessLogGroup ? tiles.logTables(accessLogGroup, metrics).map((table) => row([table])) : [];
}
