import { readTask } from '../fan-out/read-task';
import type { Task } from '../fan-out/task';

/** What Lambda writes of records of a stream that a function failed at, instead of the records themselves. */
export interface StreamBatch {
  readonly streamArn: string;
  readonly shardId: string;
  readonly startSequenceNumber: string;
  readonly endSequenceNumber: string;
}

/** A message of the queue of what could not be delivered. */
export type DeadLetter = { readonly task: Task } | { readonly batch: StreamBatch };

/** Which of the two it is. Throws UnreadableTask when it is neither. */
export function readDeadLetter(text: string): DeadLetter {
  const batch = batchIn(text);
  return batch ? { batch } : { task: readTask(text) };
}

function batchIn(text: string): StreamBatch | undefined {
  const { streamArn, shardId, startSequenceNumber, endSequenceNumber } = infoIn(text);
  const isBatch = isText(streamArn) && isText(shardId) && isNumber(startSequenceNumber) && isNumber(endSequenceNumber);
  return isBatch ? { streamArn, shardId, startSequenceNumber, endSequenceNumber } : undefined;
}

function infoIn(text: string): Readonly<Record<string, unknown>> {
  try {
    const { DDBStreamBatchInfo } = Object(JSON.parse(text)) as { DDBStreamBatchInfo?: unknown };
    return Object(DDBStreamBatchInfo) as Record<string, unknown>;
  } catch {
    return {};
  }
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}

function isNumber(value: unknown): value is string {
  return isText(value) && /^\d+$/.test(value);
}
