import { CloudWatchClient, paginateGetMetricData } from '@aws-sdk/client-cloudwatch';
import type { Traffic } from '../ports';
import type { RequestsMetric } from '../read-rollout';

const MINUTE = 60_000;

/** @param metric counts the requests of the canary; without one nothing can be counted. */
export function awsTraffic(client: CloudWatchClient, metric: RequestsMetric | undefined, now: () => number): Traffic {
  return {
    async requestsSince(since) {
      if (!metric) throw new TypeError('the property RequestsMetric of the canary is needed to count requests');
      // The minute a step began in also counts requests of the step before.
      const StartTime = Math.ceil(since / MINUTE) * MINUTE;
      const EndTime = now();
      return StartTime < EndTime ? sum(client, metric, { StartTime: new Date(StartTime), EndTime: new Date(EndTime) }) : 0;
    },
  };
}

async function sum(client: CloudWatchClient, metric: RequestsMetric, window: { StartTime: Date; EndTime: Date }): Promise<number> {
  const Metric = { Namespace: metric.namespace, MetricName: metric.metricName };
  const MetricDataQueries = [{ Id: 'requests', MetricStat: { Metric, Period: MINUTE / 1_000, Stat: 'Sum' } }];
  let total = 0;
  for await (const { MetricDataResults = [] } of paginateGetMetricData({ client }, { ...window, MetricDataQueries })) {
    for (const { Values = [] } of MetricDataResults) total += Values.reduce((one, other) => one + other, 0);
  }
  return total;
}
