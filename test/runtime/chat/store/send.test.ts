import fc from 'fast-check';
import { Killed, World, killedAt } from './world';
import type { Death } from './world';
import type { Draft, Stored } from '../../../../runtime/chat/ports';
import { DynamoMessages, NoSuchRoom, REBIND_AFTER_MS } from '../../../../runtime/chat/store/dynamo-messages';
import { DynamoRooms } from '../../../../runtime/chat/store/dynamo-rooms';
import { messagePk, onceKey, roomPk } from '../../../../runtime/chat/store/keys';

const DEATHS: readonly Death[] = ['before', 'after'];
const LATE = REBIND_AFTER_MS + 1;

let world: World;
let rooms = 0;
beforeAll(async () => { world = await World.start(); });
afterAll(() => world.stop());

const messages = (props = world.props) => new DynamoMessages({ ...props, retentionDays: 30 });
const stored = async (room: string) => (await world.rows(messagePk(room, 0))).filter((row) => !row.void);

async function newRoom(): Promise<string> {
  rooms += 1;
  await new DynamoRooms(world.props).create(`room-${rooms}`);
  return `room-${rooms}`;
}

async function draftIn(room: Promise<string>): Promise<Draft> {
  return { room: await room, from: 'ada#1', cid: 'c1', body: 'good morning' };
}

describe('what was sent', () => {
  test('is stored in three writes, and its place in the room, its time and its id are told', async () => {
    const commands: string[] = [];
    const draft = await draftIn(newRoom());
    const props = world.through((send, command) => { commands.push(command.constructor.name); return send(); });
    const { message, duplicate } = await messages(props).store(draft);
    expect(commands).toEqual(['UpdateCommand', 'PutCommand', 'PutCommand']);
    expect({ message, duplicate }).toEqual({
      duplicate: false, message: { seq: 1, id: expect.stringMatching(/^[\w-]{22}$/), from: 'ada#1', cid: 'c1', ts: world.time, body: 'good morning' },
    });
    expect(await messages().page(draft.room, { after: 0, limit: 10 })).toEqual([message]);
  });

  test('again is the same message, whatever its body says now', async () => {
    const draft = await draftIn(newRoom());
    const first = await messages().store(draft);
    world.time += 5;
    expect(await messages().store({ ...draft, body: 'changed' })).toEqual({ message: first.message, duplicate: true });
  });

  test('again, and says so, takes no number of its own: nobody waits at a gap', async () => {
    const draft = await draftIn(newRoom());
    const first = await messages().store(draft);
    expect(await messages().store({ ...draft, again: true })).toEqual({ message: first.message, duplicate: true });
    expect((await messages().store({ ...draft, cid: 'c2' })).message.seq).toBe(2);
  });

  test('for the first time is stored, also when it says that it was sent before', async () => {
    const draft = await draftIn(newRoom());
    expect(await messages().store({ ...draft, again: true })).toMatchObject({ duplicate: false, message: { seq: 1 } });
  });

  test('again, long after, is the same message in the same place', async () => {
    const draft = await draftIn(newRoom());
    const first = await messages().store(draft);
    world.time += 3_600_000;
    expect(await messages().store(draft)).toEqual({ message: first.message, duplicate: true });
  });

  test('under the cid of somebody else, or in another room, is another message', async () => {
    const draft = await draftIn(newRoom());
    const all = [draft, { ...draft, from: 'ada' }, { ...draft, room: await newRoom() }];
    const acks = await Promise.all(all.map((each) => messages().store(each)));
    expect(acks.map(({ duplicate }) => duplicate)).toEqual([false, false, false]);
    expect(new Set(acks.map(({ message }) => message.id)).size).toBe(3);
  });

  test('under a cid of yesterday is a new message: a cid is remembered for a day', async () => {
    const draft = await draftIn(newRoom());
    await messages().store(draft);
    world.time += 86_400_000 + 1_000;
    expect(await messages().store(draft)).toMatchObject({ duplicate: false, message: { seq: 2 } });
  });

  test('to a room that there is not is refused, and makes no room', async () => {
    await expect(messages().store({ room: 'nowhere', from: 'ada', cid: 'c1', body: 'hello?' })).rejects.toThrow(new NoSuchRoom('nowhere'));
    expect(await world.rows(roomPk('nowhere'))).toEqual([]);
  });

  test('is kept for as long as the retention says, and for ever without one', async () => {
    const draft = await draftIn(newRoom());
    await messages().store(draft);
    await new DynamoMessages({ ...world.props, retentionDays: 0 }).store({ ...draft, cid: 'c2' });
    expect((await stored(draft.room)).map(({ ttl }) => ttl)).toEqual([Math.floor(world.time / 1000) + 30 * 86_400, undefined]);
  });
});

test('600 messages, 240 of them sent twice, by 16 senders at once, are 600 rows with 600 places, and both copies hear the same', async () => {
  const room = await newRoom();
  const drafts = Array.from({ length: 840 }, (_, i): Draft => ({ room, from: 'ada', cid: `c${Math.floor(i * 600 / 840)}`, body: `${i}` }));
  const acks = await inParallel(16, drafts.map((draft) => () => messages().store(draft)));
  const rows = await stored(room);
  const seqOf = new Map(rows.map(({ cid, seq }) => [cid, seq]));
  expect([rows.length, seqOf.size, new Set(seqOf.values()).size]).toEqual([600, 600, 600]);
  expect(acks.filter(({ message }) => message.seq !== seqOf.get(message.cid))).toEqual([]);
  expect(acks.filter(({ duplicate }) => duplicate)).toHaveLength(240);
}, 120_000);

describe('a sender that dies', () => {
  const lives = [0, 1, 2].flatMap((write) => DEATHS.map((death) => ({ write, death })));

  test.each(lives)('$death write $write leaves what a second try makes one message of', async ({ write, death }) => {
    const draft = await draftIn(newRoom());
    await expect(messages(world.through(killedAt(write, death))).store(draft)).rejects.toThrow(Killed);
    world.time += 1_000;
    await secondTry(draft);
  });

  test.each(lives)('$death write $write leaves what a second try that says so makes one message of, in one place', async ({ write, death }) => {
    const draft = await draftIn(newRoom());
    await expect(messages(world.through(killedAt(write, death))).store(draft)).rejects.toThrow(Killed);
    const bound = (await world.rows(onceKey(draft.room, draft.from, draft.cid).pk)).map(({ seq }) => seq);
    const { message } = await messages().store({ ...draft, again: true });
    if (bound.length > 0) expect([message.seq]).toEqual(bound);
    expect(await stored(draft.room)).toEqual([expect.objectContaining({ ...message })]);
  });

  test.each(lives)('$death write $write leaves what a late second try makes one message of', async ({ write, death }) => {
    const draft = await draftIn(newRoom());
    await expect(messages(world.through(killedAt(write, death))).store(draft)).rejects.toThrow(Killed);
    world.time += LATE;
    await secondTry(draft);
  });

  test('while it moves a message, at any write, leaves what a third try makes one message of', async () => {
    for (const death of DEATHS) {
      for (const pause of [0, 1_000, LATE]) {
        for (let write = 0; await movingDies(write, death, pause); write += 1);
      }
    }
  });

  /** False when there was nothing left to die at. */
  async function movingDies(write: number, death: Death, pause: number): Promise<boolean> {
    const draft = await draftIn(newRoom());
    await expect(messages(world.through(killedAt(2, 'before'))).store(draft)).rejects.toThrow(Killed);
    world.time += LATE;
    const died = await messages(world.through(killedAt(write, death))).store(draft).then(() => false, (error) => error instanceof Killed);
    world.time += pause;
    await secondTry(draft);
    return died;
  }

  async function secondTry(draft: Draft): Promise<void> {
    const { message } = await messages().store(draft);
    expect(await messages().store(draft)).toEqual({ message, duplicate: true });
    expect(await stored(draft.room)).toEqual([expect.objectContaining({ ...message })]);
  }
});

describe('a message whose sender died ten seconds ago', () => {
  test('does not go where readers have been already, but behind what was said since', async () => {
    const draft = await draftIn(newRoom());
    await messages(world.through(killedAt(2, 'before'))).store(draft).catch(() => {});
    await messages().store({ ...draft, cid: 'c2' });
    world.time += LATE;
    expect(await messages().store(draft)).toMatchObject({ duplicate: false, message: { seq: 3, ts: world.time } });
    expect((await messages().page(draft.room, { after: 0, limit: 10 })).map(({ cid, seq }) => [cid, seq])).toEqual([['c2', 2], ['c1', 3]]);
  });

  test('keeps its place within these ten seconds', async () => {
    const draft = await draftIn(newRoom());
    await messages(world.through(killedAt(2, 'before'))).store(draft).catch(() => {});
    await messages().store({ ...draft, cid: 'c2' });
    world.time += REBIND_AFTER_MS;
    expect(await messages().store(draft)).toMatchObject({ duplicate: false, message: { seq: 1, ts: world.time - REBIND_AFTER_MS } });
  });

  test('is found in its new place by the sender, who was not dead but slow', async () => {
    const draft = await draftIn(newRoom());
    const held = heldAt(2);
    const slow = messages(world.through(held.hands)).store(draft);
    await held.there;
    world.time += LATE;
    const { message } = await messages().store(draft);
    held.release();
    expect(await slow).toEqual({ message, duplicate: true });
    expect(await stored(draft.room)).toHaveLength(1);
  });

  test('goes behind what was said since, too, when it was not dead but frozen between its own writes', async () => {
    const draft = await draftIn(newRoom());
    let writes = 0;
    const frozen = messages(world.through(async (send) => {
      const answer = await send();
      if ((writes += 1) === 2) {
        await messages().store({ ...draft, cid: 'c2' });
        world.time += LATE;
      }
      return answer;
    }));
    const { message } = await frozen.store(draft);
    expect(message).toMatchObject({ ts: world.time });
    expect(message.seq).toBeGreaterThan(2);
    expect((await messages().page(draft.room, { after: 0, limit: 10 })).map(({ cid }) => cid)).toEqual(['c2', 'c1']);
  });

  test('is moved in five commands, one of which makes its old place void for good', async () => {
    const draft = await draftIn(newRoom());
    await messages(world.through(killedAt(2, 'before'))).store(draft).catch(() => {});
    world.time += LATE;
    let writes = 0;
    await messages(world.through((send, command) => { writes += /Get/.test(command.constructor.name) ? 0 : 1; return send(); })).store(draft);
    expect(writes).toBe(5);
    expect((await world.rows(messagePk(draft.room, 0))).map(({ seq, void: gone = false }) => [seq, gone])).toEqual([[1, true], [2, false]]);
  });
});

describe('in every order of writes, wherever senders die, whatever their clocks say', () => {
  const sender = fc.record({
    dies: fc.option(fc.record({ write: fc.nat(7), death: fc.constantFrom(...DEATHS) }), { nil: undefined }),
    clock: fc.array(fc.constantFrom(0, 1_000, 9_999, LATE, 25_000), { minLength: 1, maxLength: 6 }),
  });

  test('one message is stored, and everybody who heard of it heard the same', async () => {
    await fc.assert(fc.asyncProperty(fc.scheduler(), fc.array(sender, { minLength: 2, maxLength: 4 }), async (scheduler, senders) => {
      const draft = await draftIn(newRoom());
      const tries = senders.map(({ dies, clock }) => {
        const fate = dies ? killedAt(dies.write, dies.death) : async (send: () => Promise<unknown>) => send();
        const props = world.through((send) => scheduler.schedule(Promise.resolve()).then(() => fate(send)));
        return messages({ ...props, now: ticking(clock) }).store(draft);
      });
      const acks = heard(await scheduler.waitFor(Promise.allSettled(tries)));
      const { message, duplicate } = await messages().store(draft);
      expect(await stored(draft.room)).toEqual([expect.objectContaining({ ...message })]);
      expect(acks.map((ack) => ack.message)).toEqual(acks.map(() => message));
      expect([...acks, { duplicate }].filter((ack) => !ack.duplicate).length).toBeLessThanOrEqual(1);
    }), { numRuns: 60 });
  }, 120_000);

  /** Back and forth, and then it stands still. */
  function ticking(clock: readonly number[]): () => number {
    const left = [...clock];
    return () => world.time + (left.length > 1 ? left.shift() ?? 0 : clock.at(-1) ?? 0);
  }

  /** Those who did not die. Nobody may fail of anything else. */
  function heard(tries: readonly PromiseSettledResult<Stored>[]): readonly Stored[] {
    return tries.flatMap((each) => {
      if (each.status === 'fulfilled') return [each.value];
      expect(each.reason).toBeInstanceOf(Killed);
      return [];
    });
  }
});

/** Holds the command of this number until it is released. */
function heldAt(number: number) {
  let [count, release, arrive] = [0, () => {}, () => {}];
  const there = new Promise<void>((resolve) => { arrive = resolve; });
  const gate = new Promise<void>((resolve) => { release = resolve; });
  const hands = async (send: () => Promise<unknown>): Promise<unknown> => {
    count += 1;
    if (count - 1 === number) { arrive(); await gate; }
    return send();
  };
  return { hands, there, release: () => release() };
}

async function inParallel<T>(width: number, jobs: readonly (() => Promise<T>)[]): Promise<readonly T[]> {
  const [left, results] = [[...jobs], [] as T[]];
  await Promise.all(Array.from({ length: width }, async () => {
    for (let job = left.shift(); job; job = left.shift()) results.push(await job());
  }));
  return results;
}
