import { cpus, loadavg } from 'node:os';
import type { SendsTask } from './clients/sends';
import type { ShardsTask } from './clients/shards';
import { measureColdStarts } from './cold-start';
import { BigRoom, DELIVERERS, measureBigRoom, measurePaced, measureRetryStorm } from './delivering';
import { makeWarmUpRoom } from './fan-out';
import { PosterFigures, rounded } from './figures';
import { measurePosters, measureSigning, measureSlowConsumers } from './posting';
import { compilePrograms, runProgram } from './programs';
import type { ChatResults, FanOutFigures, SendFigures, ShardingFigures } from './results';
import { SENDS_AT_ONCE, Sizes } from './sizes';
import { World } from './world';

export interface ChatOptions {
  readonly sizes: Sizes;
  /** Told what is going on. */
  readonly progress: (line: string) => void;
}

/** Shards that many ids are spread over. */
const SHARDS = 128;

export async function measureChat(options: ChatOptions): Promise<ChatResults> {
  const { sizes, progress } = options;
  const loadBefore = load();
  await compilePrograms();
  progress('loading handlers');
  const coldStart = await measureColdStarts(sizes);
  progress('signing');
  const signing = await measureSigning(sizes);
  const sharding = await runProgram<ShardingFigures>('shards', { ids: sizes.ids, shards: SHARDS } satisfies ShardsTask);
  const world = await World.start();
  try {
    const measured = await measureIn(world, options);
    const circumstances = { node: process.versions.node, cores: cpus().length, loadBefore, loadAfter: load(), runs: sizes.runs };
    return { ...measured, sharding, coldStart, signing, circumstances };
  } finally {
    await world.stop();
  }
}

type InTheWorld = Omit<ChatResults, 'sharding' | 'coldStart' | 'signing' | 'circumstances'>;

async function measureIn(world: World, { sizes, progress }: ChatOptions): Promise<InTheWorld> {
  progress('posting, ours and the SDK\'s way');
  const { ours, sdk } = await measurePosters(world, sizes);
  progress('slow consumers');
  const slowConsumerMs = await measureSlowConsumers(world, sizes);
  progress('sending');
  const sends = await measureSends(world, sizes);
  await makeWarmUpRoom(world);
  const big = await measureBigRoom(world, sizes, progress);
  progress('under a throttle, paced');
  const paced = await measurePaced(world, sizes);
  progress('under a throttle, with retries');
  const storm = await measureRetryStorm(world, sizes);
  return {
    ...posterResults(ours, sdk),
    ...bigRoomResults(big),
    slowConsumerMs,
    sends,
    paced: { lost: paced.lost, postsPerDelivery: paced.postsPerDelivery },
    pacedPerSecond: paced.perSecond,
    retryStorm: { lost: storm.lost, postsPerDelivery: storm.postsPerDelivery },
  };
}

function measureSends(world: World, { messages, duplicates }: Sizes): Promise<SendFigures> {
  const task: SendsTask = { table: world.tables.table, room: 'sends', messages, duplicates, atOnce: SENDS_AT_ONCE };
  return runProgram<SendFigures>('sends', task, world.environment());
}

function posterResults(ours: PosterFigures, sdk: PosterFigures): Pick<ChatResults, 'postsPerSecond' | 'cpuMicrosPerPost' | 'sdk' | 'latencies'> {
  const latencies = ({ p50Ms, p99Ms }: PosterFigures) => ({ p50Ms, p99Ms });
  return {
    postsPerSecond: ours.postsPerSecond,
    cpuMicrosPerPost: ours.cpuMicrosPerPost,
    sdk: { postsPerSecond: sdk.postsPerSecond, cpuMicrosPerPost: sdk.cpuMicrosPerPost },
    latencies: { ours: latencies(ours), sdk: latencies(sdk) },
  };
}

type OfTheBigRoom = Pick<ChatResults, 'broadcast' | 'registryReadMs' | 'registryWritesPerSecond' | 'fanOut' | 'sample'>;

function bigRoomResults({ room, fannedOut, registryReadMs, registryWritesPerSecond, sample }: BigRoom): OfTheBigRoom {
  const { expected, delivered, duplicates, p50Ms, p99Ms, perSecond } = fannedOut.arrived;
  const { swept, givenUp, cpuMicrosPerDelivery } = fannedOut;
  const fan: FanOutFigures = {
    p50Ms,
    perSecond,
    gone: room.gone.length,
    swept,
    slow: room.slow.length,
    givenUp,
    shards: room.shards,
    deliverers: DELIVERERS,
    cpuMicrosPerDelivery,
  };
  return { broadcast: { expected, delivered, duplicates, p99Ms }, fanOut: fan, registryReadMs, registryWritesPerSecond, sample };
}

/** Of the last minute. */
function load(): number {
  return rounded(loadavg()[0]);
}
