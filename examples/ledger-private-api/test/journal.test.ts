import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { JOURNAL, LocalDynamo } from './support/local-dynamo';
import { MemoryJournal } from './support/memory-journal';
import { JournalTable } from '../handlers/dynamo/journal-table';
import { Entry, Journal } from '../handlers/ledger/journal';

/** The same laws for the table, over HTTP, and for the fake the other tests use. */
let local: LocalDynamo;
beforeAll(async () => { local = await LocalDynamo.start(); });
afterAll(() => local.stop());

describe.each([
  ['a journal in DynamoDB', () => new JournalTable(local.db, JOURNAL)],
  ['a journal in memory', () => new MemoryJournal()],
])('%s', (_name, open: () => Journal) => {
  let journal: Journal;
  beforeAll(async () => {
    journal = open();
    for (const sequence of [1, 2, 3, 10, 11]) await journal.append(entry('cash', sequence));
    await journal.append(entry('rent', 1));
  });

  test('knows the end of an account, by number and not by letter', async () => {
    expect(await journal.last('cash')).toEqual(entry('cash', 11));
  });

  test('knows no end of an account without entries', async () => {
    expect(await journal.last('nowhere')).toBeUndefined();
  });

  test('finds an entry by its key', async () => {
    expect(await journal.find('cash', 'key-3')).toEqual(entry('cash', 3));
  });

  test('finds no entry under another account', async () => {
    expect(await journal.find('rent', 'key-3')).toBeUndefined();
  });

  test('writes nothing where there is an entry already', async () => {
    expect(await journal.append({ ...entry('cash', 3), amount: 999, idempotencyKey: 'another' })).toBe(false);
    expect(await journal.find('cash', 'key-3')).toEqual(entry('cash', 3));
    expect(await journal.find('cash', 'another')).toBeUndefined();
  });

  test('gives a place to one of many who want it at the same time', async () => {
    const rivals = [1, 2, 3, 4, 5].map((amount) => ({ ...entry('race', 1), amount, idempotencyKey: `rival-${amount}` }));
    const won = await Promise.all(rivals.map(async (rival) => journal.append(rival)));
    expect(won.filter(Boolean)).toHaveLength(1);
  });

  test('lists an account newest first, every entry once over its pages', async () => {
    const { entries, next } = await journal.page('cash', { limit: 2 });
    const second = await journal.page('cash', { limit: 2, before: next });
    const third = await journal.page('cash', { limit: 2, before: second.next });
    expect([...entries, ...second.entries, ...third.entries].map(({ sequence }) => sequence)).toEqual([11, 10, 3, 2, 1]);
    expect(third.next).toBeUndefined();
  });

  test('shows one account only, wherever the page begins', async () => {
    const { entries } = await journal.page('rent', { limit: 10, before: 11 });
    expect(entries).toEqual([entry('rent', 1)]);
  });
});

test.each(['amount', 'balance'])('an entry whose %s is no whole number is never read', async (name) => {
  const broken = { ...entry('broken', 1), [name]: 0.5 };
  await local.db.send(new PutCommand({ TableName: JOURNAL, Item: broken }));
  await expect(new JournalTable(local.db, JOURNAL).last('broken')).rejects.toThrow(`${name} of entry 1 of broken is not a whole number`);
});

function entry(account: string, sequence: number): Entry {
  const postedAt = '2026-11-21T08:00:00.000Z';
  return { account, sequence, idempotencyKey: `key-${sequence}`, amount: 10, balance: sequence * 10, currency: 'EUR', memo: 'm', postedBy: 'p', postedAt };
}
