import { Duration } from 'aws-cdk-lib';
import type { IAlarm } from 'aws-cdk-lib/aws-cloudwatch';
import { checkedBake, checkedMinimumRequests, checkedSteps, checkedWithin } from './canary-checks';
import type { CanaryOptions, CanaryWatchOptions, ManualCanaryOptions } from './canary-options';
import { CanaryTimes, timesOfOperator, timesOfSteps } from './canary-times';
import { ForeignCanary } from './foreign-canary';
import { CanaryThresholds, canaryThresholds } from './signals/canary-thresholds';

/** @internal A release with every default filled in. */
export interface CanaryPlan extends CanaryWatch {
  readonly mode: 'steps' | 'manual';
  /** Percent, ascending; one when an operator decides. */
  readonly steps: readonly number[];
  /** How long each of them lasts at least; nothing when an operator decides. */
  readonly bake: Duration;
  readonly times: CanaryTimes;
  /** None if undefined. */
  readonly minimumRequests: number | undefined;
}

/** @internal What ends a release, with every default filled in. */
export interface CanaryWatch {
  readonly alarms: readonly IAlarm[];
  readonly thresholds: CanaryThresholds;
  readonly onForeignCanary: ForeignCanary;
  readonly failOnDrift: boolean;
}

/**
 * How a new deployment gets the traffic of a stage: a little first, all of it when nothing speaks against it.
 *
 * `cdk deploy` waits until the release is decided. When an alarm goes off, the canary is taken away within half a minute and the stack rolls
 * back; the base of the stage has never left the old deployment. What is canaried is what a deployment holds (methods, integrations, models,
 * authorizers, gateway responses, the resource policy), stage variables, and the code of functions that are called by a version
 * (`fn.currentVersion`). Everything else of the stack is changed for everybody before or after: throttles, logs, web ACLs, tables, permissions.
 *
 * API Gateway decides anew for each request which of the two answers it, so both must serve the same clients.
 *
 * Stages of HTTP and WebSocket APIs have no canary. There it is the functions behind routes that are released, and nothing else: `LambdaReleases`
 * says what of all this holds for them.
 */
export class Canary {
  /**
   * Let the canary have more and more of the traffic, and then all of it.
   *
   * The first deployment of an API, or of this canary on an API, has nothing to compare with and goes to everybody at once.
   *
   * @param percentages percent of the traffic, ascending, above 0 and up to 100; five of them at most
   */
  public static steps(percentages: number[], options: CanaryOptions = {}): Canary {
    const steps = checkedSteps(percentages);
    const bake = checkedBake(options.bake ?? Duration.minutes(10), steps.length);
    const minimumRequests = checkedMinimumRequests(options.minimumRequests);
    const times = timesOfSteps(Duration.seconds(bake.toSeconds() * steps.length), minimumRequests !== undefined);
    return new Canary({ ...watchOf(options), mode: 'steps', steps, bake, times, minimumRequests });
  }

  /**
   * Give the canary its share, and let an operator promote or abort it: `npx cdk-gatehouse canary promote`, or the console. The deployment
   * stays open until then. Alarms end it all the same, and so does the deadline.
   *
   * @param percent percent of the traffic, above 0 and up to 100
   */
  public static manual(percent: number, options: ManualCanaryOptions = {}): Canary {
    const steps = checkedSteps([percent]);
    const times = timesOfOperator(checkedWithin(options.within ?? Duration.minutes(50)));
    return new Canary({ ...watchOf(options), mode: 'manual', steps, bake: Duration.seconds(0), times, minimumRequests: undefined });
  }

  /** No canary: a new deployment gets all the traffic at once. */
  public static off(): Canary {
    return new Canary();
  }

  private constructor(
    /** @internal */
    public readonly _plan?: CanaryPlan,
  ) {}

  /** @internal Whether there is a canary at all. */
  public get _isOn(): boolean {
    return this._plan !== undefined;
  }
}

function watchOf(options: CanaryWatchOptions): CanaryWatch {
  return {
    alarms: [...(options.alarms ?? [])],
    thresholds: canaryThresholds(options),
    onForeignCanary: options.onForeignCanary ?? ForeignCanary.FAIL,
    failOnDrift: options.failOnDrift ?? false,
  };
}
