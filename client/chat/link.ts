import { between } from './backoff';
import { Alarm, type Clock } from './clock';
import { Pacer } from './pacer';
import type { WebSocketLike } from './socket';
import type { ByeCode, ClientFrame, ServerFrame, Welcome } from '../../runtime/chat/protocol/frames';

/** From the first byte to `welcome`. */
export const OPEN_MS = 20_000;

/** AWS: "Idle Connection Timeout" is 10 minutes. Spread, so that clients which came together do not ping together. */
export const PING_MS = { from: 240_000, to: 360_000 };

/** After a ping something has to come within this time. */
export const PONG_MS = 10_000;

/** Why a connection is over. */
export type Ending = { readonly bye?: ByeCode };

export interface LinkEvents {
  welcome(link: Link, welcome: Welcome): void;
  /** Anything but `welcome`, `pong` and `bye`. */
  frame(link: Link, frame: ServerFrame): void;
  /** API Gateway's own complaint, which has no `type`: a function failed, or there were too many frames. */
  trouble(link: Link, message: string): void;
  end(link: Link, ending: Ending): void;
}

interface World { readonly clock: Clock; readonly random: () => number }

/** One connection from its first frame to its end. What is sent leaves as fast as the server allows. */
export class Link {
  private readonly deadline: Alarm;
  private readonly nextPing: Alarm;
  private readonly nextFrame: Alarm;
  private queue: (() => ClientFrame | undefined)[] = [];
  private pacer?: Pacer;
  private over = false;

  constructor(private readonly socket: WebSocketLike, private readonly world: World, private readonly events: LinkEvents) {
    this.deadline = new Alarm(world.clock);
    this.nextPing = new Alarm(world.clock);
    this.nextFrame = new Alarm(world.clock);
    this.deadline.set(OPEN_MS, () => this.end({}));
    socket.addEventListener('open', () => this.write({ action: 'hello', v: 1 }));
    socket.addEventListener('message', ({ data }) => this.receive(data));
    socket.addEventListener('close', () => this.end({}));
    socket.addEventListener('error', () => this.end({}));
  }

  /** Send in its turn. A function is asked when its turn comes, and may have thought better of it. */
  send(frame: ClientFrame | (() => ClientFrame | undefined)): void {
    this.queue.push(typeof frame === 'function' ? frame : () => frame);
    this.flush();
  }

  /** Send now, or not at all. */
  offer(frame: ClientFrame): void {
    if (!this.over && this.queue.length === 0 && this.pacer?.take(this.world.clock.now()) === 0) this.write(frame);
  }

  /** Find out whether anybody is there. */
  ping(): void {
    if (this.over || this.pacer === undefined) return;
    this.deadline.set(PONG_MS, () => this.end({}));
    this.schedulePing();
    this.write({ action: 'ping' });
  }

  /** Over, at once: a network that is gone would keep a closing handshake waiting. */
  end(ending: Ending): void {
    if (this.over) return;
    this.over = true;
    [this.deadline, this.nextPing, this.nextFrame].forEach((alarm) => alarm.clear());
    this.queue = [];
    this.socket.close(1000);
    this.events.end(this, ending);
  }

  private receive(data: unknown): void {
    const frame = this.over ? undefined : parsed(data);
    if (frame === undefined) return;
    if (this.pacer) this.deadline.clear();
    if (typeof frame.type !== 'string') this.complained(String(frame.message));
    else this.dispatch(frame as unknown as ServerFrame);
  }

  private dispatch(frame: ServerFrame): void {
    if (frame.type === 'pong') return;
    if (isUnknown(frame)) return this.end({});
    if (frame.type === 'bye') this.end({ bye: frame.code });
    else if (frame.type === 'welcome') this.welcomed(frame);
    else this.events.frame(this, frame);
    if (frame.type === 'err' && frame.action === 'hello') this.end({});
  }

  private complained(message: string): void {
    this.events.trouble(this, message);
    if (!this.pacer) this.end({});
  }

  private welcomed(welcome: Welcome): void {
    if (this.pacer) return;
    this.deadline.clear();
    this.pacer = new Pacer(welcome.limits);
    this.schedulePing();
    this.events.welcome(this, welcome);
    this.flush();
  }

  private schedulePing(): void {
    this.nextPing.set(between(PING_MS.from, PING_MS.to, this.world.random), () => this.ping());
  }

  private flush(): void {
    while (this.queue.length > 0 && this.pacer && !this.over) {
      const wait = this.pacer.take(this.world.clock.now());
      if (wait > 0) return this.nextFrame.set(wait, () => this.flush());
      this.next();
    }
  }

  /** The next one that is still wanted. */
  private next(): void {
    for (let frame = this.queue.shift(); frame !== undefined; frame = this.queue.shift()) {
      const wanted = frame();
      if (wanted) return this.write(wanted);
    }
  }

  private write(frame: ClientFrame): void {
    this.socket.send(JSON.stringify(frame));
  }
}

/** The server does not know the connection any more. Nothing was done of what was sent over it, which goes over the next one. */
function isUnknown(frame: ServerFrame): boolean {
  return (frame.type === 'err' || frame.type === 'nack') && frame.code === 'hello_first';
}

function parsed(data: unknown): { readonly [name: string]: unknown } | undefined {
  try {
    const value: unknown = JSON.parse(String(data));
    return typeof value === 'object' && value !== null ? value as { readonly [name: string]: unknown } : undefined;
  } catch {
    return undefined;
  }
}
