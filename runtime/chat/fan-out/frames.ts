import { frameText } from './task';
import type { ChatMessage } from '../protocol/frames';
import { FRAME_BYTES } from '../protocol/limits';

/** What happened in a room: messages that were said, and messages whose bodies were taken away. */
export interface News { readonly said: readonly ChatMessage[]; readonly redacted: readonly number[] }

/**
 * The frames that tell a room: as few as possible, as every frame to every connection costs a request, and none over 32 KB. Messages of one frame
 * are in the order of their `seq`. A message that fits into no frame, which nothing here stores, is left out: clients see it missing.
 */
export function framesOf(room: string, { said, redacted }: News): string[] {
  const sorted = [...said].sort((one, other) => one.seq - other.seq);
  return [
    ...grouped(room, sorted).map((messages) => frameOf(room, messages)).filter((frame) => Buffer.byteLength(frame) <= FRAME_BYTES),
    ...redacted.map((seq) => frameText({ type: 'redacted', room, seq })),
  ];
}

/** Messages that share a frame. */
function grouped(room: string, messages: readonly ChatMessage[]): ChatMessage[][] {
  const envelope = bytesOf({ type: 'batch', room, m: [] });
  const groups: ChatMessage[][] = [];
  let left = 0;
  for (const message of messages) {
    const bytes = bytesOf(message) + 1; // a comma
    if (bytes > left) {
      groups.push([]);
      left = FRAME_BYTES - envelope;
    }
    groups[groups.length - 1].push(message);
    left -= bytes;
  }
  return groups;
}

function frameOf(room: string, messages: readonly ChatMessage[]): string {
  return messages.length === 1 ? frameText({ type: 'msg', room, ...messages[0] }) : frameText({ type: 'batch', room, m: messages });
}

function bytesOf(value: object): number {
  return Buffer.byteLength(JSON.stringify(value));
}
