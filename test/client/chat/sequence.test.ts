import { message, seqs } from './support/messages';
import { REORDER_MS, Sequence, VOID_MS } from '../../../client/chat/sequence';

const NOW = 1_000_000;

/** A sequence whose owner has everything up to 4. */
function after4(): Sequence {
  const sequence = new Sequence();
  sequence.beginAfter(4, NOW);
  return sequence;
}

const fresh = (seq: number) => message(seq, { ts: NOW });

describe('order', () => {
  test('what comes in order is shown at once', () => {
    const sequence = after4();
    expect(seqs(sequence.live([fresh(5)], NOW).messages)).toEqual([5]);
    expect(seqs(sequence.live([fresh(6), fresh(7)], NOW).messages)).toEqual([6, 7]);
    expect(sequence.last).toBe(7);
  });

  test('what comes too early waits for what is missing', () => {
    const sequence = after4();
    expect(seqs(sequence.live([fresh(7)], NOW).messages)).toEqual([]);
    expect(seqs(sequence.live([fresh(6)], NOW).messages)).toEqual([]);
    expect(seqs(sequence.live([fresh(5)], NOW).messages)).toEqual([5, 6, 7]);
  });

  test('what comes twice is shown once, before and after its turn', () => {
    const sequence = after4();
    sequence.live([fresh(6), fresh(6)], NOW);
    expect(seqs(sequence.live([fresh(5)], NOW).messages)).toEqual([5, 6]);
    expect(seqs(sequence.live([fresh(5), fresh(6)], NOW).messages)).toEqual([]);
  });

  test('a message that was stored under two numbers is shown once', () => {
    const sequence = after4();
    sequence.live([fresh(5)], NOW);
    expect(seqs(sequence.live([{ ...fresh(6), cid: 'cid-5' }, { ...fresh(7), cid: 'cid-5', from: 'bob' }], NOW).messages)).toEqual([7]);
  });

  test('nothing is shown before it is known where to begin', () => {
    const sequence = new Sequence();
    expect(seqs(sequence.live([fresh(6), fresh(5)], NOW).messages)).toEqual([]);
    expect(sequence.dueAt()).toBeUndefined();
    expect(seqs(sequence.beginAfter(4, NOW).messages)).toEqual([5, 6]);
  });
});

describe('gaps', () => {
  test('the history is asked once a gap has lasted', () => {
    const sequence = after4();
    expect(sequence.dueAt()).toBeUndefined();
    sequence.live([fresh(6)], NOW);
    expect(sequence.dueAt()).toBe(NOW + REORDER_MS);
    expect(sequence.ask(NOW + REORDER_MS)).toBe(4);
  });

  test('the answer fills the gap', () => {
    const sequence = after4();
    sequence.live([fresh(7)], NOW);
    const { messages } = sequence.page({ after: 4, items: [fresh(5), fresh(6), fresh(7)], askedAt: NOW + REORDER_MS }, NOW + REORDER_MS);
    expect(seqs(messages)).toEqual([5, 6, 7]);
    expect(sequence.dueAt()).toBeUndefined();
  });

  test('what is still missing is asked for again, less and less often, and at the end once more', () => {
    const sequence = after4();
    sequence.live([fresh(6)], NOW);
    const asked = [];
    for (let due = sequence.dueAt(); due !== undefined && asked.length < 20; due = sequence.dueAt()) {
      asked.push(due - NOW);
      sequence.ask(due);
      sequence.page({ after: 4, items: [fresh(6)], askedAt: due }, due);
    }
    expect(asked).toEqual([1_500, 3_000, 6_000, 12_000, 24_000, 30_000]);
    expect(sequence.last).toBe(6);
  });

  test('a gap is void only when the history was asked after its time: without an answer nobody gives up', () => {
    const sequence = after4();
    sequence.live([fresh(6)], NOW);
    const late = NOW + VOID_MS + 1;
    expect(seqs(sequence.live([fresh(7)], late).messages)).toEqual([]);
    expect(seqs(sequence.page({ after: 4, items: [fresh(6), fresh(7)], askedAt: NOW + VOID_MS - 1 }, late).messages)).toEqual([]);
    expect(seqs(sequence.page({ after: 4, items: [fresh(6), fresh(7)], askedAt: late }, late).messages)).toEqual([6, 7]);
  });

  test('a gap before an old message is void at once: its number was given out before', () => {
    const sequence = after4();
    const items = [message(6, { ts: NOW - VOID_MS }), message(9, { ts: NOW - 1_000 })];
    expect(seqs(sequence.page({ after: 4, items, askedAt: NOW }, NOW).messages)).toEqual([6]);
    expect(sequence.dueAt()).toBe(NOW + REORDER_MS);
  });

  test('a page says nothing of what is behind it, nor before it', () => {
    const sequence = after4();
    sequence.live([fresh(9)], NOW);
    const late = NOW + VOID_MS;
    expect(seqs(sequence.page({ after: 4, items: [fresh(5)], next: 5, askedAt: late }, late).messages)).toEqual([5]);
    expect(seqs(sequence.page({ after: 6, items: [fresh(9)], askedAt: late }, late).messages)).toEqual([]);
    expect(seqs(sequence.page({ after: 5, items: [fresh(9)], askedAt: late }, late).messages)).toEqual([9]);
  });

  test('a page that goes on is asked on at once', () => {
    const sequence = after4();
    sequence.page({ after: 4, items: [fresh(5), fresh(6)], next: 6, askedAt: NOW }, NOW);
    expect(sequence.dueAt()).toBe(-Infinity);
    expect(sequence.ask(NOW)).toBe(6);
    expect(sequence.dueAt()).toBeUndefined();
  });
});

describe('the beginning', () => {
  test('begun with what comes, what was there before is not shown', () => {
    const sequence = new Sequence();
    sequence.live([message(3, { ts: NOW - 500 }), fresh(11)], NOW);
    expect(seqs(sequence.beginAt(10, NOW - 100).messages)).toEqual([11]);
    expect(seqs(sequence.live([message(10, { ts: NOW - 200 })], NOW).messages)).toEqual([]);
  });

  test('a message that was being stored while the room was joined is shown: no history that was asked before had it', () => {
    const sequence = new Sequence();
    sequence.beginAt(10, NOW);
    expect(seqs(sequence.live([message(9, { ts: NOW + 5 })], NOW).messages)).toEqual([9]);
    expect(seqs(sequence.live([message(9, { ts: NOW + 5 }), message(8, { ts: NOW + 5 })], NOW).messages)).toEqual([]);
    expect(seqs(sequence.live([message(11, { ts: NOW + 9 }), message(10, { ts: NOW + 9 })], NOW).messages)).toEqual([10, 11]);
    expect(seqs(sequence.live([message(10, { ts: NOW + 9 })], NOW).messages)).toEqual([]);
  });
});

describe('redaction', () => {
  test('of a message that was shown is told, once', () => {
    const sequence = after4();
    sequence.live([fresh(5)], NOW);
    expect(sequence.redact(5)).toEqual({ messages: [], redacted: [5] });
    expect(sequence.redact(5)).toEqual({ messages: [], redacted: [] });
    expect(sequence.live([{ ...fresh(5), body: '', redacted: true }], NOW).redacted).toEqual([]);
  });

  test('of a message that is still to come takes its body away before anybody sees it', () => {
    const sequence = after4();
    expect(sequence.redact(5)).toEqual({ messages: [], redacted: [] });
    expect(sequence.live([fresh(5)], NOW).messages).toEqual([{ ...fresh(5), body: '', redacted: true }]);
  });

  test('of a message that waits for its turn does too, and a late copy does not bring the body back', () => {
    const sequence = after4();
    sequence.live([fresh(6)], NOW);
    sequence.redact(6);
    sequence.live([fresh(6)], NOW);
    expect(sequence.live([fresh(5)], NOW).messages).toEqual([fresh(5), { ...fresh(6), body: '', redacted: true }]);
  });

  test('can come as the message itself without its body', () => {
    const sequence = after4();
    sequence.live([fresh(5)], NOW);
    expect(sequence.live([{ ...fresh(5), body: '', redacted: true }], NOW).redacted).toEqual([5]);
  });
});
