import { Lazy } from 'aws-cdk-lib';
import type { CfnStage } from 'aws-cdk-lib/aws-apigateway';
import type { IAlarm } from 'aws-cdk-lib/aws-cloudwatch';
import type { CanaryPlan } from './canary';
import type { CanaryRolloutProperties } from './canary-contract';
import type { CanarySignals } from './signals/canary-signals';
import { checkedStageName } from '../core/stage-name';

/** What the gate in front of a stage is about. */
export interface Released {
  readonly plan: CanaryPlan;
  readonly stage: CfnStage;
  /** More may come until the app is synthesised. */
  readonly alarms: readonly IAlarm[];
  readonly signals?: CanarySignals;
}

/** What the functions are told, name by name: that they all are there is checked by the compiler. */
export function canaryProperties({ plan, stage, alarms, signals }: Released): Record<keyof CanaryRolloutProperties, unknown> {
  const { mode, steps, bake, times, minimumRequests = 0 } = plan;
  return {
    RestApiId: stage.restApiId,
    StageName: checkedStageName(stage.stageName ?? ''),
    DeploymentId: Lazy.any({ produce: () => stage.deploymentId }),
    StageVariables: Lazy.any({ produce: () => stage.variables ?? {} }),
    Mode: mode,
    Steps: steps,
    BakeSeconds: bake.toSeconds(),
    DeadlineSeconds: times.deadline.toSeconds(),
    AlarmNames: Lazy.any({ produce: () => alarms.map(({ alarmName }) => alarmName) }),
    MinimumRequests: minimumRequests,
    RequestsMetric: minimumRequests === 0 ? undefined : metricOf(signals),
    OnForeignCanary: plan.onForeignCanary,
    OnDrift: plan.failOnDrift ? 'fail' : 'continue',
  };
}

function metricOf(signals?: CanarySignals): CanaryRolloutProperties['RequestsMetric'] {
  return signals && { Namespace: signals.requests.namespace, MetricName: signals.requests.metricName };
}
