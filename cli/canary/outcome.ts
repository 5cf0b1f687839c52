import { Exit } from '../command';
import type { Snapshot } from './snapshot';

/** How it ended: for programs, in `outcome`. The first three are what was asked for. */
export type Ending =
  | 'promoted' | 'aborted' | 'leftoverRemoved'
  | 'noCanary' | 'noTraffic' | 'nothingNew' | 'otherCanary' | 'declined' | 'changedMeanwhile' | 'canaryLeft' | 'promotedMeanwhile';

export interface Outcome {
  readonly ending: Ending;
  /** For people: what happened, and what to do now. */
  readonly message: string;
  /** Not there if nothing was changed. */
  readonly after?: Snapshot;
}

const AS_ASKED: ReadonlySet<Ending> = new Set<Ending>(['promoted', 'aborted', 'leftoverRemoved']);

export function exitOf({ ending }: Outcome): Exit {
  return AS_ASKED.has(ending) ? Exit.OK : Exit.FINDINGS;
}
