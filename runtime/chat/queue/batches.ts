import type { Task } from '../fan-out/task';

/** AWS: "Messages per batch". */
const ENTRIES = 10;
/** All messages of a batch together. It was 256 KiB for many years, is 1 MiB in most places now, and small batches cost little. */
const BATCH_BYTES = 256 * 1024;

/** A message of the queue cannot hold this task. */
export class TaskTooBig extends RangeError {
  public override readonly name = 'TaskTooBig';
}

/** What may be in JSON, but not in a message of SQS (AWS: "InvalidMessageContents"): as escapes it is the same JSON. */
const FORBIDDEN = /[\uFFFE\uFFFF]/g;

export const taskText = (task: Task): string => queueText(task);

/** JSON as the queue takes it. */
export function queueText(value: Task | string): string {
  return JSON.stringify(value).replace(FORBIDDEN, (character) => `\\u${character.charCodeAt(0).toString(16)}`);
}

/** Texts in their order, in batches that SQS takes. */
export function batchesOf(texts: readonly string[]): string[][] {
  const batches: string[][] = [];
  let room = 0;
  for (const text of texts) {
    const bytes = Buffer.byteLength(text);
    if (bytes > BATCH_BYTES) throw new TaskTooBig(`a task of ${bytes} bytes: ${BATCH_BYTES} fit into a message`);
    if (bytes > room || batches[batches.length - 1].length === ENTRIES) {
      batches.push([]);
      room = BATCH_BYTES;
    }
    batches[batches.length - 1].push(text);
    room -= bytes;
  }
  return batches;
}
