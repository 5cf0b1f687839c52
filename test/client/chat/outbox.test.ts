import * as fc from 'fast-check';
import { ACK_MS, Outbox } from '../../../client/chat/outbox';

const LINK = {};
const always = (): boolean => true;
const draft = (cid: string, room = 'r1') => ({ room, cid, body: cid, giveUpAt: 100_000 });

function filled(...cids: string[]): Outbox {
  const outbox = new Outbox(() => 0.5);
  cids.forEach((cid) => outbox.add(draft(cid)));
  return outbox;
}

const cids = (outbox: Outbox, now: number, link: object = LINK): string[] => outbox.take(link, always, now).map(({ cid }) => cid);

test('of one room one message is under way, so that they are stored in their order', () => {
  const outbox = filled('a', 'b');
  outbox.add(draft('c', 'r2'));
  expect(cids(outbox, 0)).toEqual(['a', 'c']);
  expect(cids(outbox, 0)).toEqual([]);
  expect(outbox.remove({ room: 'r1', cid: 'a' })).toBe(true);
  expect(cids(outbox, 0)).toEqual(['b']);
});

test('what is not acknowledged is sent again with the same cid, less and less often', () => {
  const outbox = filled('a');
  const times = [];
  for (let now: number | undefined = 0; now !== undefined && now < 100_000; now = outbox.dueAt(now)) {
    if (cids(outbox, now).length > 0) times.push(now);
  }
  expect(times).toEqual([0, ACK_MS, 3 * ACK_MS, 7 * ACK_MS]);
});

test('a refusal for now holds back what follows in the room', () => {
  const outbox = filled('a', 'b');
  cids(outbox, 0);
  outbox.postpone({ room: 'r1', cid: 'a' }, 700);
  expect(outbox.dueAt(0)).toBe(700);
  expect(cids(outbox, 699)).toEqual([]);
  expect(cids(outbox, 700)).toEqual(['a']);
});

test('what was sent over a lost connection is sent over the next', () => {
  const outbox = filled('a');
  cids(outbox, 0);
  outbox.lost({});
  expect(cids(outbox, 1)).toEqual([]);
  outbox.lost(LINK);
  expect(cids(outbox, 1, {})).toEqual(['a']);
});

test('rooms that are not ready wait without being due', () => {
  const outbox = filled('a');
  expect(outbox.take(LINK, () => false, 5)).toEqual([]);
  expect(outbox.dueAt(5)).toBe(100_000);
});

test('after a failure of nobody knows what, everything under way is tried again after a pause', () => {
  const outbox = filled('a', 'b');
  outbox.add(draft('c', 'r2'));
  outbox.take(LINK, (room) => room === 'r1', 0);
  outbox.doubt(0);
  expect(cids(outbox, 0)).toEqual(['c']);
  expect(cids(outbox, 2_000)).toEqual(['a']);
});

test('what is over time is taken out, and what follows goes', () => {
  const outbox = new Outbox(() => 0.5);
  outbox.add({ ...draft('a'), giveUpAt: 50 });
  outbox.add(draft('b'));
  cids(outbox, 0);
  expect(outbox.expired(49)).toEqual([]);
  expect(outbox.expired(50)).toMatchObject([{ cid: 'a' }]);
  expect(cids(outbox, 50)).toEqual(['b']);
});

test('a room can be cleared without the others', () => {
  const outbox = filled('a', 'b');
  outbox.add(draft('c', 'r2'));
  expect(outbox.clear('r1').map(({ cid }) => cid)).toEqual(['a', 'b']);
  expect(outbox.clear().map(({ cid }) => cid)).toEqual(['c']);
});

test('whatever is lost and refused, everything is sent until it is acknowledged, in order', () => {
  const events = fc.array(fc.constantFrom('ack', 'nack', 'lost', 'doubt', 'silence'), { maxLength: 60 });
  fc.assert(fc.property(fc.integer({ min: 1, max: 6 }), events, (count, happenings) => {
    const names = Array.from({ length: count }, (_, index) => `m${index}`);
    const outbox = new Outbox(() => 0.5);
    names.forEach((cid) => outbox.add({ ...draft(cid), giveUpAt: Infinity }));
    const acked: string[] = [];
    let now = 0;
    for (const happening of [...happenings, ...names.map(() => 'ack')]) {
      let [cid] = cids(outbox, now);
      for (; cid === undefined && acked.length < count; [cid] = cids(outbox, now)) now = outbox.dueAt(now)!;
      if (cid === undefined) break;
      if (happening === 'ack' && outbox.remove({ room: 'r1', cid })) acked.push(cid);
      if (happening === 'nack') outbox.postpone({ room: 'r1', cid }, now + 500);
      if (happening === 'lost') outbox.lost(LINK);
      if (happening === 'doubt') outbox.doubt(now);
    }
    expect(acked).toEqual(names);
  }));
});
