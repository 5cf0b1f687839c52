import type { ActionPorts, Answer, Caller } from './action';
import { sayBye } from './bye';
import { refused } from './refused';
import type { Present } from '../ports';
import type { Hello, ProtocolVersion } from '../protocol/frames';
import { orLog } from '../shared/failure';
import { lost } from '../shared/presence';

/** The version that is spoken. */
export const VERSION: ProtocolVersion = 1;

/** From now on the connection can be reached. The oldest ones of the user make room for it where there are too many. */
export async function hello(frame: Hello, caller: Caller, ports: ActionPorts): Promise<Answer> {
  if (frame.v !== VERSION) return refused(frame, 'version');
  const { connection: id, user, expiresAt } = caller;
  await ports.registry.register({ id, user, since: ports.now(), expiresAt });
  await replaceOldest(caller, ports);
  const { bodyBytes, framesPerSecond, frameBurst, roomsPerConnection } = ports.limits;
  return {
    type: 'welcome',
    v: VERSION,
    user,
    connection: id,
    serverTime: ports.now(),
    limits: { bodyBytes, framesPerSecond, frameBurst, roomsPerConnection },
  };
}

async function replaceOldest({ connection, user }: Caller, ports: ActionPorts): Promise<void> {
  const all = await ports.registry.connectionsOfUser(user);
  const tooMany = Math.max(0, all.length - ports.limits.connectionsPerUser);
  const oldest = all.filter(({ id }) => id !== connection).sort(byAge).slice(0, tooMany);
  await Promise.all(oldest.map(({ id }) => replace(id, ports)));
}

/**
 * Forgotten at once, and even if it cannot be closed: API Gateway tells nobody of connections that were lost before, and they would be in the way
 * of the user again and again. To one that is still open nothing is delivered any more.
 */
async function replace(id: string, ports: ActionPorts): Promise<void> {
  await orLog('the connection was not closed', { connection: id }, () => sayBye(id, 'replaced', ports.callback));
  const rooms = await ports.registry.forget([id]);
  await Promise.all(rooms.map((room) => lost(room, ports)));
}

function byAge(one: Present, other: Present): number {
  return one.since - other.since || (one.id < other.id ? -1 : 1);
}
