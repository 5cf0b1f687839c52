import { CHAT_PRESENCE } from '../../../lib/chat/chat-contract';
import { frameText } from '../fan-out/task';
import type { Member, Now, Registry, Rooms, Tasks } from '../ports';
import { moved } from '../shared/presence';

export interface MemberPorts {
  readonly registry: Registry;
  readonly rooms: Rooms;
  readonly tasks: Tasks;
  readonly now: Now;
}

/** Later than this, a client has found out by itself, or has joined again. */
const WORTH_KNOWING_MS = 60_000;

/** First the member, then the connections: one that joins meanwhile looks at the member once more. */
export async function add(member: Omit<Member, 'lastRead'>, ports: MemberPorts): Promise<void> {
  const { registry, rooms } = ports;
  await rooms.addMember({ ...member, lastRead: 0 });
  const connections = await registry.connectionsOfUser(member.user);
  await Promise.all(connections.map(({ id }) => registry.changeRole(id, member.room, member.role)));
}

/**
 * Every connection of the user is told, as those that are not in the room have nothing to leave: when this is done again after a failure, nobody
 * may be in the room any more, and somebody may not have been told.
 */
export async function remove(room: string, user: string, ports: MemberPorts): Promise<void> {
  const { registry, rooms, tasks, now } = ports;
  await rooms.removeMember(room, user);
  const connections = await registry.connectionsOfUser(user);
  if (connections.length === 0) return;
  await Promise.all(connections.map(({ id }) => registry.unsubscribe(id, room)));
  const at = now();
  await tasks.put([{ kind: 'user', user, frames: [frameText({ type: 'left', room, reason: 'removed' })], at, until: at + WORTH_KNOWING_MS }]);
  // Whether presence is told at all is known to those who tell it.
  await moved(room, { ...ports, presence: CHAT_PRESENCE.members });
}
