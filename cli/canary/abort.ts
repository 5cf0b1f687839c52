import type { Outcome } from './outcome';
import { isBase, isSame, look, Snapshot, Stage, WithCanary } from './snapshot';

/** What is read afterwards is the last word: without a canary nobody can promote one. */
export async function abort(stage: Stage, before: WithCanary): Promise<Outcome> {
  await stage.control.removeCanary();
  const after = await look(stage);
  if (!isSame(after.base, before.base)) return promotedMeanwhile(after, before);
  if (after.canary !== null && !isBase(after.canary, after)) return another(after);
  if (isBase(before.canary, before)) return leftover(after);
  return aborted(after);
}

function aborted(after: Snapshot): Outcome {
  const message = `Aborted: all traffic goes to deployment ${after.base.deploymentId}. A release that is running sees that with its next look, within half a minute, fails, and `
    + 'CloudFormation rolls the stack back. If none is running there is nothing more to do.';
  return { ending: 'aborted', message, after };
}

function leftover(after: Snapshot): Outcome {
  const { deploymentId } = after.base;
  const message = `Removed. The canary led to the base itself, deployment ${deploymentId}, which all traffic goes to as before. If a release had just promoted it, the `
    + 'release is done, and this did not take it back: deploy the earlier code for that.';
  return { ending: 'leftoverRemoved', message, after };
}

function promotedMeanwhile(after: Snapshot, before: WithCanary): Outcome {
  const { deploymentId } = after.base;
  const message = `Too late: somebody, or the release, changed the base at the same moment. All traffic goes to deployment ${deploymentId}; it was `
    + `${before.base.deploymentId}. A release that is running finishes; to go back, deploy the earlier code.`;
  return { ending: 'promotedMeanwhile', message, after };
}

function another(after: Snapshot): Outcome {
  const leads = after.canary === null ? '' : `: ${after.canary.percent} % to deployment ${after.canary.deploymentId}`;
  return { ending: 'changedMeanwhile', message: `The canary was removed, and somebody started another one at once${leads}. Look at it with "canary status".`, after };
}
