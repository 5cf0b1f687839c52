import { backoff } from './backoff';
import type { Chat, ChatOptions } from './chat';
import { ChatRoom, type RoomHost } from './chat-room';
import { Alarm, type Clock, systemClock } from './clock';
import { Connection } from './connection';
import { ChatError, type ChatErrorCode, type ChatEvents, type ChatState, Emitter } from './events';
import type { Link } from './link';
import { Recent } from './recent';
import type { Room } from './room';
import { Sender, type SendOptions, type Sent } from './sender';
import { globalWebSocket, type WebSocketConstructor, type WebSocketLike } from './socket';
import { TICKET_PARAMETER } from '../../lib/security/connect/connect-contract';
import type { Nack, Refusal, ServerFrame, Welcome } from '../../runtime/chat/protocol/frames';
import { FRAME_BYTES, TYPING_EVERY_MS } from '../../runtime/chat/protocol/limits';

/** A connection that was renewed is kept this long at most for what the new one has not taken over. */
const HANDOVER_MS = 15_000;

/** Everything that is kept over connections: the rooms, the messages on their way, and who listens. */
export class ChatClient implements Chat {
  user: string | undefined;
  state: ChatState['state'] = 'connecting';
  private readonly clock: Clock;
  private readonly random: () => number;
  private readonly log: (message: string, detail?: unknown) => void;
  private readonly events: Emitter<ChatEvents>;
  private readonly connection: Connection;
  private readonly sender: Sender;
  private readonly rooms = new Map<string, ChatRoom>();
  private readonly handover: Alarm;
  private readonly directs = new Recent<string>(200);
  /** The connection that was renewed. */
  private former?: Link;
  private welcome?: Welcome;
  private serverAhead = 0;
  private typedAt = -Infinity;

  constructor(private readonly options: ChatOptions) {
    this.clock = options.clock ?? systemClock(options.now);
    this.random = options.random ?? Math.random;
    this.log = options.log ?? (() => undefined);
    this.events = new Emitter((error) => this.log('a listener failed', error));
    this.handover = new Alarm(this.clock);
    this.sender = new Sender({
      clock: this.clock,
      random: this.random,
      link: () => this.connection.current,
      isJoined: (room) => this.rooms.get(room)?.isJoined() ?? false,
    });
    this.connection = this.newConnection(options.WebSocket ?? globalWebSocket());
    this.connection.open();
  }

  get limits(): Welcome['limits'] | undefined {
    return this.welcome?.limits;
  }

  on<Name extends keyof ChatEvents>(event: Name, listener: (payload: ChatEvents[Name]) => void): () => void {
    return this.events.on(event, listener);
  }

  join(name: string, { after }: { readonly after?: number } = {}): Promise<Room> {
    const known = this.rooms.get(name);
    if (known) return known.entered;
    if (this.state === 'closed') return Promise.reject(new ChatError('closed', 'the chat is closed'));
    const room = new ChatRoom(name, this.host(), after);
    this.rooms.set(name, room);
    if (this.connection.current) room.join(this.connection.current);
    return room.entered;
  }

  wake(): void {
    this.connection.wake();
  }

  close(): void {
    this.connection.close();
  }

  private newConnection(constructor: WebSocketConstructor | undefined): Connection {
    if (constructor === undefined) throw new ChatError('invalid', 'there is no global WebSocket here: give the option WebSocket');
    return new Connection({ clock: this.clock, random: this.random, dial: () => this.dial(constructor) }, {
      state: (state) => this.changed(state),
      up: (link, welcome, former) => this.up(link, welcome, former),
      down: (link) => this.sender.lost(link),
      frame: (link, frame) => this.receive(link, frame),
      trouble: (link, message) => this.troubled(link, message),
      bye: (code) => this.events.emit('bye', { code }),
      failed: (error) => this.events.emit('error', error),
    });
  }

  private async dial(constructor: WebSocketConstructor): Promise<WebSocketLike> {
    const url = new URL(this.options.url);
    url.searchParams.set(TICKET_PARAMETER, await this.options.ticket());
    return new constructor(url.href);
  }

  private host(): RoomHost {
    return {
      clock: this.clock,
      serverNow: () => this.clock.now() + this.serverAhead,
      link: () => this.connection.current,
      send: (room, body, options) => this.send(room, body, options),
      typing: (room) => this.typing(room),
      tell: (name, payload) => this.events.emit(name, payload),
      failed: (error) => this.log('a listener failed', error),
      ready: () => this.ready(),
      gone: (room, code) => this.gone(room, code),
    };
  }

  private async send(room: string, body: string, options: SendOptions): Promise<Sent> {
    const frame = JSON.stringify({ action: 'send', room, cid: 'c'.repeat(64), body, again: true });
    // API Gateway closes the connection for a longer frame, and would do so again after every reconnect.
    if (bytes(body) > (this.welcome?.limits.bodyBytes ?? FRAME_BYTES) || bytes(frame) > FRAME_BYTES) {
      throw new ChatError('too_long', `a message to ${room} is too long`);
    }
    return this.sender.send(room, body, options);
  }

  private typing(room: ChatRoom): void {
    const now = this.clock.now();
    if (now - this.typedAt < TYPING_EVERY_MS) return;
    this.typedAt = now;
    this.connection.current?.offer({ action: 'typing', room: room.name });
  }

  private changed(state: ChatState): void {
    this.state = state.state;
    if (state.state === 'closed') {
      this.handover.clear();
      [...this.rooms.values()].forEach((room) => room.quit('closed', 'closed'));
      this.sender.clear('closed');
    }
    this.events.emit('state', state);
  }

  private up(link: Link, welcome: Welcome, former: Link | undefined): void {
    this.welcome = welcome;
    this.user = welcome.user;
    this.serverAhead = welcome.serverTime - this.clock.now();
    this.retire();
    this.former = former;
    this.handover.set(HANDOVER_MS, () => this.retire());
    this.rooms.forEach((room) => room.join(link));
    this.ready();
  }

  /** Messages can go; and once all rooms are on the new connection, the old one can. */
  private ready(): void {
    this.sender.pump();
    if ([...this.rooms.values()].every((room) => room.isJoined())) this.retire();
  }

  private retire(): void {
    this.handover.clear();
    const { former } = this;
    this.former = undefined;
    if (former) this.connection.retire(former);
  }

  private gone(room: ChatRoom, code: ChatErrorCode): void {
    this.rooms.delete(room.name);
    this.sender.clear(code, room.name);
    this.ready();
  }

  private receive(link: Link, frame: ServerFrame): void {
    if (frame.type === 'ack') this.sender.acked(frame);
    else if (frame.type === 'nack') this.nacked(link, frame);
    else if (frame.type === 'err') this.refused(link, frame);
    else if (frame.type === 'direct') this.directed(frame);
    else if ('room' in frame) this.rooms.get(frame.room)?.receive(link, frame);
  }

  /** The server may have lost sight of who is in the room, though nobody was taken out of it: being in again is what a message waits for. */
  private nacked(link: Link, nack: Nack): void {
    const room = nack.code === 'not_joined' ? this.rooms.get(nack.room) : undefined;
    if (room === undefined) return this.sender.nacked(nack);
    room.joinAgain(link);
    this.sender.nacked({ ...nack, retryAfterMs: 1_000 + backoff(0, this.random) });
  }

  private directed({ id, from, ts, body }: ChatEvents['direct']): void {
    if (this.directs.add(id)) this.events.emit('direct', { id, from, ts, body });
  }

  private refused(link: Link, refusal: Refusal): void {
    const { code, action, room } = refusal;
    if (action === 'send' ? this.sender.refused(refusal) : room !== undefined && this.rooms.get(room)?.refused(link, refusal)) return;
    this.events.emit('error', new ChatError(code, `${action ?? 'a frame'} was refused: ${code}`));
  }

  private troubled(link: Link, message: string): void {
    this.log('API Gateway complained', message);
    this.events.emit('error', new ChatError('server', message));
    this.sender.doubt();
    this.rooms.forEach((room) => room.doubt(link, 1_000 + backoff(0, this.random)));
  }
}

const bytes = (text: string): number => new TextEncoder().encode(text).length;
