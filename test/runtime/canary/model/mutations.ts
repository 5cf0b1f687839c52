import type { Edit } from './core';
import type { Release } from './scenario';
import { FAITHFUL, MakeStage } from './world';
import type { StageView } from '../../../../runtime/canary/ports';
import { StageOptions, StageState } from '../support/stage-state';

/** A fault, put into the rules or into the requests that carry them out, and what is to become of it. */
export interface Mutation {
  readonly name: string;
  readonly expected: 'caught' | 'equallySafe';
  /** What it shows. */
  readonly because: string;
  readonly edits: readonly Edit[];
  readonly makeStage: MakeStage;
}

const RULES: readonly (Omit<Mutation, 'makeStage' | 'edits'> & { readonly edits: readonly [Edit, ...Edit[]] })[] = [
  {
    name: 'rollback reads before it removes the canary',
    expected: 'caught',
    because: 'the waiter promotes in between',
    edits: [{
      file: 'roll-back',
      find: '    await stage.removeCanary();\n    const found = await stage.read();',
      replace: '    const found = await stage.read();\n    await stage.removeCanary();',
    }],
  },
  {
    name: 'rollback removes the canary last',
    expected: 'caught',
    because: 'the waiter promotes what is still there',
    edits: [
      { file: 'roll-back', find: '    await stage.removeCanary();\n', replace: '' },
      { file: 'roll-back', find: '      return looks', replace: '      await stage.removeCanary();\n      return looks' },
    ],
  },
  {
    name: 'rollback does not ask whose canary it removes',
    expected: 'caught',
    because: 'the rollback of a release that was refused ends that of somebody else',
    edits: [{ file: 'roll-back', find: 'if (isSomebodyElses(await stage.read(), { to, from })) return', replace: 'if (false) return' }],
  },
  {
    name: 'rollback does not restore',
    expected: 'caught',
    because: 'nobody else takes a promotion back that CloudFormation does not know of',
    edits: [{ file: 'roll-back', find: 'await stage.restore({', replace: 'void ({' }],
  },
  {
    name: 'rollback leaves variables of the failed release',
    expected: 'caught',
    because: 'CloudFormation does not remove them',
    edits: [{ file: 'roll-back', find: 'remove: leftOver }', replace: 'remove: [] }' }],
  },
  {
    name: 'rollback does not look again after it restored',
    expected: 'caught',
    because: 'a step after a promotion by hand leads to the new deployment, and stays',
    edits: [{ file: 'roll-back', find: 'remove: leftOver });', replace: "remove: leftOver });\n    return '';" }],
  },
  {
    name: 'rollback does not ask which deployment is older',
    expected: 'caught',
    because: 'a begin that comes too late goes "back" to the new deployment',
    edits: [{ file: 'roll-back', find: 'if (await isOvertaken({ to, from }, stage))', replace: 'if (false)' }],
  },
  {
    name: 'rollback sends a canary back',
    expected: 'caught',
    because: 'the old deployment is no release',
    edits: [
      { file: 'begin', find: "if (status.includes('ROLLBACK')) return", replace: 'if (false) return' },
      { file: 'begin', find: "if (status !== 'UPDATE_IN_PROGRESS') throw", replace: 'if (false) throw' },
      { file: 'begin', find: "if (status === 'UPDATE_IN_PROGRESS') return;", replace: 'return;' },
    ],
  },
  {
    name: 'begin does not look at the stack again',
    expected: 'caught',
    because: 'the canary of a begin that came too late stays',
    edits: [{ file: 'begin', find: '  await takeBackIfGivenUp(ports);\n', replace: '' }],
  },
  {
    name: 'begin looks at the stack again before it starts',
    expected: 'caught',
    because: 'the rollback comes and goes between the look and the start',
    edits: [
      { file: 'begin', find: '  await takeBackIfGivenUp(ports);\n', replace: '' },
      { file: 'begin', find: '  await ports.stage.start(', replace: '  await takeBackIfGivenUp(ports);\n  await ports.stage.start(' },
    ],
  },
  {
    name: 'begin does not ask alarms',
    expected: 'caught',
    because: 'traffic goes to a deployment while an alarm is in ALARM',
    edits: [{ file: 'begin', find: '  if (against) throw', replace: '  if (false) throw' }],
  },
  {
    name: 'begin takes everybody\'s canary over',
    expected: 'caught',
    because: 'a release of somebody else ends without notice',
    edits: [{ file: 'begin', find: '  if (canary && isForeign(canary, stage, to) && !to.takesOver) {', replace: '  if (false) {' }],
  },
  {
    name: 'begin builds on the canary it finds',
    expected: 'caught',
    because: 'its variables are promoted too',
    edits: [{ file: 'begin', find: '  if (canary) await ports.stage.removeCanary();', replace: '' }],
  },
  {
    name: 'tick does not ask alarms',
    expected: 'caught',
    because: 'the release goes on in spite of them',
    edits: [{ file: 'tick', find: '  if (against) return', replace: '  if (false) return' }],
  },
  {
    name: 'tick does not ask for its canary',
    expected: 'caught',
    because: 'a release that was aborted never ends',
    edits: [{
      file: 'tick',
      find: 'if (!canary || !isOurs(canary, stage, rollout)) throw',
      replace: "if (!canary) return { isComplete: false, note: '' };\n  if (false) throw",
    }],
  },
  {
    name: 'tick does not ask the stack',
    expected: 'equallySafe',
    because: 'the rollback removes the canary and restores what was promoted; asking spares traffic a promotion while the stack is rolled back',
    edits: [{ file: 'tick', find: "  if (status !== 'UPDATE_IN_PROGRESS') throw", replace: '  if (false) throw' }],
  },
  {
    name: 'step does not look at its answer',
    expected: 'caught',
    because: 'it made a canary, after the rollback, and leaves it',
    edits: [{ file: 'tick', find: 'if (!stage.canary || !isOurs(stage.canary, stage, rollout)) return', replace: 'if (false) return' }],
  },
  {
    name: 'promote does not look at its answer',
    expected: 'equallySafe',
    because: 'it copied the base onto itself and left a canary without traffic; the next look finds a canary that is not ours',
    edits: [{ file: 'tick', find: '  if (!isReached(stage, rollout)) return', replace: '  if (false) return' }],
  },
  {
    name: 'promote comes at the first step',
    expected: 'caught',
    because: 'steps are left out',
    edits: [{ file: 'tick', find: 'rollout.steps.find((percent) => percent > canary.percent)', replace: 'undefined' }],
  },
  {
    name: 'an abort does not remove the canary',
    expected: 'caught',
    because: 'the canary that a step made after the rollback stays',
    edits: [{ file: 'tick', find: '  await ports.stage.removeCanary();\n  throw', replace: '  throw' }],
  },
  {
    name: 'finish leaves the canary',
    expected: 'caught',
    because: 'nobody else removes it, and nobody can deploy to the stage with the console',
    edits: [{ file: 'tick', find: '  await ports.stage.removeCanary();\n  return { isComplete: true', replace: '  return { isComplete: true' }],
  },
  {
    name: 'finish removes variables that the release does away with',
    expected: 'caught',
    because: 'it does so after a rollback brought them back',
    edits: [
      { file: 'tick', find: 'return finish(stage, ports);', replace: 'return finish(stage, ports, rollout);' },
      { file: 'tick', find: 'finish(stage: StageView, ports: RolloutPorts)', replace: 'finish(stage: StageView, ports: RolloutPorts, rollout: Rollout)' },
      {
        file: 'tick',
        find: '  await ports.stage.removeCanary();\n  return { isComplete: true',
        replace: `  await ports.stage.removeCanary();
  await Object(ports.stage).forget(Object.keys(stage.variables).filter((name) => !(name in rollout.variables)));
  return { isComplete: true`,
      },
    ],
  },
  {
    name: 'a canary is ours by its deployment alone',
    expected: 'caught',
    because: 'where only variables change, every canary leads to that deployment',
    edits: [{
      file: 'rollout',
      find: 'return canary.deploymentId === deploymentId && missing.every(([name, value]) => canary.overrides[name] === value);',
      replace: 'return missing !== undefined && canary.deploymentId === deploymentId;',
    }],
  },
  {
    name: 'a stage is as the release wants it by its deployment alone',
    expected: 'caught',
    because: 'a release of variables alone would reach everybody at once',
    edits: [{ file: 'rollout', find: ' && Object.keys(changed(stage, variables)).length === 0', replace: '' }],
  },
];

/** Faults of what `aws/` makes of the rules. */
class PromotesByValue extends StageState {
  constructor(options: StageOptions, private readonly release: Release) {
    super(options);
  }

  public override promote(): StageView {
    const { deploymentId, variables } = this.release.to;
    return this.become({ deploymentId, variables: { ...this.state.variables, ...variables }, canary: { ...this.canary(), percent: 0 } });
  }
}

class PromotesByCopyAlone extends StageState {
  public override promote(): StageView {
    if (!this.state.canary) throw new Error('Promotion not available. Canary does not exist.');
    return super.promote();
  }
}

class PromotesNoVariables extends StageState {
  public override promote(): StageView {
    const { variables } = this.state;
    return this.become({ ...super.promote(), variables });
  }
}

class RefusesToRemoveNothing extends StageState {
  public override removeCanary(): void {
    if (!this.state.canary) throw new Error('Invalid patch path: there is nothing to remove');
    super.removeCanary();
  }
}

class StartsWithoutVariables extends StageState {
  public override start(canary: Parameters<StageState['start']>[0]): StageView {
    return super.start({ ...canary, overrides: {} });
  }
}

const REQUESTS: readonly Omit<Mutation, 'edits'>[] = [
  {
    name: 'promote by value instead of by copy',
    expected: 'caught',
    because: 'a promotion after the rollback promotes what was rejected',
    makeStage: (options, release) => new PromotesByValue(options, release),
  },
  {
    name: 'promote by copy alone, which is refused without a canary',
    expected: 'equallySafe',
    because: 'to be refused and to copy the base onto itself change nothing',
    makeStage: (options) => new PromotesByCopyAlone(options),
  },
  {
    name: 'promote does not copy variables',
    expected: 'caught',
    because: 'the release never gets there',
    makeStage: (options) => new PromotesNoVariables(options),
  },
  {
    name: 'to remove a canary that is not there is an error',
    expected: 'caught',
    because: 'most rollbacks find none',
    makeStage: (options) => new RefusesToRemoveNothing(options),
  },
  {
    name: 'start does not override variables',
    expected: 'caught',
    because: 'the canary is not the release',
    makeStage: (options) => new StartsWithoutVariables(options),
  },
];

/** All faults. */
export const MUTATIONS: readonly Mutation[] = [
  ...RULES.map((rule): Mutation => ({ ...rule, makeStage: FAITHFUL })),
  ...REQUESTS.map((request): Mutation => ({ ...request, edits: [] })),
];
