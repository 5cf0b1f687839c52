import { BatchWriteCommand } from '@aws-sdk/lib-dynamodb';
import { Killed, World, killedAt } from './world';
import type { Death } from './world';
import type { Present } from '../../../../runtime/chat/ports';
import { DynamoRegistry } from '../../../../runtime/chat/store/dynamo-registry';
import {
  CONNECTION_SECONDS, connectionPk, roomConnectionKey, shardKey, strangerKey, subscriptionKey, userPk,
} from '../../../../runtime/chat/store/keys';

const LOBBY = { room: 'lobby', role: 'member', epoch: { epoch: 1, shards: 1 } };
const SHARD = shardKey('lobby', 1, 0);
const DEATHS: readonly Death[] = ['before', 'after'];

let world: World;
let registry: DynamoRegistry;
let count = 0;
beforeEach(async () => {
  world = await World.start();
  registry = new DynamoRegistry(world.props);
});
afterEach(() => world.stop());

/** A connection of ada's that has said hello. */
async function hello(user = 'ada'): Promise<string> {
  count += 1;
  const id = `L0SM9cOFvHcCIhw=${count}`;
  await registry.register({ id, user, since: world.time, expiresAt: world.time + 3_600_000 });
  return id;
}

async function inShard(key = SHARD): Promise<readonly Present[]> {
  const all: Present[] = [];
  for await (const page of registry.connectionsOf(key)) all.push(...page);
  return all;
}

const join = (id: string, room = 'lobby', max = 50) => registry.subscribe({ ...LOBBY, id, user: 'ada', room }, max);
const everything = async (id: string) => [...await world.rows(connectionPk(id)), ...await world.rows(SHARD), ...await world.rows(userPk('ada'))];

describe('a connection', () => {
  test('is found by its id and by its user', async () => {
    const id = await hello();
    expect(await registry.find(id)).toEqual({ id, user: 'ada', since: world.time, expiresAt: world.time + 3_600_000 });
    expect(await registry.connectionsOfUser('ada')).toEqual([{ id, user: 'ada', since: world.time }]);
    expect([await registry.find('other'), await registry.connectionsOfUser('bob')]).toEqual([undefined, []]);
  });

  test('that says hello again is as old, and as much over its allowance, as before', async () => {
    const id = await hello();
    const [first] = await registry.connectionsOfUser('ada');
    await registry.takeFrame(id, { perSecond: 1, burst: 1 });
    world.time += 10;
    await registry.register({ id, user: 'ada', since: world.time, expiresAt: 0 });
    expect(await registry.connectionsOfUser('ada')).toEqual([first]);
    expect(await registry.takeFrame(id, { perSecond: 1, burst: 1 })).toMatchObject({ retryAfterMs: 990 });
  });

  test.each(DEATHS)('that is known can be found by its user, whenever its hello died: %s', async (death) => {
    for (let write = 0; write < 2; write += 1) {
      const id = `dying-${death}-${write}`;
      const dying = new DynamoRegistry(world.through(killedAt(write, death)));
      await expect(dying.register({ id, user: 'ada', since: world.time, expiresAt: 0 })).rejects.toThrow(Killed);
      const isKnown = await registry.find(id) !== undefined;
      const isFound = (await registry.connectionsOfUser('ada')).some((one) => one.id === id);
      expect(isFound || !isKnown).toBe(true);
    }
  });

  test('without a hello is counted by itself, and that makes it no connection', async () => {
    expect([await registry.countStranger('a'), await registry.countStranger('b'), await registry.countStranger('a')]).toEqual([1, 1, 2]);
    expect([await registry.find('a'), await registry.takeFrame('a', { perSecond: 5, burst: 10 }), await join('a')]).toEqual([undefined, 'unknown', undefined]);
    expect(Number((await world.rows(strangerKey('a').pk))[0].ttl)).toBeGreaterThan(world.time / 1000);
  });

  test('whose rows have run out is nowhere, though they are in the table still', async () => {
    const id = await hello();
    await join(id);
    world.time += CONNECTION_SECONDS * 1000;
    expect(await everything(id)).toHaveLength(4);
    expect([await registry.find(id), await registry.connectionsOfUser('ada'), await registry.roomsOf(id), await registry.subscription(id, 'lobby'), await inShard()])
      .toEqual([undefined, [], [], undefined, []]);
    expect([await registry.takeFrame(id, { perSecond: 5, burst: 10 }), await registry.takeTyping(id, 1), await registry.forget([id])]).toEqual(['unknown', false, []]);
  });

  test('may say that it types once in a while, even when it says so many times at once', async () => {
    const id = await hello();
    expect((await Promise.all([1, 2, 3].map(() => registry.takeTyping(id, 3_000)))).filter(Boolean)).toHaveLength(1);
    world.time += 2_999;
    expect(await registry.takeTyping(id, 3_000)).toBe(false);
    world.time += 1;
    expect([await registry.takeTyping(id, 3_000), await registry.takeTyping('other', 3_000)]).toEqual([true, false]);
    expect(await world.rows(connectionPk('other'))).toEqual([]);
  });
});

describe('entering a room', () => {
  test('is seen from both sides, until the room is left, and doing either twice is doing it once', async () => {
    const id = await hello();
    const subscription = { shardKey: SHARD, user: 'ada', role: 'member' };
    expect([await join(id), await join(id)]).toEqual([subscription, subscription]);
    expect([await registry.subscription(id, 'lobby'), await registry.roomsOf(id), await inShard()])
      .toEqual([subscription, ['lobby'], [{ id, user: 'ada', since: world.time }]]);
    await registry.unsubscribe(id, 'lobby');
    await registry.unsubscribe(id, 'lobby');
    expect([await registry.subscription(id, 'lobby'), await registry.roomsOf(id), await inShard()]).toEqual([undefined, [], []]);
  });

  test('again, after the room has grown, leaves nothing in the old shard', async () => {
    const id = await hello();
    await join(id);
    const grown = await registry.subscribe({ ...LOBBY, id, user: 'ada', epoch: { epoch: 2, shards: 2 } }, 50);
    expect([await inShard(), (await inShard(grown?.shardKey)).length]).toEqual([[], 1]);
  });

  test('and getting another role there stays where it is, though the room has grown: nobody who delivers can miss it', async () => {
    const id = await hello();
    await join(id);
    await registry.changeRole(id, 'lobby', 'reader');
    expect(await registry.subscription(id, 'lobby')).toEqual({ shardKey: SHARD, user: 'ada', role: 'reader' });
    expect(await inShard()).toHaveLength(1);
  });

  test('is not done by another role in a room that was left', async () => {
    const id = await hello();
    await join(id);
    await registry.unsubscribe(id, 'lobby');
    await registry.changeRole(id, 'lobby', 'reader');
    expect([await registry.subscription(id, 'lobby'), await inShard()]).toEqual([undefined, []]);
  });

  test('is refused where there would be too many rooms, and leaves no trace', async () => {
    const id = await hello();
    expect([await join(id, 'a', 2), await join(id, 'b', 2), await join(id, 'lobby', 2)]).toEqual([expect.anything(), expect.anything(), undefined]);
    expect([(await registry.roomsOf(id)).length, await inShard()]).toEqual([2, []]);
    expect(await join(id, 'b', 2)).toBeDefined();
  });

  test('never makes too many, however many rooms are entered at once', async () => {
    const id = await hello();
    const answers = await Promise.all(Array.from({ length: 12 }, (_, i) => join(id, `room-${i}`, 5)));
    const rooms = await registry.roomsOf(id);
    expect(rooms.length).toBeLessThanOrEqual(5);
    expect(answers.filter(Boolean)).toHaveLength(rooms.length);
    await Promise.all(Array.from({ length: 12 }, (_, i) => inShard(shardKey(`room-${i}`, 1, 0)).then((present) =>
      expect(present).toHaveLength(rooms.includes(`room-${i}`) ? 1 : 0))));
  });

  test('is refused to a connection that has not said hello, or went away meanwhile, and leaves no trace', async () => {
    expect(await join('other')).toBeUndefined();
    expect(await everything('other')).toEqual([]);
  });

  test('is not undone by a leave of before', async () => {
    const id = await hello();
    await join(id);
    world.time += 1;
    for (let command = 1; command <= 2; command += 1) {
      let commands = 0;
      const leaving = new DynamoRegistry(world.through(async (send) => {
        if (commands++ === command) { world.time += 1; await join(id); }
        return send();
      }));
      await leaving.unsubscribe(id, 'lobby');
      expect([await registry.roomsOf(id), (await inShard()).length]).toEqual([['lobby'], 1]);
    }
  });
});

describe('the connections of a shard', () => {
  test('come page by page, every one of them once', async () => {
    const user = 'u'.repeat(60_000);
    const ids = Array.from({ length: 40 }, (_, i) => `c${i}`);
    await Promise.all(ids.map((id) => world.put({ ...roomConnectionKey(SHARD, id), user, since: 1, ttl: world.time })));
    const pages: string[][] = [];
    for await (const page of registry.connectionsOf(SHARD)) pages.push(page.map(({ id }) => id));
    expect(pages.length).toBeGreaterThan(1);
    expect(pages.flat().sort()).toEqual([...ids].sort());
  });
});

describe('forgetting a connection', () => {
  const ROOMS = Array.from({ length: 30 }, (_, i) => `room-${String(i).padStart(2, '0')}`);

  test('leaves nothing of it on any side, says which rooms it was in, and can be done twice', async () => {
    const [id, other] = [await hello(), await hello('bob')];
    for (const room of ['lobby', ...ROOMS]) await join(id, room);
    await join(other);
    expect(await registry.forget([id])).toEqual(['lobby', ...ROOMS]);
    expect([await world.rows(connectionPk(id)), await world.rows(userPk('ada')), await inShard(shardKey('room-07', 1, 0))]).toEqual([[], [], []]);
    expect((await inShard()).map((present) => present.id)).toEqual([other]);
    expect([await registry.forget([id]), await registry.forget(['other'])]).toEqual([[], []]);
  });

  test('of several at once leaves nothing of any, and says each of their rooms once', async () => {
    const [id, other, third] = [await hello(), await hello('bob'), await hello('cyd')];
    for (const one of [id, other]) await join(one);
    await registry.subscribe({ ...LOBBY, room: 'attic', id: other, user: 'bob' }, 50);
    await join(third);
    expect([...await registry.forget([id, other, 'nobody'])].sort()).toEqual(['attic', 'lobby']);
    const partitions = [connectionPk(id), connectionPk(other), userPk('ada'), userPk('bob')];
    expect(await Promise.all(partitions.map((pk) => world.rows(pk)))).toEqual([[], [], [], []]);
    expect((await inShard()).map((present) => present.id)).toEqual([third]);
  });

  test.each(DEATHS)('can be done again when it died %s any of its commands', async (death) => {
    for (let command = 0, died = true; died; command += 1) {
      const id = await hello();
      await join(id);
      died = await new DynamoRegistry(world.through(killedAt(command, death))).forget([id]).then(() => false, (error) => error instanceof Killed);
      await registry.forget([id]);
      expect(await everything(id)).toEqual([]);
    }
  });

  test('takes as many tries as DynamoDB has capacity for, and reads the connection in one query', async () => {
    const id = await hello();
    await join(id);
    const commands: string[] = [];
    const busy = new DynamoRegistry(world.through(async (send, command) => {
      commands.push(command.constructor.name);
      if (!(command instanceof BatchWriteCommand) || commands.length > 3) return send();
      return { UnprocessedItems: command.input.RequestItems };
    }));
    expect(await busy.forget([id])).toEqual(['lobby']);
    expect(commands).toEqual(['QueryCommand', ...Array.from({ length: 4 }, () => 'BatchWriteCommand')]);
    expect(await everything(id)).toEqual([]);
  });

  test('fails when DynamoDB has no capacity for long, so that it is tried again', async () => {
    const id = await hello();
    const dead = new DynamoRegistry(world.through(async (send, command) =>
      command instanceof BatchWriteCommand ? { UnprocessedItems: command.input.RequestItems } : send()));
    await expect(dead.forget([id])).rejects.toThrow(RangeError);
    expect(await registry.find(id)).toBeDefined();
  });

  test('while it enters a room leaves a row that the next forgetting finds, or none', async () => {
    for (let command = 0; command < 4; command += 1) {
      const id = await hello();
      let commands = 0;
      const entering = new DynamoRegistry(world.through(async (send) => {
        if (commands++ === command) await registry.forget([id]);
        return send();
      }));
      await entering.subscribe({ ...LOBBY, id, user: 'ada' }, 50);
      await registry.forget([id]);
      expect(await everything(id)).toEqual([]);
      expect(await world.rows(subscriptionKey(id, 'lobby').pk)).toEqual([]);
    }
  });
});
