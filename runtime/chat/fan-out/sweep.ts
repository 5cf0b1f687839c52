import type { Present } from '../ports';
import { atOnce } from './at-once';
import type { DeliveryPorts } from './ports';
import { CHAT_METRICS } from '../../../lib/chat/chat-contract';
import { orLog } from '../shared/failure';
import { lost } from '../shared/presence';

/** Milliseconds. API Gateway says of connections that have just been opened that they are gone, though they are not. */
const YOUNG = 60_000;
/** Together they cost the table a few requests, and not three for each of them. */
const BATCH = 25;
const ROOMS_AT_ONCE = 8;
/** Milliseconds. What was posted has been seen to by now, and must not be done again because a function ran out of time over its rows. */
const ENOUGH = 3_000;

/**
 * Forget those that were not there, each by its own id, unless they have just come. What is not swept now is swept the next time. Their rooms are told
 * together: most of them were in the same one.
 */
export async function sweep(gone: readonly Present[], ports: DeliveryPorts): Promise<void> {
  const dead = gone.filter(({ since }) => ports.now() - since > YOUNG).map(({ id }) => id);
  const rooms = new Set<string>();
  for (let start = 0; start < dead.length && ports.timeLeft() >= ENOUGH; start += BATCH) {
    const batch = dead.slice(start, start + BATCH);
    await orLog('connections that are gone were not forgotten', { connections: batch }, async () => {
      (await ports.registry.forget(batch)).forEach((room) => rooms.add(room));
      ports.metrics.count(CHAT_METRICS.swept, batch.length);
    });
  }
  await atOnce(ROOMS_AT_ONCE, [...rooms], (room) => lost(room, ports));
}
