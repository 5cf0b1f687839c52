import type { Registry } from '../ports';
import { lost, PresencePorts } from '../shared/presence';

/** What is needed of the world when a connection is gone. */
export interface DisconnectPorts extends PresencePorts { readonly registry: Registry }

/**
 * Forget a connection, and have its rooms told. It may come twice, late, or never, and of connections that never said hello: then there is
 * nothing to forget.
 */
export async function disconnect(connection: string, ports: DisconnectPorts): Promise<void> {
  const rooms = await ports.registry.forget([connection]);
  await Promise.all(rooms.map((room) => lost(room, ports)));
}
