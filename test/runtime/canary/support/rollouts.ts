import type { Rollout } from '../../../../runtime/canary/rollout';

export const OLD = 'd1old0';
export const NEW = 'd2new0';
export const MINUTE = 60_000;

/** To the new deployment by 10 and 50 percent, ten minutes each, unless it is said otherwise. */
export function rollout(changes: Partial<Rollout> = {}): Rollout {
  return {
    restApiId: 'a1b2c3d4e5',
    stageName: 'prod',
    deploymentId: NEW,
    variables: {},
    isManual: false,
    steps: [10, 50],
    bakeMs: 10 * MINUTE,
    deadlineMs: 25 * MINUTE,
    alarms: [],
    minimumRequests: 0,
    takesOver: false,
    failsOnDrift: false,
    ...changes,
  };
}
