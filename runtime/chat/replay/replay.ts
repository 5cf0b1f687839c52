import { readDeadLetter, StreamBatch } from './dead-letter';
import { dispatchRecords } from '../dispatcher/dispatcher';
import type { StreamRecord } from '../dispatcher/stream-record';
import type { DeliveryPorts } from '../fan-out/ports';
import { UnreadableTask } from '../fan-out/read-task';
import { logFailure } from '../shared/failure';

/** The queue of what could not be delivered. */
export interface DeadLetters {
  /** Some messages, which nobody else gets for a while; none when there are none. */
  receive(): Promise<readonly Letter[]>;
  delete(letter: Letter): Promise<void>;
  /** Let others have it again. */
  release(letter: Letter): Promise<void>;
  /** How many there are, about. */
  size(): Promise<number>;
}

export interface Letter { readonly id: string; readonly receipt: string; readonly body: string }

/** The stream of the table, as far back as it goes. */
export interface Stream {
  /** Pages of records, oldest first. Throws StreamTrimmed when they are too old. */
  read(batch: StreamBatch): AsyncIterable<readonly StreamRecord[]>;
}

/** The stream keeps records for a day. */
export class StreamTrimmed extends Error {
  public override readonly name = 'StreamTrimmed';
}

export interface ReplayPorts extends DeliveryPorts { readonly deadLetters: DeadLetters; readonly stream: Stream }

/** What an operator asks. */
export interface ReplayRequest {
  /** So many messages at most. @default - all there are */
  readonly max?: number;
}

/** What was done. */
export interface ReplayAnswer {
  /** Tasks that are in their queue again. */
  readonly tasks: number;
  /** Batches of the stream that were handed out again. */
  readonly streamBatches: number;
  /** Messages that are in the queue now, about. */
  readonly left: number;
  /** Messages that stay because there is nothing any more that they stand for. Clients find what they missed in the history. */
  readonly lost: readonly Stayed[];
  /** Messages that stay because they are neither of the two. */
  readonly unreadable: readonly Stayed[];
  /** Messages that stay because it failed once more: try again later. */
  readonly failed: readonly Stayed[];
}

export interface Stayed { readonly message: string; readonly reason: string }

/** Milliseconds that are kept to say what was done, after the longest piece of work. */
const RESERVE = 30_000;

/** Put what could not be delivered back to work. A message is deleted when it is done, and not before: a crash in between does some of it twice. */
export async function replay({ max = Infinity }: ReplayRequest, ports: ReplayPorts): Promise<ReplayAnswer> {
  const { deadLetters, timeLeft } = ports;
  const done = { tasks: 0, streamBatches: 0, lost: [] as Stayed[], unreadable: [] as Stayed[], failed: [] as Stayed[] };
  const kept: Letter[] = [];
  for (let taken = 0, letters = await deadLetters.receive(); letters.length > 0; letters = taken < max ? await deadLetters.receive() : []) {
    for (const letter of letters) {
      const isDue = taken < max && timeLeft() > RESERVE;
      const outcome = isDue ? await replayed(letter, ports) : undefined;
      if (outcome === 'tasks' || outcome === 'streamBatches') done[outcome] += 1;
      else kept.push(letter);
      if (typeof outcome === 'object') done[outcome.why].push({ message: letter.id, reason: outcome.reason });
      taken += 1;
    }
    if (timeLeft() <= RESERVE) break;
  }
  await Promise.all(kept.map((letter) => deadLetters.release(letter)));
  return { ...done, left: await deadLetters.size() };
}

type Outcome = 'tasks' | 'streamBatches' | { readonly why: 'lost' | 'unreadable' | 'failed'; readonly reason: string };

async function replayed(letter: Letter, ports: ReplayPorts): Promise<Outcome> {
  try {
    const what = readDeadLetter(letter.body);
    await ('task' in what ? ports.tasks.put([what.task]) : dispatchAgain(what.batch, ports));
    await ports.deadLetters.delete(letter);
    return 'task' in what ? 'tasks' : 'streamBatches';
  } catch (error) {
    logFailure('a dead letter stays', error, { messageId: letter.id });
    return { why: whyOf(error), reason: error instanceof Error ? error.name : 'unknown' };
  }
}

async function dispatchAgain(batch: StreamBatch, ports: ReplayPorts): Promise<void> {
  for await (const records of ports.stream.read(batch)) {
    if (await dispatchRecords(records, ports) !== undefined) throw new NotDispatched();
  }
}

function whyOf(error: unknown): 'lost' | 'unreadable' | 'failed' {
  if (error instanceof UnreadableTask) return 'unreadable';
  return error instanceof StreamTrimmed ? 'lost' : 'failed';
}

class NotDispatched extends Error {
  public override readonly name = 'NotDispatched';
}
