import { disconnect } from '../../../../runtime/chat/disconnect/disconnect';
import { Backend } from '../../../../runtime/chat/server/backend';
import type { ChatServer } from '../../../../runtime/chat/server/chat-server';
import { inEveryWorld } from '../actions/worlds';

const MINUTE = 60_000;

inEveryWorld((world) => {
  let chat: ChatServer;

  beforeEach(() => {
    chat = new Backend({ ...world().store, tasks: world().tasks, now: world().now });
  });

  describe('a room', () => {
    test('is made once, with its members, and making it again lets nobody in', async () => {
      expect(await chat.createRoom('r1', { members: [{ user: 'ann', role: 'owner' }, { user: 'bob' }] })).toBe(true);
      expect(await chat.createRoom('r1', { members: [{ user: 'rita', role: 'reader' }] })).toBe(false);
      expect(await chat.membersOf('r1')).toEqual(expect.arrayContaining([
        { user: 'ann', role: 'owner', lastRead: 0 }, { user: 'bob', role: 'member', lastRead: 0 },
      ]));
      expect(await chat.roomsOf('rita')).toEqual([{ room: 'lobby', role: 'reader' }]);
    });

    test('that does not exist has no members to add, no messages to take and no history', async () => {
      for (const attempt of [
        () => chat.addMember('nowhere', { user: 'ann' }), () => chat.publish('nowhere', { body: 'hi' }), () => chat.history('nowhere'),
      ]) await expect(attempt()).rejects.toThrow('there is no room "nowhere": make it first, with createRoom');
      expect(await world().store.rooms.find('nowhere')).toBeUndefined();
    });
  });

  describe('a member', () => {
    test('who is added can join', async () => {
      const eve = await world().client('eve').enter('lobby');
      expect(await eve.say({ action: 'send', room: 'lobby', cid: 'one', body: 'hi' })).toMatchObject({ code: 'not_joined' });
      await chat.addMember('lobby', { user: 'eve' });
      expect(await eve.say({ action: 'join', room: 'lobby' })).toMatchObject({ type: 'joined', role: 'member' });
    });

    test('who becomes a reader cannot send from that moment on, and keeps what was read', async () => {
      const ann = await world().client('ann').enter('lobby');
      await ann.say({ action: 'read', room: 'lobby', seq: 3 });
      await chat.addMember('lobby', { user: 'ann', role: 'reader' });
      expect(await ann.say({ action: 'send', room: 'lobby', cid: 'one', body: 'hi' })).toMatchObject({ type: 'nack', code: 'forbidden' });
      expect(await chat.membersOf('lobby')).toContainEqual({ user: 'ann', role: 'reader', lastRead: 3 });
    });

    test('who is removed mid-session sends and gets nothing any more, is told so, and cannot come back', async () => {
      const ann = await world().client('ann').enter('lobby');
      await world().client('ann', 'ann-2').enter('lobby');
      await world().client('bob').enter('lobby');
      world().time += MINUTE;
      world().tasks.taken.length = 0;
      await chat.removeMember('lobby', 'ann');

      expect(await ann.say({ action: 'send', room: 'lobby', cid: 'one', body: 'hi' })).toMatchObject({ type: 'nack', code: 'not_joined' });
      expect(await ann.say({ action: 'join', room: 'lobby' })).toMatchObject({ code: 'not_a_member' });
      expect(await ann.say({ action: 'history', room: 'lobby' })).toMatchObject({ code: 'not_a_member' });
      const receivers: string[] = [];
      for await (const page of world().store.registry.connectionsOf('ROOM#lobby#1#0')) receivers.push(...page.map(({ id }) => id));
      expect(receivers).toEqual(['bob-1']);
      expect(world().tasks.taken).toEqual([
        { task: { kind: 'user', user: 'ann', frames: ['{"type":"left","room":"lobby","reason":"removed"}'], at: world().time, until: world().time + MINUTE }, delaySeconds: 0 },
        { task: { kind: 'presence', room: 'lobby' }, delaySeconds: 5 },
      ]);
    });

    test('who is removed again is told again, as the first time may have failed half-way, and others hear nothing', async () => {
      await world().client('ann').enter('lobby');
      jest.spyOn(world().tasks, 'put').mockRejectedValueOnce(new Error('crash')).mockRejectedValueOnce(new Error('crash'));
      world().time += MINUTE;
      world().tasks.taken.length = 0;
      await expect(chat.removeMember('lobby', 'ann')).rejects.toThrow('crash');
      jest.restoreAllMocks();
      await chat.removeMember('lobby', 'ann');
      expect(world().tasks.all[0]).toMatchObject({ kind: 'user', user: 'ann' });
      world().tasks.taken.length = 0;
      await chat.removeMember('lobby', 'nobody');
      expect(world().tasks.all).toEqual([]);
    });
  });

  describe('publish', () => {
    test('stores a message of the server, which every member can read', async () => {
      const message = await chat.publish('lobby', { body: 'The bar is open.' });
      expect(message).toEqual({ seq: 1, id: expect.any(String), from: '', cid: expect.stringMatching(/^[\w-]{36}$/), ts: world().time, body: 'The bar is open.' });
      const ann = await world().client('ann').enter();
      expect(await ann.say({ action: 'join', room: 'lobby', after: 0 })).toMatchObject({ items: [message] });
      expect(world().tasks.all.filter(({ kind }) => kind !== 'presence')).toEqual([]);
    });

    test('twice with the same cid is once, for the same sender', async () => {
      const first = await chat.publish('lobby', { body: 'Order 7 is ready.', cid: 'order-7', from: 'kitchen' });
      world().time += MINUTE;
      expect(await chat.publish('lobby', { body: 'Order 7 is ready.', cid: 'order-7', from: 'kitchen' })).toEqual(first);
      expect(await chat.publish('lobby', { body: 'Order 7 is ready.', cid: 'order-7', from: 'bar' })).toMatchObject({ cid: 'order-7', from: 'bar' });
      expect((await chat.history('lobby')).items).toHaveLength(2);
    });
  });

  test('publishing again what has a cid takes no number, for which the readers of the room would wait', async () => {
    for (let run = 0; run < 3; run += 1) await chat.publish('lobby', { body: 'Order 7 is ready.', cid: 'order-7' });
    expect(await chat.publish('lobby', { body: 'next' })).toMatchObject({ seq: 2 });
  });

  test('a message to a user goes to the queue, and nowhere else', async () => {
    await chat.publishToUser('ann', { body: 'Your taxi is here.', from: 'porter' });
    const [task] = world().tasks.all;
    expect(task).toEqual({ kind: 'user', user: 'ann', frames: [expect.any(String)], at: world().time });
    expect(task && 'frames' in task && JSON.parse(task.frames[0])).toEqual({ type: 'direct', id: expect.any(String), from: 'porter', ts: world().time, body: 'Your taxi is here.' });
  });

  test('a redacted message has no body any more, and one that is not there cannot be redacted', async () => {
    await chat.publish('lobby', { body: 'a secret' });
    expect([await chat.redact('lobby', 1), await chat.redact('lobby', 1), await chat.redact('lobby', 2)]).toEqual([true, true, false]);
    expect((await chat.history('lobby')).items).toEqual([expect.objectContaining({ seq: 1, body: '', redacted: true })]);
  });

  test('the history is paged in both directions', async () => {
    for (let count = 1; count <= 5; count += 1) await chat.publish('lobby', { body: `message ${count}` });
    const seqs = async (...[options]: Parameters<ChatServer['history']> extends [string, ...infer Rest] ? Rest : never) => {
      const { items, next } = await chat.history('lobby', options);
      return [items.map(({ seq }) => seq), next];
    };
    expect(await seqs()).toEqual([[1, 2, 3, 4, 5], undefined]);
    expect(await seqs({ limit: 2 })).toEqual([[4, 5], 4]);
    expect(await seqs({ before: 4, limit: 5 })).toEqual([[1, 2, 3], undefined]);
    expect(await seqs({ after: 1, limit: 2 })).toEqual([[2, 3], 3]);
  });

  test('a user who is disconnected is told bye by whoever takes the task', async () => {
    await chat.disconnectUser('ann');
    expect(world().tasks.all).toEqual([{ kind: 'close', user: 'ann', frames: ['{"type":"bye","code":"banned"}'], at: world().time }]);
  });

  test('a user without a connection is removed without a word', async () => {
    await world().client('ann').enter('lobby');
    await disconnect('ann-1', world().ports());
    world().tasks.taken.length = 0;
    await chat.removeMember('lobby', 'ann');
    expect([world().tasks.all, await chat.membersOf('lobby').then((members) => members.map(({ user }) => user).sort())]).toEqual([[], ['bob', 'rita']]);
  });
});
