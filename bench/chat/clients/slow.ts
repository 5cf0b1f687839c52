import { setTimeout as sleep } from 'node:timers/promises';
import { FRAME, ourCallback, Poster, POSTERS } from './poster';
import { program } from './program';
import { Pace } from '../../../runtime/chat/fan-out/pace';
import { postAll } from '../../../runtime/chat/fan-out/post-all';
import { connectionId } from '../../../test/fakes/connections-book';

export interface SlowTask {
  readonly poster: Poster;
  readonly url: string;
  /** Connections that take nothing: connectionId(first) and so on. The one before is quick. */
  readonly first: number;
  readonly count: number;
}

/** Until one of them is given up. */
type GiveUp = (slow: string, quick: string) => Promise<unknown>;

const WAYS: Readonly<Record<Poster, (url: string) => GiveUp>> = {
  ours: (url) => {
    const now = () => Date.now();
    const ports = { callback: ourCallback(url), pace: new Pace(1e6, now), now, sleep, random: Math.random, timeLeft: () => Infinity };
    return async (slow, quick) => {
      const to = [slow, quick].map((id) => ({ id, user: id, since: 0 }));
      const { givenUp } = await postAll({ to, frames: [FRAME] }, ports);
      if (givenUp.length !== 1) throw new TypeError('a slow connection was not given up');
    };
  },
  sdk: (url) => {
    const post = POSTERS.sdk(url);
    return (slow) => post(slow).then(() => Promise.reject(new TypeError('a slow connection took a post')), () => {});
  },
};

program(async ({ poster, url, first, count }: SlowTask): Promise<readonly number[]> => {
  const giveUp = WAYS[poster](url);
  const waits: number[] = [];
  for (let index = 0; index < count; index += 1) {
    const begun = performance.now();
    await giveUp(connectionId(first + index), connectionId(first - 1));
    waits.push(performance.now() - begun);
  }
  return waits;
});
