import type { Core } from './core';
import { BEGIN, HUMAN, ROLLBACK, STAGE_HANDLER } from './laws';
import type { Release } from './scenario';
import { World } from './world';
import type { Begun } from '../../../../runtime/canary/begin';
import type { Started } from '../../../../runtime/canary/rollout';

type Answer = 'success' | 'failure';

/** A release that takes longer has no end: every look at it finds that enough time has gone by. */
const MOST_TICKS = 5;

/** CloudFormation, the functions it calls and the people around it, as processes of a world. */
export class ReleaseProcesses {
  private answer?: Answer;
  /** Whether CloudFormation has begun to bring the stage to the new template, and whether it is through. */
  private stageUpdate: 'not begun' | 'under way' | 'done' = 'not begun';
  private openRollbacks = 0;
  private isRollingBack = false;

  constructor(private readonly world: World, private readonly core: Core) {}

  public spawn(): void {
    const { world: { scheduler, scenario } } = this;
    scheduler.spawn(() => this.handler());
    scheduler.spawn(() => this.forward());
    if (scenario.mayFail) scheduler.spawn(() => this.sibling());
    if (scenario.mayAlarm) scheduler.spawn(() => this.alarm());
    if (scenario.human) scheduler.spawn(() => this.human());
  }

  /** What the template says, now that all is over. */
  public get outcome(): 'old' | 'new' {
    return this.world.status.includes('ROLLBACK') ? 'old' : 'new';
  }

  private sibling(): Promise<void> {
    const { world, world: { scenario: { failsLate } } } = this;
    return world.ask('sibling', 'fails', () => this.rollBack(), () => this.isUpdating() && (world.hasBegun || !failsLate));
  }

  private alarm(): Promise<void> {
    return this.world.ask('alarm', 'goes off', () => { this.world.isLoud = true; });
  }

  private async human(): Promise<void> {
    const { world, world: { stage, laws, scenario: { human } } } = this;
    if (human === 'abort') return world.change(HUMAN, 'aborts', () => stage.removeCanary());
    await quietly(() => world.change(HUMAN, 'promotes', () => stage.promote(), () => !laws.isRolledBack));
  }

  /** All that processes share. */
  public get state(): unknown {
    return [this.answer, this.stageUpdate, this.openRollbacks, this.isRollingBack];
  }

  private isUpdating(): boolean {
    return this.world.status === 'UPDATE_IN_PROGRESS';
  }

  /** The provider: it begins, and then looks on, whether CloudFormation still listens or not. */
  private async handler(): Promise<void> {
    const { world, core, world: { scenario: { release } } } = this;
    const begun = await quietly(() => core.begin(release, world.ports(BEGIN)));
    this.answer = begun === undefined ? 'failure' : isSettled(begun) ? 'success' : await this.wait(begun.started);
  }

  private async wait(started: Started): Promise<Answer> {
    const { world, core } = this;
    for (let looks = 0; looks < MOST_TICKS; looks++) {
      const progress = await quietly(() => core.tick(world.scenario.release.to, started, world.ports(world.laws.tickBegins())));
      if (!progress) return 'failure';
      if (progress.isComplete) return 'success';
    }
    if (this.isUpdating()) world.laws.breaks('the waiter finds no end');
    return 'failure';
  }

  /** CloudFormation on the way to the new template. */
  private async forward(): Promise<void> {
    const { world, world: { scenario: { release } } } = this;
    await world.ask('CloudFormation', 'takes the answer', () => this.take(), () => this.answer !== undefined && this.isUpdating());
    if (!this.isUpdating()) return;
    await this.updateStage(release);
    this.stageUpdate = 'done';
    await world.ask('CloudFormation', 'completes', () => { world.status = 'UPDATE_COMPLETE_CLEANUP_IN_PROGRESS'; }, () => this.isUpdating());
    await this.cleanUp(release.from.deploymentId);
  }

  private take(): void {
    if (this.answer === 'failure') this.rollBack();
    else this.stageUpdate = 'under way';
  }

  /** At once: what is under way is cancelled, and nobody tells it. */
  private rollBack(): void {
    const { world, world: { scheduler } } = this;
    world.status = 'UPDATE_ROLLBACK_IN_PROGRESS';
    this.openRollbacks = 1;
    scheduler.spawn(() => this.rollBackRollout());
    if (this.stageUpdate !== 'not begun') scheduler.spawn(() => this.rollBackStage());
    scheduler.spawn(() => this.afterRollback());
  }

  /** The same function as on the way forward, with the properties exchanged, once CloudFormation's own handlers are through. */
  private async rollBackRollout(): Promise<void> {
    const { world, core, world: { scenario: { release: { from, to } } } } = this;
    await world.ask('CloudFormation', 'calls the rollback', () => { this.isRollingBack = true; }, () => this.stageUpdate !== 'under way');
    const begun = await quietly(() => core.begin({ to: from, from: to }, world.ports(ROLLBACK)));
    if (!begun || !isSettled(begun)) world.laws.breaks(begun ? 'the rollback began a release' : 'the rollback failed');
    world.laws.isRolledBack = true;
    this.isRollingBack = false;
    this.openRollbacks--;
  }

  /** Before the rollback of the rollout, after it, and in between unless both would remove the same variables: in truth one waits for the other. */
  private async rollBackStage(): Promise<void> {
    const { world: { scenario: { stageHandler, release: { from, to } } } } = this;
    this.openRollbacks++;
    await this.updateStage({ to: from, from: to }, () => this.stageUpdate === 'done' && !(stageHandler === 'tidy' && this.isRollingBack));
    this.openRollbacks--;
  }

  private async afterRollback(): Promise<void> {
    const { world, world: { scenario: { release } } } = this;
    const isOver = (): boolean => this.openRollbacks === 0;
    await world.ask('CloudFormation', 'has rolled back', () => { world.status = 'UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS'; }, isOver);
    await this.cleanUp(release.to.deploymentId);
  }

  /** CloudFormation's own handler of stages. */
  private async updateStage({ to, from }: Release, isPossible?: () => boolean): Promise<void> {
    const { world, world: { stage, scenario: { stageHandler } } } = this;
    const before = stageHandler === 'live' ? await world.ask(STAGE_HANDLER, 'GetStage', () => world.seen(), isPossible) : from;
    const restoration = (): Parameters<typeof stage.restore>[0] => ({
      deploymentId: to.deploymentId === before.deploymentId ? world.seen().deploymentId : to.deploymentId,
      variables: Object.fromEntries(Object.entries(to.variables).filter(([name, value]) => before.variables[name] !== value)),
      remove: stageHandler === 'tidy' ? Object.keys(from.variables).filter((name) => !(name in to.variables) && name in world.seen().variables) : [],
    });
    await world.change(STAGE_HANDLER, `updates to ${to.deploymentId}`, () => stage.restore(restoration()), isPossible);
  }

  /** A deletion that is refused leaves something behind, and fails nothing. */
  private async cleanUp(deploymentId: string): Promise<void> {
    const { world, world: { scenario: { release: { from, to } } } } = this;
    if (from.deploymentId === to.deploymentId) return;
    await quietly(() => world.change('CloudFormation', `deletes ${deploymentId}`, () => world.stage.deleteDeployment(deploymentId)));
  }
}

function isSettled(begun: Begun): begun is Extract<Begun, { settled: string }> {
  return 'settled' in begun;
}

/** Nothing if it was refused, for whatever reason. */
async function quietly<T>(action: () => Promise<T>): Promise<T | undefined> {
  try {
    return await action();
  } catch {
    return undefined;
  }
}
