import { message, recordOf, redacted, said, sequenceNumber, voided } from './stream';
import { dispatchEvent } from '../../../../runtime/chat/dispatcher/dispatcher';
import type { StreamRecord } from '../../../../runtime/chat/dispatcher/stream-record';
import type { DeliveryPorts } from '../../../../runtime/chat/fan-out/ports';
import { FanOutWorld } from '../support/fan-out-world';

beforeEach(() => {
  jest.spyOn(process.stdout, 'write').mockReturnValue(true);
});
afterEach(() => {
  jest.restoreAllMocks();
});

/** What has to come again: nothing, or the index of the first record. */
async function failed(records: readonly StreamRecord[], world: FanOutWorld, overrides: Partial<DeliveryPorts> = {}): Promise<number | undefined> {
  const { batchItemFailures } = await dispatchEvent({ Records: records }, world.ports(overrides));
  expect(batchItemFailures.length).toBeLessThanOrEqual(1);
  const [failure] = batchItemFailures;
  return failure && records.findIndex((record) => sequenceNumber(record) === failure.itemIdentifier);
}

describe('the dispatcher', () => {
  test('tells small rooms at once: one frame for each room, whatever order the records are in', async () => {
    const world = new FanOutWorld();
    world.room('r1', 2);
    world.room('r2', 1);
    expect(await failed([said('r1', 2), said('r2', 7), said('r1', 1)], world)).toBeUndefined();
    expect(world.callback.framesOf('r1-0')).toEqual([{ type: 'batch', room: 'r1', m: [message(1), message(2)] }]);
    expect(world.callback.framesOf('r1-1')).toEqual(world.callback.framesOf('r1-0'));
    expect(world.callback.framesOf('r2-0')).toEqual([{ type: 'msg', room: 'r2', ...message(7) }]);
    expect(world.tasks.waiting).toEqual([]);
    expect(world.metrics).toMatchObject({ flushes: 1, counts: { Delivered: 3 } });
  });

  test('plans a task for each shard of a big room, with the newest time', async () => {
    const world = new FanOutWorld();
    world.room('r1', 300, { epoch: 1, shards: 2 });
    await failed([said('r1', 1, { ts: 5 }), said('r1', 2, { ts: 9 })], world);
    const frames = [JSON.stringify({ type: 'batch', room: 'r1', m: [message(1, { ts: 5 }), message(2, { ts: 9 })] })];
    expect(world.tasks.all).toEqual([0, 1].map((shard) => ({ kind: 'shard', room: 'r1', shardKey: `ROOM#r1#1#${shard}`, frames, at: 9 })));
    expect(world.callback.attempts).toEqual([]);
  });

  test('says that a message was redacted, and not what it said', async () => {
    const world = new FanOutWorld();
    world.room('r1', 1);
    await failed([redacted('r1', 3)], world);
    expect(world.callback.framesOf('r1-0')).toEqual([{ type: 'redacted', room: 'r1', seq: 3 }]);
  });

  test('a message that is redacted before anybody was told is told without its body', async () => {
    const world = new FanOutWorld();
    world.room('r1', 1);
    await failed([said('r1', 3), redacted('r1', 3)], world);
    expect(world.callback.framesOf('r1-0')).toEqual([{ type: 'msg', room: 'r1', ...message(3, { body: '', redacted: true }) }]);
  });

  test('places that stay empty, changes that are none, deletions and other rows are no news', async () => {
    const world = new FanOutWorld();
    world.room('r1', 1);
    const records = [
      voided('r1', 4), { ...said('r1', 5), eventName: 'MODIFY' }, { ...said('r1', 6), eventName: 'REMOVE' },
      recordOf('INSERT', { pk: 'ROOM#r1', sk: 'META' }),
    ];
    expect(await failed(records, world)).toBeUndefined();
    expect(world.callback.attempts).toEqual([]);
  });

  test('a room nobody made has nobody to tell', async () => {
    expect(await failed([said('nowhere', 1)], new FanOutWorld())).toBeUndefined();
  });

  test('more posts than it can make in two seconds are left to the queue', async () => {
    const world = new FanOutWorld(100);
    const sizes: Record<string, number> = { r1: 150, r2: 120, r3: 30 };
    for (const [room, size] of Object.entries(sizes)) world.room(room, size);
    await failed(Object.keys(sizes).map((room) => said(room, 1)), world);
    const served = new Set([...world.callback.counts().keys()].map((id) => id.split('-')[0]));
    const queued = world.tasks.all.map((task) => ('room' in task ? task.room : ''));
    expect([...served, ...queued].sort()).toEqual(['r1', 'r2', 'r3']);
    expect(served.size).toBe(2);
    expect([...served].reduce((sum, room) => sum + sizes[room], 0)).toBe(world.callback.counts().size);
    expect(world.tasks.all).toEqual(queued.map((room) => (
      { kind: 'room', room, frames: [JSON.stringify({ type: 'msg', room, ...message(1) })], at: message(1).ts }
    )));
  });
});

describe('a record that fails', () => {
  test('is reported by its number, and the rooms of others are told all the same', async () => {
    const world = new FanOutWorld();
    world.room('r1', 1);
    world.room('r3', 1);
    const find = (room: string) => (room === 'r2' ? Promise.reject(new TypeError('no')) : world.rooms.find(room));
    const rooms = Object.assign(Object.create(world.rooms), { find: (room: string) => find(room) });
    expect(await failed([said('r1', 1), said('r2', 1), said('r3', 1), said('r2', 2)], world, { rooms })).toBe(1);
    expect([...world.callback.counts().keys()].sort()).toEqual(['r1-0', 'r3-0']);
  });

  test('of several, the first one is reported, so that none is passed over', async () => {
    const world = new FanOutWorld();
    const rooms = Object.assign(Object.create(world.rooms), { find: () => Promise.reject(new TypeError('no')) });
    expect(await failed([voided('r1', 1), said('r3', 1), said('r2', 1)], world, { rooms })).toBe(1);
  });

  test('tasks that the queue does not take fail the room', async () => {
    const world = new FanOutWorld();
    world.room('r1', 201);
    expect(await failed([said('r1', 1)], world, { tasks: { put: () => Promise.reject(new TypeError('no')) } })).toBe(0);
  });

  test.each([
    ['without a key', { eventName: 'INSERT', dynamodb: { SequenceNumber: '12' } }],
    ['without an image', { ...said('r1', 1), dynamodb: { ...said('r1', 1).dynamodb, NewImage: undefined } }],
    ['without a body', recordOf('INSERT', { pk: 'MSG#r1#0', sk: '000000000001', ...{ seq: 1, id: 'id-1' } })],
  ])('a message %s is reported, not passed over', async (_, record) => {
    const world = new FanOutWorld();
    world.room('r1', 1);
    expect(await failed([said('r1', 5), record], world)).toBe(1);
    expect(world.callback.framesOf('r1-0')).toEqual([{ type: 'msg', room: 'r1', ...message(5) }]);
  });

  test('a record without a number fails the whole batch', async () => {
    const world = new FanOutWorld();
    const record = { eventName: 'INSERT', dynamodb: {} };
    expect(await dispatchEvent({ Records: [record] }, world.ports())).toEqual({ batchItemFailures: [{ itemIdentifier: '' }] });
  });

  test('the log says which one, and nothing of what was said', async () => {
    const world = new FanOutWorld();
    const rooms = Object.assign(Object.create(world.rooms), { find: () => Promise.reject(new TypeError('secret words')) });
    const record = said('r1', 1, { body: 'secret words' });
    await failed([record], world, { rooms });
    const lines = jest.mocked(process.stdout.write).mock.calls.map(([line]) => String(line)).join('');
    expect(lines).toContain(sequenceNumber(record));
    expect(lines).not.toContain('secret words');
  });
});
