import { BatchWriteCommand } from '@aws-sdk/lib-dynamodb';
import { times } from './clients/program';
import { shardsFor } from './sizes';
import type { World } from './world';
import { DynamoRooms } from '../../runtime/chat/store/dynamo-rooms';
import {
  CONNECTION_SECONDS, connectionKey, Epoch, Key, roomConnectionKey, shardKey, shardOf, subscriptionKey, userConnectionKey,
} from '../../runtime/chat/store/keys';
import type { Row } from '../../runtime/chat/store/row';
import { connectionId } from '../../test/fakes/connections-book';

/** A room, and who is in it. */
export interface BenchRoom {
  readonly name: string;
  readonly shards: number;
  /** Everybody in the registry. */
  readonly ids: readonly string[];
  /** Of those, who is not there any more, and who does not read. */
  readonly gone: readonly string[];
  readonly slow: readonly string[];
}

export interface RoomOptions {
  readonly name: string;
  /** The room has connectionId(first) and so on: rooms must not overlap. */
  readonly first: number;
  readonly connections: number;
  /** One in so many is gone, or slow. @default - none */
  readonly oneGoneIn?: number;
  readonly oneSlowIn?: number;
  /** @default what a room of this size has grown to */
  readonly shards?: number;
}

/** AWS: "BatchWriteItem" takes up to 25 requests. */
const BATCH = 25;
const BATCHES_AT_ONCE = 8;
/** Two minutes: nobody is so new that being gone may be a mistake. */
const AGE = 120_000;

/** The connections of the room at the endpoint, as good or bad as they are. */
export async function connect({ endpoint }: World, options: RoomOptions): Promise<BenchRoom> {
  const { name, first, connections, oneGoneIn, oneSlowIn, shards = shardsFor(connections) } = options;
  const ids = Array.from({ length: connections }, (_, index) => connectionId(first + index));
  const gone = ids.filter((_, index) => isOneIn(oneGoneIn, index));
  const slow = ids.filter((id, index) => isOneIn(oneSlowIn, index) && !gone.includes(id));
  const absent = new Set(gone);
  await endpoint.ask('connect', ids.filter((id) => !absent.has(id)));
  for (const id of slow) await endpoint.ask('slow', id);
  return { name, shards, ids, gone, slow };
}

/** Every `oneIn`-th, but not the first ones: two of these do not fall together. */
function isOneIn(oneIn: number | undefined, index: number): boolean {
  return oneIn !== undefined && index % oneIn === Math.floor(oneIn / 2);
}

/** All rows of the room and of its connections, as `hello` and `join` write them. Answers with how many there are a second. */
export async function register(world: World, room: BenchRoom): Promise<number> {
  const epoch = await grown(world, room);
  const [now, start] = [Date.now(), performance.now()];
  const rows = room.ids.flatMap((id) => rowsOf(id, { room: room.name, epoch, now }));
  await writeAll(world, { table: world.tables.table, rows });
  return Math.round(rows.length / (performance.now() - start) * 1000);
}

/** The room of the official sample: a row for each connection and nothing else. */
export async function registerSample(world: World, { ids }: BenchRoom): Promise<void> {
  await writeAll(world, { table: world.tables.sampleTable, rows: ids.map((connection) => ({ connectionId: connection })) });
}

/** A room that grew to its size so long ago that nobody is left in the shards it had before. */
async function grown(world: World, { name, shards }: BenchRoom): Promise<Epoch> {
  const client = world.rowClient();
  const rooms = new DynamoRooms({ client, table: world.tables.table, now: () => Date.now() - 2 * CONNECTION_SECONDS * 1000 });
  let epoch: Epoch = { epoch: 1, shards: 1 };
  await rooms.create(name);
  while (epoch.shards < shards) {
    await rooms.grow(name, epoch);
    epoch = { epoch: epoch.epoch + 1, shards: epoch.shards * 2 };
  }
  client.destroy();
  return epoch;
}

interface Joined { readonly room: string; readonly epoch: Epoch; readonly now: number }

function rowsOf(id: string, { room, epoch, now }: Joined): (Key & Row)[] {
  const [user, since, ttl] = [`user-${id}`, now - AGE, Math.floor(now / 1000) + CONNECTION_SECONDS];
  const shard = shardKey(room, epoch.epoch, shardOf(id, epoch.shards));
  return [
    { ...connectionKey(id), user, since, expiresAt: 0, ttl },
    { ...userConnectionKey(user, id), since, ttl },
    { ...roomConnectionKey(shard, id), user, since, ttl },
    { ...subscriptionKey(id, room), shardKey: shard, user, role: 'member', since, ttl },
  ];
}

async function writeAll(world: World, { table, rows }: { readonly table: string; readonly rows: readonly object[] }): Promise<void> {
  const client = world.rowClient();
  await times(Math.ceil(rows.length / BATCH), BATCHES_AT_ONCE, async (index) => {
    const requests = rows.slice(index * BATCH, (index + 1) * BATCH).map((Item) => ({ PutRequest: { Item } }));
    await client.send(new BatchWriteCommand({ RequestItems: { [table]: requests } }));
  });
  client.destroy();
}
