import { createHash } from 'node:crypto';
import type { Draft } from '../ports';
import { messageKey } from './keys';
import type { Key } from './keys';
import { seconds } from './row';
import type { Row } from './row';
import type { ChatMessage } from '../protocol/frames';

const DAY_SECONDS = 86_400;

/** A number in a room, and since when it is a message's: milliseconds since 1970. */
export interface Place { readonly seq: number; readonly at: number }

/** From the room, the sender and the `cid` alone: whoever writes the message, and how often, it has this id. */
export function messageId({ room, from, cid }: Draft): string {
  return createHash('sha256').update(JSON.stringify([room, from, cid])).digest('base64url').slice(0, 22);
}

export function messageOf(draft: Draft, { seq, at }: Place): ChatMessage {
  return { seq, id: messageId(draft), from: draft.from, cid: draft.cid, ts: at, body: draft.body };
}

/** With a time to live, unless messages are kept for ever. */
export function messageRow(room: string, message: ChatMessage, retentionDays: number): Row & Key {
  const row = { ...messageKey(room, message.seq), ...message };
  return retentionDays > 0 ? { ...row, ttl: seconds(message.ts) + retentionDays * DAY_SECONDS } : row;
}

/**
 * What stands in a place in which there is never going to be a message, because the message went to another one: a sender who was held up
 * finds it and looks for the new place. Readers of the stream who do not know it take it for a message without a body, and are right.
 */
export function voidRow(room: string, seq: number, now: number): Row & Key {
  return { ...messageKey(room, seq), seq, void: true, redacted: true, ttl: seconds(now) + DAY_SECONDS };
}

/** Nothing when the row is a void place. For rows of the table and, as `plainRow`, of its stream. */
export function messageFrom(row: Row): ChatMessage | undefined {
  if (row.void) return undefined;
  const redacted = row.redacted ? { redacted: true } as const : {};
  return {
    seq: Number(row.seq), id: String(row.id), from: String(row.from), cid: String(row.cid), ts: Number(row.ts), body: row.redacted ? '' : String(row.body), ...redacted,
  };
}

/** What remembers a `cid` for a day. */
export const onceTtl = ({ at }: Place): number => seconds(at) + DAY_SECONDS;
