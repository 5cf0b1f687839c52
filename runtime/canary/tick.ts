import type { CanaryView, RolloutPorts, StageView } from './ports';
import { isOurs, isReached, Rejected, Rollout, Started } from './rollout';
import { objection } from './watch-alarms';

/** Where a release is. */
export interface Progress { readonly isComplete: boolean; readonly note: string }

/** A canary of ours that takes traffic. */
interface Watched { readonly rollout: Rollout; readonly started: Started; readonly stage: StageView; readonly canary: CanaryView }

/**
 * One look at a release, and at most one step. CloudFormation does not stop its waiter when it cancels an update, so every look asks first whether
 * the stack is still updated and whether the canary is still ours, and touches nothing otherwise.
 */
export async function tick(rollout: Rollout, started: Started, ports: RolloutPorts): Promise<Progress> {
  const status = await ports.stack.status();
  if (status !== 'UPDATE_IN_PROGRESS') throw new Rejected(`the stack is ${status}: this release was given up, and nothing was touched`);
  const stage = await ports.stage.read();
  if (!stage) throw new Rejected(`there is no stage ${rollout.stageName} any more`);
  const { canary } = stage;
  if (canary && canary.percent > 0 && !isOurs(canary, stage, rollout)) {
    throw new Rejected(`somebody else changed the canary: it leads to deployment ${canary.deploymentId} now, and is left as it is`);
  }
  if (isReached(stage, rollout)) return finish(stage, ports);
  if (!canary || !isOurs(canary, stage, rollout)) throw new Rejected('the canary was aborted by somebody else');
  return watch({ rollout, started, stage, canary }, ports);
}

/** Promoted, by us or by somebody else. */
async function finish(stage: StageView, ports: RolloutPorts): Promise<Progress> {
  await ports.stage.removeCanary();
  return { isComplete: true, note: `all traffic goes to deployment ${stage.deploymentId}` };
}

async function watch(watched: Watched, ports: RolloutPorts): Promise<Progress> {
  const { rollout, started, stage, canary } = watched;
  const age = ports.now() - Math.max(stage.lastUpdated, started.startedAt);
  const at = `at ${canary.percent} % after ${inWords(age)}`;
  if (rollout.failsOnDrift && stage.deploymentId !== started.base) {
    return abort(`the stage was given another deployment, ${stage.deploymentId}, by somebody else ${at}`, ports);
  }
  const against = await objection(rollout.alarms, ports.alarms);
  if (against) return abort(`${against} ${at}`, ports);
  if (ports.now() - started.startedAt > rollout.deadlineMs) return abort(await whyLate(watched, ports), ports);
  if (rollout.isManual) return { isComplete: false, note: `waiting for somebody to promote or abort ${at}` };
  if (age < rollout.bakeMs) return { isComplete: false, note: at };
  return goOn(watched, ports);
}

async function goOn(watched: Watched, ports: RolloutPorts): Promise<Progress> {
  const { rollout, canary } = watched;
  const requests = await requestsOf(watched, ports);
  if (requests < rollout.minimumRequests) {
    return { isComplete: false, note: `at ${canary.percent} %: ${requests} of ${rollout.minimumRequests} requests` };
  }
  const next = rollout.steps.find((percent) => percent > canary.percent);
  return next === undefined ? promote(rollout, ports) : step(next, rollout, ports);
}

/** If the canary was removed in between, this made one that leads to the base: harmless, and not ours. */
async function step(percent: number, rollout: Rollout, ports: RolloutPorts): Promise<Progress> {
  const stage = await ports.stage.step(percent);
  if (!stage.canary || !isOurs(stage.canary, stage, rollout)) return abort('the canary was taken away during a step', ports);
  return { isComplete: false, note: `now at ${percent} %` };
}

/** If the canary was removed in between, this copied the base onto itself. The canary goes with the next tick. */
async function promote(rollout: Rollout, ports: RolloutPorts): Promise<Progress> {
  const stage = await ports.stage.promote();
  if (!isReached(stage, rollout)) return abort('the canary was taken away during its promotion', ports);
  return { isComplete: false, note: 'promoted' };
}

/** Traffic first, words afterwards. */
async function abort(reason: string, ports: RolloutPorts): Promise<never> {
  await ports.stage.removeCanary();
  throw new Rejected(`${reason}. No traffic goes to the new deployment any more`);
}

async function whyLate(watched: Watched, ports: RolloutPorts): Promise<string> {
  const { rollout: { isManual, deadlineMs, minimumRequests } } = watched;
  if (isManual) return `nobody promoted the canary within ${inWords(deadlineMs)}`;
  const requests = await requestsOf(watched, ports);
  if (requests < minimumRequests) return `the canary had ${requests} of ${minimumRequests} requests within ${inWords(deadlineMs)}`;
  return `the release took longer than ${inWords(deadlineMs)}`;
}

/** Of this step. */
async function requestsOf({ rollout, started, stage }: Watched, { traffic }: RolloutPorts): Promise<number> {
  return rollout.minimumRequests === 0 ? 0 : traffic.requestsSince(Math.max(stage.lastUpdated, started.startedAt));
}

/** `3m 15s`. */
function inWords(millis: number): string {
  const seconds = Math.max(0, Math.round(millis / 1_000));
  return `${Math.floor(seconds / 60)}m ${seconds % 60}s`;
}
