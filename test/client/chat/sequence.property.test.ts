import * as fc from 'fast-check';
import { message, seqs } from './support/messages';
import { type Page, Sequence, type Step, VOID_MS } from '../../../client/chat/sequence';
import type { ChatMessage } from '../../../runtime/chat/protocol/frames';

/** What happens to one number: when its message is stored (never, for some), and when copies of it arrive (or none). */
interface Fate { readonly storedAfter: number | undefined; readonly arrivals: readonly number[]; readonly redacted: boolean }

const PAGE = 4;
const GAP_MS = 400;
/** The server stores no message later than this after its number was given out. */
const LATEST_MS = 10_000;

const fate: fc.Arbitrary<Fate> = fc.record({
  storedAfter: fc.oneof(
    { arbitrary: fc.nat(50), weight: 6 }, { arbitrary: fc.nat(LATEST_MS), weight: 2 }, { arbitrary: fc.constant(undefined), weight: 1 },
  ),
  arrivals: fc.array(fc.nat(20_000), { maxLength: 3 }),
  redacted: fc.boolean(),
});

interface Happening { readonly at: number; readonly happen: (now: number) => Step }

/** A room as its table knows it. */
class Stored {
  static of(fates: readonly Fate[]): Stored {
    return new Stored(fates.flatMap(({ storedAfter }, index) =>
      storedAfter === undefined ? [] : [message(index + 1, { ts: index * GAP_MS + storedAfter })]));
  }

  constructor(readonly messages: readonly ChatMessage[]) {}

  page(after: number, now: number): Page {
    const found = this.messages.filter(({ seq, ts }) => seq > after && ts <= now);
    const items = found.slice(0, PAGE);
    return { after, items, askedAt: now, ...(found.length > PAGE && { next: items.at(-1)!.seq }) };
  }
}

/** Everything that comes by itself, in the order of its arrival. */
function arrivals(stored: Stored, fates: readonly Fate[], sequence: Sequence): Happening[] {
  const frames = stored.messages.flatMap((one): Happening[] => {
    const { arrivals: delays, redacted } = fates[one.seq - 1];
    const copies = delays.map((delay) => ({ at: one.ts + delay, happen: (now: number) => sequence.live([one], now) }));
    const takenAway = redacted ? [{ at: one.ts + (delays[0] ?? 0) / 2, happen: () => sequence.redact(one.seq) }] : [];
    return [...copies, ...takenAway];
  });
  return frames.sort((a, b) => a.at - b.at);
}

/** Play everything, asking the history whenever the sequence wants it; some of the answers get lost. */
function play(stored: Stored, sequence: Sequence, happenings: Happening[], lost: readonly boolean[]): Step[] {
  const steps: Step[] = [];
  const coming = [...happenings];
  for (let turns = 0; turns < 10_000; turns++) {
    const due = sequence.dueAt() ?? Infinity;
    const next = coming[0]?.at ?? Infinity;
    if (due === Infinity && next === Infinity) return steps;
    if (next <= due) steps.push(coming.shift()!.happen(next));
    else steps.push(...answer(stored, sequence, Math.max(due, last(coming, happenings)), lost[turns] ?? false));
  }
  return steps;
}

/** Time does not go back: the last thing that has happened. */
function last(coming: readonly Happening[], all: readonly Happening[]): number {
  return all[all.length - coming.length - 1]?.at ?? 0;
}

function answer(stored: Stored, sequence: Sequence, now: number, isLost: boolean): Step[] {
  const after = sequence.ask(now);
  return isLost ? [] : [sequence.page(stored.page(after, now), now)];
}

const fates = fc.array(fate, { minLength: 1, maxLength: 25 });
const lost = fc.array(fc.boolean(), { maxLength: 30 });

test('whatever is late, doubled, lost or out of order, every message is shown once and in order', () => {
  fc.assert(fc.property(fates, lost, (all, lostAnswers) => {
    const stored = Stored.of(all);
    const sequence = new Sequence();
    sequence.beginAfter(0, 0);
    // Something arrives at the end, long after everything was stored: else nobody could know that there is something.
    const end = message(all.length + 1, { ts: all.length * GAP_MS + 60_000 });
    const happenings = [...arrivals(stored, all, sequence), { at: end.ts, happen: (now: number) => sequence.live([end], now) }]
      .sort((a, b) => a.at - b.at);
    const steps = play(new Stored([...stored.messages, end]), sequence, happenings, lostAnswers);
    expect(seqs(steps.flatMap(({ messages }) => messages))).toEqual([...seqs(stored.messages), end.seq]);
  }), { numRuns: 500 });
});

test('whatever the order, a body that was taken away is not on the screen at the end', () => {
  fc.assert(fc.property(fates, (all) => {
    const stored = Stored.of(all);
    const sequence = new Sequence();
    sequence.beginAfter(0, 0);
    const screen = new Map<number, string>();
    for (const { messages, redacted } of play(stored, sequence, arrivals(stored, all, sequence), [])) {
      messages.forEach(({ seq, body }) => screen.set(seq, body));
      redacted.forEach((seq) => screen.set(seq, ''));
    }
    const wrong = [...screen].filter(([seq, body]) => (body === '') !== all[seq - 1].redacted);
    expect(wrong).toEqual([]);
  }), { numRuns: 300 });
});

test('joined again after a pause of any length, nothing is missing and nothing is doubled', () => {
  fc.assert(fc.property(fates, fc.nat(25), fc.nat(60_000), (all, seen, pause) => {
    const stored = Stored.of(all);
    const sequence = new Sequence();
    const shown = sequence.beginAfter(0, 0).messages.length;
    expect(shown).toBe(0);
    const before = seqs(sequence.page({ after: 0, items: stored.messages.slice(0, seen), askedAt: 1e9 }, 1e9).messages);
    const now = 1e9 + pause;
    const rest: number[] = seqs(sequence.page({ ...stored.page(sequence.last!, now) }, now).messages);
    for (let due = sequence.dueAt(); due !== undefined; due = sequence.dueAt()) {
      rest.push(...seqs(sequence.page(stored.page(sequence.ask(now + VOID_MS), now + VOID_MS), now + VOID_MS).messages));
    }
    expect([...before, ...rest]).toEqual(seqs(stored.messages));
  }));
});
