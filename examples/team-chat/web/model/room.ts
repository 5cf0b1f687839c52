import { ChatMessage, merged, redacted } from './messages';
import { Outgoing, without, withStored } from './outgoing';

/** One room as the page knows it: what was said, what is on its way, who is there. Everything shown of a room follows from this. */
export interface RoomState {
  readonly room: string;
  readonly phase: 'opening' | 'open' | 'closed';
  /** What I may do in it: a `reader` cannot write. */
  readonly role: string;
  /** Why the room is closed: a code of the protocol, or `removed`. */
  readonly closedFor?: string;
  /** Oldest first, every `seq` once. */
  readonly messages: readonly ChatMessage[];
  readonly outgoing: readonly Outgoing[];
  readonly earlier: 'unknown' | 'there' | 'loading' | 'none' | 'failed';
  /** The newest that there is. */
  readonly head: number;
  /** Up to where I have read. */
  readonly lastRead: number;
  /** Where the line "New" stands: what follows had not been read when the room was opened. */
  readonly newAfter?: number;
  /** Who types, and until when that is believed. */
  readonly typing: ReadonlyMap<string, number>;
  /** Without names the room is too big for them, without anything it is not known. */
  readonly present?: Presence;
  /** Up to where the others have read. */
  readonly reads: ReadonlyMap<string, number>;
}

export interface Presence { readonly count: number; readonly online?: readonly string[] }

/** What happens to a room. */
export type RoomEvent =
  | { readonly type: 'opened'; readonly head: number; readonly lastRead: number; readonly role: string }
  | { readonly type: 'closed'; readonly reason: string }
  | { readonly type: 'messages'; readonly items: readonly ChatMessage[] }
  | { readonly type: 'redacted'; readonly seq: number }
  | { readonly type: 'looked-at' }
  | { readonly type: 'earlier'; readonly status: 'loading' | 'there' | 'none' | 'failed' }
  | { readonly type: 'sending'; readonly message: Outgoing }
  | { readonly type: 'stored'; readonly cid: string; readonly message: ChatMessage }
  | { readonly type: 'failed'; readonly cid: string; readonly code: string }
  | { readonly type: 'discarded'; readonly cid: string }
  | { readonly type: 'typing'; readonly user: string; readonly now: number }
  | { readonly type: 'present'; readonly present: Presence | undefined }
  | { readonly type: 'read'; readonly user: string; readonly seq: number; readonly mine: boolean };

/** Somebody types for so long after the last word of it: a little more than the pause between two words of it. */
export const TYPING_MS = 5_000;

export const newRoom = (room: string): RoomState => ({
  room, phase: 'opening', role: '', messages: [], outgoing: [], earlier: 'unknown', head: 0, lastRead: 0, typing: new Map(), reads: new Map(),
});

/** What a room is after something happened to it. */
export function roomAfter(state: RoomState, event: RoomEvent): RoomState {
  switch (event.type) {
    case 'opened': return { ...state, phase: 'open', closedFor: undefined, role: event.role, ...heads(state, event) };
    case 'closed': return { ...state, phase: 'closed', closedFor: event.reason, typing: new Map() };
    case 'messages': return received(state, event.items);
    case 'redacted': return { ...state, messages: redacted(state.messages, event.seq) };
    case 'looked-at': return { ...state, newAfter: unreadOf(state) > 0 ? state.lastRead : undefined };
    case 'earlier': return { ...state, earlier: event.status };
    case 'typing': return { ...state, typing: new Map([...state.typing, [event.user, event.now + TYPING_MS]]) };
    case 'present': return { ...state, present: event.present };
    case 'read': return read(state, event);
    default: return sent(state, event);
  }
}

/** How many may not have been read: numbers nobody used count too, so it can be a few too many. */
export function unreadOf({ head, lastRead, phase }: RoomState): number {
  return phase === 'closed' ? 0 : Math.max(0, head - lastRead);
}

/** Who types at this moment, besides me. */
export function typists({ typing }: RoomState, me: string, now: number): string[] {
  return [...typing].filter(([user, until]) => user !== me && until > now).map(([user]) => user);
}

type Sending = Extract<RoomEvent, { type: 'sending' | 'stored' | 'failed' | 'discarded' }>;

function sent(state: RoomState, event: Sending): RoomState {
  switch (event.type) {
    case 'sending': return { ...state, outgoing: [...without(state.outgoing, event.message.cid), event.message] };
    case 'stored': return received(state, [event.message]);
    case 'failed': return { ...state, outgoing: state.outgoing.map((one) => (one.cid === event.cid ? { ...one, failed: event.code } : one)) };
    case 'discarded': return { ...state, outgoing: without(state.outgoing, event.cid) };
  }
}

/** Who says something has stopped typing; what I sent is no longer on its way once it comes back. */
function received(state: RoomState, items: readonly ChatMessage[]): RoomState {
  if (items.length === 0) return state;
  const messages = merged(state.messages, items);
  const fresh = items.filter(({ seq }) => seq > (state.messages.at(-1)?.seq ?? 0));
  return {
    ...state,
    messages,
    outgoing: withStored(state.outgoing, items),
    head: Math.max(state.head, messages.at(-1)?.seq ?? 0),
    typing: new Map([...state.typing].filter(([user]) => !fresh.some(({ from }) => from === user))),
  };
}

function heads(state: RoomState, { head, lastRead }: { readonly head: number; readonly lastRead: number }): Pick<RoomState, 'head' | 'lastRead'> {
  return { head: Math.max(state.head, head), lastRead: Math.max(state.lastRead, lastRead) };
}

/** Marks never go back, in whichever order they arrive. */
function read(state: RoomState, { user, seq, mine }: Extract<RoomEvent, { type: 'read' }>): RoomState {
  if (mine) return { ...state, lastRead: Math.max(state.lastRead, seq) };
  return { ...state, reads: new Map([...state.reads, [user, Math.max(state.reads.get(user) ?? 0, seq)]]) };
}
