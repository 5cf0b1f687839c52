import type { ChatEvents, RoomEvents } from './events';
import type { SendOptions, Sent } from './sender';
import type { ChatMessage } from '../../runtime/chat/protocol/frames';

/** A room one is in. Its `message` events are everything said after joining (or after what `after` named), each once and in order. */
export interface Room {
  readonly name: string;
  /** What the member may: `reader` may not send, the rest is the application's own. */
  readonly role: string;
  /** The newest number when the room was joined: `history({ before: room.head + 1 })` is what was said before. */
  readonly head: number;
  /** Up to where this user has read, as the server knew when the room was joined. */
  readonly lastRead: number;
  on<Name extends keyof RoomEvents>(event: Name, listener: (payload: ChatEvents[Name]) => void): () => void;
  /** Resolves once the message is stored; sends again until then. Messages of one room are stored in the order of the calls. */
  send(body: string, options?: SendOptions): Promise<Sent>;
  /** Tell others that something is being written. At most every 3 seconds goes out, the rest is dropped: call it on every key. */
  typing(): void;
  /** Everything up to `seq` has been read. */
  read(seq: number): void;
  /** Messages up to `before`, which is not included, oldest first; `next` is the `before` of the page before that. */
  history(range?: { readonly before?: number; readonly limit?: number }): Promise<{ readonly items: readonly ChatMessage[]; readonly next?: number }>;
  leave(): void;
}
