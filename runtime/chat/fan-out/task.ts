import type { ServerFrame } from '../protocol/frames';

/**
 * One piece of delivery: frames, and whom they are for. A message of the task queue is one of these as JSON.
 * The frames are in it as texts, ready to be posted: nothing is read again, and every copy is the same bytes.
 */
export type Task = ShardTask | RoomTask | UserTask | CloseTask | PresenceTask;

/** Everybody of one shard of a room. What the dispatcher plans. */
export interface ShardTask extends Frames { readonly kind: 'shard'; readonly room: string; readonly shardKey: string }
/** Everybody of a room, when nobody has looked yet how many there are: planned by whoever takes it. Small rooms are served at once. */
export interface RoomTask extends Frames { readonly kind: 'room'; readonly room: string }
/** Every connection of a user. */
export interface UserTask extends Frames { readonly kind: 'user'; readonly user: string }
/** Say this to every connection of a user, and close them. */
export interface CloseTask extends Frames { readonly kind: 'close'; readonly user: string }
/** Tell a room who is there. With `told`, the number that a big room was told last: the same one is not told again. */
export interface PresenceTask { readonly kind: 'presence'; readonly room: string; readonly told?: number }

export interface Frames {
  readonly frames: readonly string[];
  /** When the newest of it was stored, for the latency: milliseconds since 1970. */
  readonly at: number;
  /** Not worth delivering after this: milliseconds since 1970. Not there: for ever. */
  readonly until?: number;
  /** Rooms with more connections than this are not told. Not there: any. */
  readonly roomOf?: number;
  /** The connection it came from, which needs no copy. */
  readonly except?: string;
  /** Those who are still to be told, in what is left of a task. Not there: everybody. */
  readonly only?: readonly string[];
  /** How often it was left over without those who are left having become fewer. Not there: never. */
  readonly tries?: number;
}

export const frameText = (frame: ServerFrame): string => JSON.stringify(frame);
