import { measured, program } from './program';
import { shardsOf } from '../../../runtime/chat/fan-out/plan';
import { connectionsOfShard } from '../../../runtime/chat/fan-out/room-connections';
import { documentClient } from '../../../runtime/chat/store/client';
import { DynamoRegistry } from '../../../runtime/chat/store/dynamo-registry';
import { DynamoRooms } from '../../../runtime/chat/store/dynamo-rooms';

export interface RegistryTask { readonly table: string; readonly room: string; readonly reads: number }
export interface RegistryAnswer { readonly connections: number; readonly ms: readonly number[] }

/** Everybody of a room, all shards at once, several times over. */
program(async ({ table, room: name, reads }: RegistryTask): Promise<RegistryAnswer> => {
  const props = { client: documentClient(), table, now: () => Date.now() };
  const room = await new DynamoRooms(props).find(name);
  if (!room) throw new TypeError(`there is no room ${name}`);
  const registry = new DynamoRegistry(props);
  const ms: number[] = [];
  let connections = 0;
  for (let read = 0; read < reads; read += 1) {
    const { wallMs } = await measured(async () => {
      const present = await Promise.all(shardsOf(room).map((key) => connectionsOfShard(key, registry)));
      connections = new Set(present.flat().map(({ id }) => id)).size;
    });
    ms.push(wallMs);
  }
  return { connections, ms };
});
