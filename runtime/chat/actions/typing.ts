import type { ActionPorts, Answer, Caller } from './action';
import { refused } from './refused';
import { frameText } from '../fan-out/task';
import type { Typing } from '../protocol/frames';
import { TYPING_EVERY_MS, TYPING_ROOM } from '../protocol/limits';
import { bestEffort } from '../shared/failure';

/** Who types for longer has said so again by then. */
const WORTH_KNOWING_MS = 5_000;

/** Tell the others of a small room. Not stored, not answered, and dropped when it comes too often. */
export async function typing(frame: Typing, { connection, user }: Caller, { registry, tasks, now }: ActionPorts): Promise<Answer> {
  const { room } = frame;
  if (!await registry.subscription(connection, room)) return refused(frame, 'not_joined');
  if (!await registry.takeTyping(connection, TYPING_EVERY_MS)) return undefined;
  const at = now();
  const frames = [frameText({ type: 'typing', room, user })];
  await bestEffort('typing will not be told', room, () => tasks.put([
    { kind: 'room', room, frames, at, until: at + WORTH_KNOWING_MS, roomOf: TYPING_ROOM, except: connection },
  ]));
  return undefined;
}
