import type { ChatMessage } from '../protocol/frames';

/** Where the chat is. Functions that were granted it find everything in their environment. */
export interface ChatServerOptions {
  /**
   * The name of the table.
   * @default process.env.CHAT_TABLE
   */
  readonly table?: string;
  /**
   * The URL of the queue of delivery tasks.
   * @default process.env.CHAT_TASKS_URL
   */
  readonly tasksUrl?: string;
  /**
   * How long what is published is kept, in days; 0 for ever. It should be what clients' messages are kept for.
   * @default JSON.parse(process.env.CHAT_LIMITS).retentionDays
   */
  readonly retentionDays?: number;
}

/** Who belongs to a room. */
export interface ChatMember {
  /** As the proof of who they are names them: the claim `sub` of their token. */
  readonly user: string;
  /**
   * `reader` may not send. Any other word is the application's own, and clients are told it: letters, digits, `-` and `_`, 64 at most.
   * @default 'member'
   */
  readonly role?: string;
}

/** A member, as it is kept. */
export interface ChatMemberState {
  readonly user: string;
  readonly role: string;
  /** The `seq` up to which they have read; 0 for nothing. */
  readonly lastRead: number;
}

/** A room of a user. */
export interface ChatRoomOfUser {
  readonly room: string;
  readonly role: string;
}

/** What a room begins with. */
export interface ChatRoomOptions {
  /**
   * Its first members.
   * @default []
   */
  readonly members?: readonly ChatMember[];
}

/** A message to a room. */
export interface ChatPublication {
  /** What it says: well-formed text that is not empty. With its envelope it must fit into a frame of 32 KB. */
  readonly body: string;
  /**
   * Who says it, a user's name or the application's own. The empty name, which no user can have, is the server itself.
   * @default ''
   */
  readonly from?: string;
  /**
   * The publisher's own id of the message: letters, digits, `-` and `_`, 64 at most. Published again with the same `cid` and `from` within a
   * day, it is not stored again. Give one (the id of the order, of the event) wherever the publisher may be run twice, as Lambda functions are.
   * @default - a random one
   */
  readonly cid?: string;
}

/** A message to a user. */
export interface ChatDirectMessage {
  /** What it says: well-formed text that is not empty. With its envelope it must fit into a frame of 32 KB. */
  readonly body: string;
  /**
   * Who says it. The empty name, which no user can have, is the server itself.
   * @default ''
   */
  readonly from?: string;
}

/** Which part of the history. */
export interface ChatHistoryOptions {
  /**
   * Messages before this `seq`, the newest of them.
   * @default - the newest of all
   */
  readonly before?: number;
  /**
   * Messages after this `seq`, the oldest of them. Not together with `before`.
   * @default - none
   */
  readonly after?: number;
  /**
   * How many, 1 to 100. A page ends earlier where it would not fit into a frame of 32 KB.
   * @default 50
   */
  readonly limit?: number;
}

/** A page of the history. */
export interface ChatHistoryPage {
  /** Oldest first. */
  readonly items: readonly ChatMessage[];
  /** What to give as `before` or `after` to go on; not there at the end. */
  readonly next?: number;
}

/**
 * The chat, for the functions of a backend. Everything may be done again after a failure: what was done already is not done twice, with a `cid`
 * messages included. Names of rooms are letters, digits, `-` and `_`, 64 at most.
 */
export interface ChatServer {
  /**
   * Makes a room, and its first members members of it.
   * @returns `false` when there was one already. Then nobody is added: who asks for a name that is taken must not get into the room of others
   */
  createRoom(room: string, options?: ChatRoomOptions): Promise<boolean>;
  /** Lets a user join a room, or gives a member another role, which counts at once for connections that are in the room. */
  addMember(room: string, member: ChatMember): Promise<void>;
  /**
   * Takes a user out of a room. Their connections leave it at once and are told `left` with the reason `removed`; a message that is on its way
   * may still arrive. Nothing happens to who is no member.
   */
  removeMember(room: string, user: string): Promise<void>;
  /** Everybody who belongs to a room, connected or not. */
  membersOf(room: string): Promise<readonly ChatMemberState[]>;
  /** The rooms a user belongs to. */
  roomsOf(user: string): Promise<readonly ChatRoomOfUser[]>;
  /**
   * Stores a message, exactly once for each `from` and `cid`, and has it delivered to everybody who is connected to the room. The answer is
   * the message as it is kept, when it is kept: delivery follows.
   */
  publish(room: string, publication: ChatPublication): Promise<ChatMessage>;
  /** Says something to every live connection of a user: `direct`. It is not stored; who is not connected never hears of it. */
  publishToUser(user: string, message: ChatDirectMessage): Promise<void>;
  /**
   * Takes the body of a message away, and tells everybody who is connected to the room: `redacted`.
   * @returns `false` when there is no such message
   */
  redact(room: string, seq: number): Promise<boolean>;
  /** A page of what was said. */
  history(room: string, options?: ChatHistoryOptions): Promise<ChatHistoryPage>;
  /**
   * Tells every live connection of a user `bye` with the code `banned`, and closes it. It does not keep the user from connecting again: that is
   * for whoever gives out tokens or tickets.
   */
  disconnectUser(user: string): Promise<void>;
}
