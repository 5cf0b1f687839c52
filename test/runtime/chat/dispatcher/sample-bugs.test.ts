import { BatchWriteCommand } from '@aws-sdk/lib-dynamodb';
import { said } from './stream';
import { HttpCallback } from '../../../../runtime/chat/callback/http-callback';
import { dispatchEvent } from '../../../../runtime/chat/dispatcher/dispatcher';
import { deliver } from '../../../../runtime/chat/fan-out/deliver';
import { Pace } from '../../../../runtime/chat/fan-out/pace';
import type { DeliveryPorts } from '../../../../runtime/chat/fan-out/ports';
import { DynamoRegistry } from '../../../../runtime/chat/store/dynamo-registry';
import { DynamoRooms } from '../../../../runtime/chat/store/dynamo-rooms';
import { CONNECTION_SECONDS, roomConnectionKey, shardKey } from '../../../../runtime/chat/store/keys';
import { connectionId, ConnectionsEndpoint } from '../../../fakes/connections-endpoint';
import { ChatTable, startChatTable } from '../support/chat-table';
import { WorldMetrics, WorldTasks } from '../support/fan-out-world';

const SIGNER = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'secret', region: 'eu-west-1' };
const SENDER = connectionId(0);
const EPOCH = { epoch: 1, shards: 1 };

let table: ChatTable;
let endpoint: ConnectionsEndpoint;
let callback: HttpCallback;

beforeAll(async () => {
  table = await startChatTable();
  endpoint = await ConnectionsEndpoint.start({ signer: SIGNER });
  callback = new HttpCallback({ url: endpoint.url, region: SIGNER.region, credentials: () => SIGNER });
});
afterAll(async () => {
  await callback.destroy();
  await endpoint.stop();
  await table.stop();
});

/** The table, the signature and the HTTP are real; `later` is how many milliseconds after everybody has joined. */
function ports(tasks = new WorldTasks(), later = 120_000): DeliveryPorts & { registry: DynamoRegistry; rooms: DynamoRooms; metrics: WorldMetrics } {
  const now = () => Date.now() + later;
  const props = { ...table, now };
  return {
    registry: new DynamoRegistry(props),
    rooms: new DynamoRooms(props),
    callback,
    tasks,
    metrics: new WorldMetrics(),
    presence: 'off',
    now,
    pace: new Pace(10_000, now),
    sleep: async () => {},
    random: Math.random,
    timeLeft: () => 60_000,
  };
}

async function room(name: string, ids: readonly string[]): Promise<void> {
  const { registry, rooms } = ports(undefined, 0);
  await rooms.create(name);
  for (const id of ids) {
    await registry.register({ id, user: `user-${id}`, since: Date.now(), expiresAt: 0 });
    await registry.subscribe({ id, user: `user-${id}`, room: name, role: 'member', epoch: EPOCH }, 50);
  }
}

/** What the sample of AWS (simple-websockets-chat-app) gets wrong, each. */
describe('a broadcast', () => {
  test('is not failed by a stale connection; and the row that is deleted is that of the stale one, not the sender\'s', async () => {
    const ids = [SENDER, connectionId(1), connectionId(2), connectionId(3)];
    await room('r1', ids);
    endpoint.connect(ids.filter((id) => id !== connectionId(1)));
    const world = ports();
    expect(await dispatchEvent({ Records: [said('r1', 1)] }, world)).toEqual({ batchItemFailures: [] });
    expect(endpoint.counts()).toEqual(new Map([[SENDER, 1], [connectionId(2), 1], [connectionId(3), 1]]));
    expect(await world.registry.find(connectionId(1))).toBeUndefined();
    expect(await world.registry.roomsOf(SENDER)).toEqual(['r1']);
    const left: string[] = [];
    for await (const page of world.registry.connectionsOf(shardKey('r1', 1, 0))) left.push(...page.map(({ id }) => id));
    expect(left.sort()).toEqual(ids.filter((id) => id !== connectionId(1)).sort());
    expect(world.metrics.counts).toMatchObject({ Delivered: 3, Gone: 1, Swept: 1 });
  });

  test('reaches the connections beyond the first page of a query', async () => {
    const { rooms, registry } = ports();
    await rooms.create('r2');
    const ids = Array.from({ length: 150 }, (_, index) => connectionId(1_000 + index));
    endpoint.connect(ids);
    // A query of DynamoDB answers with 1 MB at most.
    const user = 'u'.repeat(16_000);
    const rows = ids.map((id) => ({ ...roomConnectionKey(shardKey('r2', 1, 0), id), user, since: 1, ttl: Math.floor(Date.now() / 1000) + CONNECTION_SECONDS }));
    for (let start = 0; start < rows.length; start += 25) {
      const RequestItems = { [table.table]: rows.slice(start, start + 25).map((Item) => ({ PutRequest: { Item } })) };
      await table.client.send(new BatchWriteCommand({ RequestItems }));
    }
    let pages = 0;
    for await (const page of registry.connectionsOf(shardKey('r2', 1, 0))) pages += Math.sign(page.length);
    expect(pages).toBeGreaterThan(1);
    await dispatchEvent({ Records: [said('r2', 1)] }, ports());
    expect(ids.filter((id) => endpoint.counts().get(id) !== 1)).toEqual([]);
  });

  test('a 410 in the first minute of a connection leaves it in its room, and it gets the next message', async () => {
    const young = connectionId(5_000);
    await room('r3', [young]);
    endpoint.connect([young]);
    endpoint.misbehave(young, 'spurious', 1);
    await dispatchEvent({ Records: [said('r3', 1)] }, ports(undefined, 30_000));
    await dispatchEvent({ Records: [said('r3', 2)] }, ports(undefined, 120_000));
    expect(endpoint.frames(young).map((frame) => JSON.parse(frame).seq)).toEqual([1, 2]);
  });

  test('a room that is bigger than it was thought goes on in more shards, and everybody is reached in both', async () => {
    const world = ports();
    await world.rooms.create('r4');
    await world.rooms.grow('r4', EPOCH);
    const [old, fresh] = [connectionId(6_000), connectionId(6_001)];
    endpoint.connect([old, fresh]);
    await world.registry.register({ id: old, user: 'old', since: 1, expiresAt: 0 });
    await world.registry.subscribe({ id: old, user: 'old', room: 'r4', role: 'member', epoch: EPOCH }, 50);
    await world.registry.register({ id: fresh, user: 'fresh', since: 1, expiresAt: 0 });
    await world.registry.subscribe({ id: fresh, user: 'fresh', room: 'r4', role: 'member', epoch: { epoch: 2, shards: 2 } }, 50);
    await deliver({ kind: 'room', room: 'r4', frames: ['{}'], at: 1 }, world);
    expect([old, fresh].map((id) => endpoint.counts().get(id))).toEqual([1, 1]);
  });
});
