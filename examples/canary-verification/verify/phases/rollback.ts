import { STAGE_NAME } from '../../names';
import type { Finding } from '../checks';
import { AbortedUpdate, judgeRollback } from '../judges/rollback';
import { Run, witness } from '../run';
import { lookAt } from '../watch';

/** How long the canary is on before the update is cancelled: two looks of the waiter. */
const ON_MS = 30_000;

/** V1: two updates that come to nothing while their canary is on. */
export async function rollbackPhase(run: Run): Promise<Finding[]> {
  const cancelled = await aborted(run, 'cancelled', false, async () => {
    await run.patience.wait(ON_MS);
    await run.stack.cancelUpdate();
  });
  const failed = await aborted(run, 'failed by another resource', true, async () => undefined);
  return [judgeRollback([cancelled, failed])];
}

async function aborted(run: Run, how: string, failingNeighbour: boolean, meanwhile: () => Promise<void>): Promise<AbortedUpdate> {
  run.say(`V1: an update that is ${how}`);
  const { base } = await lookAt(run.account.apiGateway, { restApiId: run.outputs.RestApiId, stageName: STAGE_NAME });
  const { since, looks, events } = await witness(run, { release: run.nextRelease(), failingNeighbour }, meanwhile);
  return { how, base, looks, events, lines: await run.stack.lines(since) };
}
