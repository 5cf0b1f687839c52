import { Chat, ChatError, ChatState, connectChat, Room } from 'cdk-gatehouse/chat-client';
import { RoomEvent } from './model/room';

/** What the chat tells the page. */
export interface LiveEvents {
  room(room: string, event: RoomEvent): void;
  state(state: ChatState): void;
  /** For good: no connection is made any more. */
  ended(code: string): void;
  /** Something has happened to me: my rooms may be others now. */
  rooms(): void;
}

/** A message that is given up after this can be tried again by hand: it has its `cid`, and is stored once. */
const SEND_TIMEOUT_MS = 60_000;

/** For good after these; the chat connects again after the others. */
const FINAL = ['banned', 'replaced'];

/** The chat, as events of the page. Order, duplicates, gaps, lost connections and pacing are the client's business. */
export class Live {
  private readonly chat: Chat;
  private readonly rooms = new Map<string, Promise<Room>>();
  /** The page of the history to ask for next. */
  private readonly next = new Map<string, number>();

  constructor(url: string, ticket: () => Promise<string>, private readonly events: LiveEvents) {
    this.chat = connectChat({ url, ticket });
    this.listen();
  }

  /** In all rooms one hears what happens; asking again changes nothing. */
  join(room: string): void {
    if (this.rooms.has(room)) return;
    const joining = this.chat.join(room);
    this.rooms.set(room, joining);
    joining.then(({ head, lastRead, role }) => this.events.room(room, { type: 'opened', head, lastRead, role }), (error: unknown) => {
      this.rooms.delete(room);
      this.events.room(room, { type: 'closed', reason: codeOf(error) });
    });
  }

  /** What was said before: the newest of it first, then page by page. */
  async earlier(room: string): Promise<void> {
    this.events.room(room, { type: 'earlier', status: 'loading' });
    try {
      const { items, next } = await (await this.rooms.get(room))!.history({ before: this.next.get(room) });
      if (next !== undefined) this.next.set(room, next);
      this.events.room(room, { type: 'messages', items });
      this.events.room(room, { type: 'earlier', status: next === undefined ? 'none' : 'there' });
    } catch {
      this.events.room(room, { type: 'earlier', status: 'failed' });
    }
  }

  async send(room: string, { cid, body }: { readonly cid: string; readonly body: string }): Promise<void> {
    try {
      const joined = await this.rooms.get(room);
      if (!joined) throw new ChatError('not_joined', 'the room is not open');
      const { seq, ts } = await joined.send(body, { cid, timeoutMs: SEND_TIMEOUT_MS });
      // The message itself is about to arrive, with its id and as moderation has left it; it is there already for who wrote it.
      this.events.room(room, { type: 'stored', cid, message: { seq, id: '', from: this.chat.user ?? '', cid, ts, body } });
    } catch (error) {
      this.events.room(room, { type: 'failed', cid, code: codeOf(error) });
    }
  }

  async typing(room: string): Promise<void> {
    (await this.rooms.get(room)?.catch(() => undefined))?.typing();
  }

  async read(room: string, seq: number): Promise<void> {
    (await this.rooms.get(room)?.catch(() => undefined))?.read(seq);
  }

  /** The network or the page is back: find out at once whether the connection is still there. */
  wake(): void {
    this.chat.wake();
  }

  close(): void {
    this.chat.close();
  }

  private listen(): void {
    const { chat, events } = this;
    chat.on('state', (state) => events.state(state));
    chat.on('message', ({ room, ...message }) => events.room(room, { type: 'messages', items: [message] }));
    chat.on('redacted', ({ room, seq }) => events.room(room, { type: 'redacted', seq }));
    chat.on('typing', ({ room, user }) => events.room(room, { type: 'typing', user, now: Date.now() }));
    chat.on('presence', ({ room, count, online }) => events.room(room, { type: 'present', present: { count, online } }));
    chat.on('read', ({ room, user, seq }) => events.room(room, { type: 'read', user, seq, mine: user === chat.user }));
    chat.on('left', ({ room, reason }) => this.left(room, reason));
    chat.on('direct', () => events.rooms());
    chat.on('bye', ({ code }) => FINAL.includes(code) && events.ended(code));
  }

  private left(room: string, reason = 'left'): void {
    this.rooms.delete(room);
    this.next.delete(room);
    this.events.room(room, { type: 'closed', reason });
    this.events.rooms();
  }
}

const codeOf = (error: unknown): string => (error instanceof ChatError ? error.code : 'unavailable');
