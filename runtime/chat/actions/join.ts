import type { ActionPorts, Answer, Caller } from './action';
import { refused } from './refused';
import { firstOf } from './size';
import type { ChatMessage, ErrorCode, Join, Joined } from '../protocol/frames';
import { HISTORY_MAX } from '../protocol/limits';
import { retryAfter } from '../shared/failure';
import { moved } from '../shared/presence';

/**
 * Enter a room one is a member of. First the subscription, then what was missed: a message is in the answer or will be delivered, or both.
 * A room that does not exist is one nobody is a member of.
 */
export async function join(frame: Join, caller: Caller, ports: ActionPorts): Promise<Answer> {
  const { registry, rooms, limits } = ports;
  const { connection: id, user } = caller;
  const [member, room] = await Promise.all([rooms.member(frame.room, user), rooms.find(frame.room)]);
  if (!member || !room) return refused(frame, 'not_a_member');
  const entry = { id, user, room: frame.room, role: member.role, epoch: room.current };
  if (!await registry.subscribe(entry, limits.roomsPerConnection)) return refused(frame, 'too_many_rooms');
  const outcome = await lookAround(frame, caller, member.role, ports);
  if (typeof outcome === 'object') {
    await moved(frame.room, ports);
    return outcome;
  }
  await registry.unsubscribe(id, frame.room);
  return refused(frame, outcome, outcome === 'unavailable' ? retryAfter(undefined) : undefined);
}

/**
 * Who is taken out of a room while entering it is not found by those who do that, as the subscription was not there yet: so the member is looked
 * at once more.
 */
async function lookAround(frame: Join, { user }: Caller, role: string, { rooms, messages }: ActionPorts): Promise<Joined | ErrorCode> {
  const missed = frame.after === undefined ? [] : messages.page(frame.room, { after: frame.after, limit: HISTORY_MAX + 1 });
  const [member, room, found] = await Promise.all([rooms.member(frame.room, user), rooms.find(frame.room), missed]);
  if (!member || !room) return 'not_a_member';
  if (member.role !== role) return 'unavailable';
  return joined({ type: 'joined', room: frame.room, head: room.seq, role, lastRead: member.lastRead, items: [], more: false }, found);
}

function joined(envelope: Joined, found: readonly ChatMessage[]): Joined {
  return { ...envelope, ...firstOf(found, HISTORY_MAX, envelope) };
}
