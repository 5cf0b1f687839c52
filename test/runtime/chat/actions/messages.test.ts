import { inEveryWorld } from './worlds';
import { LIMITS } from '../support/memory-ports';

inEveryWorld((world) => {
  describe('send', () => {
    test('stores the message and is answered with its place', async () => {
      const ann = await world().client('ann').enter('lobby');
      expect(await ann.say({ action: 'send', room: 'lobby', cid: 'one', body: 'hi' })).toEqual({ type: 'ack', cid: 'one', room: 'lobby', seq: 1, ts: world().time });
      expect(await world().store.messages.page('lobby', { after: 0, limit: 10 })).toEqual([
        { seq: 1, id: expect.any(String), from: 'ann', cid: 'one', ts: world().time, body: 'hi' },
      ]);
      expect(world().metrics.counts).toEqual({ Stored: 1 });
    });

    test('twice has the same answer twice, and is one message', async () => {
      const ann = await world().client('ann').enter('lobby');
      const first = await ann.say({ action: 'send', room: 'lobby', cid: 'one', body: 'hi' });
      world().time += 500;
      expect(await ann.say({ action: 'send', room: 'lobby', cid: 'one', body: 'hi' })).toEqual(first);
      expect(await world().client('ann', 'ann-2').enter('lobby').then((other) => other.say({ action: 'send', room: 'lobby', cid: 'one', body: 'hi' }))).toEqual(first);
      expect(await world().store.messages.page('lobby', { after: 0, limit: 10 })).toHaveLength(1);
      expect(world().metrics.counts).toEqual({ Stored: 1, Duplicates: 2 });
    });

    test('to a room one has not joined is refused, be one a member or not', async () => {
      const [ann, eve] = [await world().client('ann').enter(), await world().client('eve').enter('lobby')];
      for (const client of [ann, eve]) {
        expect(await client.say({ action: 'send', room: 'lobby', cid: 'one', body: 'hi' })).toEqual({ type: 'nack', cid: 'one', room: 'lobby', code: 'not_joined' });
      }
      expect(world().metrics.counts).toEqual({ Refused: 3 });
    });

    test('is not for readers', async () => {
      const rita = await world().client('rita').enter('lobby');
      expect(await rita.say({ action: 'send', room: 'lobby', cid: 'one', body: 'hi' })).toEqual({ type: 'nack', cid: 'one', room: 'lobby', code: 'forbidden' });
    });

    test.each([
      ['ASCII', 'a'], ['two bytes', 'é'], ['three bytes', '€'], ['four bytes', '😀'], ['a combination of 11 bytes', '👩‍🚀'],
    ])('takes a body in %s up to the limit in bytes, and not one character more', async (_, character) => {
      const ann = await world().client('ann').enter('lobby');
      const body = character.repeat(Math.floor(LIMITS.bodyBytes / Buffer.byteLength(character)));
      expect(await ann.say({ action: 'send', room: 'lobby', cid: 'fits', body })).toMatchObject({ type: 'ack' });
      expect(await world().store.messages.page('lobby', { after: 0, limit: 1 })).toMatchObject([{ body }]);
      expect(await ann.say({ action: 'send', room: 'lobby', cid: 'over', body: body + character })).toEqual({ type: 'nack', cid: 'over', room: 'lobby', code: 'too_long' });
    });

    test('refuses a body that is short in UTF-8 but fits into no frame, as JSON writes it with six bytes a character', async () => {
      const ann = await world().client('ann').enter('lobby');
      const body = '\u0001'.repeat(6_000);
      expect(await ann.say({ action: 'send', room: 'lobby', cid: 'one', body })).toMatchObject({ type: 'nack', code: 'too_long' });
    });

    test('takes a frame of 32 KB where the limit allows it, and its message fits into a frame of 32 KB', async () => {
      const ann = world().client('ann', 'ann-1', { limits: { ...LIMITS, bodyBytes: 32_768 } });
      await ann.enter('lobby');
      const around = Buffer.byteLength('{"action":"send","room":"lobby","cid":"one","body":""}');
      const frame = (bytes: number) => JSON.stringify({ action: 'send', room: 'lobby', cid: `c-${bytes}`, body: 'x'.repeat(bytes - around) });
      expect(await ann.write(frame(32_768))).toMatchObject({ type: 'nack', code: 'too_long' });
      expect(await ann.write(frame(32_000))).toMatchObject({ type: 'ack', seq: 1 });
      const joined = await ann.say({ action: 'join', room: 'lobby', after: 0 });
      expect(joined).toMatchObject({ items: [{ seq: 1 }], more: false });
      expect(Buffer.byteLength(JSON.stringify(joined))).toBeLessThanOrEqual(32_768);
    });

    test('by somebody taken out of the room mid-session is refused', async () => {
      const ann = await world().client('ann').enter('lobby');
      await world().store.registry.unsubscribe('ann-1', 'lobby');
      expect(await ann.say({ action: 'send', room: 'lobby', cid: 'one', body: 'hi' })).toMatchObject({ type: 'nack', code: 'not_joined' });
    });

    test('asks the moderator, which may refuse the message or change its body', async () => {
      const moderator = { review: async ({ body }: { body: string }) => (body === 'bad' ? { allowed: false } : { allowed: true, body: body.toUpperCase() }) as never };
      const ann = world().client('ann', 'ann-1', { moderator });
      await ann.enter('lobby');
      expect(await ann.say({ action: 'send', room: 'lobby', cid: 'one', body: 'bad' })).toEqual({ type: 'nack', cid: 'one', room: 'lobby', code: 'moderated' });
      expect(await ann.say({ action: 'send', room: 'lobby', cid: 'two', body: 'good' })).toMatchObject({ type: 'ack' });
      expect(await world().store.messages.page('lobby', { after: 0, limit: 10 })).toMatchObject([{ cid: 'two', body: 'GOOD' }]);
    });

    test('with a body that the moderator made too long is refused', async () => {
      const ann = world().client('ann', 'ann-1', { moderator: { review: async () => ({ allowed: true, body: 'x'.repeat(20_000) }) } });
      await ann.enter('lobby');
      expect(await ann.say({ action: 'send', room: 'lobby', cid: 'one', body: 'hi' })).toMatchObject({ type: 'nack', code: 'too_long' });
    });
  });

  describe('history', () => {
    beforeEach(async () => {
      for (let seq = 1; seq <= 12; seq += 1) await world().store.messages.store({ room: 'lobby', from: 'bob', cid: `c${seq}`, body: `message ${seq}` });
    });

    const seqs = (answer: unknown) => (answer as { items: { seq: number }[] }).items.map(({ seq }) => seq);

    test('is paged back from the newest, to the very beginning', async () => {
      const ann = await world().client('ann').enter();
      const newest = await ann.say({ action: 'history', room: 'lobby', limit: 5 });
      expect([seqs(newest), newest]).toEqual([[8, 9, 10, 11, 12], expect.objectContaining({ next: 8 })]);
      const older = await ann.say({ action: 'history', room: 'lobby', before: 8, limit: 5 });
      expect([seqs(older), older]).toEqual([[3, 4, 5, 6, 7], expect.objectContaining({ next: 3 })]);
      const oldest = await ann.say({ action: 'history', room: 'lobby', before: 3, limit: 5 });
      expect([seqs(oldest), oldest]).toEqual([[1, 2], expect.not.objectContaining({ next: expect.anything() })]);
    });

    test('is paged forward from what one has, to the head', async () => {
      const ann = await world().client('ann').enter();
      const first = await ann.say({ action: 'history', room: 'lobby', after: 3, limit: 5 });
      expect([seqs(first), first]).toEqual([[4, 5, 6, 7, 8], expect.objectContaining({ next: 8 })]);
      const rest = await ann.say({ action: 'history', room: 'lobby', after: 8, limit: 5 });
      expect([seqs(rest), rest]).toEqual([[9, 10, 11, 12], expect.not.objectContaining({ next: expect.anything() })]);
    });

    test('beyond the head is empty', async () => {
      const ann = await world().client('ann').enter();
      expect(await ann.say({ action: 'history', room: 'lobby', after: 999_999_999_999 })).toEqual({ type: 'history', room: 'lobby', items: [] });
      expect(seqs(await ann.say({ action: 'history', room: 'lobby', before: 999_999_999_999, limit: 1 }))).toEqual([12]);
      expect(seqs(await ann.say({ action: 'history', room: 'lobby', before: 0 }))).toEqual([]);
    });

    test('is for members only, and not even its room is told to others', async () => {
      const eve = await world().client('eve').enter();
      expect(await eve.say({ action: 'history', room: 'lobby' })).toEqual({ type: 'err', code: 'not_a_member', action: 'history', room: 'lobby' });
      expect(await eve.say({ action: 'history', room: 'nowhere' })).toEqual({ type: 'err', code: 'not_a_member', action: 'history', room: 'nowhere' });
    });

    test('shows a redacted message without its body', async () => {
      const ann = await world().client('ann').enter();
      await world().store.messages.redact('lobby', 12);
      expect(await ann.say({ action: 'history', room: 'lobby', limit: 1 })).toMatchObject({ items: [{ seq: 12, body: '', redacted: true }] });
    });
  });

  test('a page of long messages ends where the frame does, and goes on from there until all have been read', async () => {
    for (let seq = 1; seq <= 9; seq += 1) await world().store.messages.store({ room: 'lobby', from: 'bob', cid: `c${seq}`, body: '€"\n'.repeat(1_000) + seq });
    const ann = await world().client('ann').enter();
    const forward: number[] = [];
    const backward: number[] = [];
    for (const [seen, range] of [[forward, (next = 0) => ({ after: next })], [backward, (next = 99) => ({ before: next })]] as const) {
      let next: number | undefined;
      do {
        world().time += 1_000;
        const page = await ann.say({ action: 'history', room: 'lobby', ...range(next) });
        if (page?.type !== 'history') throw new TypeError(JSON.stringify(page));
        expect(Buffer.byteLength(JSON.stringify(page))).toBeLessThanOrEqual(32_768);
        seen.push(...page.items.map(({ seq }) => seq));
        next = page.next;
      } while (next !== undefined);
    }
    expect(forward).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9]);
    expect(backward.sort((one, other) => one - other)).toEqual(forward);
    const joined = await ann.say({ action: 'join', room: 'lobby', after: 0 });
    expect(joined).toMatchObject({ head: 9, more: true });
    expect(Buffer.byteLength(JSON.stringify(joined))).toBeLessThanOrEqual(32_768);
  });
});
