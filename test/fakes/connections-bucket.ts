/** Requests a second, and how many at once after a pause. */
export interface Throttle { readonly perSecond: number; readonly burst: number }

/** The token bucket that all callers share. */
export class TokenBucket {
  private tokens: number;
  private at: number;

  constructor(private readonly throttle: Throttle, private readonly now: () => number = () => performance.now()) {
    this.tokens = throttle.burst;
    this.at = now();
  }

  public take(): boolean {
    const { perSecond, burst } = this.throttle;
    const now = this.now();
    this.tokens = Math.min(burst, this.tokens + (now - this.at) / 1000 * perSecond);
    this.at = now;
    if (this.tokens < 1) return false;
    this.tokens -= 1;
    return true;
  }
}
