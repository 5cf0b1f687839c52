import { setTimeout } from 'node:timers/promises';
import { cleanUp } from './clean-up';
import { Persistence, persistently } from './persistently';
import { log } from '../../shared/log';
import { awsPorts, PortsOf } from '../aws/ports';
import { begin } from '../begin';
import { withReason } from '../failure';
import { isDenied, isTransient, PERMISSIONS_SETTLE_MS } from '../is-transient';
import type { RolloutPorts } from '../ports';
import { readRequestsMetric, readRollout } from '../read-rollout';
import { CanaryRequest, LambdaContext, readRequest } from '../request';
import type { Rollout, Started } from '../rollout';

/** What the framework is told, and tells the other function with every look. */
export interface Answer {
  readonly PhysicalResourceId: string;
  /** A canary has to be watched. */
  readonly Started?: Started;
  /** There is nothing to watch, because. */
  readonly Settled?: string;
}

export type StartHandler = (event: unknown, context: LambdaContext) => Promise<Answer>;

export interface StartEnvironment { readonly now?: () => number; readonly pause?: Persistence['pause'] }

type Done = Omit<Answer, 'PhysicalResourceId'>;

const ATTEMPTS = 8;
/** A release that cannot begin fails soon, and nothing has happened. A rollback goes on for as long as it can: one that fails leaves a stack stuck. */
const FORWARD_MS = 60_000;

/** The function that is told what happens to the resource (`onEvent`). */
export function startHandler({ now = Date.now, pause = async (millis) => setTimeout(millis) }: StartEnvironment = {}): StartHandler {
  const portsOf = awsPorts(ATTEMPTS, now);
  return (event, context) => withReason(async () => {
    const request = readRequest(event);
    const rollout = readRollout(request.ResourceProperties);
    const done = await carryOut(request, { rollout, portsOf, pause, timeLeft: () => context.getRemainingTimeInMillis() });
    log('info', done.Settled ?? 'a canary was started', { request: request.RequestType, deployment: rollout.deploymentId });
    return { PhysicalResourceId: physicalId(request, rollout), ...done };
  });
}

/** What a request is carried out with. */
interface Means extends Pick<Persistence, 'pause' | 'timeLeft'> { readonly rollout: Rollout; readonly portsOf: PortsOf }

async function carryOut(request: CanaryRequest, { rollout, portsOf, ...persistence }: Means): Promise<Done> {
  const ports = portsOf({ rollout, metric: readRequestsMetric(request.ResourceProperties), stackId: request.StackId });
  switch (request.RequestType) {
    case 'Create': return { Settled: 'the first deployment of a stage gets all its traffic' };
    case 'Delete': return { Settled: await persistently(() => cleanUp(rollout, ports.stage), { ...persistence, isWorthIt: isTransient }) };
    case 'Update': return update(request, { rollout, ports, ...persistence });
  }
}

/** Which way it goes is known once the stack has been asked. */
async function update(request: CanaryRequest, { rollout: to, ports, ...persistence }: Omit<Means, 'portsOf'> & { ports: RolloutPorts }): Promise<Done> {
  // Emulators leave them out; without them nothing was changed.
  const from = readRollout(request.OldResourceProperties ?? request.ResourceProperties);
  let isForward = false;
  const stack = {
    async status() {
      const status = await ports.stack.status();
      isForward = status === 'UPDATE_IN_PROGRESS';
      return status;
    },
  };
  const isWorthIt = (error: unknown, elapsed: number) => {
    if (isDenied(error)) return elapsed < PERMISSIONS_SETTLE_MS;
    return isTransient(error) && (!isForward || elapsed < FORWARD_MS);
  };
  const begun = await persistently(() => begin({ to, from }, { ...ports, stack }), { ...persistence, isWorthIt });
  return 'started' in begun ? { Started: begun.started } : { Settled: begun.settled };
}

/** One for each stage: whoever gets another stage gets another resource, and the old one is deleted. A deleted one must not change it. */
function physicalId({ RequestType, PhysicalResourceId }: CanaryRequest, { restApiId, stageName }: Rollout): string {
  return RequestType === 'Delete' && PhysicalResourceId ? PhysicalResourceId : `${restApiId}/${stageName}`;
}
