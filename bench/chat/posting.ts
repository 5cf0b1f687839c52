import { connectionId } from '../../test/fakes/connections-book';
import { median } from '../figures';
import { shuffled } from '../plan';
import type { PostTask } from './clients/post';
import type { Poster } from './clients/poster';
import type { SignTask } from './clients/sign';
import type { SlowTask } from './clients/slow';
import { ROOMS } from './fan-out';
import { PosterFigures, posterFigures, PosterRun, rounded } from './figures';
import { runProgram } from './programs';
import type { ChatResults, SigningFigures, SigningWay } from './results';
import { POSTS_AT_ONCE, Sizes } from './sizes';
import type { World } from './world';

/** Connections that posters post to, in turn. */
const CONNECTIONS = 2_000;

const POSTERS: readonly Poster[] = ['ours', 'sdk'];
const SIGNING_WAYS: readonly SigningWay[] = ['library', 'librarySdkHash', 'handWritten'];

/** Posts as fast as one process makes them: ours and those of the SDK, in turn. */
export async function measurePosters(world: World, { runs, posts, sdkPosts }: Sizes): Promise<Record<Poster, PosterFigures>> {
  await world.endpoint.ask('connect', Array.from({ length: CONNECTIONS }, (_, index) => connectionId(index)));
  const taken: Record<Poster, PosterRun[]> = { ours: [], sdk: [] };
  for (const poster of rounds(runs, POSTERS)) {
    const count = poster === 'sdk' ? sdkPosts : posts;
    const task: PostTask = { poster, url: world.endpoint.url, posts: count, atOnce: POSTS_AT_ONCE, connections: CONNECTIONS };
    taken[poster].push(await runProgram<PosterRun>('post', task, world.environment()));
    await world.endpoint.ask('reset');
  }
  return { ours: posterFigures(taken.ours), sdk: posterFigures(taken.sdk) };
}

/** Signatures alone. */
export async function measureSigning({ runs, signatures }: Sizes): Promise<Record<SigningWay, SigningFigures>> {
  const taken: Record<SigningWay, number[]> = { library: [], librarySdkHash: [], handWritten: [] };
  for (const way of rounds(runs, SIGNING_WAYS)) {
    const task: SignTask = { way, signatures };
    taken[way].push((await runProgram<SigningFigures>('sign', task)).cpuMicros);
  }
  const middle = (way: SigningWay) => ({ cpuMicros: rounded(median(taken[way])) });
  return { library: middle('library'), librarySdkHash: middle('librarySdkHash'), handWritten: middle('handWritten') };
}

/** How long somebody whose buffer is full holds a poster up. */
export async function measureSlowConsumers(world: World, { slowConsumers }: Sizes): Promise<ChatResults['slowConsumerMs']> {
  const first = ROOMS.slow + 1;
  await world.endpoint.ask('connect', Array.from({ length: slowConsumers + 1 }, (_, index) => connectionId(ROOMS.slow + index)));
  for (let index = 0; index < slowConsumers; index += 1) await world.endpoint.ask('slow', connectionId(first + index));
  const wait = async (poster: Poster) => {
    const task: SlowTask = { poster, url: world.endpoint.url, first, count: slowConsumers };
    return Math.round(median(await runProgram<number[]>('slow', task, world.environment())));
  };
  return { ours: await wait('ours'), sdk: await wait('sdk') };
}

/** Every one of these so many times, in another order each time: whatever else the machine does hits all alike. */
function rounds<Item>(runs: number, items: readonly Item[]): Item[] {
  return Array.from({ length: runs }, () => shuffled(items)).flat();
}
