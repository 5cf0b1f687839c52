import { IMetric, IWidget, MathExpression, Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { ApiMetrics } from '../../observability/api-metrics';
import { COUNT, graph, MILLISECONDS, PERCENT, row } from '../../observability/tiles';

/** What is measured of a canary. */
export interface CanaryMetrics {
  readonly requests: Metric;
  readonly serverErrors: Metric;
  readonly clientErrors: Metric;
  readonly latency: Metric;
}

/** A row of a dashboard: the stage beside its canary. */
export function canaryTiles(stage: ApiMetrics, canary: CanaryMetrics): IWidget[] {
  return row([
    graph('Error rates, stage and canary', errorRates(stage, canary), PERCENT),
    graph('Latency p99, stage and canary', [stage.latency({ label: 'Stage' }), canary.latency], MILLISECONDS),
    graph('Requests, stage and canary', [stage.requests({ label: 'Stage' }), canary.requests], COUNT),
  ]);
}

function errorRates(stage: ApiMetrics, canary: CanaryMetrics): IMetric[] {
  const rate = (counted: Metric, measure: string, label: string): IMetric => {
    const [id, requests] = [stage._id(measure), stage._id('canaryRequests')];
    return new MathExpression({
      expression: `100 * ${id} / ${requests}`,
      label,
      period: canary.requests.period,
      usingMetrics: { [id]: counted, [requests]: canary.requests },
    });
  };
  return [
    stage.serverErrorRate({ label: 'Stage 5xx [%]' }),
    rate(canary.serverErrors, 'canaryServerErrors', 'Canary 5xx [%]'),
    stage.clientErrorRate({ label: 'Stage 4xx [%]' }),
    rate(canary.clientErrors, 'canaryClientErrors', 'Canary 4xx [%]'),
  ];
}
