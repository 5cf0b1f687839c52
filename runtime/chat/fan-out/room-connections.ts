import type { Present, Registry, Room } from '../ports';
import { shardsOf } from './plan';

/** Rooms with more shards than this are big, whoever is there just now: looking would take longer than planning. */
const SHARDS = 8;

/** Everybody of a small room; nothing when there are more than `most`. */
export async function connectionsOfRoom(room: Room, most: number, registry: Registry): Promise<readonly Present[] | undefined> {
  const keys = shardsOf(room);
  if (keys.length > SHARDS) return undefined;
  const found = new Map<string, Present>();
  for (const key of keys) {
    for await (const page of registry.connectionsOf(key)) {
      for (const present of page) found.set(present.id, present);
      if (found.size > most) return undefined;
    }
  }
  return [...found.values()];
}

/** Everybody of a shard. */
export async function connectionsOfShard(key: string, registry: Registry): Promise<readonly Present[]> {
  const found: Present[] = [];
  for await (const page of registry.connectionsOf(key)) found.push(...page);
  return found;
}
