import { abort } from './abort';
import type { Outcome } from './outcome';
import { promote } from './promote';
import { isBase, Stage, WithCanary } from './snapshot';

/** Something an operator does to a canary. */
export interface Action {
  readonly name: 'promote' | 'abort';
  /** What speaks against it from the start. */
  readonly objection: (before: WithCanary) => Outcome | undefined;
  /** What would happen. */
  readonly plan: (before: WithCanary) => string;
  readonly carryOut: (stage: Stage, before: WithCanary) => Promise<Outcome>;
}

export const PROMOTE: Action = {
  name: 'promote',
  objection: (before) => {
    const { canary } = before;
    if (isBase(canary, before)) {
      return { ending: 'nothingNew', message: 'The canary leads to the base itself: there is nothing to promote. "canary abort" removes what is left of it.' };
    }
    if (canary.percent > 0) return undefined;
    const message = `The canary has 0 % of the traffic, so nobody has tried deployment ${canary.deploymentId}. Give it some first, or abort it.`;
    return { ending: 'noTraffic', message };
  },
  plan: ({ stage, base, canary }) => {
    const variables = Object.keys(canary.variables);
    const those = variables.length === 0 ? '' : `, and its variables (${variables.sort().join(', ')}) become those of the stage`;
    return `All traffic of ${stage} goes from deployment ${base.deploymentId} to ${canary.deploymentId}${those}. Then the canary is removed.`;
  },
  carryOut: promote,
};

export const ABORT: Action = {
  name: 'abort',
  objection: () => undefined,
  plan: (before) => {
    const { stage, base, canary } = before;
    if (isBase(canary, before)) return `The canary leads to the base itself, deployment ${base.deploymentId}: it is removed, and callers notice nothing.`;
    return `The canary, ${canary.percent} % of the traffic to deployment ${canary.deploymentId}, is removed: all traffic of ${stage} goes to ${base.deploymentId}.`;
  },
  carryOut: abort,
};
