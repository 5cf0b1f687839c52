import { Laws } from './laws';
import { OTHER, Release, Scenario } from './scenario';
import { Scheduler } from './scheduler';
import type { AlarmBook, RolloutPorts, StageView } from '../../../../runtime/canary/ports';
import { StageOptions, StageState } from '../support/stage-state';

/** What happens between two releases takes no time: whatever has to last long enough has. */
const NOW = 1_800_000_000_000;

/** Makes the stage of a run. Mutations of what `aws/` does make another one. */
export type MakeStage = (options: StageOptions, release: Release) => StageState;

/** A stage that does what the service does. */
export const FAITHFUL: MakeStage = (options) => new StageState(options);

/** What only a faulty release does. */
interface Forgetful { forget(names: readonly string[]): Promise<void> }

/** Everything that the processes of one run share. */
export class World {
  public status = 'UPDATE_IN_PROGRESS';
  public isLoud = false;
  /** Whether the release has looked at the stack. */
  public hasBegun = false;
  public readonly stage: StageState;
  public readonly laws: Laws;

  constructor(public readonly scenario: Scenario, public readonly scheduler: Scheduler, makeStage: MakeStage) {
    this.stage = makeStage(optionsOf(scenario), scenario.release);
    this.laws = new Laws(scenario);
  }

  /** One request that looks at something or changes something else than the stage. */
  public ask<T>(who: string, what: string, action: () => T, isPossible?: () => boolean): Promise<T> {
    return this.scheduler.turn(who, what, action, isPossible);
  }

  /** One request that changes the stage, under the eyes of the law. */
  public change<T>(who: string, what: string, action: () => T, isPossible?: () => boolean): Promise<T> {
    return this.scheduler.turn(who, what, () => {
      const before = this.seen();
      const answer = action();
      this.laws.look({ who, what, before, after: this.seen() });
      return answer;
    }, isPossible);
  }

  /** All that processes share. */
  public get state(): unknown {
    return [this.status, this.isLoud, this.hasBegun, this.stage.read(), this.laws.state];
  }

  public seen(): StageView {
    const stage = this.stage.read();
    if (!stage) throw new Error('the stage is gone');
    return stage;
  }

  /** The world as one call of a handler sees it. */
  public ports(who: string): RolloutPorts & { readonly stage: Forgetful } {
    const { stage } = this;
    return {
      now: () => NOW,
      stack: { status: () => this.ask(who, 'DescribeStacks', () => this.atBegin(who)) },
      alarms: this.alarms(who),
      traffic: { requestsSince: () => this.ask(who, 'GetMetricData', () => 0) },
      stage: {
        read: () => this.ask(who, 'GetStage', () => stage.read()),
        start: (canary) => this.change(who, `start at ${canary.percent} %`, () => stage.start(canary)),
        step: (percent) => this.change(who, `step to ${percent} %`, () => stage.step(percent)),
        promote: () => this.change(who, 'promote', () => stage.promote()),
        removeCanary: () => this.change(who, 'remove the canary', () => stage.removeCanary()),
        restore: (restoration) => this.change(who, `restore ${restoration.deploymentId}`, () => stage.restore(restoration)),
        forget: (names) => this.change(who, `forget ${names.join()}`, () => stage.forget(names)),
        madeAt: (deploymentId) => this.ask(who, `GetDeployment ${deploymentId}`, () => stage.madeAt(deploymentId)),
      },
    };
  }

  private alarms(who: string): AlarmBook {
    const state = (): string => this.isLoud ? 'ALARM' : 'OK';
    return {
      find: (names) => this.ask(who, 'DescribeAlarms', () => names.map((name) => ({ name, state: state(), reason: 'errors' }))),
    };
  }

  /** The first request of every call. */
  private atBegin(who: string): string {
    this.hasBegun = true;
    if (this.isLoud) this.laws.isWarned(who);
    return this.status;
  }
}

/** The stage as it was before the release. */
function optionsOf({ release: { from, to }, canary }: Scenario): StageOptions {
  const { deploymentId, variables } = from;
  return { deploymentId, variables, canary, deployments: [to.deploymentId, OTHER], now: () => NOW };
}
