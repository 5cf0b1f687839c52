import type { Present } from '../ports';
import { atOnce } from './at-once';
import type { DeliveryPorts } from './ports';
import { CHAT_METRICS } from '../../../lib/chat/chat-contract';
import { orLog } from '../shared/failure';
import { lost } from '../shared/presence';

/** Milliseconds. API Gateway says of connections that have just been opened that they are gone, though they are not. */
const YOUNG = 60_000;
const AT_ONCE = 8;
/** Milliseconds. What was posted has been seen to by now, and must not be done again because a function ran out of time over its rows. */
const ENOUGH = 3_000;

/**
 * Forget those that were not there, each by its own id, unless they have just come. What is not swept now is swept the next time. Their rooms are told
 * together: most of them were in the same one.
 */
export async function sweep(gone: readonly Present[], ports: DeliveryPorts): Promise<void> {
  const dead = gone.filter(({ since }) => ports.now() - since > YOUNG);
  const rooms = new Set<string>();
  await atOnce(AT_ONCE, dead, ({ id }) => orLog('a connection that is gone was not forgotten', { connection: id }, async () => {
    if (ports.timeLeft() < ENOUGH) return;
    (await ports.registry.forget(id)).forEach((room) => rooms.add(room));
    ports.metrics.count(CHAT_METRICS.swept, 1);
  }));
  await atOnce(AT_ONCE, [...rooms], (room) => lost(room, ports));
}
