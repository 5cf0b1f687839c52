import { Duration } from 'aws-cdk-lib';
import { CANARY_INTERVAL_SECONDS } from './canary-contract';

/** A custom resource has an hour (AWS: "ServiceTimeout", 3600 seconds). Less what it takes to begin and to promote, and to answer. */
export const LONGEST_MINUTES = 53;
/** Metrics come a minute or two late, and alarms later still. */
export const SHORTEST_BAKE_MINUTES = 3;
/** What a release that waits for requests has at least. */
const PATIENCE = Duration.minutes(55);
/** For what it takes to begin, to take the steps and to promote. */
const LEEWAY = Duration.minutes(5);
/** Before the waiter gives up, so that it is the release that ends, with its reason and without its canary. */
const HEAD_START = Duration.minutes(2);
/** For the answer to CloudFormation. */
const ANSWER = Duration.minutes(2);

/** How long the parts of a release wait for one another. */
export interface CanaryTimes {
  /** When the release is given up that is still not promoted. */
  readonly deadline: Duration;
  /** When the waiter gives up: whole intervals of it. */
  readonly totalTimeout: Duration;
  /** When CloudFormation gives up. */
  readonly serviceTimeout: Duration;
}

/** Of a release that bakes as long as this altogether, and longer only if it waits for requests. */
export function timesOfSteps(baking: Duration, waitsForRequests: boolean): CanaryTimes {
  const needed = wholeIntervals(baking.plus(LEEWAY));
  const totalTimeout = waitsForRequests && needed.toSeconds() < PATIENCE.toSeconds() ? PATIENCE : needed;
  return { totalTimeout, deadline: Duration.seconds(totalTimeout.toSeconds() - HEAD_START.toSeconds()), serviceTimeout: totalTimeout.plus(ANSWER) };
}

/** Of a release that an operator decides about. */
export function timesOfOperator(deadline: Duration): CanaryTimes {
  const totalTimeout = wholeIntervals(deadline.plus(LEEWAY));
  return { totalTimeout, deadline, serviceTimeout: totalTimeout.plus(ANSWER) };
}

function wholeIntervals(duration: Duration): Duration {
  return Duration.seconds(Math.ceil(duration.toSeconds() / CANARY_INTERVAL_SECONDS) * CANARY_INTERVAL_SECONDS);
}
