import type { ActionPorts, Answer, Caller } from './action';
import { refused } from './refused';
import { frameText } from '../fan-out/task';
import type { Read } from '../protocol/frames';
import { bestEffort } from '../shared/failure';

/** The biggest room, in connections, that is told who has read what. */
const READ_ROOM = 200;
/** Later, the mark is in the answer to `join`. */
const WORTH_KNOWING_MS = 60_000;

/** Remember how far the user has read, and tell the others of a small room, the user's own connections among them. Not answered. */
export async function read(frame: Read, { connection, user }: Caller, { registry, rooms, tasks, now }: ActionPorts): Promise<Answer> {
  const { room, seq } = frame;
  if (!await registry.subscription(connection, room)) return refused(frame, 'not_joined');
  if (!await rooms.markRead(room, user, seq)) return undefined;
  const at = now();
  const frames = [frameText({ type: 'read', room, user, seq })];
  await bestEffort('the read mark will not be told', room, () => tasks.put([
    { kind: 'room', room, frames, at, until: at + WORTH_KNOWING_MS, roomOf: READ_ROOM, except: connection },
  ]));
  return undefined;
}
