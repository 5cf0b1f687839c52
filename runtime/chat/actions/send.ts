import type { ActionPorts, Answer, Caller } from './action';
import { refused } from './refused';
import { bytesOf, fitsFrame } from './size';
import { CHAT_METRICS } from '../../../lib/chat/chat-contract';
import type { Draft } from '../ports';
import type { ErrorCode, Send } from '../protocol/frames';

/** The role that may not send. */
const READER = 'reader';

/** Store a message. The stream of the table has it delivered: nothing is told to anybody here. */
export async function send(frame: Send, caller: Caller, ports: ActionPorts): Promise<Answer> {
  const { room, cid, body, again } = frame;
  const draft = { room, from: caller.user, cid, body, again };
  const problem = isTooLong(draft, ports) ? 'too_long' : await mayNotSend(frame, caller, ports);
  if (problem) return refused(frame, problem);
  const review = await ports.moderator.review(draft);
  if (!review.allowed) return refused(frame, 'moderated');
  const reviewed = { ...draft, body: review.body };
  if (isTooLong(reviewed, ports)) return refused(frame, 'too_long');
  const { message, duplicate } = await ports.messages.store(reviewed);
  ports.metrics.count(duplicate ? CHAT_METRICS.duplicates : CHAT_METRICS.stored, 1);
  return { type: 'ack', cid, room, seq: message.seq, ts: message.ts };
}

function isTooLong(draft: Draft, { limits }: ActionPorts): boolean {
  return bytesOf(draft.body) > limits.bodyBytes || !fitsFrame(draft);
}

async function mayNotSend({ room }: Send, { connection }: Caller, { registry }: ActionPorts): Promise<ErrorCode | undefined> {
  const subscription = await registry.subscription(connection, room);
  if (!subscription) return 'not_joined';
  return subscription.role === READER ? 'forbidden' : undefined;
}
