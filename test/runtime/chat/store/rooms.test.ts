import { World } from './world';
import { DynamoRooms } from '../../../../runtime/chat/store/dynamo-rooms';
import { CONNECTION_SECONDS, presenceKey, roomKey, roomPk } from '../../../../runtime/chat/store/keys';

let world: World;
let rooms: DynamoRooms;
let count = 0;
beforeAll(async () => {
  world = await World.start();
  rooms = new DynamoRooms(world.props);
});
afterAll(() => world.stop());

async function newRoom(): Promise<string> {
  count += 1;
  await rooms.create(`room-${count}`);
  return `room-${count}`;
}

const timesOver = <T>(times: number, job: () => Promise<T>) => Promise.all(Array.from({ length: times }, job));

describe('a room', () => {
  test('begins with one shard and nothing said, and there is one of its name only', async () => {
    const answers = await timesOver(5, () => rooms.create('lobby'));
    expect(answers.filter(Boolean)).toHaveLength(1);
    expect(await rooms.find('lobby')).toEqual({ room: 'lobby', seq: 0, current: { epoch: 1, shards: 1 }, live: [{ epoch: 1, shards: 1 }] });
    expect(await rooms.find('nowhere')).toBeUndefined();
  });

  test('is left alone by a second one of its name', async () => {
    const room = await newRoom();
    await rooms.grow(room, { epoch: 1, shards: 1 });
    expect(await rooms.create(room)).toBe(false);
    expect(await rooms.find(room)).toMatchObject({ current: { epoch: 2, shards: 2 } });
  });
});

describe('a room that grows', () => {
  test('has twice the shards once, though many saw at the same time that it was full', async () => {
    const room = await newRoom();
    await timesOver(8, () => rooms.grow(room, { epoch: 1, shards: 1 }));
    expect(await rooms.find(room)).toMatchObject({ current: { epoch: 2, shards: 2 }, live: [{ epoch: 2, shards: 2 }, { epoch: 1, shards: 1 }] });
  });

  test('keeps the epochs in which connections may live, newest first, and drops the others', async () => {
    const room = await newRoom();
    await rooms.grow(room, { epoch: 1, shards: 1 });
    world.time += CONNECTION_SECONDS * 1000 - 1;
    await rooms.grow(room, { epoch: 2, shards: 2 });
    const epochs = async () => (await rooms.find(room))?.live.map(({ epoch, shards }) => `${epoch}/${shards}`);
    expect(await epochs()).toEqual(['3/4', '2/2', '1/1']);
    world.time += 1;
    expect(await epochs()).toEqual(['3/4', '2/2']);
    await rooms.grow(room, { epoch: 3, shards: 4 });
    expect((await world.rows(roomPk(room)))[0]?.older).toEqual([expect.objectContaining({ epoch: 3 }), expect.objectContaining({ epoch: 2 })]);
  });

  test('must be there', async () => {
    await rooms.grow('nowhere', { epoch: 1, shards: 1 });
    expect(await world.rows(roomPk('nowhere'))).toEqual([]);
  });
});

describe('a member', () => {
  test('is found from the room and from the user, until removed; names may hold anything', async () => {
    const room = await newRoom();
    const member = { room, user: 'ada#MEMBER#1', role: 'admin', lastRead: 0 };
    await rooms.addMember(member);
    expect([await rooms.member(room, member.user), await rooms.membersOf(room), await rooms.roomsOfUser(member.user)])
      .toEqual([member, [member], [{ room, role: 'admin' }]]);
    await rooms.removeMember(room, member.user);
    await rooms.removeMember(room, member.user);
    expect([await rooms.member(room, member.user), await rooms.membersOf(room), await rooms.roomsOfUser(member.user)]).toEqual([undefined, [], []]);
  });

  test('who is added again gets the role and keeps what was read', async () => {
    const room = await newRoom();
    await rooms.addMember({ room, user: 'ada', role: 'reader', lastRead: 3 });
    await rooms.markRead(room, 'ada', 9);
    await rooms.addMember({ room, user: 'ada', role: 'admin', lastRead: 0 });
    expect(await rooms.member(room, 'ada')).toEqual({ room, user: 'ada', role: 'admin', lastRead: 9 });
  });

  test('reads forwards only, and nobody else reads at all', async () => {
    const room = await newRoom();
    await rooms.addMember({ room, user: 'ada', role: 'member', lastRead: 0 });
    const answers = [];
    for (const seq of [5, 5, 3, 6]) answers.push(await rooms.markRead(room, 'ada', seq));
    expect([answers, await rooms.markRead(room, 'bob', 1), (await rooms.member(room, 'ada'))?.lastRead]).toEqual([[true, false, false, true], false, 6]);
    expect(await rooms.member(room, 'bob')).toBeUndefined();
  });
});

describe('the turn to tell presence', () => {
  test('is taken by one of many, and again when it is over', async () => {
    const room = await newRoom();
    const at = world.time + 5_000;
    expect((await timesOver(6, () => rooms.takePresenceTurn(room, at))).filter(Boolean)).toHaveLength(1);
    world.time += 4_999;
    expect(await rooms.takePresenceTurn(room, at + 4_999)).toBe(false);
    world.time += 1;
    expect(await rooms.takePresenceTurn(room, at + 5_000)).toBe(true);
  });

  test('is not left to somebody who would tell later than asked', async () => {
    const room = await newRoom();
    await rooms.takePresenceTurn(room, world.time + 30_000);
    expect(await rooms.takePresenceTurn(room, world.time + 5_000)).toBe(true);
    expect(await rooms.takePresenceTurn(room, world.time + 30_000)).toBe(false);
  });

  test('is left to somebody who tells it soon: what a big room is told every 15 seconds is told no more often', async () => {
    const room = await newRoom();
    await rooms.takePresenceTurn(room, world.time + 15_000);
    expect(await rooms.takePresenceTurn(room, world.time + 5_000)).toBe(false);
  });

  test('writes nothing to the room itself, whose writes its messages need, and goes away by itself', async () => {
    const room = await newRoom();
    const before = await world.rows(roomKey(room).pk);
    await rooms.takePresenceTurn(room, world.time + 5_000);
    expect(await world.rows(roomKey(room).pk)).toEqual(before);
    const [turn] = await world.rows(presenceKey(room).pk);
    expect(Number(turn.ttl)).toBeGreaterThan(world.time / 1000);
  });
});
