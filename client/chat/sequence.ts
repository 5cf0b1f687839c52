import { Recent } from './recent';
import type { ChatMessage } from '../../runtime/chat/protocol/frames';

/** How long a message that is missing may be on its way before it is asked for. */
export const REORDER_MS = 1_500;

/**
 * A number that has no message this long after a later one had is void: the server stores no message that late, and some numbers never get one
 * (a function has died). The server gives a place up after 10 seconds, and a write that was begun before ends after 5: as much again is for clocks
 * and for answers that took their time. Whoever is wrong here loses a message, whoever is too careful waits.
 */
export const VOID_MS = 30_000;

/** What became of frames: messages in their order, and messages shown before whose bodies were taken away. */
export interface Step { readonly messages: readonly ChatMessage[]; readonly redacted: readonly number[] }

/** An answer of the history: every message there was from `after` to the last item, or to the end when there is no `next`. */
export interface Page { readonly after: number; readonly items: readonly ChatMessage[]; readonly next?: number; readonly askedAt: number }

interface Held { readonly message: ChatMessage; readonly at: number }

/**
 * The order of one room: frames come late, twice, in any order or not at all; every message leaves once and in its place.
 * Without a clock of its own: `now` is the server's time as the caller believes it, which is compared with messages' `ts`.
 */
export class Sequence {
  private base?: number;
  private readonly held = new Map<number, Held>();
  private readonly tombstones = new Recent<number>(1_000);
  private readonly told = new Recent<number>(1_000);
  private readonly said = new Recent<string>(1_000);
  private joined?: { readonly head: number; readonly at: number; told: number };
  private more?: number;
  private asked = { hole: -1, times: 0, at: 0 };

  /** The last number that is settled: what to join again after. */
  get last(): number | undefined {
    return this.base;
  }

  /** Begin after a message the caller has. */
  beginAfter(after: number, now: number): Step {
    return this.begin(after, now);
  }

  /** Begin with what comes: `head` had been given out when the room was joined, at `now`. */
  beginAt(head: number, now: number): Step {
    this.joined = { head, at: now, told: -1 };
    return this.begin(head, now);
  }

  /** What came over the socket by itself. */
  live(messages: readonly ChatMessage[], now: number): Step {
    return this.step(messages, now);
  }

  /** What was asked for. */
  page(page: Page, now: number): Step {
    this.more = page.next;
    return this.step(page.items, now, page);
  }

  /** A body was taken away; the message may be still to come. */
  redact(seq: number): Step {
    const held = this.held.get(seq);
    if (held !== undefined) this.held.set(seq, { ...held, message: bare(held.message) });
    const ahead = this.base === undefined || seq > this.base;
    if (ahead && held === undefined) this.tombstones.add(seq);
    return { messages: [], redacted: ahead || !this.told.add(seq) ? [] : [seq] };
  }

  /** When to ask the history, if nothing comes before. */
  dueAt(): number | undefined {
    if (this.more !== undefined) return -Infinity;
    const next = this.lowest();
    if (next === undefined) return undefined;
    const { hole, times, at } = this.asked;
    if (hole !== this.base) return next.at + Math.min(REORDER_MS, Math.max(0, voidAt(next) - next.at));
    const again = at + REORDER_MS * 2 ** Math.min(times - 1, 3);
    return at < voidAt(next) ? Math.min(again, voidAt(next)) : again;
  }

  /** After which number to ask now. */
  ask(now: number): number {
    const after = this.more ?? this.base!;
    if (this.more === undefined) this.asked = { hole: after, times: this.asked.hole === after ? this.asked.times + 1 : 1, at: now };
    this.more = undefined;
    return after;
  }

  private begin(base: number, now: number): Step {
    const early = [...this.held.values()].map(({ message }) => message).sort((a, b) => a.seq - b.seq);
    this.held.clear();
    this.base = base;
    return this.step(early, now);
  }

  private step(messages: readonly ChatMessage[], now: number, page?: Page): Step {
    const inFlight: ChatMessage[] = [];
    const redacted: number[] = [];
    for (const message of messages) {
      if (this.base === undefined || message.seq > this.base) this.hold(message, now);
      else if (this.wasInFlight(message)) inFlight.push(message);
      else if (message.redacted && this.told.add(message.seq)) redacted.push(message.seq);
    }
    return { messages: [...inFlight, ...this.drain(page)].filter((message) => this.said.add(`${message.from}\n${message.cid}`)), redacted };
  }

  private hold(message: ChatMessage, now: number): void {
    const known = this.held.get(message.seq);
    if (known?.message.redacted) return;
    const gone = message.redacted || this.tombstones.delete(message.seq);
    this.held.set(message.seq, { message: gone ? bare(message) : message, at: known?.at ?? now });
  }

  /** A number that was given out before the caller joined, with a message that was stored after: no history the caller asked had it. */
  private wasInFlight(message: ChatMessage): boolean {
    if (this.joined === undefined || this.base !== this.joined.head) return false;
    if (message.ts < this.joined.at || message.seq <= this.joined.told) return false;
    this.joined.told = message.seq;
    return true;
  }

  private drain(page?: Page): ChatMessage[] {
    const shown: ChatMessage[] = [];
    for (let next = this.lowest(); next !== undefined; next = this.lowest()) {
      const { seq } = next.message;
      if (seq !== this.base! + 1 && !this.isVoid(next, page)) break;
      this.base = seq;
      this.held.delete(seq);
      shown.push(next.message);
    }
    return shown;
  }

  /** Whether nothing will come any more between what is settled and this message: only an answer of the history can say so. */
  private isVoid(next: Held, page: Page | undefined): boolean {
    if (page === undefined || page.after > this.base! || page.askedAt < voidAt(next)) return false;
    return page.next === undefined || page.items.some(({ seq }) => seq >= next.message.seq);
  }

  private lowest(): Held | undefined {
    if (this.base === undefined || this.held.size === 0) return undefined;
    return this.held.get(this.base + 1) ?? this.held.get(Math.min(...this.held.keys()));
  }
}

/** Numbers before this one were given out before it was stored, and before it came. */
const voidAt = ({ message, at }: Held): number => Math.min(at, message.ts) + VOID_MS;

const bare = (message: ChatMessage): ChatMessage => ({ ...message, body: '', redacted: true });
