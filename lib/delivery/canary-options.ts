import type { Duration } from 'aws-cdk-lib';
import type { IAlarm } from 'aws-cdk-lib/aws-cloudwatch';
import type { ForeignCanary } from './foreign-canary';
import type { CanaryThresholdOptions } from './signals/canary-thresholds';

/**
 * What ends a release before it is promoted. The thresholds are measured in the access log of the canary: a REST API without one has only the
 * alarms that are given here.
 */
export interface CanaryWatchOptions extends CanaryThresholdOptions {
  /**
   * Alarms of yours that end the release: any of them in ALARM takes the traffic back and rolls the stack back. One that is in ALARM already
   * keeps a release from starting.
   *
   * They must not name the stage by a reference (`stage.metric…()`, `stage.stageName`), because the stage waits for the release:
   * `ApiMetrics.ofStage('Orders', 'prod')` names it in letters. Let missing data count as healthy (`TreatMissingData.NOT_BREACHING`).
   *
   * @default []
   */
  readonly alarms?: IAlarm[];

  /**
   * What becomes of a canary that somebody else has on the stage when a release starts.
   *
   * @default ForeignCanary.FAIL
   */
  readonly onForeignCanary?: ForeignCanary;

  /**
   * Whether a release ends when somebody gives the stage another deployment meanwhile. Otherwise it goes on, and overwrites that deployment
   * when it is promoted.
   *
   * @default false
   */
  readonly failOnDrift?: boolean;
}

/** How long each step lasts, and what ends a release. */
export interface CanaryOptions extends CanaryWatchOptions {
  /**
   * How long each step lasts at least: 3 minutes or more, because metrics come a few minutes late, and 53 minutes at most for all steps
   * together, because CloudFormation waits an hour for a custom resource (AWS: "ServiceTimeout").
   *
   * @default Duration.minutes(10)
   */
  readonly bake?: Duration;

  /**
   * How many requests the canary must have had in each step before the next one: a step with fewer lasts longer, and the release fails
   * when it is not done 53 minutes after it began, or 3 minutes after its steps could be over if that is later. Counted in the access log of the canary, so a REST API needs one for it.
   *
   * @default - none: a canary that nobody calls is promoted
   */
  readonly minimumRequests?: number;
}

/** How long an operator has, and what ends the release before. */
export interface ManualCanaryOptions extends CanaryWatchOptions {
  /**
   * How long the operator has to promote or abort it, 5 to 53 minutes. What nobody promoted by then is rolled back. `cdk deploy` waits
   * all that time.
   *
   * @default Duration.minutes(50)
   */
  readonly within?: Duration;
}
