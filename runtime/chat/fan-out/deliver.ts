import { atOnce } from './at-once';
import { handOut, isLate } from './hand-out';
import { isCurrent, shardTasks } from './plan';
import type { DeliveryPorts } from './ports';
import { postAll } from './post-all';
import { tellPresence } from './presence';
import { connectionsOfRoom, connectionsOfShard } from './room-connections';
import type { CloseTask, RoomTask, ShardTask, Task, UserTask } from './task';
import { bestEffort } from '../shared/failure';

/** The most connections of a room that are served at once, without a task for each shard. */
export const SMALL_ROOM = 200;
/** A shard with more connections than this is too big: new ones go to twice as many shards. */
const FULL_SHARD = 1_500;
const AT_ONCE = 8;

/** Carry a task out. Doing it again after a failure tells some twice and nobody never. */
export async function deliver(task: Task, ports: DeliveryPorts): Promise<void> {
  if (task.kind === 'presence') return tellPresence(task, ports);
  if (isLate(task, ports.now())) return;
  switch (task.kind) {
    case 'shard': return deliverToShard(task, ports);
    case 'room': return deliverToRoom(task, ports);
    case 'user': return deliverToUser(task, ports);
    case 'close': return closeAll(task, ports);
  }
}

/** Whoever comes to a shard after it was read has joined later, and found the message in the history. */
async function deliverToShard(task: ShardTask, ports: DeliveryPorts): Promise<void> {
  const present = await connectionsOfShard(task.shardKey, ports.registry);
  if (task.roomOf !== undefined && present.length > task.roomOf) return;
  await handOut(task, present, ports);
  if (present.length > FULL_SHARD) await grow(task, ports);
}

async function deliverToRoom(task: RoomTask, ports: DeliveryPorts): Promise<void> {
  const room = await ports.rooms.find(task.room);
  if (!room) return;
  const present = await connectionsOfRoom(room, task.roomOf ?? SMALL_ROOM, ports.registry);
  if (present) await handOut(task, present, ports);
  else if (task.roomOf === undefined) await ports.tasks.put(shardTasks(room, task));
}

async function deliverToUser(task: UserTask, ports: DeliveryPorts): Promise<void> {
  await handOut(task, await ports.registry.connectionsOfUser(task.user), ports);
}

/** One that does not close keeps no other open. What is known of a connection is forgotten when API Gateway says that it was closed, or when it is found gone. */
async function closeAll({ user, frames, until, except }: CloseTask, ports: DeliveryPorts): Promise<void> {
  const to = (await ports.registry.connectionsOfUser(user)).filter(({ id }) => id !== except);
  await postAll({ to, frames, until }, ports);
  const failures: unknown[] = [];
  await atOnce(AT_ONCE, to, ({ id }) => ports.callback.close(id).catch((error: unknown) => void failures.push(error)));
  if (failures.length > 0) throw failures[0];
}

async function grow({ room: name, shardKey }: ShardTask, { rooms }: DeliveryPorts): Promise<void> {
  await bestEffort('the room did not grow', name, async () => {
    const room = await rooms.find(name);
    if (room && isCurrent(shardKey, room)) await rooms.grow(name, room.current);
  });
}
