import type { ChatMessage } from '../../../../runtime/chat/protocol/frames';

/** A message as it is stored: what differs between messages follows from the number. */
export const message = (seq: number, more: Partial<ChatMessage> = {}): ChatMessage =>
  ({ seq, id: `id-${seq}`, from: 'ann', cid: `cid-${seq}`, ts: seq, body: `message ${seq}`, ...more });

export const seqs = (messages: readonly ChatMessage[]): number[] => messages.map(({ seq }) => seq);
