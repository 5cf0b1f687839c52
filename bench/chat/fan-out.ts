import { ArrivedFigures, arrivedFigures, rounded } from './figures';
import { LambdaProcess } from './lambda-process';
import { BenchRoom, connect, register } from './room';
import type { World } from './world';
import { CHAT_METRICS } from '../../lib/chat/chat-contract';
import { said } from '../../test/runtime/chat/dispatcher/stream';

export interface FanOutOptions {
  /** Deliverers that run at once: containers of Lambda. */
  readonly deliverers: number;
  /** Of all deliverers together. @default - as fast as it goes */
  readonly postsPerSecond?: number;
}

/** What became of one message. */
export interface FannedOut {
  readonly arrived: ArrivedFigures;
  readonly swept: number;
  readonly givenUp: number;
  readonly cpuMicrosPerDelivery: number;
}

/** A room before the room: containers of Lambda that have worked are quicker, and connections are open. */
const WARM_UP = { name: 'warm-up', first: 5_000_000, connections: 1_200, shards: 4, times: 3 };

/** Where connections of the rooms begin. Those of posters are below. */
export const ROOMS = { broadcast: 1_000_000, paced: 2_000_000, storm: 3_000_000, slow: 4_000_000 };

/** The functions as they are shipped: a record of the stream goes in, and API Gateway has the frames. */
export async function fanOut(world: World, room: BenchRoom, options: FanOutOptions): Promise<FannedOut> {
  const functions = new Functions(world, options);
  for (let time = 0; time < WARM_UP.times; time += 1) await functions.tell(WARM_UP.name);
  await world.endpoint.ask('reset');
  functions.forget();
  const start = performance.timeOrigin + performance.now();
  await functions.tell(room.name);
  const cpuMicros = functions.cpuMicros();
  await functions.stop();
  const arrived = await whatArrived(world, room, start);
  const count = (name: string) => functions.count(name);
  const cpuMicrosPerDelivery = rounded(cpuMicros / arrived.delivered);
  return { arrived, swept: count(CHAT_METRICS.swept), givenUp: count(CHAT_METRICS.failed), cpuMicrosPerDelivery };
}

/** What the endpoint has seen of a room since it was reset, and of nobody else. */
export async function whatArrived({ endpoint }: World, { ids, gone, slow }: BenchRoom, start: number): Promise<ArrivedFigures> {
  const bad = new Set([...gone, ...slow]);
  const [all, arrivals, { requests }] = [await endpoint.ask('counts'), await endpoint.ask('arrivals'), await endpoint.ask('totals')];
  const counts = new Map(ids.map((id) => [id, all.get(id) ?? 0]));
  return arrivedFigures({ expected: ids.filter((id) => !bad.has(id)), counts, arrivals, start, requests });
}

export async function makeWarmUpRoom(world: World): Promise<void> {
  await register(world, await connect(world, WARM_UP));
}

/** A dispatcher, and deliverers behind the queue. */
class Functions {
  private readonly dispatcher: LambdaProcess;
  private readonly deliverers: readonly LambdaProcess[];

  constructor(private readonly world: World, { deliverers, postsPerSecond }: FanOutOptions) {
    const environment = world.environment(postsPerSecond && postsPerSecond / deliverers);
    this.dispatcher = LambdaProcess.start('chat/dispatcher', environment);
    this.deliverers = Array.from({ length: deliverers }, () => LambdaProcess.start('chat/deliverer', environment));
    world.queue.feed(this.deliverers);
  }

  /** Until everybody has it who is going to. */
  public async tell(room: string): Promise<void> {
    const record = said(room, 1, { ts: Date.now(), body: 'x'.repeat(440) });
    await this.dispatcher.invoke({ Records: [record] });
    await this.world.queue.drained();
  }

  public forget(): void {
    this.deliverers.forEach((each) => each.forget());
  }

  public count(name: string): number {
    return this.deliverers.reduce((sum, each) => sum + each.count(name), 0);
  }

  public cpuMicros(): number {
    return this.deliverers.reduce((sum, { cpuMicros }) => sum + cpuMicros, 0);
  }

  public async stop(): Promise<void> {
    await Promise.all([this.dispatcher, ...this.deliverers].map((each) => each.stop()));
  }
}
