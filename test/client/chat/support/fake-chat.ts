import type { FakeClock } from './fake-clock';
import type { WebSocketLike } from '../../../../client/chat/socket';
import type { ChatMessage, ClientFrame, History, Join, Send, ServerFrame } from '../../../../runtime/chat/protocol/frames';

type Listener = (event: { readonly data: unknown; readonly code: number }) => void;

/** The client's end of a connection to a FakeChat. */
export class FakeSocket implements WebSocketLike {
  readonly sent: ClientFrame[] = [];
  readonly rooms = new Set<string>();
  state: 'connecting' | 'open' | 'closed' = 'connecting';
  private readonly listeners: { readonly type: string; readonly listener: Listener }[] = [];

  constructor(readonly url: string, private readonly chat: FakeChat) {
    chat.connecting(this);
  }

  addEventListener(type: string, listener: Listener): void {
    this.listeners.push({ type, listener });
  }

  send(data: string): void {
    if (this.state !== 'open') throw new TypeError('the socket is not open');
    const frame = JSON.parse(data) as ClientFrame;
    this.sent.push(frame);
    this.chat.hear(this, frame);
  }

  close(): void {
    this.state = 'closed';
  }

  open(): void {
    if (this.state !== 'connecting') return;
    this.state = 'open';
    this.tell('open');
  }

  /** The network, or API Gateway, ends it. */
  drop(code = 1006): void {
    if (this.state === 'closed') return;
    this.state = 'closed';
    this.tell('close', { code });
  }

  say(frame: ServerFrame | object): void {
    if (this.state === 'open') this.tell('message', { data: JSON.stringify(frame) });
  }

  actions(): string[] {
    return this.sent.map(({ action }) => action);
  }

  private tell(type: string, event: Partial<{ data: unknown; code: number }> = {}): void {
    this.listeners.filter((one) => one.type === type).forEach(({ listener }) => listener({ data: undefined, code: 1006, ...event }));
  }
}

/** Decides when something is done, or whether. */
type Mishap<What> = (done: () => void, what: What) => void;

/**
 * A chat server in memory that keeps the promises of protocol v1. Tests make it break those it does not give: `answers` swallows or delays
 * answers, `carries` frames to members.
 */
export class FakeChat {
  readonly sockets: FakeSocket[] = [];
  readonly stored = new Map<string, ChatMessage[]>();
  /** Whether connections are accepted. */
  accepting = true;
  limits = { bodyBytes: 16_384, framesPerSecond: 1_000, frameBurst: 1_000, roomsPerConnection: 50 };
  readonly WebSocket = socketsOf(this);
  /** Called instead of answering, by default at once. */
  answers: Mishap<ClientFrame>;
  /** Called instead of carrying a message to one connection, by default at once. */
  carries: Mishap<FakeSocket>;
  private readonly heads = new Map<string, number>();

  constructor(private readonly clock: FakeClock) {
    this.answers = (answer) => answer();
    this.carries = (carry) => carry();
  }

  connecting(socket: FakeSocket): void {
    this.sockets.push(socket);
    this.clock.after(10, () => this.accepting ? socket.open() : socket.drop());
  }

  /** The newest connection. */
  get socket(): FakeSocket {
    return this.sockets.at(-1)!;
  }

  hear(socket: FakeSocket, frame: ClientFrame): void {
    this.answers(() => this.answer(socket, frame), frame);
  }

  /** Somebody else says something. */
  post(room: string, body: string, from = 'bob'): ChatMessage {
    return this.store({ action: 'send', room, cid: `${from}-${this.headOf(room) + 1}`, body }, from);
  }

  /** A number that never gets a message. */
  skip(room: string): void {
    this.heads.set(room, this.headOf(room) + 1);
  }

  bodies(room: string): string[] {
    return (this.stored.get(room) ?? []).map(({ body }) => body);
  }

  private answer(socket: FakeSocket, frame: ClientFrame): void {
    switch (frame.action) {
      case 'hello':
        return socket.say({ type: 'welcome', v: 1, user: 'ann', connection: 'c', serverTime: this.clock.now(), limits: this.limits });
      case 'ping': return socket.say({ type: 'pong' });
      case 'join': return this.join(socket, frame);
      case 'leave':
        socket.rooms.delete(frame.room);
        return socket.say({ type: 'left', room: frame.room });
      case 'send': return this.send(socket, frame);
      case 'history': return this.history(socket, frame);
    }
  }

  private join(socket: FakeSocket, { room, after }: Join): void {
    if (room.startsWith('secret')) return socket.say({ type: 'err', code: 'not_a_member', action: 'join', room });
    socket.rooms.add(room);
    const found = after === undefined ? [] : this.after(room, after);
    const items = found.slice(0, 100);
    socket.say({ type: 'joined', room, head: this.headOf(room), role: 'member', lastRead: 0, items, more: found.length > items.length });
  }

  private send(socket: FakeSocket, frame: Send): void {
    if (!socket.rooms.has(frame.room)) return socket.say({ type: 'nack', cid: frame.cid, room: frame.room, code: 'not_joined' });
    const { seq, ts } = this.store(frame, 'ann');
    socket.say({ type: 'ack', cid: frame.cid, room: frame.room, seq, ts });
  }

  private history(socket: FakeSocket, { room, before = Infinity, after, limit = 50 }: History): void {
    const all = after === undefined ? this.after(room, 0).filter(({ seq }) => seq < before) : this.after(room, after);
    const items = after === undefined ? all.slice(-limit) : all.slice(0, limit);
    const next = (after === undefined ? items[0] : items.at(-1))?.seq;
    socket.say({ type: 'history', room, items, ...(all.length > limit && { next }) });
  }

  private store({ room, cid, body }: Send, from: string): ChatMessage {
    const all = this.stored.get(room) ?? [];
    this.stored.set(room, all);
    const seq = this.headOf(room) + 1;
    this.heads.set(room, seq);
    const known = all.find((one) => one.from === from && one.cid === cid);
    if (known) return known;
    const message = { seq, id: `${room}-${seq}`, from, cid, ts: this.clock.now(), body };
    all.push(message);
    this.sockets.forEach((socket) => this.carries(() => this.carry(socket, room, message), socket));
    return message;
  }

  private carry(socket: FakeSocket, room: string, message: ChatMessage): void {
    if (socket.rooms.has(room)) socket.say({ type: 'msg', room, ...message });
  }

  private after(room: string, after: number): ChatMessage[] {
    return (this.stored.get(room) ?? []).filter(({ seq }) => seq > after);
  }

  private headOf(room: string): number {
    return this.heads.get(room) ?? 0;
  }
}

function socketsOf(chat: FakeChat): new (url: string) => FakeSocket {
  return class extends FakeSocket {
    constructor(url: string) {
      super(url, chat);
    }
  };
}
