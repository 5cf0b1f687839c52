import { inEveryWorld } from './worlds';
import { LIMITS } from '../support/memory-ports';

inEveryWorld((world) => {
  describe('a user whose proof has ended', () => {
    test('is told so and closed, and nothing else is done', async () => {
      const ann = await world().client('ann').enter('lobby');
      const later = ann.until(world().time / 1000);
      expect(await later.say({ action: 'send', room: 'lobby', cid: 'one', body: 'hi' })).toBeUndefined();
      expect(world().callback.calls).toEqual([['post', 'ann-1', { type: 'bye', code: 'reauth' }], ['close', 'ann-1']]);
      expect(await world().store.messages.page('lobby', { after: 0, limit: 1 })).toEqual([]);
      expect(await later.write('no JSON')).toBeUndefined();
    });

    test('was welcome a second before', async () => {
      const ann = await world().client('ann').enter('lobby');
      const later = ann.until(world().time / 1000 + 1);
      expect(await later.say({ action: 'send', room: 'lobby', cid: 'one', body: 'hi' })).toMatchObject({ type: 'ack' });
      expect(world().callback.calls).toEqual([]);
    });
  });

  describe('too many frames', () => {
    test('are refused with when to try again, and close the connection at the third breach', async () => {
      const ann = await world().client('ann').enter();
      for (let count = 0; count < LIMITS.frameBurst; count += 1) await ann.say({ action: 'leave', room: 'lobby' });
      expect(await ann.say({ action: 'send', room: 'lobby', cid: 'one', body: 'hi' })).toEqual({
        type: 'nack', cid: 'one', room: 'lobby', code: 'rate', retryAfterMs: 200,
      });
      expect(await ann.write('{"action":"nonsense"}')).toEqual({ type: 'err', code: 'rate', retryAfterMs: 200 });
      expect(world().callback.calls).toEqual([]);
      expect(await ann.say({ action: 'leave', room: 'lobby' })).toBeUndefined();
      expect(world().callback.calls).toEqual([['post', 'ann-1', { type: 'bye', code: 'limit' }], ['close', 'ann-1']]);
    });

    test('are those beyond five a second: whoever waits is listened to', async () => {
      const ann = await world().client('ann').enter();
      const answers = new Set<unknown>();
      for (let count = 0; count < 40; count += 1) {
        world().time += 200;
        answers.add((await ann.say({ action: 'leave', room: 'lobby' }))?.type);
      }
      expect([...answers]).toEqual(['left']);
    });

    test('of garbage are too many as well', async () => {
      const ann = await world().client('ann').enter();
      for (let count = 0; count < LIMITS.frameBurst; count += 1) await ann.write('garbage');
      expect(await ann.write('garbage')).toEqual({ type: 'err', code: 'rate', retryAfterMs: 200 });
    });
  });

  describe('a connection that says no hello', () => {
    const frames = ['garbage', '{"action":"hello","v":2}', '{"action":"join","room":"lobby"}', '{"action":"nonsense"}'];

    test.each(frames)('may get a burst wrong, and is closed then: %s', async (frame) => {
      const ann = world().client('ann');
      for (let count = 0; count < LIMITS.frameBurst; count += 1) {
        expect(await ann.write(frame)).toMatchObject({ type: 'err' });
        world().time += 10_000;
      }
      expect(world().callback.calls).toEqual([]);
      expect(await ann.write(frame)).toBeUndefined();
      expect(world().callback.calls).toEqual([['post', 'ann-1', { type: 'bye', code: 'limit' }], ['close', 'ann-1']]);
    });

    test('is not counted with others, and is as welcome as they are when it says hello', async () => {
      for (let count = 0; count < 3 * LIMITS.frameBurst; count += 1) await world().client('ann', `ann-${count % 3}`).write('garbage');
      expect(world().callback.calls).toEqual([]);
      expect(await world().client('ann', 'ann-0').say({ action: 'hello', v: 1 })).toMatchObject({ type: 'welcome' });
    });
  });

  test('a ping that comes this far is answered and costs nothing', async () => {
    const ann = await world().client('ann').enter();
    for (let count = 0; count < 50; count += 1) expect(await ann.say({ action: 'ping' })).toEqual({ type: 'pong' });
  });
});
