import { explained } from './explain';
import type { Outcome } from './outcome';
import { isBase, look, Snapshot, Stage, WithCanary } from './snapshot';
import type { StageView } from '../../runtime/canary/ports';

/** Base and variables become those of the canary, in one request; then the canary goes. Between the two it has no traffic. */
export async function promote(stage: Stage, before: WithCanary): Promise<Outcome> {
  const answer = await stage.control.promote();
  const wrong = isPromoted(answer, before) ? undefined : await notOurs(stage, answer, before);
  if (wrong) return wrong;
  try {
    await stage.control.removeCanary();
  } catch (error) {
    return canaryLeft(stage, error);
  }
  const after = await look(stage);
  return isStillPromoted(after, before) ? promoted(after) : movedOn(after, before);
}

function isPromoted({ deploymentId, variables }: Pick<StageView, 'deploymentId' | 'variables'>, { canary }: WithCanary): boolean {
  return deploymentId === canary.deploymentId && Object.entries(canary.variables).every(([name, value]) => variables[name] === value);
}

function isStillPromoted({ base: { deploymentId, variables }, canary }: Snapshot, before: WithCanary): boolean {
  return canary === null && isPromoted({ deploymentId, variables }, before);
}

/** The canary was taken away or exchanged between the look and the request: the base was copied onto itself, or another canary onto the base. */
async function notOurs(stage: Stage, answer: StageView, before: WithCanary): Promise<Outcome> {
  const { deploymentId } = answer;
  if (deploymentId === before.base.deploymentId) {
    await stage.control.removeCanary(); // the request made one that leads to the base
    const message = `Somebody took the canary away at the same moment: all traffic goes to deployment ${deploymentId}, as before. Nothing was promoted.`;
    return { ending: 'changedMeanwhile', message, after: await look(stage) };
  }
  return movedOn(await look(stage), before);
}

function promoted(after: Snapshot): Outcome {
  const message = `Promoted: all traffic goes to deployment ${after.base.deploymentId}. A release that is running sees it with its next look, within half a minute, and `
    + 'finishes. If none is running, the stack knows nothing of this: its template names another deployment until the next release.';
  return { ending: 'promoted', message, after };
}

async function canaryLeft(stage: Stage, error: unknown): Promise<Outcome> {
  const why = explained(error);
  const message = 'Promoted, but the canary, without traffic now, could not be removed. A release that is running does it with its next look; otherwise '
    + `"canary abort" does. ${why instanceof Error ? why.message : String(why)}`;
  return { ending: 'canaryLeft', message, after: await look(stage).catch(() => undefined) };
}

function movedOn(after: Snapshot, before: WithCanary): Outcome {
  const { base, canary } = after;
  const now = `the base is deployment ${base.deploymentId}${canary && !isBase(canary, after) ? `, and a canary leads to ${canary.deploymentId}` : ''}`;
  const message = `Somebody else changed the stage at the same moment: ${now}; asked for was ${before.canary.deploymentId}. `
    + `What was the base before is deployment ${before.base.deploymentId}. Look at it with "canary status" and at the events of the stack.`;
  return { ending: 'changedMeanwhile', message, after };
}
