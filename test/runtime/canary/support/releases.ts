import { CANARY_RESOURCE_TYPE, CanaryRolloutProperties } from '../../../../lib/delivery/canary-contract';

export const API = 'a1b2c3d4e5';
export const STAGE = 'prod';
export const MINUTE = 60_000;
/** How long a step lasts, unless a test says otherwise: the least there is. */
export const BAKE = 3 * MINUTE;
export const METRIC = { namespace: 'shop', metricName: 'CanaryRequests' };

/** A deployment that other people made. */
export const FOREIGN = 'd9';

/** What tests change. The rest is a release in two steps. */
export type Release = Partial<CanaryRolloutProperties> & { readonly DeploymentId: string };

/** As the template has it. */
export function properties(release: Release): CanaryRolloutProperties {
  const steps = release.Steps ?? [10, 50];
  const bake = release.BakeSeconds ?? BAKE / 1_000;
  return {
    RestApiId: API,
    StageName: STAGE,
    StageVariables: {},
    Mode: 'steps',
    Steps: steps,
    BakeSeconds: bake,
    DeadlineSeconds: steps.length * bake + 180,
    AlarmNames: ['errors', 'latency'],
    MinimumRequests: 0,
    OnForeignCanary: 'fail',
    OnDrift: 'continue',
    ...release,
  };
}

/** Given to an operator for 50 minutes. */
export function manual(release: Release): Release {
  return { Mode: 'manual', Steps: [10], BakeSeconds: 0, DeadlineSeconds: 50 * 60, ...release };
}

/** Steps last until the canary had so many requests. */
export function counting(minimumRequests: number, release: Release): Release {
  const RequestsMetric = { Namespace: METRIC.namespace, MetricName: METRIC.metricName };
  return { MinimumRequests: minimumRequests, RequestsMetric, DeadlineSeconds: 15 * 60, ...release };
}

/** When the provider gives up: two minutes after the release itself does. */
export function timeoutMs(template: CanaryRolloutProperties): number {
  return (template.DeadlineSeconds + 120) * 1_000;
}

export const RESOURCE = { LogicalResourceId: 'CanaryRollout', ResourceType: CANARY_RESOURCE_TYPE };
