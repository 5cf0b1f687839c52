/** Time, so that tests need none of it. */
export interface Clock {
  /** Milliseconds; only differences count, and it never goes back. */
  now(): number;
  /** Call later. The answer calls it off. */
  after(ms: number, callback: () => void): () => void;
}

/** Of the machine: not moved when somebody sets its clock, unlike `Date.now`. */
export function systemClock(now: () => number = () => performance.now()): Clock {
  return {
    now,
    after: (ms, callback) => {
      const timer = setTimeout(callback, ms);
      return () => clearTimeout(timer);
    },
  };
}

/** One thing that happens later, or not at all: setting it again moves it. */
export class Alarm {
  private cancel?: () => void;

  constructor(private readonly clock: Clock) {}

  set(ms: number, callback: () => void): void {
    this.clear();
    this.cancel = this.clock.after(Math.max(0, ms), () => {
      this.cancel = undefined;
      callback();
    });
  }

  clear(): void {
    this.cancel?.();
    this.cancel = undefined;
  }
}
