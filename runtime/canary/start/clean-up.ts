import type { StageControl } from '../ports';
import type { Rollout } from '../rollout';

/** The resource is deleted: its canary goes, and the base stays what it is. */
export async function cleanUp({ deploymentId }: Rollout, stage: StageControl): Promise<string> {
  const found = await stage.read();
  if (!found) return 'there is no such stage';
  if (found.canary?.deploymentId !== deploymentId) return 'there is no canary of this release';
  await stage.removeCanary();
  return `no canary leads to deployment ${deploymentId} any more`;
}
