import type { RoomMessage } from 'cdk-gatehouse/chat-client';

/** A message, of whichever room. */
export type ChatMessage = Omit<RoomMessage, 'room'>;

/** Both lists as one, oldest first, every `seq` once. The later copy is right, except that what was taken away does not come back. */
export function merged(known: readonly ChatMessage[], items: readonly ChatMessage[]): readonly ChatMessage[] {
  const bySeq = new Map(known.map((message) => [message.seq, message]));
  for (const item of items) {
    if (!bySeq.get(item.seq)?.redacted) bySeq.set(item.seq, item);
  }
  return [...bySeq.values()].sort((one, other) => one.seq - other.seq);
}

/** The body of one message taken away. */
export function redacted(messages: readonly ChatMessage[], seq: number): readonly ChatMessage[] {
  return messages.map((message) => (message.seq === seq ? { ...message, body: '', redacted: true } : message));
}
