import fc from 'fast-check';
import { ChatMessage } from '../../web/model/messages';
import { newRoom, RoomEvent, roomAfter, RoomState, typists, TYPING_MS, unreadOf } from '../../web/model/room';

const message = (seq: number, more: Partial<ChatMessage> = {}): ChatMessage => ({ seq, id: `id-${seq}`, from: 'ben', cid: `c${seq}`, ts: seq, body: `body ${seq}`, ...more });
const after = (...events: RoomEvent[]): RoomState => events.reduce(roomAfter, newRoom('lunch'));
const messages = (...items: ChatMessage[]): RoomEvent => ({ type: 'messages', items });
const OPENED: RoomEvent = { type: 'opened', head: 3, lastRead: 1, role: 'member' };
const DRAFT = { cid: 'mine', body: 'hi', at: 5 };
const seqs = ({ messages: all }: RoomState) => all.map(({ seq }) => seq);

describe('messages', () => {
  test('are in order and there once, in whichever order and how often they come', () => {
    fc.assert(fc.property(fc.array(fc.integer({ min: 1, max: 30 })), (arrivals) => {
      const state = after(...arrivals.map((seq) => messages(message(seq))));
      expect(seqs(state)).toEqual([...new Set(arrivals)].sort((one, other) => one - other));
    }));
  });

  test('of an earlier page stand before those that are there', () => {
    expect(seqs(after(messages(message(8), message(9)), messages(message(3), message(4))))).toEqual([3, 4, 8, 9]);
  });

  test('that were taken away stay so, whatever copy of them comes later', () => {
    const state = after(messages(message(1)), { type: 'redacted', seq: 1 }, messages(message(1)));
    expect(state.messages).toMatchObject([{ seq: 1, body: '', redacted: true }]);
  });

  test('that moderation has changed are shown as they were stored', () => {
    expect(after(messages(message(1)), messages(message(1, { body: '***' }))).messages).toMatchObject([{ body: '***' }]);
  });
});

describe('a message of mine', () => {
  const STORED: RoomEvent = { type: 'stored', cid: 'mine', message: message(4, { cid: 'mine', from: 'ada' }) };

  test('is on its way until it is stored, and then there once, though it also arrives', () => {
    const sending = after({ type: 'sending', message: DRAFT });
    expect(sending.outgoing).toEqual([DRAFT]);
    const state = [STORED, messages(message(4, { cid: 'mine', from: 'ada' }))].reduce(roomAfter, sending);
    expect([seqs(state), state.outgoing]).toEqual([[4], []]);
  });

  test('that arrives before the answer to it is there once, too', () => {
    const state = after({ type: 'sending', message: DRAFT }, messages(message(4, { cid: 'mine', from: 'ada' })), STORED);
    expect([seqs(state), state.outgoing]).toEqual([[4], []]);
  });

  test('that could not be sent stays with the reason, until it is tried again or discarded', () => {
    const failed = after({ type: 'sending', message: DRAFT }, { type: 'failed', cid: 'mine', code: 'rate' });
    expect(failed.outgoing).toEqual([{ ...DRAFT, failed: 'rate' }]);
    expect(roomAfter(failed, { type: 'sending', message: DRAFT }).outgoing).toEqual([DRAFT]);
    expect(roomAfter(failed, { type: 'discarded', cid: 'mine' }).outgoing).toEqual([]);
  });

  test('that is given up and arrives all the same was sent', () => {
    const state = after({ type: 'sending', message: DRAFT }, { type: 'failed', cid: 'mine', code: 'timeout' }, messages(message(9, { cid: 'mine', from: 'ada' })));
    expect([seqs(state), state.outgoing]).toEqual([[9], []]);
  });
});

describe('reading', () => {
  test('what came after the last read is unread', () => {
    expect(unreadOf(after(OPENED))).toBe(2);
    expect(unreadOf(after(OPENED, messages(message(4))))).toBe(3);
  });

  test('marks never go back', () => {
    const state = after(OPENED, { type: 'read', user: 'ada', seq: 3, mine: true }, { type: 'read', user: 'ada', seq: 2, mine: true },
      { type: 'read', user: 'ben', seq: 3, mine: false }, { type: 'read', user: 'ben', seq: 1, mine: false }, OPENED);
    expect([state.lastRead, state.reads.get('ben'), unreadOf(state)]).toEqual([3, 3, 0]);
  });

  test('the line "New" stays where it was when the room was looked at', () => {
    const state = after(OPENED, { type: 'looked-at' }, { type: 'read', user: 'ada', seq: 3, mine: true });
    expect(state.newAfter).toBe(1);
    expect(roomAfter(state, { type: 'looked-at' }).newAfter).toBeUndefined();
  });
});

describe('typing', () => {
  const TYPES: RoomEvent = { type: 'typing', user: 'ben', now: 1_000 };

  test('is believed for a while, and never of oneself', () => {
    const state = after(TYPES, { type: 'typing', user: 'ada', now: 1_000 });
    expect(typists(state, 'ada', 1_000)).toEqual(['ben']);
    expect(typists(state, 'ada', 1_000 + TYPING_MS)).toEqual([]);
  });

  test('ends when something is said', () => {
    expect(typists(after(TYPES, messages(message(1))), 'ada', 1_001)).toEqual([]);
  });

  test('does not end when something old comes', () => {
    expect(typists(after(messages(message(7, { from: 'cy' })), TYPES, messages(message(2))), 'ada', 1_001)).toEqual(['ben']);
  });
});

test('a room one was taken out of is closed, and open again when one is back', () => {
  const closed = after(OPENED, { type: 'closed', reason: 'removed' });
  expect([closed.phase, closed.closedFor]).toEqual(['closed', 'removed']);
  expect(unreadOf(closed)).toBe(0);
  expect(roomAfter(closed, OPENED)).toMatchObject({ phase: 'open', closedFor: undefined, role: 'member' });
});
