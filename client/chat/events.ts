import type { ByeCode, ChatMessage, ErrorCode } from '../../runtime/chat/protocol/frames';

/** A message of a room, shown once and in its place. */
export interface RoomMessage extends ChatMessage { readonly room: string }

/** `offline` waits before it connects again; `closed` is for good. */
export type ChatState =
  | { readonly state: 'connecting' | 'online' | 'closed' }
  | { readonly state: 'offline'; readonly retryInMs: number };

/** What a room tells. */
export interface RoomEvents {
  readonly message: RoomMessage;
  readonly typing: { readonly room: string; readonly user: string };
  /** A picture of the moment. Without `online` the room is too big for names. */
  readonly presence: { readonly room: string; readonly count: number; readonly online?: readonly string[] };
  /** Somebody has read everything up to `seq`. */
  readonly read: { readonly room: string; readonly user: string; readonly seq: number };
  /** The body of a message that may be on the screen was taken away. */
  readonly redacted: { readonly room: string; readonly seq: number };
  /** Out of the room: `reason` when it was not the caller's own wish. */
  readonly left: { readonly room: string; readonly reason?: string };
}

/** What a chat tells: everything of its rooms, and more. */
export interface ChatEvents extends RoomEvents {
  readonly state: ChatState;
  /** From the server to the user, not stored. */
  readonly direct: { readonly id: string; readonly from: string; readonly ts: number; readonly body: string };
  /** What went wrong and no promise told. The chat goes on. */
  readonly error: ChatError;
  /** The server ended the connection. After `banned` and `replaced` the chat is closed, else it connects again. */
  readonly bye: { readonly code: ByeCode };
}

/** `timeout`: given up, which does not mean that it did not happen. `ticket`: the application's function failed. `server`: API Gateway did. */
export type ChatErrorCode = ErrorCode | 'timeout' | 'aborted' | 'closed' | 'left' | 'ticket' | 'server';

export class ChatError extends Error {
  override readonly name = 'ChatError';

  constructor(readonly code: ChatErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
  }
}

type Listener<Payload> = (payload: Payload) => void;

/** Typed events. A listener that throws harms no other and stops nothing. */
export class Emitter<Events> {
  private readonly listeners = new Map<keyof Events, Set<Listener<never>>>();

  constructor(private readonly failed: (error: unknown) => void) {}

  on<Name extends keyof Events>(name: Name, listener: Listener<Events[Name]>): () => void {
    const all = this.listeners.get(name) ?? new Set();
    this.listeners.set(name, all.add(listener));
    return () => {
      all.delete(listener);
    };
  }

  emit<Name extends keyof Events>(name: Name, payload: Events[Name]): void {
    for (const listener of [...this.listeners.get(name) ?? []] as Listener<Events[Name]>[]) {
      try {
        listener(payload);
      } catch (error) {
        this.failed(error);
      }
    }
  }
}
