import { isDenied } from '../is-transient';
import type { StageControl } from '../ports';
import type { Rollout } from '../rollout';

/**
 * The resource is deleted: its canary goes, and the base stays what it is. When the stage or its API got another name, the permissions of the
 * function are for the new one by now, and the old one goes in the same clean-up.
 */
export async function cleanUp(rollout: Rollout, stage: StageControl): Promise<string> {
  try {
    return await removeOwn(rollout, stage);
  } catch (error) {
    if (isDenied(error)) return `this function may not look at stage ${rollout.stageName} of ${rollout.restApiId} any more, and leaves it as it is`;
    throw error;
  }
}

async function removeOwn({ deploymentId }: Rollout, stage: StageControl): Promise<string> {
  const found = await stage.read();
  if (!found) return 'there is no such stage';
  if (found.canary?.deploymentId !== deploymentId) return 'there is no canary of this release';
  await stage.removeCanary();
  return `no canary leads to deployment ${deploymentId} any more`;
}
