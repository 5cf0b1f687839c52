import { connectionId } from '../../../test/fakes/connections-book';
import { percentile, PosterRun } from '../figures';
import { Poster, POSTERS } from './poster';
import { measured, program, times } from './program';

export interface PostTask {
  readonly poster: Poster;
  readonly url: string;
  readonly posts: number;
  readonly atOnce: number;
  /** Posts go to these in turn: connectionId(0) and so on. */
  readonly connections: number;
}

/** Posts that are not measured: by then the code is compiled, and connections are open. */
const WARM_UP_SHARE = 0.15;

program(async ({ poster, url, posts, atOnce, connections }: PostTask): Promise<PosterRun> => {
  const post = POSTERS[poster](url);
  const ids = Array.from({ length: connections }, (_, index) => connectionId(index));
  const latencies = new Float64Array(posts);
  const one = async (index: number) => {
    const begun = performance.now();
    await post(ids[index % connections]);
    latencies[index] = performance.now() - begun;
  };
  await times(posts * WARM_UP_SHARE, atOnce, one);
  const taken = await measured(() => times(posts, atOnce, one));
  return { posts, ...taken, p50Ms: percentile(latencies, 50), p99Ms: percentile(latencies, 99) };
});
