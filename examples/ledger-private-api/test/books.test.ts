import fc from 'fast-check';
import { MemoryJournal } from './support/memory-journal';
import { ATTEMPTS, balanceOf, Books, post } from '../handlers/ledger/books';
import { Entry, Journal, Posting } from '../handlers/ledger/journal';

const NOW = new Date('2026-11-21T08:00:00.000Z');

function booksOn(journal: Journal, pause: Books['pause'] = async () => undefined): Books {
  return { journal, clock: () => NOW, pause };
}

function posting(idempotencyKey: string, amount = 100): Posting {
  return { account: 'cash', idempotencyKey, postedBy: 'billing', amount, currency: 'EUR', memo: `for ${idempotencyKey}` };
}

/** Lets a test decide in which order the questions to the journal are answered. */
function scheduled(journal: Journal, scheduler: fc.Scheduler): Journal {
  const { last, find, append, page } = journal;
  return {
    last: scheduler.scheduleFunction(last.bind(journal)),
    find: scheduler.scheduleFunction(find.bind(journal)),
    append: scheduler.scheduleFunction(append.bind(journal)),
    page: scheduler.scheduleFunction(page.bind(journal)),
  };
}

const AMOUNTS = { 'key-a': 1, 'key-b': -20, 'key-c': 300, 'key-d': -4000 };

/** Up to as many as may get in each other's way, some of them repeating each other. */
const keys = fc.array(fc.constantFrom<keyof typeof AMOUNTS>('key-a', 'key-b', 'key-c', 'key-d'), { minLength: 1, maxLength: ATTEMPTS });

test('in whatever order things happen, every key is posted once, without a gap, and the balance is the sum', async () => {
  await fc.assert(fc.asyncProperty(fc.scheduler(), keys, async (scheduler, sent) => {
    const journal = new MemoryJournal();
    const books = booksOn(scheduled(journal, scheduler));
    const answers = Promise.all(sent.map(async (key) => post(books, posting(key, AMOUNTS[key]))));
    await scheduler.waitFor(answers);

    const unique = [...new Set(sent)];
    expect(journal.entries.map(({ idempotencyKey }) => idempotencyKey).sort()).toEqual(unique.sort());
    expect(journal.entries.map(({ sequence }) => sequence)).toEqual(unique.map((_key, index) => index + 1));
    expect(journal.entries.map(({ balance }) => balance)).toEqual(runningTotals(journal.entries));
    (await answers).forEach((answer, index) => expect(answer.idempotencyKey).toBe(sent[index]));
  }), { numRuns: 300 });
});

test('whoever never gets a place gives up, and says that it can be sent again', async () => {
  const journal = new MemoryJournal();
  journal.append = async () => false;
  const pauses: number[] = [];
  const trying = post(booksOn(journal, async (attempt) => { pauses.push(attempt); }), posting('key-1'));
  await expect(trying).rejects.toMatchObject({ status: 409, code: 'ACCOUNT_BUSY' });
  expect(pauses).toEqual([1, 2, 3, 4, 5, 6, 7]);
});

test('an entry that was written although its answer got lost is not written again', async () => {
  const journal = new MemoryJournal();
  const written = journal.append.bind(journal);
  journal.append = async (entry) => {
    await written(entry);
    return false; // as a second attempt of the SDK would be told
  };
  expect(await post(booksOn(journal), posting('key-1'))).toMatchObject({ sequence: 1, balance: 100 });
  expect(journal.entries).toHaveLength(1);
});

test('a balance too large to be exact is refused, and nothing is written', async () => {
  const journal = new MemoryJournal();
  await journal.append({ ...posting('key-1'), sequence: 1, balance: Number.MAX_SAFE_INTEGER - 50, postedAt: NOW.toISOString() });
  await expect(post(booksOn(journal), posting('key-2'))).rejects.toMatchObject({ status: 422, code: 'BALANCE_OUT_OF_RANGE' });
  expect(await balanceOf(journal, 'cash')).toMatchObject({ entries: 1, balance: Number.MAX_SAFE_INTEGER - 50 });
});

function runningTotals(entries: Entry[]): number[] {
  let total = 0;
  return entries.map(({ amount }) => total += amount);
}
