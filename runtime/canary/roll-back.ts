import type { StageControl, StageView } from './ports';
import { Change, isReached, onlyIn, Rejected } from './rollout';

/** Somebody else would have to change the stage as often. */
const MOST_LOOKS = 4;

/**
 * Back to what the template had before, whatever became of the release. The order is what makes it safe: once the canary is gone, a waiter that was
 * not told to stop can promote nothing any more, so what is read afterwards is the last word. After a restoration all of it is done again: while the
 * new deployment was the base, a step of such a waiter made a canary that leads there.
 *
 * A release that was refused because of somebody else's canary is rolled back, too, and must not take it away. Without a canary of ours there is
 * nothing that a waiter could promote.
 */
export async function rollBack({ to, from }: Change, stage: StageControl): Promise<string> {
  if (isSomebodyElses(await stage.read(), { to, from })) return 'the stage never left its deployment, and has a canary of somebody else';
  for (let looks = 1; looks <= MOST_LOOKS; looks++) {
    await stage.removeCanary();
    const found = await stage.read();
    if (!found) return 'there is no such stage';
    const leftOver = leftOvers(found, { to, from });
    if (isReached(found, to) && leftOver.length === 0) {
      return looks === 1 ? 'the stage never left its deployment' : `the stage is back on deployment ${to.deploymentId}`;
    }
    if (await isOvertaken({ to, from }, stage)) throw new Rejected('the stack is rolled back already: this release never began');
    await stage.restore({ deploymentId: to.deploymentId, variables: to.variables, remove: leftOver });
  }
  throw new Rejected(`somebody else keeps changing stage ${to.stageName}: it was brought back to deployment ${to.deploymentId} again and again`);
}

/**
 * Whether this is the call that was to begin the release, and another resource failed before it could: nothing in its event tells the two apart, and
 * to go "back" would be to go to the new deployment at once. A rollback goes to a deployment that is there, and that is the older one.
 */
async function isOvertaken({ to, from }: Change, stage: StageControl): Promise<boolean> {
  if (to.deploymentId === from.deploymentId) return false;
  const [aim, other] = [await stage.madeAt(to.deploymentId), await stage.madeAt(from.deploymentId)];
  return aim === undefined || (other !== undefined && aim > other);
}

/** A canary that takes traffic to a deployment that this stack does not know, on a stage that is as it was. */
function isSomebodyElses(stage: StageView | undefined, { to, from }: Change): boolean {
  const { canary } = stage ?? {};
  if (!stage || !canary || canary.percent === 0 || [to.deploymentId, from.deploymentId].includes(canary.deploymentId)) return false;
  return isReached(stage, to) && leftOvers(stage, { to, from }).length === 0;
}

/** Variables of the failed release alone. */
function leftOvers({ variables }: StageView, { to, from }: Change): string[] {
  return onlyIn(from.variables, to.variables).filter((name) => Object.hasOwn(variables, name));
}
