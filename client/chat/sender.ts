import { Alarm, type Clock } from './clock';
import { ChatError, type ChatErrorCode } from './events';
import type { Link } from './link';
import { type Identity, Outbox } from './outbox';
import type { Ack, Nack, Refusal } from '../../runtime/chat/protocol/frames';

/** How long a message is tried to be sent unless the caller says otherwise. */
export const SEND_TIMEOUT_MS = 300_000;

export interface SendOptions {
  /** Give up when the caller does. The message may have been stored all the same. */
  readonly signal?: AbortSignal;
  /** Milliseconds after which to give up. @default 300000 */
  readonly timeoutMs?: number;
  /** The message's own id, to send one again that was composed before the page was loaded: it is stored once. @default - a new one */
  readonly cid?: string;
}

/** Stored: it will not be lost. */
export interface Sent { readonly seq: number; readonly ts: number }

interface World {
  readonly clock: Clock;
  readonly random: () => number;
  link(): Link | undefined;
  isJoined(room: string): boolean;
}

interface Waiting { resolve(sent: Sent): void; reject(error: ChatError): void }

/** Messages from the caller to the `ack`. */
export class Sender {
  private readonly outbox: Outbox;
  private readonly waiting = new Map<string, Waiting>();
  private readonly alarm: Alarm;
  private count = 0;

  constructor(private readonly world: World) {
    this.outbox = new Outbox(world.random);
    this.alarm = new Alarm(world.clock);
  }

  async send(room: string, body: string, { signal, timeoutMs = SEND_TIMEOUT_MS, cid: given }: SendOptions): Promise<Sent> {
    const cid = given ?? this.newCid();
    const message = { room, cid };
    if (signal?.aborted) throw failure('aborted', message);
    if (this.waiting.has(keyOf(message))) throw new ChatError('invalid', `a message with the cid ${cid} is on its way already`);
    const abort = (): void => this.fail(message, 'aborted');
    signal?.addEventListener('abort', abort);
    try {
      return await new Promise<Sent>((resolve, reject) => {
        this.waiting.set(keyOf(message), { resolve, reject });
        this.outbox.add({ ...message, body, again: given !== undefined, giveUpAt: this.world.clock.now() + timeoutMs });
        this.pump();
      });
    } finally {
      signal?.removeEventListener('abort', abort);
    }
  }

  acked({ room, cid, seq, ts }: Ack): void {
    this.settle({ room, cid })?.resolve({ seq, ts });
    this.pump();
  }

  nacked({ room, cid, code, retryAfterMs }: Nack): void {
    if (retryAfterMs === undefined) return this.fail({ room, cid }, code);
    this.outbox.postpone({ room, cid }, this.world.clock.now() + retryAfterMs);
    this.pump();
  }

  /** A frame of a room was refused before anybody looked for its `cid`. Whether it was one of ours. */
  refused({ room, code }: Refusal): boolean {
    const message = room === undefined ? undefined : this.outbox.underWay(room);
    if (message) this.fail(message, code);
    return message !== undefined;
  }

  /** API Gateway complained, and does not say about what. */
  doubt(): void {
    this.outbox.doubt(this.world.clock.now());
    this.pump();
  }

  lost(link: Link): void {
    this.outbox.lost(link);
    this.pump();
  }

  /** Nothing of this room, or of any, will be sent any more. */
  clear(code: ChatErrorCode, room?: string): void {
    this.outbox.clear(room).forEach((message) => this.fail(message, code));
  }

  /** Send what can be sent. To be called whenever a room has become ready. */
  pump(): void {
    const now = this.world.clock.now();
    this.outbox.expired(now).forEach((message) => this.fail(message, 'timeout'));
    const link = this.world.link();
    const frames = link ? this.outbox.take(link, (room) => this.world.isJoined(room), now) : [];
    frames.forEach((frame) => link?.send(() => this.waiting.has(keyOf(frame)) ? frame : undefined));
    const due = this.outbox.dueAt(now);
    if (due === undefined) this.alarm.clear();
    else this.alarm.set(due - now, () => this.pump());
  }

  private fail(message: Identity, code: ChatErrorCode): void {
    this.settle(message)?.reject(failure(code, message));
    this.pump();
  }

  private settle(message: Identity): Waiting | undefined {
    this.outbox.remove(message);
    const waiting = this.waiting.get(keyOf(message));
    this.waiting.delete(keyOf(message));
    return waiting;
  }

  /** Not by chance alone, as a test may have taken chance away. */
  private newCid(): string {
    const chance = (): string => Math.floor(this.world.random() * 2 ** 52).toString(36);
    return `${Math.floor(this.world.clock.now()).toString(36)}-${(this.count++).toString(36)}-${chance()}${chance()}`;
  }
}

const keyOf = ({ room, cid }: Identity): string => `${room} ${cid}`;

const failure = (code: ChatErrorCode, { room, cid }: Identity): ChatError => new ChatError(code, `message ${cid} to ${room}: ${code}`);
