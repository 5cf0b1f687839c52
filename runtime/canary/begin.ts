import type { RolloutPorts, StageView } from './ports';
import { rollBack } from './roll-back';
import { Change, changed, isForeign, isReached, Rejected, Rollout, Started } from './rollout';
import { objection } from './watch-alarms';

/** What an update began with: a canary that has to be watched, or nothing any more. */
export type Begun = { readonly started: Started } | { readonly settled: string };

/**
 * CloudFormation updates the resource: forward, or back. It says so nowhere in the event, only by the state of the stack.
 * Whoever has another stage now finds none yet, or one that is made with the right deployment.
 */
export async function begin({ to, from }: Change, ports: RolloutPorts): Promise<Begun> {
  const status = await ports.stack.status();
  if (status.includes('ROLLBACK')) return { settled: isSameStage(to, from) ? await rollBack({ to, from }, ports.stage) : 'the release was that of another stage' };
  if (status !== 'UPDATE_IN_PROGRESS') throw new Rejected(`the stack is ${status}, and a release begins while it is updated`);
  const stage = await ports.stage.read();
  if (!stage) return { settled: 'there is no such stage yet: all its traffic goes to the new deployment' };
  if (isReached(stage, to)) return { settled: 'the stage has this deployment already' };
  return { started: await start(to, stage, ports) };
}

/** A stage that was given another name is another stage: the one before has never been touched, and by now its permissions may be gone. */
function isSameStage(one: Rollout, other: Rollout): boolean {
  return one.restApiId === other.restApiId && one.stageName === other.stageName;
}

/** Nothing is changed before everything was looked at. */
async function start(to: Rollout, stage: StageView, ports: RolloutPorts): Promise<Started> {
  const { canary } = stage;
  if (canary && isForeign(canary, stage, to) && !to.takesOver) {
    throw new Rejected(`somebody has a canary on stage ${to.stageName}: ${canary.percent} % go to deployment ${canary.deploymentId}. `
      + 'Promote or abort it first ("npx cdk-gatehouse canary status" shows it), or take it over with onForeignCanary: ForeignCanary.TAKE_OVER');
  }
  const against = await objection(to.alarms, ports.alarms);
  if (against) throw new Rejected(`${against}, before any traffic went to the new deployment. Wait until it is OK and deploy again`);
  if (canary) await ports.stage.removeCanary(); // with overrides nobody knows of
  const startedAt = ports.now();
  await ports.stage.start({ deploymentId: to.deploymentId, percent: to.steps[0], overrides: changed(stage, to.variables) });
  await takeBackIfGivenUp(ports);
  return { startedAt, base: stage.deploymentId };
}

/** The rollback may have come and gone since the first look at the stack: one that comes after this look finds the canary, and removes it. */
async function takeBackIfGivenUp({ stack, stage }: RolloutPorts): Promise<void> {
  const status = await stack.status();
  if (status === 'UPDATE_IN_PROGRESS') return;
  await stage.removeCanary();
  throw new Rejected(`the stack is ${status}: this release was given up while it began, and no traffic goes to the new deployment any more`);
}
