import { median } from '../figures';
import type { RegistryAnswer, RegistryTask } from './clients/registry';
import type { SampleAnswer, SampleTask } from './clients/sample';
import type { StormTask } from './clients/storm';
import { fanOut, FannedOut, ROOMS, whatArrived } from './fan-out';
import { ArrivedFigures } from './figures';
import { runProgram } from './programs';
import type { SampleFigures } from './results';
import { BenchRoom, connect, register, registerSample } from './room';
import { BURST_MS, PACED_SHARE, POSTS_AT_ONCE, Sizes } from './sizes';
import type { World } from './world';

/** One in so many connections of the big room: 1 % and 0.5 %. */
const ONE_GONE_IN = 100;
const ONE_SLOW_IN = 200;
/** Containers that deliver at once. In AWS each has a processor of its own; here there are two for everything, and more would only take turns. */
export const DELIVERERS = 2;
const READS = 7;

/** The big room: everything that is measured in it. */
export interface BigRoom {
  readonly room: BenchRoom;
  readonly registryWritesPerSecond: number;
  readonly registryReadMs: number;
  readonly fannedOut: FannedOut;
  readonly sample: SampleFigures;
}

export async function measureBigRoom(world: World, { connections }: Sizes, progress: (line: string) => void): Promise<BigRoom> {
  const room = await connect(world, { name: 'big', first: ROOMS.broadcast, connections, oneGoneIn: ONE_GONE_IN, oneSlowIn: ONE_SLOW_IN });
  progress(`registering ${connections} connections`);
  const registryWritesPerSecond = await register(world, room);
  await registerSample(world, room);
  progress('reading the registry');
  const registryReadMs = await readRegistry(world, room);
  progress('a broadcast');
  const fannedOut = await fanOut(world, room, { deliverers: DELIVERERS });
  progress("a broadcast the official sample's way");
  return { room, registryWritesPerSecond, registryReadMs, fannedOut, sample: await measureSample(world, room) };
}

async function readRegistry(world: World, { name, ids }: BenchRoom): Promise<number> {
  const task: RegistryTask = { table: world.tables.table, room: name, reads: READS };
  const { connections, ms } = await runProgram<RegistryAnswer>('registry', task, world.environment());
  if (connections !== ids.length) throw new TypeError(`the registry has ${connections} of ${ids.length} connections`);
  return Math.round(median(ms));
}

/** Twice: once as Lambda would have it, and once left running. */
async function measureSample(world: World, room: BenchRoom): Promise<SampleFigures> {
  const run = async (freeze: boolean) => {
    await world.endpoint.ask('reset');
    const task: SampleTask = { url: world.endpoint.url, table: world.tables.sampleTable, sender: room.ids[0], freeze };
    const answer = await runProgram<SampleAnswer>('sample', task, world.environment());
    return { answer, arrived: await whatArrived(world, room, 0) };
  };
  const [frozen, left] = [await run(true), await run(false)];
  const { statusCode, error, endedAfterMs, deletedRows } = frozen.answer;
  return {
    expected: frozen.arrived.expected,
    delivered: frozen.arrived.delivered,
    statusCode,
    error,
    endedAfterMs: Math.round(endedAfterMs),
    deletedRows,
    leftRunning: { delivered: left.arrived.delivered, afterMs: Math.round(left.answer.settledAfterMs) },
  };
}

/** A room under the throttle of the account, told at a pace below it. */
export async function measurePaced(world: World, { throttledConnections, throttle }: Sizes): Promise<ArrivedFigures> {
  const room = await connect(world, { name: 'paced', first: ROOMS.paced, connections: throttledConnections });
  await register(world, room);
  await setThrottle(world, throttle);
  const { arrived } = await fanOut(world, room, { deliverers: DELIVERERS, postsPerSecond: throttle * PACED_SHARE });
  await world.endpoint.ask('throttle', undefined);
  return arrived;
}

/** As many connections under the same throttle, told by as many processes as fast as it goes. */
export async function measureRetryStorm(world: World, { throttledConnections, throttle }: Sizes): Promise<ArrivedFigures> {
  const room = await connect(world, { name: 'storm', first: ROOMS.storm, connections: throttledConnections });
  await world.endpoint.ask('reset');
  await setThrottle(world, throttle);
  const start = performance.timeOrigin + performance.now();
  const count = throttledConnections / DELIVERERS;
  await Promise.all(Array.from({ length: DELIVERERS }, (_, index) => {
    const task: StormTask = { url: world.endpoint.url, first: ROOMS.storm + index * count, count, atOnce: POSTS_AT_ONCE };
    return runProgram<null>('storm', task, world.environment());
  }));
  await world.endpoint.ask('throttle', undefined);
  return whatArrived(world, room, start);
}

async function setThrottle({ endpoint }: World, perSecond: number): Promise<void> {
  await endpoint.ask('throttle', { perSecond, burst: perSecond * BURST_MS / 1000 });
}
