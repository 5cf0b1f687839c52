import { AlarmStatusWidget, Dashboard, GraphWidget, IAlarm, IMetric, LogQueryWidget } from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';
import { API_NAME, Measures, Reporting } from './measures';

/** Where the dashboard gets the rest of what it shows. */
export interface DashboardSources extends Reporting {
  readonly alarms: IAlarm[];
}

/** Health first, then causes, then what keeps callers out, then the lines to read. */
export function addDashboard(scope: Construct, measures: Measures, { alarms, accessLog, routeField }: DashboardSources): void {
  const logGroupNames = [accessLog.logGroupName];
  new Dashboard(scope, 'Dashboard', {
    widgets: [
      [
        new AlarmStatusWidget({ title: API_NAME, alarms, width: 6, height: 6 }),
        graph('Error rates', 6, measures.serverErrors, measures.clientErrors),
        graph('Latency', 6, measures.latency),
        graph('Requests', 6, measures.requests),
      ],
      [
        graph('Where the time goes', 12, measures.latency, measures.integrationLatency),
        graph('Errors', 12, measures.serverErrors, measures.clientErrors),
      ],
      [graph('Throttled', 12, measures.throttled), ...measures.blocked ? [graph('Blocked', 12, measures.blocked)] : []],
      [query('Last server errors', logGroupNames, ['fields @timestamp, status, path, requestId', 'filter status like /^5/', 'limit 20'])],
      [query('Slowest routes', logGroupNames, [`stats pct(responseLatency, 99) as p99 by ${routeField}`, 'sort p99 desc', 'limit 20'])],
    ],
  });
}

function graph(title: string, width: number, ...left: IMetric[]): GraphWidget {
  return new GraphWidget({ title, left, width, height: 6 });
}

function query(title: string, logGroupNames: string[], queryLines: string[]): LogQueryWidget {
  return new LogQueryWidget({ title, logGroupNames, queryLines, width: 24, height: 6 });
}
