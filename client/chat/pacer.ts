/** What `welcome` says a connection may send. */
export interface Allowance { readonly framesPerSecond: number; readonly frameBurst: number }

/** Networks bunch frames up: what leaves here in time can arrive too soon. */
const CAUTION = 0.9;
/** Of the burst: one for `hello`, which has been sent when the allowance becomes known, one to spare. */
const RESERVED = 2;

/** Keeps a connection within what the server allows, which closes it otherwise: after a reconnect all rooms are joined at once. */
export class Pacer {
  private readonly everyMs: number;
  private readonly toleranceMs: number;
  private next = -Infinity;

  constructor({ framesPerSecond, frameBurst }: Allowance) {
    this.everyMs = 1_000 / (framesPerSecond * CAUTION);
    this.toleranceMs = this.everyMs * Math.max(0, frameBurst - RESERVED - 1);
  }

  /** Milliseconds until a frame may go; 0 takes the turn. */
  take(now: number): number {
    const at = Math.max(this.next, now);
    const wait = at - this.toleranceMs - now;
    // Timers know no fractions of a millisecond.
    if (wait >= 1) return wait;
    this.next = at + this.everyMs;
    return 0;
  }
}
