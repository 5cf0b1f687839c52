import { setTimeout } from 'node:timers/promises';
import { log } from './log';

/** What CloudFormation asks, as far as a resource has to know. */
export interface CustomResourceRequest {
  readonly RequestType: 'Create' | 'Update' | 'Delete';
  readonly ResourceProperties: Readonly<Record<string, unknown>>;
}

/** Does what is asked. What it returns goes to the log; what it throws is the reason people see on their stack. */
export type CustomResource = (request: CustomResourceRequest, timeLeft: () => number) => Promise<object>;

export type CustomResourceHandler = (event: unknown, context: { getRemainingTimeInMillis(): number }) => Promise<void>;

/** The envelope: where to answer, and what an answer repeats. */
interface Envelope extends CustomResourceRequest {
  readonly ResponseURL: string;
  readonly PhysicalResourceId?: string;
  readonly StackId: string;
  readonly RequestId: string;
  readonly LogicalResourceId: string;
}

type Answer = { readonly Status: 'SUCCESS' } | { readonly Status: 'FAILED'; readonly Reason: string };

const REQUEST_TYPES: readonly unknown[] = ['Create', 'Update', 'Delete'];
/** CloudFormation takes answers of up to 4 KB. */
const LONGEST_REASON = 2000;
const DELIVERED = 'delivered';
/** Milliseconds between the tries to answer. */
const BETWEEN_TRIES: readonly number[] = [1000, 3000];

/**
 * The handler of a custom resource. It always answers: a stack that gets no answer hangs until its time is up.
 * The address of the answer is a secret (whoever has it can answer), so it is never logged, nor is anything that quotes it.
 */
export function customResource(physicalId: string, resource: CustomResource, pauses = BETWEEN_TRIES): CustomResourceHandler {
  return async (event, context) => {
    const envelope = opened(event);
    const answer = await run(envelope, () => resource(envelope, () => context.getRemainingTimeInMillis()));
    const body = JSON.stringify({
      ...answer,
      PhysicalResourceId: envelope.PhysicalResourceId ?? physicalId,
      StackId: envelope.StackId,
      RequestId: envelope.RequestId,
      LogicalResourceId: envelope.LogicalResourceId,
    });
    await deliver(() => put(envelope.ResponseURL, body), pauses);
  };
}

/** Without an address there is nobody to answer: the invocation itself fails. */
function opened(event: unknown): Envelope {
  const envelope = event as Envelope | null;
  if (typeof envelope?.ResponseURL === 'string' && URL.canParse(envelope.ResponseURL)) return envelope;
  log('error', 'the event has no address to answer to');
  throw new CustomResourceError('the event has no address to answer to');
}

async function run({ RequestType }: Envelope, resource: () => Promise<object>): Promise<Answer> {
  try {
    if (!REQUEST_TYPES.includes(RequestType)) throw new CustomResourceError(`a custom resource cannot ${String(RequestType)}`);
    log('info', 'done', { request: RequestType, ...await resource() });
    return { Status: 'SUCCESS' };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    log('error', reason, { request: RequestType });
    return { Status: 'FAILED', Reason: reason.slice(0, LONGEST_REASON) };
  }
}

/** When no try gets through, the invocation fails, and Lambda calls again: whatever the resource does, it must bear being done twice. */
async function deliver(attempt: () => Promise<string>, pauses: readonly number[]): Promise<void> {
  for (const pause of [0, ...pauses]) {
    await setTimeout(pause);
    const outcome = await attempt();
    if (outcome === DELIVERED) return;
    log('error', 'the answer did not get through', { outcome });
  }
  throw new CustomResourceError('CloudFormation could not be answered');
}

/** The address is signed for a request without a content type. An error of fetch may quote the address: only its name is passed on. */
async function put(url: string, body: string): Promise<string> {
  try {
    const response = await fetch(url, { method: 'PUT', body: Buffer.from(body), headers: { 'content-type': '' } });
    return response.ok ? DELIVERED : `status ${response.status}`;
  } catch (error) {
    return error instanceof Error ? error.name : 'unknown';
  }
}

class CustomResourceError extends Error {
  public override readonly name = 'CustomResourceError';
}
