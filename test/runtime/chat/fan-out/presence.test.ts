import { deliver } from '../../../../runtime/chat/fan-out/deliver';
import type { Present } from '../../../../runtime/chat/ports';
import type { PresenceMode } from '../../../../runtime/chat/shared/presence';
import { FanOutWorld } from '../support/fan-out-world';

async function told(world: FanOutWorld, presence: PresenceMode = 'members') {
  await deliver({ kind: 'presence', room: 'r1' }, world.ports({ presence }));
  return [...new Set(world.callback.arrivals.map(({ frame }) => frame))].map((frame) => JSON.parse(frame));
}

describe('presence', () => {
  test('a room of up to 200 connections is told the names, each once, whoever has several connections', async () => {
    const world = new FanOutWorld();
    const epoch = { epoch: 1, shards: 1 };
    world.rooms.shape('r1', epoch);
    for (const [id, user] of [['b1', 'bob'], ['a1', 'alice'], ['a2', 'alice']]) world.registry.place('r1', world.present(id, user), epoch);
    expect(await told(world)).toEqual([{ type: 'presence', room: 'r1', count: 2, online: ['alice', 'bob'] }]);
    expect(world.callback.counts().size).toBe(3);
  });

  test('200 names fit', async () => {
    const world = new FanOutWorld();
    world.room('r1', 200);
    const [frame] = await told(world);
    expect(frame.online).toHaveLength(200);
  });

  test('names that do not fit into a frame are counted', async () => {
    const world = new FanOutWorld();
    const epoch = { epoch: 1, shards: 1 };
    world.rooms.shape('r1', epoch);
    const everybody: Present[] = Array.from({ length: 100 }, (_, index) => world.present(`c${index}`, `${index}${'x'.repeat(500)}`));
    everybody.forEach((present) => world.registry.place('r1', present, epoch));
    expect(await told(world)).toEqual([{ type: 'presence', room: 'r1', count: 100 }]);
  });

  test('counts only, or nothing, when that was decided', async () => {
    const world = new FanOutWorld();
    world.room('r1', 3);
    expect(await told(world, 'off')).toEqual([]);
    expect(await told(world, 'count')).toEqual([{ type: 'presence', room: 'r1', count: 3 }]);
  });

  test('a bigger room is told how many there are, by a task for each shard that soon is too old', async () => {
    const world = new FanOutWorld();
    world.room('r1', 201, { epoch: 1, shards: 2 });
    await told(world);
    const frame = '{"type":"presence","room":"r1","count":201}';
    const until = world.clock.time + 15_000;
    expect(world.tasks.waiting.slice(0, 2)).toEqual([
      { task: expect.objectContaining({ kind: 'shard', frames: [frame], until }), delay: 0 },
      { task: expect.objectContaining({ kind: 'shard', frames: [frame], until }), delay: 0 },
    ]);
  });

  test('a bigger room is told again after 15 seconds, as long as the number changes, and nobody else tells it in between', async () => {
    const world = new FanOutWorld();
    world.room('r1', 201);
    await told(world);
    expect(await world.rooms.takePresenceTurn('r1', world.clock.time + 15_000)).toBe(false);
    const next = world.tasks.waiting.find(({ task }) => task.kind === 'presence');
    expect(next).toEqual({ task: { kind: 'presence', room: 'r1', told: 201 }, delay: 15 });
    world.tasks.waiting = [];
    world.clock.time += 15_000;
    await deliver({ kind: 'presence', room: 'r1', told: 201 }, world.ports());
    expect(world.tasks.waiting).toEqual([]);
    world.registry.place('r1', world.present('late'), { epoch: 1, shards: 1 });
    await deliver({ kind: 'presence', room: 'r1', told: 201 }, world.ports());
    expect(world.tasks.waiting.map(({ task: { kind } }) => kind)).toEqual(['shard', 'presence']);
  });

  test('a room that is not there needs nothing', async () => {
    const world = new FanOutWorld();
    expect(await told(world)).toEqual([]);
  });
});
