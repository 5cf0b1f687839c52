import { Rejected } from './rollout';
import { log } from '../shared/log';

/** CloudFormation takes answers of up to 4 KB in all, and hangs for those that are longer; a character can be three bytes. */
const LONGEST_REASON = 1_000;

/** Does the work. What it throws is the reason people see on their stack: the framework would append stack frames to it, so they go to the log. */
export async function withReason<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const reason = inWords(error);
    log('error', reason, error instanceof Rejected ? {} : { stack: stackOf(error) });
    throw withoutFrames(new Rejected(reason));
  }
}

/** In a few words, with the name of the error if it is not one of ours. */
export function inWords(error: unknown): string {
  const { name, message } = error instanceof Error ? error : new TypeError(String(error));
  const text = error instanceof Rejected ? message : `${name}: ${message}`;
  return text.length > LONGEST_REASON ? `${text.slice(0, LONGEST_REASON)}…` : text;
}

function stackOf(error: unknown): string | undefined {
  return error instanceof Error ? error.stack : undefined;
}

function withoutFrames(error: Error): Error {
  error.stack = `${error.name}: ${error.message}`;
  return error;
}
