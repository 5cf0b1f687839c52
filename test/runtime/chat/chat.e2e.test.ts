import { WebSocket } from 'ws';
import { type LocalChat, startLocalChat } from './support/local-chat';
import { type Chat, connectChat, type Room, type RoomMessage } from '../../../client/chat';
import { CapturedLog } from '../shared/captured-log';

let local: LocalChat;
const chats: Chat[] = [];

beforeAll(async () => {
  new CapturedLog();
  local = await startLocalChat();
});
beforeEach(() => void new CapturedLog());
afterEach(() => chats.splice(0).forEach((chat) => chat.close()));
afterAll(() => local.stop());

/** A client of this user, which reconnects quickly. */
function connect(user: string, claims?: object): Chat {
  const chat = connectChat({ url: local.url, ticket: () => local.ticket(user, claims), WebSocket, random: () => Math.random() / 10 });
  chats.push(chat);
  return chat;
}

/** A user in a room, and what the room shows. */
async function enter(chat: Chat, name: string): Promise<{ readonly room: Room; readonly shown: RoomMessage[] }> {
  const room = await chat.join(name);
  const shown: RoomMessage[] = [];
  room.on('message', (message) => shown.push(message));
  return { room, shown };
}

const bodies = (messages: readonly RoomMessage[]): string[] => messages.map(({ body }) => body);

async function until(happened: () => boolean, ms = 8_000): Promise<void> {
  const deadline = Date.now() + ms;
  while (!happened() && Date.now() < deadline) await new Promise((done) => setTimeout(done, 10));
  expect(happened()).toBe(true);
}

/** Rooms of their own, so that tests do not hear each other. */
let rooms = 0;
async function roomOf(...members: string[]): Promise<string> {
  rooms += 1;
  await local.server.createRoom(`room-${rooms}`, { members: members.map((user) => ({ user })) });
  return `room-${rooms}`;
}

test('two users exchange messages, and both see the same', async () => {
  const name = await roomOf('ann', 'bob');
  const [ann, bob] = await Promise.all([enter(connect('ann'), name), enter(connect('bob'), name)]);
  const first = await ann.room.send('hello, Bob');
  expect(first).toMatchObject({ seq: 1, ts: expect.any(Number) });
  await bob.room.send('hello, Ann');
  await until(() => ann.shown.length === 2 && bob.shown.length === 2);
  expect(ann.shown).toEqual(bob.shown);
  expect(ann.shown).toMatchObject([{ seq: 1, from: 'ann', body: 'hello, Bob' }, { seq: 2, from: 'bob', body: 'hello, Ann' }]);
});

test.each<[number | undefined, string]>([[undefined, 'the network is gone'], [1001, 'API Gateway ends the connection']])(
  'who is cut off while others talk (%s: %s) comes back and has lost nothing', async (code) => {
    const name = await roomOf('ann', 'bob');
    const chat = connect('ann');
    const [ann, bob] = [await enter(chat, name), await enter(connect('bob'), name)];
    await bob.room.send('before');
    await until(() => ann.shown.length === 1);
    const states: string[] = [];
    chat.on('state', ({ state }) => states.push(state));
    local.gateway.connectionIds().slice(0, 1).forEach((id) => local.gateway.drop(id, code));
    const mine = ann.room.send('sent while cut off');
    for (const body of ['missed 1', 'missed 2', 'missed 3']) await bob.room.send(body);
    await mine;
    await until(() => ann.shown.length === 5 && bob.shown.length === 5);
    expect(states).toContain('offline');
    expect(ann.shown).toEqual(bob.shown);
    expect(bodies(ann.shown).filter((body) => body !== 'sent while cut off')).toEqual(['before', 'missed 1', 'missed 2', 'missed 3']);
  },
);

test('many messages of many at once are shown to everybody once and in one order', async () => {
  const users = ['ann', 'bob', 'cem', 'dua'];
  const name = await roomOf(...users);
  const entered = await Promise.all(users.map((user) => enter(connect(user), name)));
  const sent = await Promise.all(entered.flatMap(({ room }, who) => Array.from({ length: 6 }, (_, index) => room.send(`${users[who]} ${index}`))));
  await until(() => entered.every(({ shown }) => shown.length === sent.length), 15_000);
  const [first, ...others] = entered.map(({ shown }) => bodies(shown));
  others.forEach((other) => expect(other).toEqual(first));
  users.forEach((user) => expect(first.filter((body) => body.startsWith(user))).toEqual(Array.from({ length: 6 }, (_, index) => `${user} ${index}`)));
}, 30_000);

test('the history is there for who comes later, page by page', async () => {
  const name = await roomOf('ann');
  for (const body of ['one', 'two', 'three']) await local.server.publish(name, { body });
  const { room, shown } = await enter(connect('ann'), name);
  const newest = await room.history({ before: room.head + 1, limit: 2 });
  const older = await room.history({ before: newest.next, limit: 2 });
  expect([...older.items, ...newest.items].map(({ body }) => body)).toEqual(['one', 'two', 'three']);
  expect(older.next).toBeUndefined();
  expect(shown).toEqual([]);
});

test('typing and read marks reach the others, a redaction everybody', async () => {
  const name = await roomOf('ann', 'bob');
  const [ann, bob] = [await enter(connect('ann'), name), await enter(connect('bob'), name)];
  const told: object[] = [];
  bob.room.on('typing', ({ user }) => told.push({ typing: user }));
  bob.room.on('read', ({ user, seq }) => told.push({ read: user, seq }));
  bob.room.on('redacted', ({ seq }) => told.push({ redacted: seq }));
  ann.room.typing();
  await until(() => told.length === 1);
  const { seq } = await ann.room.send('oops');
  await until(() => bob.shown.length === 1 && ann.shown.length === 1);
  ann.room.read(seq);
  await until(() => told.length === 2);
  await local.server.redact(name, seq);
  await until(() => told.length === 3);
  expect(told).toEqual([{ typing: 'ann' }, { read: 'ann', seq }, { redacted: seq }]);
  expect((await bob.room.history()).items).toMatchObject([{ seq, body: '', redacted: true }]);
});

test('presence is told a few seconds after somebody came', async () => {
  const name = await roomOf('ann', 'bob');
  const { room } = await enter(connect('ann'), name);
  const told: object[] = [];
  room.on('presence', (presence) => told.push(presence));
  await enter(connect('bob'), name);
  await until(() => told.length > 0);
  expect(told.at(-1)).toEqual({ room: name, count: 2, online: ['ann', 'bob'] });
}, 15_000);

test('the server speaks to one user', async () => {
  const [ann, bob] = [connect('ann'), connect('bob')];
  const told: object[] = [];
  [ann, bob].forEach((chat, index) => chat.on('direct', ({ body }) => told.push({ index, body })));
  await until(() => ann.state === 'online' && bob.state === 'online');
  await local.server.publishToUser('bob', { body: 'your order is ready' });
  await until(() => told.length === 1);
  expect(told).toEqual([{ index: 1, body: 'your order is ready' }]);
});

test('who is no member does not get in, and who is taken out is told', async () => {
  const name = await roomOf('ann');
  await expect(connect('eve').join(name)).rejects.toMatchObject({ code: 'not_a_member' });
  const { room } = await enter(connect('ann'), name);
  const left: object[] = [];
  room.on('left', (payload) => left.push(payload));
  await local.server.removeMember(name, 'ann');
  await until(() => left.length === 1);
  expect(left).toEqual([{ room: name, reason: 'removed' }]);
  await expect(room.send('hello?')).rejects.toMatchObject({ code: 'left' });
});

test('when the proof of who it is ends, the client comes back with a fresh ticket and loses nothing', async () => {
  const name = await roomOf('ann', 'bob');
  let ends = Math.floor(Date.now() / 1000) + 2;
  const chat = connectChat({ url: local.url, ticket: () => local.ticket('ann', { exp: ends }), WebSocket, random: () => 0.05 });
  chats.push(chat);
  const ann = await enter(chat, name);
  const byes: string[] = [];
  chat.on('bye', ({ code }) => byes.push(code));
  await new Promise((done) => setTimeout(done, 2_100));
  ends += 600;
  const bob = await enter(connect('bob'), name);
  await ann.room.send('still here');
  await bob.room.send('so you are');
  await until(() => ann.shown.length === 2 && bob.shown.length === 2);
  expect(byes).toEqual(['reauth']);
  expect(ann.shown).toEqual(bob.shown);
}, 15_000);

test('a user who is thrown out does not come back by itself', async () => {
  const chat = connect('mallory');
  await until(() => chat.state === 'online');
  const byes: string[] = [];
  chat.on('bye', ({ code }) => byes.push(code));
  await local.server.disconnectUser('mallory');
  await until(() => chat.state === 'closed');
  expect(byes).toEqual(['banned']);
});

test('a ticket is good for one connection', async () => {
  const ticket = await local.ticket('ann');
  const statuses = await Promise.all([1, 2].map(() => new Promise((done) => {
    const socket = new WebSocket(`${local.url}?ticket=${ticket}`);
    socket.on('open', () => done('open'));
    socket.on('unexpected-response', (_request, response) => done(response.statusCode));
    socket.on('error', () => undefined);
  })));
  expect(statuses.sort()).toEqual([403, 'open']);
});

test('nothing was given up', () => {
  expect(local.dead).toEqual([]);
});
