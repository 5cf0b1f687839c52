import { backoff, between } from './backoff';
import { Alarm, type Clock } from './clock';
import { ChatError, type ChatState } from './events';
import { type Ending, Link, type LinkEvents, OPEN_MS } from './link';
import type { WebSocketLike } from './socket';
import type { ByeCode, Welcome } from '../../runtime/chat/protocol/frames';

/** AWS: "Connection duration for WebSocket API" is 2 hours. A new connection is made before, and the old one kept until it serves. */
export const RENEW_MS = { from: 105 * 60_000, to: 115 * 60_000 };

/** A connection that held this long has proved that the next loss is another story: pauses begin at the shortest again. */
export const STEADY_MS = 30_000;

export interface ConnectionWorld {
  readonly clock: Clock;
  readonly random: () => number;
  /** A socket that begins to connect, with a fresh ticket. */
  dial(): Promise<WebSocketLike>;
}

export interface ConnectionEvents extends Pick<LinkEvents, 'frame' | 'trouble'> {
  state(state: ChatState): void;
  /** A connection serves; `former` does so too until `retire` is called with it. */
  up(link: Link, welcome: Welcome, former: Link | undefined): void;
  /** One that was up is over. */
  down(link: Link): void;
  bye(code: ByeCode): void;
  failed(error: ChatError): void;
}

/** Keeps one connection to the chat, through losses, expired tickets and the end that every connection has. */
export class Connection {
  /** The one that serves. */
  current?: Link;
  private upcoming?: object;
  private attempt = 0;
  private closed = false;
  private readonly links = new Set<Link>();
  private readonly retry: Alarm;
  private readonly renewal: Alarm;
  private readonly steady: Alarm;

  constructor(private readonly world: ConnectionWorld, private readonly events: ConnectionEvents) {
    this.retry = new Alarm(world.clock);
    this.renewal = new Alarm(world.clock);
    this.steady = new Alarm(world.clock);
  }

  /** Connect, if nothing else does. */
  open(): void {
    if (this.closed || this.upcoming) return;
    this.retry.clear();
    if (!this.current) this.events.state({ state: 'connecting' });
    const attempt = {};
    this.upcoming = attempt;
    this.retry.set(OPEN_MS, () => this.missed(attempt));
    this.world.dial().then((socket) => this.dialled(attempt, socket), (cause: unknown) => this.refused(attempt, cause));
  }

  /** The network is back, or the page: do not wait for timers to find out. */
  wake(): void {
    if (this.current) this.current.ping();
    else this.open();
  }

  /** The one that served before is not needed any more. */
  retire(link: Link): void {
    link.end({});
  }

  close(): void {
    if (this.closed) return;
    this.closed = true;
    [this.retry, this.renewal, this.steady].forEach((alarm) => alarm.clear());
    this.upcoming = undefined;
    [...this.links].forEach((link) => link.end({}));
    this.events.state({ state: 'closed' });
  }

  private dialled(attempt: object, socket: WebSocketLike): void {
    if (this.closed || this.upcoming !== attempt) return discard(socket);
    this.retry.clear();
    const link = new Link(socket, this.world, {
      frame: this.events.frame,
      trouble: this.events.trouble,
      welcome: (welcomed, welcome) => this.welcomed(welcomed, welcome),
      end: (ended, ending) => this.ended(ended, ending),
    });
    this.links.add(link);
    this.upcoming = link;
  }

  private refused(attempt: object, cause: unknown): void {
    if (this.closed || this.upcoming !== attempt) return;
    this.events.failed(new ChatError('ticket', 'no ticket to connect with', { cause }));
    this.missed(attempt);
  }

  private missed(attempt: object): void {
    if (this.upcoming !== attempt) return;
    this.upcoming = undefined;
    this.again();
  }

  private welcomed(link: Link, welcome: Welcome): void {
    const former = this.current;
    this.current = link;
    this.upcoming = undefined;
    this.steady.set(STEADY_MS, () => {
      this.attempt = 0;
    });
    this.renewal.set(between(RENEW_MS.from, RENEW_MS.to, this.world.random), () => this.open());
    if (!former) this.events.state({ state: 'online' });
    this.events.up(link, welcome, former);
  }

  private ended(link: Link, { bye }: Ending): void {
    this.links.delete(link);
    const pending = this.upcoming === link;
    const served = this.current === link;
    if (pending) this.upcoming = undefined;
    if (served) this.lose();
    if (!pending) this.events.down(link);
    if (this.closed || !(pending || served)) return;
    if (bye) this.events.bye(bye);
    if (this.isFinal(bye)) this.close();
    else if (!this.upcoming) this.again();
    else this.events.state({ state: 'connecting' });
  }

  /** A newer connection of the user can have pushed this one out; that can be our own next one. */
  private isFinal(bye: ByeCode | undefined): boolean {
    return bye === 'banned' || (bye === 'replaced' && !this.upcoming && !this.current);
  }

  private lose(): void {
    this.current = undefined;
    this.renewal.clear();
    this.steady.clear();
  }

  private again(): void {
    if (this.closed) return;
    const retryInMs = backoff(this.attempt++, this.world.random);
    if (!this.current) this.events.state({ state: 'offline', retryInMs });
    this.retry.set(retryInMs, () => this.open());
  }
}

/** Closing a socket before it is open makes it complain, which nobody has to hear. */
function discard(socket: WebSocketLike): void {
  socket.addEventListener('error', () => undefined);
  socket.close(1000);
}
