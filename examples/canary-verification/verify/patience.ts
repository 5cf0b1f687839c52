import { setTimeout as sleep } from 'node:timers/promises';

/** Ends when the operator wants to: everything that waits hears of it. */
export class Patience {
  private readonly controller = new AbortController();

  /** From then on nothing waits any more. */
  end(): void {
    this.controller.abort();
  }

  get hasEnded(): boolean {
    return this.controller.signal.aborted;
  }

  async wait(millis: number): Promise<void> {
    await sleep(millis, undefined, { signal: this.controller.signal });
  }

  /** Asks again and again until there is an answer; nothing if there was none in time. */
  async until<T>(ask: () => Promise<T | undefined>, within: { readonly millis: number; readonly every: number }): Promise<T | undefined> {
    for (const end = Date.now() + within.millis; ;) {
      const answer = await ask();
      if (answer !== undefined || Date.now() > end) return answer;
      await this.wait(within.every);
    }
  }
}
