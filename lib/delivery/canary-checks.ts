import { Duration, Token } from 'aws-cdk-lib';
import { LONGEST_MINUTES, SHORTEST_BAKE_MINUTES } from './canary-times';
import { refuse } from '../core/refuse';

/** Each of them bakes, and together they have an hour. */
const MOST_STEPS = 5;
const SHORTEST_DECISION_MINUTES = 5;

/** Percent of the traffic, one after the other. How many there are says how long the release takes, so they must be known here. */
export function checkedSteps(percentages: readonly number[]): readonly number[] {
  if (Token.isUnresolved(percentages) || percentages.some((percent) => Token.isUnresolved(percent))) refuse('canary-steps-unresolved', {});
  if (percentages.length === 0) refuse('canary-without-steps', {});
  if (percentages.length > MOST_STEPS) refuse('canary-too-many-steps', { given: percentages.join(', '), most: MOST_STEPS });
  percentages.forEach(checkPercent);
  if (percentages.some((percent, index) => index > 0 && percent <= percentages[index - 1])) {
    refuse('canary-steps-not-ascending', { given: percentages.join(', ') });
  }
  return [...percentages];
}

function checkPercent(percent: number): void {
  if (!(percent > 0 && percent <= 100)) refuse('canary-percent-out-of-range', { given: percent });
}

/** Whole seconds, because that is what is told the functions. */
export function checkedBake(bake: Duration, steps: number): Duration {
  const seconds = known('bake', bake);
  if (seconds < SHORTEST_BAKE_MINUTES * 60) refuse('canary-bake-too-short', { seconds, shortest: SHORTEST_BAKE_MINUTES });
  if (seconds * steps > LONGEST_MINUTES * 60) refuse('canary-takes-too-long', { steps, seconds, longest: LONGEST_MINUTES });
  return Duration.seconds(seconds);
}

/** How long an operator has. */
export function checkedWithin(within: Duration): Duration {
  const seconds = known('within', within);
  if (seconds < SHORTEST_DECISION_MINUTES * 60 || seconds > LONGEST_MINUTES * 60) {
    refuse('canary-deadline-out-of-range', { seconds, shortest: SHORTEST_DECISION_MINUTES, longest: LONGEST_MINUTES });
  }
  return Duration.seconds(seconds);
}

/** A token is told the functions as it is. */
export function checkedMinimumRequests(minimum: number | undefined): number | undefined {
  if (minimum === undefined || Token.isUnresolved(minimum) || (Number.isInteger(minimum) && minimum >= 1)) return minimum;
  return refuse('canary-minimum-requests-not-whole', { given: minimum });
}

function known(option: string, duration: Duration): number {
  return duration.isUnresolved() ? refuse('canary-time-unresolved', { option }) : Math.ceil(duration.toSeconds({ integral: false }));
}
