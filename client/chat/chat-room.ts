import { Alarm, type Clock } from './clock';
import { ChatError, type ChatErrorCode, type ChatEvents, Emitter, type RoomEvents } from './events';
import type { Link } from './link';
import type { Room } from './room';
import type { SendOptions, Sent } from './sender';
import type { Step } from './sequence';
import { Timeline } from './timeline';
import type { Joined, Refusal, ServerFrame } from '../../runtime/chat/protocol/frames';

/** The functions of the chat have 5 seconds: without an answer after this, joining is tried again, which changes nothing when it was done. */
export const JOIN_MS = 10_000;

/** What a room needs of its chat. */
export interface RoomHost {
  readonly clock: Clock;
  serverNow(): number;
  /** The connection that serves. */
  link(): Link | undefined;
  send(room: string, body: string, options: SendOptions): Promise<Sent>;
  typing(room: ChatRoom): void;
  tell<Name extends keyof RoomEvents>(name: Name, payload: ChatEvents[Name]): void;
  failed(error: unknown): void;
  /** The room can be sent to. */
  ready(): void;
  /** The room is no more. */
  gone(room: ChatRoom, code: ChatErrorCode): void;
}

export class ChatRoom implements Room {
  role = '';
  head = 0;
  lastRead = 0;
  /** Fulfilled with the first `joined`. */
  readonly entered: Promise<Room>;
  private settle!: { resolve(room: Room): void; reject(error: ChatError): void };
  private readonly events: Emitter<ChatEvents>;
  private readonly timeline: Timeline;
  private readonly patience: Alarm;
  private joinedOn?: Link;
  /** The question that `joined` will answer. */
  private asked?: { readonly link: Link; readonly after: number | undefined; readonly at: number };
  private over = false;
  private toRead = 0;

  constructor(readonly name: string, private readonly host: RoomHost, private readonly after?: number) {
    this.events = new Emitter((error) => host.failed(error));
    this.patience = new Alarm(host.clock);
    this.timeline = new Timeline(name, {
      clock: host.clock,
      serverNow: () => host.serverNow(),
      link: () => this.isJoined() ? host.link() : undefined,
      show: (step) => this.show(step),
    });
    this.entered = new Promise((resolve, reject) => {
      this.settle = { resolve, reject };
    });
  }

  on<Name extends keyof RoomEvents>(event: Name, listener: (payload: ChatEvents[Name]) => void): () => void {
    return this.events.on(event, listener);
  }

  send(body: string, options: SendOptions = {}): Promise<Sent> {
    return this.over ? Promise.reject(new ChatError('left', `${this.name} was left`)) : this.host.send(this.name, body, options);
  }

  typing(): void {
    if (this.isJoined()) this.host.typing(this);
  }

  read(seq: number): void {
    if (seq <= Math.max(this.toRead, this.lastRead)) return;
    this.toRead = seq;
    this.tellRead();
  }

  async history({ before, limit }: { readonly before?: number; readonly limit?: number } = {}): ReturnType<Room['history']> {
    if (this.over) throw new ChatError('left', `${this.name} was left`);
    const { page: { items, next } } = await this.timeline.ask({ ...(before !== undefined && { before }), ...(limit !== undefined && { limit }) });
    return { items, ...(next !== undefined && { next }) };
  }

  leave(): void {
    if (this.isJoined() || this.asked) this.host.link()?.send({ action: 'leave', room: this.name });
    this.quit('left');
  }

  /** Whether the connection that serves is in the room. */
  isJoined(): boolean {
    return this.joinedOn !== undefined && this.joinedOn === this.host.link();
  }

  /** Enter by this connection, as often as it takes: what was missed comes with the answer. */
  join(link: Link): void {
    if (this.over || link !== this.host.link()) return;
    this.patience.set(JOIN_MS, () => this.join(link));
    link.send(() => {
      if (this.over) return undefined;
      const after = this.timeline.last ?? this.after;
      // The first of several questions is the one that may be answered.
      if (this.asked?.link !== link) this.asked = { link, after, at: this.host.serverNow() };
      return { action: 'join', room: this.name, ...(after !== undefined && { after }) };
    });
  }

  /** Not in the room after all. */
  joinAgain(link: Link): void {
    if (this.joinedOn === link) this.joinedOn = undefined;
    this.join(link);
  }

  /** Something failed, and it is not known what. */
  doubt(link: Link, pauseMs: number): void {
    this.patience.set(pauseMs, () => this.isJoined() ? this.timeline.again() : this.join(link));
  }

  receive(link: Link, frame: ServerFrame): void {
    if (this.over) return;
    switch (frame.type) {
      case 'joined': return this.joined(link, frame);
      // Said to whoever was here before: the functions may have taken our `join` first.
      case 'left': return frame.reason === undefined ? this.join(link) : this.quit('left', frame.reason);
      case 'msg': return this.timeline.live([frame].map(({ type, room, ...message }) => message));
      case 'batch': return this.timeline.live(frame.m);
      case 'history': return this.timeline.answered(frame);
      case 'redacted': return this.timeline.redact(frame.seq);
      case 'typing': return this.tell('typing', { room: this.name, user: frame.user });
      case 'read': return this.tell('read', { room: this.name, user: frame.user, seq: frame.seq });
      case 'presence': return this.tell('presence', { room: this.name, count: frame.count, ...(frame.online && { online: frame.online }) });
    }
  }

  /** Whether the refusal was of something that somebody waits for. */
  refused(link: Link, refusal: Refusal): boolean {
    if (refusal.action === 'history') this.timeline.refused(refusal);
    else if (refusal.action !== 'join') return false;
    else if (refusal.retryAfterMs !== undefined) this.patience.set(refusal.retryAfterMs, () => this.join(link));
    else this.quit(refusal.code, refusal.code);
    return true;
  }

  /** Out of the room. */
  quit(code: ChatErrorCode, reason?: string): void {
    if (this.over) return;
    this.over = true;
    this.patience.clear();
    const error = new ChatError(code, `${this.name}: ${code}`);
    this.settle.reject(error);
    this.timeline.end(error);
    this.host.gone(this, code);
    this.tell('left', { room: this.name, ...(reason !== undefined && { reason }) });
  }

  private joined(link: Link, frame: Joined): void {
    if (link !== this.host.link() || this.asked?.link !== link) return;
    const { after, at } = this.asked;
    this.asked = undefined;
    this.patience.clear();
    this.joinedOn = link;
    this.role = frame.role;
    this.lastRead = Math.max(this.lastRead, frame.lastRead);
    if (this.timeline.last === undefined) this.head = frame.head;
    this.settle.resolve(this);
    this.timeline.joined(frame, after, at);
    this.tellRead();
    this.host.ready();
  }

  private show({ messages, redacted }: Step): void {
    messages.forEach((message) => this.tell('message', { room: this.name, ...message }));
    redacted.forEach((seq) => this.tell('redacted', { room: this.name, seq }));
  }

  private tellRead(): void {
    if (!this.isJoined() || this.toRead <= this.lastRead) return;
    this.host.link()?.send(() => {
      if (this.over || this.toRead <= this.lastRead) return undefined;
      this.lastRead = this.toRead;
      return { action: 'read', room: this.name, seq: this.toRead };
    });
  }

  private tell<Name extends keyof RoomEvents>(name: Name, payload: ChatEvents[Name]): void {
    this.events.emit(name, payload);
    this.host.tell(name, payload);
  }
}
