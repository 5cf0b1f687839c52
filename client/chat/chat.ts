import type { Clock } from './clock';
import type { ChatEvents, ChatState } from './events';
import type { Room } from './room';
import type { WebSocketConstructor } from './socket';
import type { Welcome } from '../../runtime/chat/protocol/frames';

export interface ChatOptions {
  /** The address of the WebSocket API: `wss://…`. */
  readonly url: string;
  /** Called before every connection: a ticket is good for one, and for seconds. Fetch it from the API that gives them out. */
  readonly ticket: () => Promise<string>;
  /** @default - the global one: there is none in Node.js before version 22, where the package `ws` brings it */
  readonly WebSocket?: WebSocketConstructor;
  /** @default Math.random */
  readonly random?: () => number;
  /** A clock in milliseconds. @default - `performance.now` */
  readonly now?: () => number;
  /** Timers, for tests. @default - those of the machine */
  readonly clock?: Clock;
  /** What is worth knowing when something does not work. @default - nothing is written */
  readonly log?: (message: string, detail?: unknown) => void;
}

/** A chat that keeps itself connected. */
export interface Chat {
  readonly state: ChatState['state'];
  /** Who one is, once connected. */
  readonly user: string | undefined;
  /** How long a message may be, and what else the chat allows, once connected. */
  readonly limits: Welcome['limits'] | undefined;
  on<Name extends keyof ChatEvents>(event: Name, listener: (payload: ChatEvents[Name]) => void): () => void;
  /** Resolves when in the room, which can take until there is a connection. `after`: the last number one has; what is missing comes as events. */
  join(room: string, options?: { readonly after?: number }): Promise<Room>;
  /** To be called when the network is back or the page is visible again: a lost connection is noticed, and made again, at once. */
  wake(): void;
  /** For good. */
  close(): void;
}
