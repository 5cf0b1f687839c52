import { bestEffort } from './failure';
import { CHAT_PRESENCE } from '../../../lib/chat/chat-contract';
import type { Now, Rooms, Tasks } from '../ports';

/** Seconds until a room is told. */
const AFTER_MOVE = 5;
/** Most of those whose connection is lost come back in this time. */
const AFTER_LOSS = 30;
/** Numbers are for big rooms, where somebody comes or goes all the time. */
const COUNTS = 15;

export type PresenceMode = (typeof CHAT_PRESENCE)[keyof typeof CHAT_PRESENCE];

export interface PresencePorts {
  readonly rooms: Rooms;
  readonly tasks: Tasks;
  readonly presence: PresenceMode;
  readonly now: Now;
}

/** Somebody came or went by their own wish. */
export function moved(room: string, ports: PresencePorts): Promise<void> {
  return tellSoon(room, ports.presence === CHAT_PRESENCE.count ? COUNTS : AFTER_MOVE, ports);
}

/** A connection was lost. */
export function lost(room: string, ports: PresencePorts): Promise<void> {
  return tellSoon(room, AFTER_LOSS, ports);
}

/** The first one who needs it told takes the turn; whoever moves until then will be in the same picture. */
async function tellSoon(room: string, seconds: number, { rooms, tasks, presence, now }: PresencePorts): Promise<void> {
  if (presence === CHAT_PRESENCE.off) return;
  await bestEffort('presence will not be told', room, async () => {
    if (await rooms.takePresenceTurn(room, now() + seconds * 1000)) await tasks.put([{ kind: 'presence', room }], seconds);
  });
}
