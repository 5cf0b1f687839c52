import { Backend } from '../../../../runtime/chat/server/backend';
import type { ChatServer } from '../../../../runtime/chat/server/chat-server';
import { MemoryWorld } from '../support/memory-ports';

let world: MemoryWorld;
let chat: ChatServer;

beforeEach(async () => {
  world = new MemoryWorld();
  chat = new Backend({ ...world.store, tasks: world.tasks, now: world.now });
  await chat.createRoom('lobby');
});

/** As callers without types write it. */
const any = (value: unknown): never => value as never;

test.each<[string, () => Promise<unknown>, string]>([
  ['a room with a slash', () => chat.createRoom('a/b'), 'the room "a/b" is not letters, digits, "-" and "_", 1 to 64 of them'],
  ['a room with the separator of keys', () => chat.membersOf('lobby#1'), 'the room "lobby#1" is not letters'],
  ['a room that is none', () => chat.publish(any(undefined), { body: 'hi' }), 'the room undefined is not letters'],
  ['a long room', () => chat.redact('x'.repeat(65), 1), 'is not letters, digits, "-" and "_", 1 to 64 of them'],
  ['a user without a name', () => chat.addMember('lobby', { user: '' }), 'the user "" is not well-formed text of 1 to 512 bytes, as the claim "sub" of tokens has it'],
  ['a user with a long name', () => chat.removeMember('lobby', '€'.repeat(171)), 'is not well-formed text of 1 to 512 bytes'],
  ['a user that is no text', () => chat.roomsOf(any({ sub: 'ann' })), 'the user {"sub":"ann"} is not well-formed text'],
  ['half a surrogate pair for a user', () => chat.disconnectUser('\ud800'), 'is not well-formed text'],
  ['a user who does not exist for a message', () => chat.publishToUser('', { body: 'hi' }), 'the user "" is not'],
  ['a role of several words', () => chat.createRoom('r2', { members: [{ user: 'ann', role: 'room owner' }] }), 'the role "room owner" is not "reader", which may not send, or a word of your own'],
  ['a sender that is no text', () => chat.publish('lobby', { body: 'hi', from: any(7) }), 'from 7 is not well-formed text'],
  ['a cid with spaces', () => chat.publish('lobby', { body: 'hi', cid: 'order 7' }), 'the cid "order 7" is not letters, digits, "-" and "_", 1 to 64 of them'],
  ['an empty body', () => chat.publish('lobby', { body: '' }), 'the body of a message is well-formed text that is not empty'],
  ['a body that is no text', () => chat.publish('lobby', { body: any({ text: 'hi' }) }), 'the body of a message is well-formed text'],
  ['half a surrogate pair for a body', () => chat.publishToUser('ann', { body: 'a\udfff' }), 'the body of a message is well-formed text'],
  ['a body that fits into no frame', () => chat.publish('lobby', { body: 'x'.repeat(32_768) }), 'the body is too long: with its envelope a message must fit into a frame of 32 KB; send a link to longer ones'],
  ['a body of quotation marks, each of which is two bytes', () => chat.publishToUser('ann', { body: '"'.repeat(16_384) }), 'the body is too long'],
  ['a message before all others', () => chat.redact('lobby', -1), 'the seq -1 is not the seq of a message: a whole number, 0 or more'],
  ['half a message', () => chat.history('lobby', { before: 1.5 }), 'before 1.5 is not the seq of a message'],
  ['a text for a message', () => chat.history('lobby', { after: any('1') }), 'after "1" is not the seq of a message'],
  ['both directions', () => chat.history('lobby', { before: 5, after: 1 }), 'a page of the history has "before" or "after", not both'],
  ['a page of nothing', () => chat.history('lobby', { limit: 0 }), 'the limit 0 is not a whole number from 1 to 100'],
  ['a page of everything', () => chat.history('lobby', { limit: 101 }), 'the limit 101 is not a whole number from 1 to 100'],
])('%s is refused before anything is done', async (_, attempt, message) => {
  const before = JSON.stringify([await world.store.rooms.find('lobby'), await world.store.rooms.find('r2')]);
  await expect(attempt()).rejects.toThrow(message);
  await expect(attempt()).rejects.toMatchObject({ name: 'ChatInputError' });
  expect(JSON.stringify([await world.store.rooms.find('lobby'), await world.store.rooms.find('r2')])).toBe(before);
  expect(world.tasks.all).toEqual([]);
});

test('a body is never in an error, which ends in logs', async () => {
  await expect(chat.publish('lobby', { body: 'secret\ud800' })).rejects.toThrow(expect.not.objectContaining({ message: expect.stringContaining('secret') }));
});

test('the longest message there can be fits into a frame, whichever it comes in', async () => {
  const user = 'u'.repeat(512);
  await chat.addMember('lobby', { user, role: 'r'.repeat(64) });
  const cid = 'c'.repeat(64);
  const longest = 32_768 - 512 - Buffer.byteLength(JSON.stringify({ room: 'lobby', from: user, cid, body: '' }));
  await expect(chat.publish('lobby', { from: user, cid, body: 'x'.repeat(longest + 1) })).rejects.toThrow('too long');
  const message = await chat.publish('lobby', { from: user, cid, body: 'x'.repeat(longest) });
  const client = await world.client(user).enter();
  const joined = await client.say({ action: 'join', room: 'lobby', after: 0 });
  expect(joined).toMatchObject({ items: [message], more: false });
  expect(Buffer.byteLength(JSON.stringify(joined))).toBeLessThanOrEqual(32_768);
  expect((await chat.history('lobby')).items).toEqual([message]);
});
