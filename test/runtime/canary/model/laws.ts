import { OTHER, Scenario } from './scenario';
import type { StageView } from '../../../../runtime/canary/ports';
import { isReached, Rollout } from '../../../../runtime/canary/rollout';

/** Those who carry the release out, and those who are beyond its reach. */
export const BEGIN = 'begin';
export const ROLLBACK = 'rollback';
export const STAGE_HANDLER = 'stage handler';
export const HUMAN = 'human';
const TICK = /^tick \d+$/;

interface Step { readonly who: string; readonly what: string; readonly before: StageView; readonly after: StageView }

/** What must hold of every schedule. Each law says in words how it was broken. */
export class Laws {
  public readonly broken: string[] = [];
  public isRolledBack = false;
  /** Calls that began while an alarm was in ALARM. */
  private readonly warned = new Set<string>();
  private ticks = 0;
  private isPromoted = false;

  constructor(private readonly scenario: Scenario) {}

  public isWarned(who: string): void {
    this.warned.add(who);
  }

  public tickBegins(): string {
    this.ticks++;
    return `tick ${this.ticks}`;
  }

  /** All that a law looks at. */
  public get state(): unknown {
    return [this.broken, this.isRolledBack, [...this.warned].sort(), this.ticks, this.isPromoted];
  }

  public breaks(law: string): void {
    this.broken.push(law);
  }

  /** After every request that changes the stage. */
  public look(step: Step): void {
    this.checkPercentage(step);
    this.checkPromotion(step);
    this.checkForeign(step);
    if (this.isRolledBack) this.checkRest(step);
  }

  /** Once nobody does anything any more. */
  public atRest(stage: StageView, outcome: 'old' | 'new'): void {
    const { from, to } = this.scenario.release;
    const [wanted, other] = outcome === 'old' ? [from, to] : [to, from];
    if (stage.deploymentId !== wanted.deploymentId) this.breaks(`the template says ${wanted.deploymentId}, and the base is ${stage.deploymentId}`);
    if (stage.canary && stage.canary.percent > 0 && stage.canary.deploymentId !== OTHER) this.breaks(`a canary with ${stage.canary.percent} % is left to ${stage.canary.deploymentId}`);
    if (!isReached(stage, { ...wanted, deploymentId: stage.deploymentId })) this.breaks(`the variables are ${JSON.stringify(stage.variables)}`);
    if (outcome === 'old') this.checkLeftOvers(stage, wanted, other);
    if (outcome === 'new') this.checkCompletion(stage);
    else if (this.isUndisturbed) this.breaks('nothing was in the way, and the release failed');
  }

  private get isUndisturbed(): boolean {
    const { mayFail, mayAlarm, human, canary } = this.scenario;
    return !mayFail && !mayAlarm && !human && !canary?.percent;
  }

  private checkCompletion({ canary, variables }: StageView): void {
    const { release: { from, to }, human } = this.scenario;
    if (!this.isPromoted && !human) this.breaks('everybody has the release, and it never was on a canary');
    if (canary && !human) this.breaks('the release is over, and its canary is there');
    const unknown = Object.keys(variables).filter((name) => !(name in from.variables) && !(name in to.variables));
    if (unknown.length > 0) this.breaks(`nobody asked for the variable ${unknown.join()}`);
  }

  private checkLeftOvers({ variables }: StageView, wanted: Rollout, other: Rollout): void {
    const leftOver = Object.keys(other.variables).filter((name) => !(name in wanted.variables) && name in variables);
    if (leftOver.length > 0) this.breaks(`the failed release left the variable ${leftOver.join()}`);
  }

  /** Never more traffic to the new one than the steps that were due allow. */
  private checkPercentage({ who, what, after }: Step): void {
    const { to: { steps } } = this.scenario.release;
    if (this.isNewBase(after) || !this.isNewCanary(after) || !after.canary) return;
    const allowed = steps[Math.min(this.ticks, steps.length - 1)];
    if (after.canary.percent > allowed) this.breaks(`${who}, ${what}: ${after.canary.percent} % where ${allowed} % are allowed`);
    if (this.warned.has(who) && who !== HUMAN && this.gets(after)) this.breaks(`${who}, ${what}: in spite of an alarm`);
  }

  /** Whether the call is one that brings traffic to the new one, and does not take it away. */
  private gets({ canary }: StageView): boolean {
    return canary !== undefined && canary.percent > 0;
  }

  /** All traffic goes to the new one only from the last step of its canary, or because a human or CloudFormation says so. */
  private checkPromotion({ who, what, before, after }: Step): void {
    if (!this.isNewBase(after) || this.isNewBase(before) || who === HUMAN || who === STAGE_HANDLER) return;
    const isLastStep = this.isNewCanary(before) && before.canary?.percent === this.scenario.release.to.steps.at(-1);
    if (!TICK.test(who) || !isLastStep) this.breaks(`${who}, ${what}: the new one became the base, and its canary was not at the last step`);
    this.isPromoted = true;
    if (this.warned.has(who)) this.breaks(`${who}, ${what}: promoted in spite of an alarm`);
  }

  /** No release begins, and none is rolled back, at the cost of somebody else's. */
  private checkForeign({ who, what, before: { canary }, after }: Step): void {
    if (who === HUMAN || canary?.deploymentId !== OTHER || canary.percent === 0) return;
    if (after.canary?.deploymentId !== OTHER) this.breaks(`${who}, ${what}: took a canary of somebody else away`);
  }

  /** What was rolled back stays so. A start that was under way when the stack was rolled back is taken back by who made it: see `atRest`. */
  private checkRest({ who, what, before, after }: Step): void {
    if (who === HUMAN || who === STAGE_HANDLER) return;
    if (this.isNewBase(after) && !this.isNewBase(before)) this.breaks(`${who}, ${what}: the base moved after the rollback was over`);
    if (who !== BEGIN && this.isNewCanary(after) && !this.isNewCanary(before)) this.breaks(`${who}, ${what}: a canary after the rollback was over`);
  }

  private isNewBase({ deploymentId, variables }: StageView): boolean {
    return this.isNew(deploymentId, variables);
  }

  private isNewCanary({ variables, canary }: StageView): boolean {
    return canary !== undefined && this.isNew(canary.deploymentId, { ...variables, ...canary.overrides });
  }

  private isNew(deploymentId: string, variables: Readonly<Record<string, string>>): boolean {
    const { from, to } = this.scenario.release;
    if (deploymentId !== to.deploymentId) return false;
    return from.deploymentId !== to.deploymentId || Object.entries(to.variables).every(([name, value]) => variables[name] === value);
  }
}
