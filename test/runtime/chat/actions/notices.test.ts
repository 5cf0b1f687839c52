import { inEveryWorld } from './worlds';

inEveryWorld((world) => {
  describe('typing', () => {
    test('is told to the others of a small room, is not worth knowing after five seconds, and is not answered', async () => {
      const ann = await world().client('ann').enter('lobby');
      world().tasks.taken.length = 0;
      expect(await ann.say({ action: 'typing', room: 'lobby' })).toBeUndefined();
      expect(world().tasks.all).toEqual([{
        kind: 'room', room: 'lobby', frames: ['{"type":"typing","room":"lobby","user":"ann"}'], at: world().time, until: world().time + 5_000, roomOf: 100, except: 'ann-1',
      }]);
    });

    test('more often than every three seconds is dropped', async () => {
      const ann = await world().client('ann').enter('lobby');
      world().tasks.taken.length = 0;
      for (const later of [0, 2_999, 1]) {
        world().time += later;
        await ann.say({ action: 'typing', room: 'lobby' });
      }
      expect(world().tasks.all).toHaveLength(2);
    });

    test('in a room one has not joined is refused', async () => {
      const ann = await world().client('ann').enter();
      expect(await ann.say({ action: 'typing', room: 'lobby' })).toEqual({ type: 'err', code: 'not_joined', action: 'typing', room: 'lobby' });
      expect(world().tasks.all).toEqual([]);
    });
  });

  describe('read', () => {
    test('is remembered and told to the others, and never goes backwards', async () => {
      const ann = await world().client('ann').enter('lobby');
      world().tasks.taken.length = 0;
      expect(await ann.say({ action: 'read', room: 'lobby', seq: 7 })).toBeUndefined();
      expect(await ann.say({ action: 'read', room: 'lobby', seq: 7 })).toBeUndefined();
      expect(await ann.say({ action: 'read', room: 'lobby', seq: 3 })).toBeUndefined();
      expect(world().tasks.all).toEqual([expect.objectContaining({
        kind: 'room', room: 'lobby', frames: ['{"type":"read","room":"lobby","user":"ann","seq":7}'], roomOf: 200, except: 'ann-1',
      })]);
      expect(await ann.say({ action: 'join', room: 'lobby' })).toMatchObject({ lastRead: 7 });
    });

    test('in a room one has not joined is refused', async () => {
      const ann = await world().client('ann').enter();
      expect(await ann.say({ action: 'read', room: 'lobby', seq: 1 })).toEqual({ type: 'err', code: 'not_joined', action: 'read', room: 'lobby' });
    });
  });
});
