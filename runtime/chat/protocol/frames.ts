/**
 * Protocol v1 of the chat: what goes over the socket, one JSON object per frame.
 * Imported by the functions, by the client and by tests; it has no code.
 */

/** The version that `hello` asks for. */
export type ProtocolVersion = 1;

/** What a client says. API Gateway chooses the route by `action`. */
export type ClientFrame = Hello | Join | Leave | Send | Typing | Read | History | Ping;

/** The first frame of a connection: from now on it can be reached. */
export interface Hello { readonly action: 'hello'; readonly v: ProtocolVersion }
/** Be told what happens in a room one is a member of. `after` is the last `seq` one has: what was missed comes with the answer. */
export interface Join { readonly action: 'join'; readonly room: string; readonly after?: number }
export interface Leave { readonly action: 'leave'; readonly room: string }
/**
 * `cid` is the client's own id of the message: the same one twice is stored once. `again` when it may be there already: the server then looks first,
 * and takes no number that nobody would use.
 */
export interface Send { readonly action: 'send'; readonly room: string; readonly cid: string; readonly body: string; readonly again?: true }
export interface Typing { readonly action: 'typing'; readonly room: string }
/** Everything up to `seq` has been read. */
export interface Read { readonly action: 'read'; readonly room: string; readonly seq: number }
/** Newest first before `before`; oldest first after `after`. One of the two; neither means the newest. */
export interface History {
  readonly action: 'history'; readonly room: string; readonly before?: number; readonly after?: number; readonly limit?: number;
}
/** Answered by API Gateway itself, so that the connection does not idle: no function runs. */
export interface Ping { readonly action: 'ping' }

/** What the server says. */
export type ServerFrame =
  | Welcome | Joined | Left | Ack | Nack | Message | Batch | TypingNotice | ReadNotice | Presence | HistoryPage | Redacted | Direct
  | Pong | Bye | Refusal;

/** A message as everybody sees it. `body` is empty once it was redacted. */
export interface ChatMessage {
  readonly seq: number;
  /** The same for every copy of the message. */
  readonly id: string;
  readonly from: string;
  readonly cid: string;
  /** Milliseconds since 1970, of the server. */
  readonly ts: number;
  readonly body: string;
  readonly redacted?: true;
}

export interface Welcome {
  readonly type: 'welcome';
  readonly v: ProtocolVersion;
  readonly user: string;
  readonly connection: string;
  readonly serverTime: number;
  readonly limits: { readonly bodyBytes: number; readonly framesPerSecond: number; readonly frameBurst: number; readonly roomsPerConnection: number };
}
/** `head` is the newest `seq` of the room. `items` are what `after` asked for, oldest first; `more` if there are further ones. */
export interface Joined {
  readonly type: 'joined';
  readonly room: string;
  readonly head: number;
  readonly role: string;
  readonly lastRead: number;
  readonly items: readonly ChatMessage[];
  readonly more: boolean;
}
/** `reason` when it was not the client's own wish: `removed`. */
export interface Left { readonly type: 'left'; readonly room: string; readonly reason?: string }
/** The message is stored: it will not be lost. */
export interface Ack { readonly type: 'ack'; readonly cid: string; readonly room: string; readonly seq: number; readonly ts: number }
/** The message is not stored. With `retryAfterMs` it is worth trying again, with the same `cid`. */
export interface Nack { readonly type: 'nack'; readonly cid: string; readonly room: string; readonly code: ErrorCode; readonly retryAfterMs?: number }
export interface Message extends ChatMessage { readonly type: 'msg'; readonly room: string }
/** Several messages of one room in one frame, oldest first. */
export interface Batch { readonly type: 'batch'; readonly room: string; readonly m: readonly ChatMessage[] }
export interface TypingNotice { readonly type: 'typing'; readonly room: string; readonly user: string }
export interface ReadNotice { readonly type: 'read'; readonly room: string; readonly user: string; readonly seq: number }
/** Who is there: a picture of the moment, not a change. Without `online` the room is too big for names. */
export interface Presence { readonly type: 'presence'; readonly room: string; readonly count: number; readonly online?: readonly string[] }
/** Oldest first. `next` is what to give as `before` or `after` to go on; not there at the end. */
export interface HistoryPage { readonly type: 'history'; readonly room: string; readonly items: readonly ChatMessage[]; readonly next?: number }
/** The body of a message was taken away. It can arrive before the message. */
export interface Redacted { readonly type: 'redacted'; readonly room: string; readonly seq: number }
/** From the server to a user, not stored. */
export interface Direct { readonly type: 'direct'; readonly id: string; readonly from: string; readonly ts: number; readonly body: string }
export interface Pong { readonly type: 'pong' }
/** The connection is closed after this. */
export interface Bye { readonly type: 'bye'; readonly code: ByeCode }
/** A frame was refused. `action` and `room` as far as the frame had them. */
export interface Refusal {
  readonly type: 'err'; readonly code: ErrorCode; readonly action?: string; readonly room?: string; readonly retryAfterMs?: number;
}

/** `reauth`: what the user proved who it is with has ended. `limit`: too many frames. `banned`, `replaced`: by an operator, by newer connections. */
export type ByeCode = 'reauth' | 'limit' | 'banned' | 'replaced';

export type ErrorCode =
  | 'malformed' // no JSON, or not an object
  | 'unknown_action'
  | 'invalid' // not what the schema of the action asks
  | 'version' // a protocol version the server does not speak
  | 'hello_first'
  | 'not_a_member'
  | 'not_joined'
  | 'forbidden' // the role may not
  | 'too_long' // the body
  | 'too_many_rooms'
  | 'rate' // retryAfterMs
  | 'moderated'
  | 'unavailable'; // retryAfterMs
