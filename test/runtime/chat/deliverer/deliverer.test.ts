import fc from 'fast-check';
import { deliverEvent } from '../../../../runtime/chat/deliverer/deliverer';
import type { DeliveryPorts } from '../../../../runtime/chat/fan-out/ports';
import { readTask, UnreadableTask } from '../../../../runtime/chat/fan-out/read-task';
import type { Task } from '../../../../runtime/chat/fan-out/task';
import { FanOutWorld } from '../support/fan-out-world';

beforeEach(() => {
  jest.spyOn(process.stdout, 'write').mockReturnValue(true);
});
afterEach(() => {
  jest.restoreAllMocks();
});

const taskFor = (room: string): string => JSON.stringify({ kind: 'room', room, frames: ['{"type":"msg"}'], at: 1 } satisfies Task);

async function failed(bodies: readonly string[], ports: DeliveryPorts): Promise<number[]> {
  const { batchItemFailures } = await deliverEvent({ Records: bodies.map((body, index) => ({ messageId: String(index), body })) }, ports);
  return batchItemFailures.map(({ itemIdentifier }) => Number(itemIdentifier));
}

describe('the deliverer', () => {
  test('carries tasks out, and says which it could not, which are the only ones to come again', async () => {
    const world = new FanOutWorld();
    world.room('r1', 2);
    world.room('r3', 1);
    const find = (room: string) => (room === 'r2' ? Promise.reject(new TypeError('no')) : world.rooms.find(room));
    const rooms = Object.assign(Object.create(world.rooms), { find: (room: string) => find(room) });
    expect(await failed(['r1', 'r2', 'r3'].map(taskFor), world.ports({ rooms }))).toEqual([1]);
    expect(world.callback.counts().size).toBe(3);
    expect(world.metrics.flushes).toBe(1);
  });

  test('tries once more what failed for a moment, as its queue would keep it back for minutes', async () => {
    const world = new FanOutWorld();
    world.room('r1', 2);
    jest.spyOn(world.rooms, 'find').mockRejectedValueOnce(new TypeError('a moment'));
    const start = world.clock.time;
    expect(await failed([taskFor('r1')], world.ports())).toEqual([]);
    expect(world.callback.counts().size).toBe(2);
    expect(world.clock.time - start).toBeLessThan(5_000);
  });

  test('does not begin what it has no time for', async () => {
    const world = new FanOutWorld();
    world.callback.latency = () => 2_000;
    ['r1', 'r2', 'r3'].forEach((room) => world.room(room, 1));
    world.endsAt = world.clock.time + 14_999;
    expect(await failed(['r1', 'r2', 'r3'].map(taskFor), world.ports())).toEqual([0, 1, 2]);
    expect([...world.callback.counts().keys()]).toEqual([]);
  });

  test('carries tasks out side by side: there is time for three where one after the other there would be for two', async () => {
    const world = new FanOutWorld();
    world.callback.latency = () => 2_000;
    ['r1', 'r2', 'r3'].forEach((room) => world.room(room, 1));
    world.endsAt = world.clock.time + 18_000;
    expect(await failed(['r1', 'r2', 'r3'].map(taskFor), world.ports())).toEqual([]);
    expect([...world.callback.counts().keys()]).toEqual(['r1-0', 'r2-0', 'r3-0']);
  });

  test('a poison task is put aside after three times, while the others are carried out, and a healthy one never is', async () => {
    const world = new FanOutWorld();
    world.room('r1', 1);
    const queue = new RedrivingQueue(['{"kind":"shard"}', taskFor('r1'), 'not JSON']);
    await queue.drain((bodies) => failed(bodies, world.ports()));
    expect(queue.deadLetters).toEqual(['{"kind":"shard"}', 'not JSON']);
    expect(world.callback.counts()).toEqual(new Map([['r1-0', 1]]));
  });
});

/** A queue that takes back what failed, and puts it aside the third time, as SQS does with `maxReceiveCount`. */
class RedrivingQueue {
  public readonly deadLetters: string[] = [];
  private readonly waiting: { readonly body: string; readonly received: number }[];

  constructor(bodies: readonly string[]) {
    this.waiting = bodies.map((body) => ({ body, received: 0 }));
  }

  public async drain(handle: (bodies: readonly string[]) => Promise<number[]>): Promise<void> {
    while (this.waiting.length > 0) {
      const taken = this.waiting.splice(0, 10);
      for (const index of await handle(taken.map(({ body }) => body))) {
        const { body, received } = taken[index];
        if (received + 1 === 3) this.deadLetters.push(body);
        else this.waiting.push({ body, received: received + 1 });
      }
    }
  }
}

describe('the text of a task', () => {
  const frames = { frames: ['{}'], at: 1 };
  const TASKS: Task[] = [
    { kind: 'shard', room: 'r', shardKey: 'k', ...frames }, { kind: 'room', room: 'r', ...frames, until: 5, roomOf: 100, except: 'me' },
    { kind: 'user', user: 'u', ...frames, only: ['a'], tries: 2 }, { kind: 'close', user: 'u', ...frames }, { kind: 'presence', room: 'r', told: 3 },
  ];

  test.each(TASKS)('of kind $kind is read', (task) => {
    expect(readTask(JSON.stringify(task))).toEqual(task);
  });

  test.each([
    '', 'null', '[]', '"shard"', '{}', '{"kind":"__proto__","room":"r"}', '{"kind":"toString"}', '{"kind":"presence"}', '{"kind":"room","room":"r"}',
    '{"kind":"room","room":"r","frames":[1],"at":1}', '{"kind":"room","room":"r","frames":["{}"]}', '{"kind":"user","user":7,"frames":[],"at":1}',
    '{"kind":"user","user":"u","frames":[],"at":1,"only":"a"}', '{"kind":"user","user":"u","frames":[],"at":1,"until":"soon"}',
    '{"kind":"user","user":"u","frames":[],"at":1,"except":5}',
  ])('%s is none', (text) => {
    expect(() => readTask(text)).toThrow(UnreadableTask);
  });

  test('anything else is none, and nothing but UnreadableTask is thrown', () => {
    fc.assert(fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
      expect(() => readTask(text)).toThrow(UnreadableTask);
    }));
  });
});
