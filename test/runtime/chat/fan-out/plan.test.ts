import { inTasks, isCurrent, shardsOf, shardTasks } from '../../../../runtime/chat/fan-out/plan';
import type { RoomTask } from '../../../../runtime/chat/fan-out/task';
import { taskText } from '../../../../runtime/chat/queue/batches';
import { shardKey } from '../../../../runtime/chat/store/keys';

const ROOM = { room: 'r1', seq: 0, current: { epoch: 2, shards: 2 }, live: [{ epoch: 1, shards: 1 }] };

describe('the plan for a big room', () => {
  test('names every shard of every epoch once, the oldest first, whether the current one is among the live ones or not', () => {
    const keys = [shardKey('r1', 1, 0), shardKey('r1', 2, 0), shardKey('r1', 2, 1)];
    expect(shardsOf(ROOM)).toEqual(keys);
    expect(shardsOf({ ...ROOM, live: [ROOM.current, ...ROOM.live] })).toEqual(keys);
  });

  test('knows which shards new connections go to', () => {
    expect(shardsOf(ROOM).map((key) => isCurrent(key, ROOM))).toEqual([false, true, true]);
  });

  test('a hundred full frames of quotation marks, which are written with four bytes each, are in tasks of less than 200 KB', () => {
    const frames = Array.from({ length: 100 }, () => JSON.stringify('"'.repeat(16_000)));
    const tasks = shardTasks(ROOM, { frames, at: 1 });
    expect(Math.max(...tasks.map((task) => Buffer.byteLength(taskText(task))))).toBeLessThan(200 * 1024);
    expect(tasks.filter((task) => task.shardKey === shardKey('r1', 1, 0)).flatMap((task) => task.frames)).toEqual(frames);
  });

  test('frames of characters that the queue takes as escapes only are in tasks of less than 200 KB, too', () => {
    const frames = Array.from({ length: 40 }, (_, index) => `${index}${'\uffff'.repeat(5_461)}`);
    const tasks = inTasks<RoomTask>({ kind: 'room', room: 'r1', frames, at: 1 });
    expect(Math.max(...tasks.map((task) => Buffer.byteLength(taskText(task))))).toBeLessThan(200 * 1024);
    expect(tasks.flatMap((task) => task.frames)).toEqual(frames);
  });

  test('frames that fit stay together', () => {
    expect(inTasks({ frames: ['1', '2'], at: 1, except: 'me' })).toEqual([{ frames: ['1', '2'], at: 1, except: 'me' }]);
  });
});
