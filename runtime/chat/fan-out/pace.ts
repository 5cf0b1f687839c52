import type { Now } from '../ports';

/** How long a halved pace takes to be the full one again. */
const RECOVERY_MS = 20_000;
/** The slowest it gets: this share of what was asked for. */
const SLOWEST = 1 / 16;
/** What an idle pace saves up, in milliseconds of posts. */
const SAVED_MS = 20;

/**
 * So many posts a second and no more, over all tasks of a container. Everybody takes a turn and waits for it; turns are evenly spaced.
 * When API Gateway says that it is too much, the pace is halved, and comes back little by little.
 */
export class Pace {
  private readonly full: number;
  private readonly now: Now;
  private next = -Infinity;
  private rate: number;
  private slowedAt = -Infinity;

  constructor(perSecond: number, now: Now) {
    [this.full, this.rate, this.now] = [perSecond, perSecond, now];
  }

  /** Posts a second at the moment. */
  public get perSecond(): number {
    return Math.min(this.full, this.rate + this.full * (this.now() - this.slowedAt) / RECOVERY_MS);
  }

  /** Take the next turn; answers with the milliseconds until it comes. */
  public take(): number {
    const now = this.now();
    const turn = Math.max(this.next, now - SAVED_MS);
    this.next = turn + 1_000 / this.perSecond;
    return Math.max(0, turn - now);
  }

  public halve(): void {
    this.rate = Math.max(this.full * SLOWEST, this.perSecond / 2);
    this.slowedAt = this.now();
  }
}
