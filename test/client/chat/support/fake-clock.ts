import type { Clock } from '../../../../client/chat/clock';

/** Time that passes when the test says so. */
export class FakeClock implements Clock {
  private time = 1_000_000;
  private timers: { readonly at: number; readonly callback: () => void }[] = [];

  now(): number {
    return this.time;
  }

  after(ms: number, callback: () => void): () => void {
    const timer = { at: this.time + ms, callback };
    this.timers.push(timer);
    return () => {
      this.timers = this.timers.filter((other) => other !== timer);
    };
  }

  /** Whatever is due on the way is done, and what follows of it at once too. */
  async pass(ms: number): Promise<void> {
    const end = this.time + ms;
    await settled();
    for (let next = this.next(end); next; next = this.next(end)) {
      this.timers = this.timers.filter((timer) => timer !== next);
      this.time = Math.max(this.time, next.at);
      next.callback();
      await settled();
    }
    this.time = end;
  }

  /** How long until the next timer; Infinity without one. */
  idle(): number {
    return Math.min(...this.timers.map(({ at }) => at)) - this.time;
  }

  private next(end: number): { readonly at: number; readonly callback: () => void } | undefined {
    return this.timers.filter(({ at }) => at <= end).sort((a, b) => a.at - b.at)[0];
  }
}

/** Everything that promises still have to do. */
export const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
