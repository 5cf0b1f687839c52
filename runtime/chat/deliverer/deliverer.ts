import { deliver } from '../fan-out/deliver';
import type { DeliveryPorts } from '../fan-out/ports';
import { readTask, UnreadableTask } from '../fan-out/read-task';
import { logFailure } from '../shared/failure';

/** What Lambda hands over of a queue. */
export interface QueueEvent { readonly Records: readonly { readonly messageId: string; readonly body: string }[] }

/** The messages that have to come again. */
export interface QueueAnswer { readonly batchItemFailures: readonly { readonly itemIdentifier: string }[] }

/** Milliseconds. A task that is begun with less would be handed back at once. */
const WORTH_BEGINNING = 15_000;
/** How often a task is carried out before its queue has it again, which keeps it back for minutes. Most failures are over in a moment. */
const TRIES = 2;
/** Milliseconds between them. */
const PAUSE = 1_000;

/**
 * The function behind the queue of tasks. They go side by side, at one pace for all: while one waits for a slow client the others have its turns.
 * Those there is no time for come again.
 */
export async function deliverEvent({ Records }: QueueEvent, ports: DeliveryPorts): Promise<QueueAnswer> {
  const delivered = await Promise.all(Records.map((record) => isDelivered(record, ports)));
  ports.metrics.flush();
  return { batchItemFailures: Records.filter((_, index) => !delivered[index]).map(({ messageId }) => ({ itemIdentifier: messageId })) };
}

async function isDelivered({ messageId, body }: QueueEvent['Records'][number], ports: DeliveryPorts): Promise<boolean> {
  for (let tries = 0; tries < TRIES; tries += 1) {
    if (tries > 0) await ports.sleep(PAUSE);
    if (ports.timeLeft() < WORTH_BEGINNING) return false;
    try {
      await deliver(readTask(body), ports);
      return true;
    } catch (error) {
      logFailure('a task was not carried out', error, { messageId });
      if (error instanceof UnreadableTask) return false;
    }
  }
  return false;
}
