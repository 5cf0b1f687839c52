import { log } from '../../shared/log';

/** DynamoDB's and SQS's names for "not now". */
const THROTTLES: ReadonlySet<string> = new Set([
  'LimitExceededException', 'ProvisionedThroughputExceededException', 'RequestLimitExceeded', 'RequestThrottled', 'ThrottlingException',
]);
const RETRY_MS = 1_000;
/** A partition that is too hot needs longer, and clients add a jitter of their own. */
const THROTTLED_RETRY_MS = 3_000;
const FRAMES_OF_STACK = 4;

/** When it may be worth trying again: nothing that is unexpected is known to be for ever. */
export function retryAfter(error: unknown): number {
  return error instanceof Error && THROTTLES.has(error.name) ? THROTTLED_RETRY_MS : RETRY_MS;
}

/** One line for people. It names no body and no token: the words of an error count only when they are those of AWS. */
export function logFailure(message: string, error: unknown, fields: object): void {
  log('error', message, { ...fields, ...describe(error) });
}

/** Something for a room that is nice to have. When it fails, that is logged, and whoever asked goes on. */
export async function bestEffort(message: string, room: string, work: () => Promise<void>): Promise<void> {
  await orLog(message, { room }, work);
}

/** The same for anything else. */
export async function orLog(message: string, fields: object, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    logFailure(message, error, fields);
  }
}

function describe(error: unknown): object {
  if (!(error instanceof Error)) return { error: typeof error };
  const { name, message } = error;
  const ours = { error: name, at: (error.stack ?? '').split('\n').filter((line) => /^ +at /.test(line)).slice(0, FRAMES_OF_STACK).map((line) => line.trim()) };
  return '$metadata' in error ? { ...ours, reason: message } : ours;
}
