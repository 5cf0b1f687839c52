import { inEveryWorld } from './worlds';
import type { Registry } from '../../../../runtime/chat/ports';
import { LIMITS } from '../support/memory-ports';

const MINUTE = 60_000;

inEveryWorld((world) => {
  describe('hello', () => {
    test('is answered with who one is and what one may do', async () => {
      expect(await world().client('ann').say({ action: 'hello', v: 1 })).toEqual({
        type: 'welcome',
        v: 1,
        user: 'ann',
        connection: 'ann-1',
        serverTime: world().time,
        limits: { bodyBytes: 16_384, framesPerSecond: 5, frameBurst: 10, roomsPerConnection: 50 },
      });
    });

    test('twice is hello once: the rooms are still there, and so is what is left of the allowance', async () => {
      const ann = await world().client('ann').enter('lobby');
      for (let count = 0; count < 8; count += 1) await ann.say({ action: 'hello', v: 1 });
      expect(await world().store.registry.roomsOf('ann-1')).toEqual(['lobby']);
      expect(await ann.say({ action: 'hello', v: 1 })).toMatchObject({ type: 'welcome' });
      expect(await ann.say({ action: 'hello', v: 1 })).toEqual({ type: 'err', code: 'rate', action: 'hello', retryAfterMs: 200 });
    });

    test('in another version is refused, and the connection stays unknown', async () => {
      const ann = world().client('ann');
      expect(await ann.write('{"action":"hello","v":2}')).toEqual({ type: 'err', code: 'version', action: 'hello' });
      expect(await ann.say({ action: 'join', room: 'lobby' })).toEqual({ type: 'err', code: 'hello_first', action: 'join', room: 'lobby' });
    });

    test('comes first: nothing else is done for who did not say it', async () => {
      const ann = world().client('ann');
      const codes = [
        await ann.say({ action: 'join', room: 'lobby' }), await ann.say({ action: 'leave', room: 'lobby' }),
        await ann.say({ action: 'typing', room: 'lobby' }), await ann.say({ action: 'read', room: 'lobby', seq: 1 }),
        await ann.say({ action: 'history', room: 'lobby' }),
      ];
      expect(codes.map((answer) => answer && 'code' in answer && answer.code)).toEqual(Array(5).fill('hello_first'));
      expect(await ann.say({ action: 'send', room: 'lobby', cid: 'one', body: 'hi' })).toEqual({ type: 'nack', cid: 'one', room: 'lobby', code: 'hello_first' });
      expect(await world().store.messages.page('lobby', { after: 0, limit: 10 })).toEqual([]);
      expect([world().tasks.all, world().callback.calls]).toEqual([[], []]);
    });

    test('on one connection too many says bye to the oldest one, which is forgotten, and has its rooms told', async () => {
      for (let count = 1; count <= LIMITS.connectionsPerUser; count += 1) {
        await world().client('ann', `ann-${count}`).enter('lobby');
        world().time += MINUTE;
      }
      world().tasks.taken.length = 0;
      expect(await world().client('ann', 'ann-new').say({ action: 'hello', v: 1 })).toMatchObject({ type: 'welcome' });
      expect(world().callback.calls).toEqual([['post', 'ann-1', { type: 'bye', code: 'replaced' }], ['close', 'ann-1']]);
      const left = await world().store.registry.connectionsOfUser('ann');
      expect(left.map(({ id }) => id).sort()).toEqual(['ann-2', 'ann-3', 'ann-4', 'ann-5', 'ann-new']);
      expect(world().tasks.taken).toEqual([{ task: { kind: 'presence', room: 'lobby' }, delaySeconds: 30 }]);
      expect(await world().client('ann', 'ann-1').say({ action: 'send', room: 'lobby', cid: 'one', body: 'hi' })).toMatchObject({ code: 'hello_first' });
    });
  });

  describe('join', () => {
    test('is answered with the head, the role and what was missed', async () => {
      const bob = await world().client('bob').enter('lobby');
      for (const body of ['one', 'two', 'three']) await bob.say({ action: 'send', room: 'lobby', cid: body, body });
      await bob.say({ action: 'read', room: 'lobby', seq: 2 });
      const again = await world().client('bob', 'bob-2').enter();
      const joined = await again.say({ action: 'join', room: 'lobby', after: 1 });
      expect(joined).toMatchObject({ type: 'joined', room: 'lobby', head: 3, role: 'member', lastRead: 2, more: false });
      expect(joined).toHaveProperty('items', [expect.objectContaining({ seq: 2, from: 'bob', body: 'two' }), expect.objectContaining({ seq: 3 })]);
    });

    test('without after brings nothing but the head', async () => {
      const bob = await world().client('bob').enter('lobby');
      await bob.say({ action: 'send', room: 'lobby', cid: 'one', body: 'hi' });
      expect(await bob.say({ action: 'join', room: 'lobby' })).toMatchObject({ head: 1, items: [], more: false });
    });

    test('of a room one is no member of is refused as that of one that does not exist', async () => {
      await world().room('secret', { bob: 'member' });
      const ann = await world().client('ann').enter();
      expect(await ann.say({ action: 'join', room: 'secret' })).toEqual({ type: 'err', code: 'not_a_member', action: 'join', room: 'secret' });
      expect(await ann.say({ action: 'join', room: 'nowhere' })).toEqual({ type: 'err', code: 'not_a_member', action: 'join', room: 'nowhere' });
      expect(await world().store.registry.roomsOf('ann-1')).toEqual([]);
    });

    test('of one room too many is refused, and joining one again is not one more', async () => {
      await world().room('hall', { ann: 'member' });
      const ann = world().client('ann', 'ann-1', { limits: { ...LIMITS, roomsPerConnection: 1 } });
      await ann.enter('lobby');
      expect(await ann.say({ action: 'join', room: 'hall' })).toEqual({ type: 'err', code: 'too_many_rooms', action: 'join', room: 'hall' });
      expect(await ann.say({ action: 'join', room: 'lobby' })).toMatchObject({ type: 'joined' });
    });

    test('has presence told to the room once in five seconds, whoever joins', async () => {
      await world().client('ann').enter('lobby');
      await world().client('bob').enter('lobby');
      expect(world().tasks.taken).toEqual([{ task: { kind: 'presence', room: 'lobby' }, delaySeconds: 5 }]);
      world().time += 5_000;
      await world().client('rita').enter('lobby');
      expect(world().tasks.taken).toHaveLength(2);
    });

    test.each([['count', [{ task: { kind: 'presence', room: 'lobby' }, delaySeconds: 15 }]], ['off', []]] as const)('with presence %s puts %j', async (presence, tasks) => {
      await world().client('ann', 'ann-1', { presence }).enter('lobby');
      expect(world().tasks.taken).toEqual(tasks);
    });

    test('while being taken out of the room leaves nothing behind', async () => {
      const { registry, rooms } = world().store;
      const slow = interrupted(registry, () => rooms.removeMember('lobby', 'ann'));
      const ann = world().client('ann', 'ann-1', { registry: slow });
      await ann.say({ action: 'hello', v: 1 });
      expect(await ann.say({ action: 'join', room: 'lobby' })).toEqual({ type: 'err', code: 'not_a_member', action: 'join', room: 'lobby' });
      expect(await registry.roomsOf('ann-1')).toEqual([]);
    });

    test('while the role changes is to be tried again, as the old role must not count', async () => {
      const { registry, rooms } = world().store;
      const slow = interrupted(registry, () => rooms.addMember({ room: 'lobby', user: 'ann', role: 'reader', lastRead: 0 }));
      const ann = world().client('ann', 'ann-1', { registry: slow });
      await ann.say({ action: 'hello', v: 1 });
      expect(await ann.say({ action: 'join', room: 'lobby' })).toMatchObject({ type: 'err', code: 'unavailable', retryAfterMs: 1000 });
      expect(await registry.roomsOf('ann-1')).toEqual([]);
      expect(await ann.say({ action: 'join', room: 'lobby' })).toMatchObject({ type: 'joined', role: 'reader' });
    });
  });

  describe('leave', () => {
    test('ends the subscription, and has presence told', async () => {
      const ann = await world().client('ann').enter('lobby');
      world().time += MINUTE;
      expect(await ann.say({ action: 'leave', room: 'lobby' })).toEqual({ type: 'left', room: 'lobby' });
      expect(await world().store.registry.roomsOf('ann-1')).toEqual([]);
      expect(world().tasks.taken).toHaveLength(2);
    });

    test('of a room one is not in is no mistake, and that room hears nothing', async () => {
      await world().room('secret', { bob: 'member' });
      const ann = await world().client('ann').enter();
      expect(await ann.say({ action: 'leave', room: 'secret' })).toEqual({ type: 'left', room: 'secret' });
      expect(world().tasks.taken).toEqual([]);
    });
  });
});

/** A registry where something else happens just before a connection enters a room. */
function interrupted(registry: Registry, event: () => Promise<void>): Registry {
  const subscribe: Registry['subscribe'] = async (...given) => {
    await event();
    return registry.subscribe(...given);
  };
  return new Proxy(registry, { get: (target, name) => (name === 'subscribe' ? subscribe : (Reflect.get(target, name) as () => unknown).bind(target)) });
}
