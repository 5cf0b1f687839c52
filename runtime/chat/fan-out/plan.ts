import type { Room } from '../ports';
import type { Frames, ShardTask } from './task';
import { queueText } from '../queue/batches';
import { shardKey } from '../store/keys';

/** What frames take of a task, as JSON in JSON: with the rest it stays under 200 KB. */
const FRAMES_BYTES = 160 * 1024;

/**
 * The keys of all rows that may have connections of a room: of every epoch that may still have some. The oldest first: a connection that enters
 * again goes to the current one before it leaves its old one, so that whoever reads in this order meets it.
 */
export function shardsOf({ room, current, live }: Room): string[] {
  const epochs = new Map([...live, current].map(({ epoch, shards }) => [epoch, shards]));
  const oldestFirst = [...epochs].sort(([one], [other]) => one - other);
  return oldestFirst.flatMap(([epoch, shards]) => Array.from({ length: shards }, (_, shard) => shardKey(room, epoch, shard)));
}

/** Whether it is one of those that new connections are written to. */
export function isCurrent(key: string, { room, current: { epoch, shards } }: Room): boolean {
  return Array.from({ length: shards }, (_, shard) => shardKey(room, epoch, shard)).includes(key);
}

/** Everybody of a room, shard by shard. */
export function shardTasks(room: Room, frames: Frames): ShardTask[] {
  return shardsOf(room).flatMap((key) => inTasks(frames).map((part): ShardTask => ({ ...part, kind: 'shard', room: room.room, shardKey: key })));
}

/** The same for somebody, in as many tasks as the queue asks for. */
export function inTasks<Task extends Frames>(task: Task): Task[] {
  const parts: string[][] = [];
  let left = 0;
  for (const frame of task.frames) {
    const bytes = Buffer.byteLength(queueText(frame)) + 1;
    if (bytes > left || parts.length === 0) {
      parts.push([]);
      left = FRAMES_BYTES;
    }
    parts[parts.length - 1].push(frame);
    left -= bytes;
  }
  return parts.map((frames) => ({ ...task, frames }));
}
