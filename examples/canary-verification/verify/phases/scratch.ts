import { STAGE_NAME } from '../../names';
import type { Finding } from '../checks';
import { Attempt, judgeCached, judgeDates, judgeDeletion, Patched } from '../judges/scratch';
import { PATCHES } from '../patches';
import type { Run } from '../run';
import { ScratchStage } from '../scratch-stage';
import { lookAt } from '../watch';

/** The date has whole seconds. */
const A_SECOND_AND_MORE_MS = 2_100;
const CACHE_WITHIN = { millis: 1_200_000, every: 15_000 };

/** V6 and V7: a canary on a stage of its own. */
export async function scratchPhase(run: Run): Promise<Finding[]> {
  run.say('V6 and V7: a canary on a stage of its own');
  return onStage(run, 'scratch', async (scratch) => {
    const started = await dated(run, scratch, () => scratch.patch('start', PATCHES.start(scratch.canaryId)));
    const deletion = started.refusal === undefined ? await scratch.deleteDeployment() : undefined;
    const isStillThere = await scratch.hasDeployment();
    const patches = [started];
    for (const name of ['step', 'promote', 'remove'] as const) patches.push(await dated(run, scratch, () => scratch.patch(name, PATCHES[name]())));
    return [judgeDeletion(deletion, isStillThere), judgeDates(patches)];
  });
}

/** V8: one on a stage that has a cache cluster, which takes its time. */
export async function cachedPhase(run: Run): Promise<Finding[]> {
  run.say('V8: a canary on a stage that has a cache cluster, which takes some minutes');
  return onStage(run, 'cached', async (scratch) => {
    let status: string | undefined;
    await run.patience.until(async () => {
      status = await scratch.cacheStatus();
      return status === 'AVAILABLE' ? status : undefined;
    }, CACHE_WITHIN);
    const attempts: Attempt[] = [];
    if (status === 'AVAILABLE') {
      attempts.push(await scratch.patch('start', PATCHES.start(scratch.canaryId)));
      for (const name of ['step', 'promote', 'remove'] as const) attempts.push(await scratch.patch(name, PATCHES[name]()));
    }
    return [judgeCached(status, attempts)];
  });
}

type Use = (stage: ScratchStage) => Promise<Finding[]>;

/** A stage called `cached` has a cache cluster. */
async function onStage(run: Run, name: 'scratch' | 'cached', use: Use): Promise<Finding[]> {
  const { account, outputs: { RestApiId: restApiId } } = run;
  const { base } = await lookAt(account.apiGateway, { restApiId, stageName: STAGE_NAME });
  const scratch = new ScratchStage(account, restApiId, name);
  try {
    await scratch.make(base, name === 'cached');
    return await use(scratch);
  } finally {
    await scratch.remove();
  }
}

async function dated({ patience }: Run, scratch: ScratchStage, patch: () => Promise<Attempt>): Promise<Patched> {
  const before = await scratch.lastUpdated();
  await patience.wait(A_SECOND_AND_MORE_MS);
  const attempt = await patch();
  const at = Date.now();
  return { ...attempt, before, at, after: await scratch.lastUpdated() };
}
