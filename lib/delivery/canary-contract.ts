/** The type of the resource in templates: a promise, like a logical id. */
export const CANARY_RESOURCE_TYPE = 'Custom::ApiCanaryRollout';

/**
 * What the template tells the functions that carry a canary out. CloudFormation hands numbers over as text.
 * While a stack rolls back the functions of one version may get the properties of another: names are added, and never change their meaning.
 */
export interface CanaryRolloutProperties {
  readonly RestApiId: string;
  readonly StageName: string;
  /** The new one. */
  readonly DeploymentId: string;
  /** All variables the stage is to have. */
  readonly StageVariables: { readonly [name: string]: string };
  /** `manual`: one step, and an operator promotes or aborts. */
  readonly Mode: 'steps' | 'manual';
  /** Percent, ascending. */
  readonly Steps: readonly number[];
  /** How long each of them lasts at least. */
  readonly BakeSeconds: number;
  /** When the release is given up that is still not promoted. */
  readonly DeadlineSeconds: number;
  /** Any of them in ALARM ends the release. */
  readonly AlarmNames: readonly string[];
  /** Requests the canary must have had in a step; 0 for none. Counted by the metric. */
  readonly MinimumRequests: number;
  readonly RequestsMetric?: { readonly Namespace: string; readonly MetricName: string };
  /** What becomes of a canary that somebody else has on the stage. */
  readonly OnForeignCanary: 'fail' | 'takeOver';
  /** What becomes of the release when somebody gives the stage another deployment meanwhile. */
  readonly OnDrift: 'continue' | 'fail';
}

/** Seconds between two looks at a release: well below the ten requests a second that API Gateway takes of an account, also with twenty releases at once. */
export const CANARY_INTERVAL_SECONDS = 15;
