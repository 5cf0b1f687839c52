import type { Draft } from '../ports';
import type { ChatMessage, HistoryPage, Joined } from '../protocol/frames';
import { FRAME_BYTES } from '../protocol/limits';

/** What the frame with the most around a single message (`joined`) holds besides room, sender, `cid` and body. */
const ENVELOPE_BYTES = 512;
/** `,"next":` and 12 digits. */
const NEXT_BYTES = 20;

/** Bytes of UTF-8. */
export const bytesOf = (text: string): number => Buffer.byteLength(text);

/**
 * Whether a message fits into one frame, whichever it comes in. It is not the same as being short: JSON writes a control character with
 * six bytes, and a message that fits into no frame could neither be delivered as one nor be on any page of the history.
 */
export function fitsFrame({ room, from, cid, body }: Draft): boolean {
  return bytesOf(JSON.stringify({ room, from, cid, body })) <= FRAME_BYTES - ENVELOPE_BYTES;
}

/** A frame with messages in it, without them. */
type Envelope = HistoryPage | Joined;

/** Some of the messages that were asked for, and whether there are others. */
export interface Page { readonly items: readonly ChatMessage[]; readonly more: boolean }

/** The first of the messages: `limit` at most, and what fits into the frame. */
export function firstOf(found: readonly ChatMessage[], limit: number, envelope: Envelope): Page {
  const items = found.slice(0, Math.min(limit, fitting(found, envelope)));
  return { items, more: items.length < found.length };
}

/** The last of the messages, likewise. */
export function lastOf(found: readonly ChatMessage[], limit: number, envelope: Envelope): Page {
  const items = found.slice(found.length - Math.min(limit, fitting([...found].reverse(), envelope), found.length));
  return { items, more: items.length < found.length };
}

/** How many from the start fit beside the rest of the frame. */
function fitting(messages: readonly ChatMessage[], envelope: Envelope): number {
  let left = FRAME_BYTES - NEXT_BYTES - bytesOf(JSON.stringify(envelope));
  const index = messages.findIndex((message) => (left -= bytesOf(JSON.stringify(message)) + 1) < 0);
  return index === -1 ? messages.length : index;
}
