import type { Task } from './fan-out/task';
import type { ChatMessage } from './protocol/frames';
import type { Epoch } from './store/keys';

/**
 * What the functions of a chat need from the world. `store/` carries the first four out on DynamoDB, `callback/` the fifth over HTTP,
 * `queue/` the sixth on SQS. Everything else is pure.
 */

/** Milliseconds since 1970. */
export type Now = () => number;

/** Who is connected, and to which rooms: rows that die by themselves, and that nobody may rely on being right. */
export interface Registry {
  /** The first frame: the entry under its user, and the connection. Doing it again changes nothing. */
  register(connection: Connection): Promise<void>;
  /** One connection, or nothing when it never said hello, or its row has run out. */
  find(id: string): Promise<Connection | undefined>;
  /** Take one frame from the connection's allowance. Milliseconds to wait when there is none left; `unknown` without a hello. */
  takeFrame(id: string, rate: Rate): Promise<'ok' | 'unknown' | Exceeded>;
  /** Count a frame of a connection that has not said hello: the how-manyth this is. */
  countStranger(id: string): Promise<number>;
  /** Whether the connection may say that it types: no more than once in this time. */
  takeTyping(id: string, everyMs: number): Promise<boolean>;
  /** Enter a room: both sides. `undefined` when the connection is in too many rooms already. */
  subscribe(subscription: NewSubscription, maxRooms: number): Promise<Subscription | undefined>;
  unsubscribe(id: string, room: string): Promise<void>;
  /** Another role in a room. Nothing happens to a connection that is not in it. */
  changeRole(id: string, room: string, role: string): Promise<void>;
  /** What join wrote, for send: whether the connection is in the room, and as what. */
  subscription(id: string, room: string): Promise<Subscription | undefined>;
  /** Rooms a connection is in. */
  roomsOf(id: string): Promise<readonly string[]>;
  /** Delete everything about these few connections, on both sides. Doing it again changes nothing. Answers with the rooms they were in, each once. */
  forget(ids: readonly string[]): Promise<readonly string[]>;
  /** Everybody of one shard, page by page; rows that have run out are left out. */
  connectionsOf(shardKey: string): AsyncIterable<readonly Present[]>;
  connectionsOfUser(user: string): Promise<readonly Present[]>;
}

/** `since` in milliseconds, `expiresAt` in seconds since 1970, as the authorizer says it; 0 for never. */
export interface Connection { readonly id: string; readonly user: string; readonly since: number; readonly expiresAt: number }
/** A connection as a room or a user sees it. */
export interface Present { readonly id: string; readonly user: string; readonly since: number }
export interface NewSubscription { readonly id: string; readonly user: string; readonly room: string; readonly role: string; readonly epoch: Epoch }
export interface Subscription { readonly shardKey: string; readonly user: string; readonly role: string }
export interface Rate { readonly perSecond: number; readonly burst: number }
/** Over its allowance: when to try again, and the how-manyth time within a minute this is. */
export interface Exceeded { readonly retryAfterMs: number; readonly violations: number }

/** Rooms and who belongs to them. */
export interface Rooms {
  /** Nothing happens, and `false`, when there is one already. */
  create(room: string): Promise<boolean>;
  find(room: string): Promise<Room | undefined>;
  /** Twice the shards in a new epoch; nothing happens when somebody else did it. */
  grow(room: string, from: Epoch): Promise<void>;
  addMember(member: Member): Promise<void>;
  removeMember(room: string, user: string): Promise<void>;
  member(room: string, user: string): Promise<Member | undefined>;
  membersOf(room: string): Promise<readonly Member[]>;
  roomsOfUser(user: string): Promise<readonly { readonly room: string; readonly role: string }[]>;
  /** Never backwards. `false` when that has been read before, or there is no such member. */
  markRead(room: string, user: string, seq: number): Promise<boolean>;
  /** The next turn to tell presence, if nobody has it: `false` when somebody does until `at`. */
  takePresenceTurn(room: string, at: number): Promise<boolean>;
}

export interface Room {
  readonly room: string;
  readonly seq: number;
  readonly current: Epoch;
  /** Those in which connections may still live, the current one among them. */
  readonly live: readonly Epoch[];
}
/** `reader` may not send; the rest is the application's own. */
export interface Member { readonly room: string; readonly user: string; readonly role: string; readonly lastRead: number }

/** What was said. */
export interface Messages {
  /** Exactly once per room, sender and `cid`, in three writes; see docs/chat.md. */
  store(draft: Draft): Promise<Stored>;
  /** Oldest first, `limit` at most. */
  page(room: string, range: Range): Promise<readonly ChatMessage[]>;
  /** Take the body away. `false` when there is no such message. */
  redact(room: string, seq: number): Promise<boolean>;
}

export interface Draft {
  readonly room: string;
  readonly from: string;
  readonly cid: string;
  readonly body: string;
  /** It may have been stored before. Only a hint: it is stored once either way. */
  readonly again?: boolean;
}
export interface Stored { readonly message: ChatMessage; readonly duplicate: boolean }
/** Up to `before`, which is not included, or from `after`, which is not. */
export type Range = { readonly before: number; readonly limit: number } | { readonly after: number; readonly limit: number };

/** Whether a message may be stored, and with which body. */
export interface Moderator {
  review(draft: Draft): Promise<{ readonly allowed: true; readonly body: string } | { readonly allowed: false }>;
}

/** The callback URL of the API. */
export interface Callback {
  /** One try. */
  post(connection: string, frame: string): Promise<PostOutcome>;
  /** Close a connection; one that is gone is closed. */
  close(connection: string): Promise<void>;
}

/** 200; 410; 429; any other answer or none. */
export type PostOutcome = 'delivered' | 'gone' | 'throttled' | 'failed';

/** The queue of delivery tasks. */
export interface Tasks {
  put(tasks: readonly Task[], delaySeconds?: number): Promise<void>;
}

/** Counts and times for CloudWatch. Names are CHAT_METRICS. */
export interface Metrics {
  count(name: string, value: number): void;
  times(name: string, millis: readonly number[]): void;
  /** Write what was counted since the last time. */
  flush(): void;
}
