import type { ChatLimitValues } from '../../../lib/chat/chat-contract';
import type { Callback, Messages, Metrics, Moderator, Now, Registry, Rooms, Tasks } from '../ports';
import type { ServerFrame } from '../protocol/frames';
import type { PresenceMode } from '../shared/presence';

/** Who sent a frame. */
export interface Caller {
  readonly connection: string;
  readonly user: string;
  /** When the proof of who it is ends: seconds since 1970; 0 for never. */
  readonly expiresAt: number;
}

/** What the actions need from the world. */
export interface ActionPorts {
  readonly registry: Registry;
  readonly rooms: Rooms;
  readonly messages: Messages;
  readonly moderator: Moderator;
  readonly callback: Callback;
  readonly tasks: Tasks;
  readonly metrics: Metrics;
  readonly limits: ChatLimitValues;
  readonly presence: PresenceMode;
  readonly now: Now;
}

/** What to say to the caller; nothing for frames that are not answered. */
export type Answer = ServerFrame | undefined;
