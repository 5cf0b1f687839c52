import { deliver } from '../../../../runtime/chat/fan-out/deliver';
import type { ShardTask, Task } from '../../../../runtime/chat/fan-out/task';
import { shardKey } from '../../../../runtime/chat/store/keys';
import { FanOutWorld } from '../support/fan-out-world';

const FRAME = '{"type":"msg"}';

function shard(room: string, world: FanOutWorld, rest: Partial<ShardTask> = {}): ShardTask {
  return { kind: 'shard', room, shardKey: shardKey(room, 1, 0), frames: [FRAME], at: world.clock.time, ...rest };
}

/** Carries tasks out, and those that come of them, until there are none. */
async function settle(world: FanOutWorld, ...tasks: Task[]): Promise<void> {
  world.tasks.waiting = tasks.map((task) => ({ task, delay: 0 }));
  for (let next = world.tasks.waiting.shift(); next; next = world.tasks.waiting.shift()) {
    world.clock.time += next.delay * 1_000;
    await deliver(next.task, world.ports());
  }
}

describe('a task for a shard', () => {
  test('reaches everybody on every page of it', async () => {
    const world = new FanOutWorld();
    world.room('r1', 1_050);
    await deliver(shard('r1', world), world.ports());
    expect(world.callback.counts().size).toBe(1_050);
    expect(world.metrics.counts).toMatchObject({ Delivered: 1_050 });
    expect(world.metrics.values).toEqual({ FanOutSize: [1_050], FanOutLatency: [expect.any(Number)] });
  });

  test('done twice tells some twice and nobody never', async () => {
    const world = new FanOutWorld();
    world.room('r1', 30);
    await settle(world, shard('r1', world), shard('r1', world));
    expect([...world.callback.counts().values()].every((count) => count === 2)).toBe(true);
  });

  test('a stale connection does not fail the others, and its own row is deleted, not that of the sender', async () => {
    const world = new FanOutWorld();
    world.room('r1', 20);
    world.callback.gone.add('r1-13');
    await deliver(shard('r1', world), world.ports());
    expect(world.callback.counts().size).toBe(19);
    expect(world.registry.forgotten).toEqual(['r1-13']);
    expect(world.metrics.counts).toMatchObject({ Gone: 1, Swept: 1 });
  });

  test('a 410 within a minute of the connection keeps its row, and later sweeps it', async () => {
    const world = new FanOutWorld();
    world.rooms.shape('r1', { epoch: 1, shards: 1 });
    world.registry.place('r1', { id: 'young', user: 'alice', since: world.clock.time - 50_000 }, { epoch: 1, shards: 1 });
    world.callback.gone.add('young');
    await deliver(shard('r1', world), world.ports());
    expect(world.registry.forgotten).toEqual([]);
    world.clock.time += 15_000;
    await deliver(shard('r1', world), world.ports());
    expect(world.registry.forgotten).toEqual(['young']);
  });

  test('a room whose connection was found gone is told who is left', async () => {
    const world = new FanOutWorld();
    world.room('r1', 2);
    world.callback.gone.add('r1-1');
    await deliver(shard('r1', world), world.ports());
    expect(world.tasks.waiting).toEqual([{ task: { kind: 'presence', room: 'r1' }, delay: 30 }]);
  });

  test('a row that cannot be deleted does not fail the task', async () => {
    const world = new FanOutWorld();
    world.room('r1', 2);
    world.callback.gone.add('r1-1');
    world.registry.forget = () => Promise.reject(new TypeError('no'));
    await deliver(shard('r1', world), world.ports());
    expect(world.callback.counts()).toEqual(new Map([['r1-0', 1]]));
    expect(world.metrics.counts.Swept).toBeUndefined();
  });

  test('a slow client is given up and counted', async () => {
    const world = new FanOutWorld();
    world.room('r1', 40);
    world.callback.slow.add('r1-1');
    await deliver(shard('r1', world), world.ports());
    expect(world.metrics.counts).toMatchObject({ Delivered: 39, Throttled: 3, DeliveryFailures: 1 });
    expect(world.tasks.waiting).toEqual([]);
  });

  test('what the throttle of the account left over is delivered by smaller tasks, and nobody is lost', async () => {
    const world = new FanOutWorld(1_000);
    world.callback.limit = 250;
    const to = world.room('r1', 1_000);
    await settle(world, shard('r1', world));
    expect(world.callback.counts().size).toBe(to.length);
    expect(world.metrics.counts.DeliveryFailures).toBe(0);
  });

  test('what there was no time for is left to a task for those alone', async () => {
    const world = new FanOutWorld(100);
    world.endsAt = world.clock.time + 10_000;
    world.room('r1', 1_200);
    await deliver(shard('r1', world), world.ports());
    const left = world.tasks.all.flatMap((task) => ('only' in task ? task.only ?? [] : []));
    expect(left).toHaveLength(1_200 - world.callback.counts().size);
    expect(left.some((id) => world.callback.counts().has(id))).toBe(false);
    expect(Math.max(...world.tasks.all.map((task) => ('only' in task ? task.only?.length ?? 0 : 0)))).toBeLessThanOrEqual(1_000);
  });

  test('connections that nobody can reach are tried for a minute, and then given up', async () => {
    const world = new FanOutWorld();
    const to = world.room('r1', 3);
    to.forEach(({ id }) => world.callback.broken.add(id));
    const start = world.clock.time;
    await settle(world, shard('r1', world));
    expect(world.metrics.counts.DeliveryFailures).toBe(3);
    expect(world.clock.time - start).toBeGreaterThan(55_000);
    expect(world.callback.attempts).toHaveLength(3 * 3 * 6);
  });

  test('connections that take the first frame and never the second are not sent the first one for ever', async () => {
    const world = new FanOutWorld();
    const to = world.room('r1', 3);
    const { post } = world.callback;
    world.callback.post = (id, frame) => (frame === 'second' ? Promise.resolve('throttled') : post.call(world.callback, id, frame));
    await settle(world, { ...shard('r1', world), frames: ['first', 'second'] });
    expect(world.metrics.counts.DeliveryFailures).toBe(3);
    for (const { id } of to) expect(world.callback.counts().get(id)).toBeLessThanOrEqual(6);
  });

  test('what is left is handed on before rows are swept, and rows are not swept when there is no time', async () => {
    const world = new FanOutWorld(100);
    world.endsAt = world.clock.time + 10_000;
    world.room('r1', 1_200).slice(0, 5).forEach(({ id }) => world.callback.gone.add(id));
    const order: string[] = [];
    const put = world.tasks.put.bind(world.tasks);
    world.tasks.put = async (...given) => {
      order.push(given[0][0].kind);
      await put(...given);
      // The queue was slow.
      world.endsAt = world.clock.time;
    };
    await deliver(shard('r1', world), world.ports());
    expect(order).toEqual(['shard']);
    expect(world.registry.forgotten).toEqual([]);
  });

  test('how long it took is measured of what was stored, and not of what is only said', async () => {
    const world = new FanOutWorld();
    world.room('r1', 2);
    await deliver({ ...shard('r1', world), until: world.clock.time + 5_000 }, world.ports());
    expect(world.metrics.values.FanOutLatency).toBeUndefined();
    await deliver(shard('r1', world), world.ports());
    expect(world.metrics.values.FanOutLatency).toHaveLength(1);
  });

  test('leaves out the connection it came from, and keeps to those that are named', async () => {
    const world = new FanOutWorld();
    world.room('r1', 5);
    await deliver(shard('r1', world, { only: ['r1-1', 'r1-2'], except: 'r1-2' }), world.ports());
    expect(world.callback.counts()).toEqual(new Map([['r1-1', 1]]));
  });
});

describe('a room that grows', () => {
  test('a shard of more than 1,500 connections gets twice as many shards, once', async () => {
    const world = new FanOutWorld(10_000);
    world.room('r1', 1_501);
    await settle(world, shard('r1', world), shard('r1', world));
    expect((await world.rooms.find('r1'))?.current).toEqual({ epoch: 2, shards: 2 });
  });

  test('1,500 are not too many, and what is left of a task does not count', async () => {
    const world = new FanOutWorld(10_000);
    world.room('r1', 1_500);
    await deliver(shard('r1', world), world.ports());
    expect((await world.rooms.find('r1'))?.current).toEqual({ epoch: 1, shards: 1 });
  });

  test('nobody is lost while it does: neither who was there nor who comes to the new shards', async () => {
    const world = new FanOutWorld(10_000);
    world.room('r1', 1_600);
    const task: Task = { kind: 'room', room: 'r1', frames: [FRAME], at: world.clock.time };
    await settle(world, task);
    const grown = await world.rooms.find('r1');
    const late = world.present('late');
    world.registry.place('r1', late, grown?.current ?? { epoch: 0, shards: 0 });
    await settle(world, { ...task, frames: ['{"type":"second"}'] });
    expect(world.callback.framesOf('late')).toEqual([{ type: 'second' }]);
    const twice = [...world.callback.counts()].filter(([, count]) => count === 2);
    expect(twice).toHaveLength(1_600);
  });

  test('growth that fails does not fail the task', async () => {
    const world = new FanOutWorld(10_000);
    world.room('r1', 1_501);
    world.rooms.grow = () => Promise.reject(new TypeError('no'));
    await deliver(shard('r1', world), world.ports());
    expect(world.callback.counts().size).toBe(1_501);
  });
});

describe('a task for a room', () => {
  test('is carried out at once in a small one', async () => {
    const world = new FanOutWorld();
    world.room('r1', 200);
    await deliver({ kind: 'room', room: 'r1', frames: [FRAME], at: 0 }, world.ports());
    expect(world.callback.counts().size).toBe(200);
    expect(world.tasks.waiting).toEqual([]);
  });

  test('becomes one task for each shard of every epoch in a big one', async () => {
    const world = new FanOutWorld();
    world.room('r1', 201, { epoch: 2, shards: 2 });
    world.rooms.shape('r1', { epoch: 2, shards: 2 }, [{ epoch: 1, shards: 1 }]);
    await deliver({ kind: 'room', room: 'r1', frames: [FRAME], at: 5 }, world.ports());
    expect(world.tasks.all).toEqual([shardKey('r1', 1, 0), shardKey('r1', 2, 0), shardKey('r1', 2, 1)].map((key) => (
      { kind: 'shard', room: 'r1', shardKey: key, frames: [FRAME], at: 5 }
    )));
    expect(world.callback.attempts).toEqual([]);
  });

  test('who is in two epochs is told once', async () => {
    const world = new FanOutWorld();
    const [moved] = world.room('r1', 1);
    world.rooms.shape('r1', { epoch: 2, shards: 2 }, [{ epoch: 1, shards: 1 }]);
    world.registry.place('r1', moved, { epoch: 2, shards: 2 });
    await deliver({ kind: 'room', room: 'r1', frames: [FRAME], at: 0 }, world.ports());
    expect(world.callback.counts()).toEqual(new Map([[moved.id, 1]]));
  });

  test('what is for small rooms only is dropped in others', async () => {
    const world = new FanOutWorld();
    world.room('r1', 101);
    world.room('r2', 100);
    for (const room of ['r1', 'r2']) await deliver({ kind: 'room', room, frames: [FRAME], at: 0, roomOf: 100, except: 'r2-0' }, world.ports());
    expect(world.callback.counts().size).toBe(99);
    expect(world.tasks.waiting).toEqual([]);
  });

  test('what is late is dropped', async () => {
    const world = new FanOutWorld();
    world.room('r1', 3);
    const task: Task = { kind: 'room', room: 'r1', frames: [FRAME], at: 0, until: world.clock.time };
    await deliver(task, world.ports());
    world.clock.time += 1;
    await deliver(task, world.ports());
    expect([...world.callback.counts().values()].every((count) => count === 1)).toBe(true);
  });

  test('a room that is not there needs nothing', async () => {
    const world = new FanOutWorld();
    await deliver({ kind: 'room', room: 'nowhere', frames: [FRAME], at: 0 }, world.ports());
    expect(world.callback.attempts).toEqual([]);
  });
});

describe('a task for a user', () => {
  test('reaches every connection of the user and no other', async () => {
    const world = new FanOutWorld();
    const epoch = { epoch: 1, shards: 1 };
    world.room('r1', 3);
    for (const id of ['a1', 'a2']) world.registry.place('r1', world.present(id, 'alice'), epoch);
    await deliver({ kind: 'user', user: 'alice', frames: [FRAME], at: 0 }, world.ports());
    expect([...world.callback.counts().keys()]).toEqual(['a1', 'a2']);
  });

  test('with bye closes them, after it was said', async () => {
    const world = new FanOutWorld();
    world.room('r1', 1);
    for (const id of ['a1', 'a2']) world.registry.place('r1', world.present(id, 'alice'), { epoch: 1, shards: 1 });
    await deliver({ kind: 'close', user: 'alice', frames: ['{"type":"bye"}'], at: 0 }, world.ports());
    expect(world.callback.closed).toEqual(['a1', 'a2']);
    expect(world.callback.framesOf('a1')).toEqual([{ type: 'bye' }]);
    expect(world.callback.counts().has('r1-0')).toBe(false);
  });

  test('a connection that does not close fails the task, so that it comes again, and the others are closed', async () => {
    const world = new FanOutWorld();
    const ids = Array.from({ length: 12 }, (_, index) => `a${index}`);
    for (const id of ids) world.registry.place('r1', world.present(id, 'alice'), { epoch: 1, shards: 1 });
    const { close } = world.callback;
    world.callback.close = (id) => (id === 'a0' ? Promise.reject(new TypeError('no')) : close.call(world.callback, id));
    await expect(deliver({ kind: 'close', user: 'alice', frames: [FRAME], at: 0 }, world.ports())).rejects.toThrow('no');
    expect(world.callback.closed).toEqual(ids.slice(1));
  });
});
