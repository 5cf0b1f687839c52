import { setTimeout as sleep } from 'node:timers/promises';
import { FRAME, ourCallback } from './poster';
import { program } from './program';
import { connectionId } from '../../../test/fakes/connections-book';

export interface StormTask { readonly url: string; readonly first: number; readonly count: number; readonly atOnce: number }

const TRIES = 6;
/** Milliseconds before the second try, at most, and twice as many before each further one: what AWS's clients do. */
const BACKOFF = 100;

/** Posts as fast as it goes, and tries again what is refused, later and later, by chance. */
program(async ({ url, first, count, atOnce }: StormTask): Promise<null> => {
  const callback = ourCallback(url);
  const slots = new Slots(atOnce);
  const post = async (id: string) => {
    for (let attempt = 0; attempt < TRIES; attempt += 1) {
      if (attempt > 0) await sleep(Math.random() * BACKOFF * 2 ** (attempt - 1));
      if (await slots.use(() => callback.post(id, FRAME)) === 'delivered') return;
    }
  };
  await Promise.all(Array.from({ length: count }, (_, index) => post(connectionId(first + index))));
  return null;
});

/** So many at once; those who wait between two tries are none of them. */
class Slots {
  private readonly waiting: (() => void)[] = [];

  constructor(private free: number) {}

  public async use<Result>(work: () => Promise<Result>): Promise<Result> {
    if (this.free === 0) await new Promise<void>((turn) => this.waiting.push(turn));
    else this.free -= 1;
    try {
      return await work();
    } finally {
      const next = this.waiting.shift();
      if (next) next();
      else this.free += 1;
    }
  }
}
