import type { ActionPorts, Answer, Caller } from './action';
import type { Leave } from '../protocol/frames';
import { moved } from '../shared/presence';

/** Leaving a room one is not in is no mistake, and nobody hears of it. */
export async function leave({ room }: Leave, { connection }: Caller, ports: ActionPorts): Promise<Answer> {
  if (await ports.registry.subscription(connection, room)) {
    await ports.registry.unsubscribe(connection, room);
    await moved(room, ports);
  }
  return { type: 'left', room };
}
