import { log } from '../../shared/log';
import { awsPorts, PortsOf } from '../aws/ports';
import { inWords, withReason } from '../failure';
import { isDenied, isTransient, PERMISSIONS_SETTLE_MS } from '../is-transient';
import { readRequestsMetric, readRollout } from '../read-rollout';
import { readRequest } from '../request';
import type { Started } from '../rollout';
import { Progress, tick } from '../tick';

export interface Looked { readonly IsComplete: boolean }

export type TickHandler = (event: unknown, context?: unknown) => Promise<Looked>;

export interface TickEnvironment { readonly now?: () => number }

/** The next look is soon: nobody has to insist, and all requests together have to fit into the time of one look. */
const ATTEMPTS = 2;

/** The function that looks at a release again and again until it has ended (`isComplete`). */
export function tickHandler({ now = Date.now }: TickEnvironment = {}): TickHandler {
  const portsOf = awsPorts(ATTEMPTS, now);
  return (event) => withReason(async () => {
    const { isComplete, note } = await look(event, portsOf, now);
    log('info', note, { isComplete });
    return { IsComplete: isComplete };
  });
}

/** What passes by itself is no reason to end a release: the canary stays what it is until the next look. */
async function look(event: unknown, portsOf: PortsOf, now: () => number): Promise<Progress> {
  const { Settled } = Object(event) as { readonly Settled?: unknown };
  if (typeof Settled === 'string') return { isComplete: true, note: Settled };
  const started = readStarted(event);
  const { StackId: stackId, ResourceProperties } = readRequest(event);
  const rollout = readRollout(ResourceProperties);
  try {
    return await tick(rollout, started, portsOf({ rollout, metric: readRequestsMetric(ResourceProperties), stackId }));
  } catch (error) {
    const passes = isTransient(error) || (isDenied(error) && now() - started.startedAt < PERMISSIONS_SETTLE_MS);
    if (!passes) throw error;
    return { isComplete: false, note: `looked in vain: ${inWords(error)}` };
  }
}

function readStarted(event: unknown): Started {
  const { startedAt, base } = Object(Object(event).Started) as Partial<Record<keyof Started, unknown>>;
  if (typeof startedAt === 'number' && typeof base === 'string') return { startedAt, base };
  throw new TypeError('the event tells of no release that was started');
}
