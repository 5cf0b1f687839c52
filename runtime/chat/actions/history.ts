import type { ActionPorts, Answer, Caller } from './action';
import { refused } from './refused';
import { firstOf, lastOf } from './size';
import type { History, HistoryPage } from '../protocol/frames';
import { HISTORY_DEFAULT } from '../protocol/limits';

/** A page of what was said, for members, whether they have joined or not. */
export async function history(frame: History, { user }: Caller, ports: ActionPorts): Promise<Answer> {
  if (!await ports.rooms.member(frame.room, user)) return refused(frame, 'not_a_member');
  return await historyPage(frame, ports) ?? refused(frame, 'not_a_member');
}

/** Which messages. */
export type PageOf = Omit<History, 'action'>;

/** Nothing for a room that does not exist. One message more is read than asked for, to know whether there are more. */
export async function historyPage(asked: PageOf, { rooms, messages }: Pick<ActionPorts, 'rooms' | 'messages'>): Promise<HistoryPage | undefined> {
  const { room: name, before = Infinity, after, limit = HISTORY_DEFAULT } = asked;
  const head = (await rooms.find(name))?.seq;
  if (head === undefined) return undefined;
  const envelope: HistoryPage = { type: 'history', room: name, items: [] };
  // What was never said needs no looking for.
  if (after === undefined) {
    const { items, more } = lastOf(await messages.page(name, { before: Math.min(before, head + 1), limit: limit + 1 }), limit, envelope);
    return { ...envelope, items, ...more && { next: items[0].seq } };
  }
  const found = after >= head ? [] : await messages.page(name, { after, limit: limit + 1 });
  const { items, more } = firstOf(found, limit, envelope);
  return { ...envelope, items, ...more && { next: items[items.length - 1].seq } };
}
