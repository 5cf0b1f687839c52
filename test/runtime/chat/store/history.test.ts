import fc from 'fast-check';
import { World } from './world';
import { DynamoMessages } from '../../../../runtime/chat/store/dynamo-messages';
import { DynamoRooms } from '../../../../runtime/chat/store/dynamo-rooms';
import { BUCKET_SIZE, messageKey, messagePk, roomKey, roomPk } from '../../../../runtime/chat/store/keys';
import { messageRow, voidRow } from '../../../../runtime/chat/store/message-row';

const DAY_MS = 86_400_000;

let world: World;
let rooms = 0;
beforeAll(async () => { world = await World.start(); });
afterAll(() => world.stop());

const messages = (props = world.props) => new DynamoMessages({ ...props, retentionDays: 1 });
const seqs = async (room: string, range: { before: number; limit: number } | { after: number; limit: number }) =>
  (await messages().page(room, range)).map(({ seq }) => seq);
const row = (room: string, seq: number, ts = world.time) => messageRow(room, { seq, id: `id-${seq}`, from: 'ada', cid: `c${seq}`, ts, body: `${seq}` }, 1);

/** A room in which these have been said. */
async function roomWith(head: number, said: readonly number[], ts = world.time): Promise<string> {
  rooms += 1;
  const room = `room-${rooms}`;
  await new DynamoRooms(world.props).create(room);
  await world.put({ ...(await world.rows(roomPk(room)))[0], ...roomKey(room), seq: head });
  await world.putAll(said.map((seq) => row(room, seq, ts)));
  return room;
}

describe('a page of the history', () => {
  test('is oldest first, and does not have the message it begins at', async () => {
    const room = await roomWith(6, [1, 2, 3, 4, 5, 6]);
    expect(await seqs(room, { before: 5, limit: 3 })).toEqual([2, 3, 4]);
    expect(await seqs(room, { after: 2, limit: 3 })).toEqual([3, 4, 5]);
    expect(await seqs(room, { before: 1, limit: 3 })).toEqual([]);
    expect(await seqs(room, { before: 0, limit: 3 })).toEqual([]);
    expect(await seqs(room, { after: 6, limit: 3 })).toEqual([]);
  });

  test('goes over the end of a bucket, and finds nothing in a room that there is not', async () => {
    const room = await roomWith(BUCKET_SIZE - 3, []);
    for (let i = 0; i < 5; i += 1) await messages().store({ room, from: 'ada', cid: `c${i}`, body: 'hi' });
    const said = [4_998, 4_999, 5_000, 5_001, 5_002];
    expect([(await world.rows(messagePk(room, 0))).length, (await world.rows(messagePk(room, 1))).length]).toEqual([2, 3]);
    expect(await seqs(room, { after: 4_997, limit: 10 })).toEqual(said);
    expect(await seqs(room, { after: 4_999, limit: 2 })).toEqual([5_000, 5_001]);
    expect(await seqs(room, { before: 5_003, limit: 10 })).toEqual(said);
    expect(await seqs(room, { before: 5_000, limit: 1 })).toEqual([4_999]);
    expect(await seqs(room, { before: 5_001, limit: 2 })).toEqual([4_999, 5_000]);
    expect(await seqs('nowhere', { after: 0, limit: 10 })).toEqual([]);
    expect(await seqs('nowhere', { before: 20_000, limit: 10 })).toEqual([]);
  });

  test('before a message far beyond the newest one has the newest ones', async () => {
    const room = await roomWith(3, [1, 2, 3]);
    expect(await seqs(room, { before: Number.MAX_SAFE_INTEGER, limit: 2 })).toEqual([2, 3]);
  });

  test('has no void places, however many there are in a row', async () => {
    const room = await roomWith(40, [1, 40]);
    await world.putAll(Array.from({ length: 38 }, (_, i) => voidRow(room, i + 2, world.time)));
    expect(await seqs(room, { after: 1, limit: 2 })).toEqual([40]);
    expect(await seqs(room, { before: 40, limit: 2 })).toEqual([1]);
    expect(await messages().redact(room, 7)).toBe(false);
  });

  test('is complete in any room, wherever it begins', async () => {
    const heads = [0, BUCKET_SIZE, 2 * BUCKET_SIZE];
    const near = heads.flatMap((head) => Array.from({ length: 8 }, (_, i) => head + i - 4)).filter((seq) => seq > 0);
    const [anywhere, manywhere] = [fc.constantFrom(...near), fc.uniqueArray(fc.constantFrom(...near), { maxLength: 12 })];
    await fc.assert(fc.asyncProperty(manywhere, anywhere, fc.integer({ min: 1, max: 12 }), async (said, at, limit) => {
      const inOrder = [...said].sort((a, b) => a - b);
      const room = await roomWith(Math.max(0, ...said), said);
      expect(await seqs(room, { after: at, limit })).toEqual(inOrder.filter((seq) => seq > at).slice(0, limit));
      expect(await seqs(room, { before: at, limit })).toEqual(inOrder.filter((seq) => seq < at).slice(-limit));
    }), { numRuns: 40 });
  }, 60_000);
});

describe('messages that have run out', () => {
  test('are not shown, though they are in the table still', async () => {
    const room = await roomWith(4, [3, 4]);
    await world.putAll([1, 2].map((seq) => row(room, seq, world.time - DAY_MS)));
    expect(await seqs(room, { after: 0, limit: 1 })).toEqual([3]);
    expect(await seqs(room, { before: 10, limit: 10 })).toEqual([3, 4]);
    expect(await messages().redact(room, 2)).toBe(false);
  });

  test('are skipped by the bucket, without reading every one of them', async () => {
    const old = Array.from({ length: 40 }, (_, bucket) => [bucket * BUCKET_SIZE + 1, bucket * BUCKET_SIZE + 2]).flat();
    const room = await roomWith(42 * BUCKET_SIZE, old, world.time - DAY_MS);
    await world.putAll([row(room, 40 * BUCKET_SIZE + 7), row(room, 41 * BUCKET_SIZE + 7)]);
    let reads = 0;
    const counting = messages(world.through((send) => { reads += 1; return send(); }));
    expect((await counting.page(room, { after: 1, limit: 5 })).map(({ seq }) => seq)).toEqual([40 * BUCKET_SIZE + 7, 41 * BUCKET_SIZE + 7]);
    expect(reads).toBeLessThan(25);
    expect((await counting.page(room, { before: 41 * BUCKET_SIZE, limit: 5 })).map(({ seq }) => seq)).toEqual([40 * BUCKET_SIZE + 7]);
  });

  test('are passed in few reads where they fill a bucket', async () => {
    const room = await roomWith(600, Array.from({ length: 590 }, (_, i) => i + 1), world.time - DAY_MS);
    await world.put(row(room, 600));
    let reads = 0;
    const counting = messages(world.through((send) => { reads += 1; return send(); }));
    expect((await counting.page(room, { after: 0, limit: 10 })).map(({ seq }) => seq)).toEqual([600]);
    expect(reads).toBeLessThan(7);
  });
});

describe('a message that is redacted', () => {
  test('has lost its body, for readers and for a sender who sends it again', async () => {
    const room = await roomWith(0, []);
    const draft = { room, from: 'ada', cid: 'c1', body: 'something rude' };
    const { message } = await messages().store(draft);
    const redacted = { ...message, body: '', redacted: true };
    expect([await messages().redact(room, 1), await messages().redact(room, 1)]).toEqual([true, true]);
    expect(await messages().page(room, { after: 0, limit: 10 })).toEqual([redacted]);
    expect(await messages().store(draft)).toEqual({ message: redacted, duplicate: true });
    expect(JSON.stringify(await world.rows(messageKey(room, 1).pk))).not.toContain('rude');
  });

  test('must be there', async () => {
    const room = await roomWith(0, []);
    expect(await messages().redact(room, 1)).toBe(false);
    expect(await world.rows(messageKey(room, 1).pk)).toEqual([]);
  });
});
