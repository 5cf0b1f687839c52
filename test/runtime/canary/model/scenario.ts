import type { CanaryView } from '../../../../runtime/canary/ports';
import type { Rollout } from '../../../../runtime/canary/rollout';
import { NEW, OLD, rollout } from '../support/rollouts';

/** From the template before to the template after. */
export interface Release { readonly from: Rollout; readonly to: Rollout }

/**
 * How CloudFormation updates a stage, which is not known: with what differs between two templates, with what differs between the template and the
 * live stage, or with the former and without the variables that the template before had alone.
 */
export type StageHandler = 'templates' | 'live' | 'tidy';

/** A release, and what may come between. */
export interface Scenario {
  readonly name: string;
  readonly release: Release;
  readonly stageHandler: StageHandler;
  /** Another resource fails, or somebody cancels the update, at any time. */
  readonly mayFail: boolean;
  /**
   * Only after the begin has looked at the stack: a release without a deployment of its own cannot be told from its rollback. The construct makes a
   * deployment for other variables too.
   */
  readonly failsLate?: boolean;
  /** An alarm goes off at any time. */
  readonly mayAlarm?: boolean;
  /** Somebody does this with the console, at any time; who promotes when the rollback is over knows what they do. */
  readonly human?: 'abort' | 'promote';
  /** One that is on the stage when the release begins. */
  readonly canary?: CanaryView;
}

/** A deployment that is neither the old one nor the new one. */
export const OTHER = 'd9other';

const CODE: Release = releaseOf({ deploymentId: OLD }, { deploymentId: NEW });
const TWO_STEPS: Release = releaseOf({ deploymentId: OLD, steps: [10, 50] }, { deploymentId: NEW, steps: [10, 50] });
const BOTH: Release = releaseOf(
  { deploymentId: OLD, variables: { color: 'blue', gone: 'soon' } },
  { deploymentId: NEW, variables: { color: 'green', fresh: 'yes' } },
);
const VARIABLES: Release = releaseOf(
  { deploymentId: OLD, steps: [10, 50], variables: { color: 'blue', gone: 'soon' } },
  { deploymentId: OLD, steps: [10, 50], variables: { color: 'green', fresh: 'yes' } },
);

function releaseOf(from: Partial<Rollout>, to: Partial<Rollout>): Release {
  const common = { steps: [10], bakeMs: 0, alarms: ['errors'] };
  return { from: rollout({ ...common, ...from }), to: rollout({ ...common, ...to }) };
}

function canaryTo(deploymentId: string, percent: number): CanaryView {
  return { deploymentId, percent, overrides: { rogue: 'x' } };
}

const HANDLERS: readonly StageHandler[] = ['templates', 'live', 'tidy'];

/** Everything that is looked at. */
export const SCENARIOS: readonly Scenario[] = [
  ...HANDLERS.flatMap((stageHandler): Scenario[] => [
    { name: 'nothing fails, in two steps', release: TWO_STEPS, stageHandler, mayFail: false },
    { name: 'nothing fails, variables change too', release: BOTH, stageHandler, mayFail: false },
    { name: 'nothing fails, only variables change', release: VARIABLES, stageHandler, mayFail: false },
    { name: 'another resource fails', release: CODE, stageHandler, mayFail: true },
    { name: 'another resource fails, variables change too', release: BOTH, stageHandler, mayFail: true },
    { name: 'another resource fails, only variables change', release: VARIABLES, stageHandler, mayFail: true, failsLate: true },
  ]),
  { name: 'a canary without traffic is there', release: BOTH, stageHandler: 'templates', mayFail: false, canary: canaryTo(OLD, 0) },
  { name: 'a canary of somebody else is there', release: CODE, stageHandler: 'templates', mayFail: false, canary: canaryTo(OTHER, 20) },
  { name: 'another resource fails, in two steps', release: TWO_STEPS, stageHandler: 'live', mayFail: true },
  { name: 'an alarm goes off', release: TWO_STEPS, stageHandler: 'templates', mayFail: false, mayAlarm: true },
  { name: 'somebody aborts', release: TWO_STEPS, stageHandler: 'templates', mayFail: false, human: 'abort' },
  { name: 'somebody promotes', release: TWO_STEPS, stageHandler: 'templates', mayFail: false, human: 'promote' },
  { name: 'somebody aborts and another resource fails', release: CODE, stageHandler: 'templates', mayFail: true, human: 'abort' },
  { name: 'somebody promotes and another resource fails', release: TWO_STEPS, stageHandler: 'templates', mayFail: true, human: 'promote' },
];
