import type { Dashboard } from 'aws-cdk-lib/aws-cloudwatch';
import { Stats } from 'aws-cdk-lib/aws-cloudwatch';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { ChatMetrics } from './chat-metrics';
import { ChatQueues } from './chat-queues';
import { COUNT, graph, MILLISECONDS, PERCENT, row } from '../observability/tiles';

export interface ChatDashboardProps {
  readonly metrics: ChatMetrics;
  readonly queues: ChatQueues;
  readonly dispatcher: IFunction;
}

/** What a chat adds to the page of its API: does everybody get everything, how soon, and what waits. */
export function addChatRows(dashboard: Dashboard, { metrics, queues, dispatcher }: ChatDashboardProps): void {
  const latencies = [50, 90, 99].map((p) => metrics.fanOutLatency({ statistic: Stats.p(p), label: `p${p}` }));
  dashboard.addWidgets(...row([
    graph('Deliveries', [metrics.delivered(), metrics.failed(), metrics.gone(), metrics.throttled()], COUNT),
    graph('From stored to delivered', latencies, MILLISECONDS),
    graph('Lost and throttled posts', [metrics.failureShare(), metrics.throttledShare()], PERCENT),
  ]));
  dashboard.addWidgets(...row([
    graph('Messages', [metrics.stored(), metrics.duplicates(), metrics.refused()], COUNT),
    graph('Waiting', [
      queues.tasks.metricApproximateNumberOfMessagesVisible({ label: 'Tasks' }),
      queues.deadLetters.metricApproximateNumberOfMessagesVisible({ label: 'Dead letters' }),
    ], COUNT),
    graph('How far behind', [
      dispatcher.metric('IteratorAge', { statistic: Stats.MAXIMUM, label: 'Stream [ms]' }),
    ], MILLISECONDS),
  ]));
}
