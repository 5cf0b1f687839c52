import type { Present, Room } from '../ports';
import { atOnce } from './at-once';
import { handOut } from './hand-out';
import { shardsOf, shardTasks } from './plan';
import type { DeliveryPorts } from './ports';
import { connectionsOfRoom, connectionsOfShard } from './room-connections';
import { frameText, PresenceTask } from './task';
import { CHAT_PRESENCE } from '../../../lib/chat/chat-contract';
import { PRESENCE_NAMES, FRAME_BYTES } from '../protocol/limits';

/** Seconds between two numbers that a big room is told. */
const COUNTS = 15;
/** Milliseconds: there is a newer picture by then. */
const WORTH_KNOWING = 15_000;
const AT_ONCE = 8;

/** Tell a room who is there: a picture, so that nothing goes wrong when one is lost or comes twice. */
export async function tellPresence(task: PresenceTask, ports: DeliveryPorts): Promise<void> {
  if (ports.presence === CHAT_PRESENCE.off) return;
  const room = await ports.rooms.find(task.room);
  if (!room) return;
  const present = await connectionsOfRoom(room, PRESENCE_NAMES, ports.registry);
  await (present ? tellSmall(task, present, ports) : tellBig(task, room, ports));
}

async function tellSmall({ room }: PresenceTask, present: readonly Present[], ports: DeliveryPorts): Promise<void> {
  const users = [...new Set(present.map(({ user }) => user))].sort();
  const names = frameText({ type: 'presence', room, count: users.length, online: users });
  // Users may have long names.
  const mayName = ports.presence === CHAT_PRESENCE.members && Buffer.byteLength(names) <= FRAME_BYTES;
  const frame = mayName ? names : frameText({ type: 'presence', room, count: users.length });
  const at = ports.now();
  await handOut({ kind: 'room', room, frames: [frame], at, until: at + WORTH_KNOWING }, present, ports);
}

/**
 * How many there are. Whoever tells it takes the next turn, too, so that nobody else tells it in the meantime, and looks again then: as long as the
 * number changes, the room is told every 15 seconds, and not when it does not.
 */
async function tellBig({ room: name, told }: PresenceTask, room: Room, ports: DeliveryPorts): Promise<void> {
  const { rooms, tasks, now } = ports;
  const count = await usersOf(room, ports);
  if (count === told) return;
  const at = now();
  await tasks.put(shardTasks(room, { frames: [frameText({ type: 'presence', room: name, count })], at, until: at + WORTH_KNOWING }));
  if (await rooms.takePresenceTurn(name, at + COUNTS * 1000)) await tasks.put([{ kind: 'presence', room: name, told: count }], COUNTS);
}

async function usersOf(room: Room, { registry }: DeliveryPorts): Promise<number> {
  const users = new Set<string>();
  await atOnce(AT_ONCE, shardsOf(room), async (key) => {
    for (const { user } of await connectionsOfShard(key, registry)) users.add(user);
  });
  return users.size;
}
