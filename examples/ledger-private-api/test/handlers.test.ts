import { Ask, BILLING, event } from './support/event';
import { MemoryJournal } from './support/memory-journal';
import { appendEntry } from '../handlers/append-entry';
import { getBalance } from '../handlers/get-balance';
import { handlerOf, Route } from '../handlers/http/route';
import { listEntries } from '../handlers/list-entries';

const KEY = { 'Idempotency-Key': '5c1a7c5e-6d0e-4d1c-9d53-0d6f3c1f7a11' };
const INVOICE = { amount: 125_000, currency: 'EUR', memo: 'invoice 4711' };

let journal: MemoryJournal;
beforeEach(() => { journal = new MemoryJournal(); });

/** Calls a route as Lambda would and reads the answer as a caller would. */
async function call(route: Route, key: string, ask: Ask = {}): Promise<{ status: number; body: Record<string, unknown> }> {
  const { statusCode, body } = await handlerOf(route, () => undefined)(event(key, { account: 'receivables', ...ask }));
  return { status: statusCode, body: JSON.parse(body) };
}

const clock = () => new Date('2026-11-21T08:00:00.000Z');
const append = (ask: Ask) => call(appendEntry({ journal, clock, pause: async () => undefined }), 'POST /accounts/{account}/entries', ask);
const list = (ask: Ask = {}) => call(listEntries(journal), 'GET /accounts/{account}/entries', ask);
const balance = (ask: Ask = {}) => call(getBalance(journal), 'GET /accounts/{account}/balance', ask);

async function appendMany(...amounts: number[]): Promise<void> {
  for (const [index, amount] of amounts.entries()) {
    await append({ headers: { 'Idempotency-Key': `key-number-${index}` }, body: { ...INVOICE, amount } });
  }
}

describe('an entry', () => {
  test('is written down with its place, the balance after it, and who sent it', async () => {
    expect(await append({ headers: KEY, body: INVOICE })).toEqual({
      status: 201,
      body: {
        account: 'receivables',
        sequence: 1,
        idempotencyKey: KEY['Idempotency-Key'],
        ...INVOICE,
        balance: 125_000,
        postedBy: BILLING,
        postedAt: '2026-11-21T08:00:00.000Z',
      },
    });
  });

  test('comes after the one before, whoever else has accounts', async () => {
    await appendMany(125_000, -25_000);
    await append({ account: 'payables', headers: KEY, body: INVOICE });
    const { body } = await append({ headers: KEY, body: { ...INVOICE, amount: -150_000 } });
    expect(body).toMatchObject({ sequence: 3, balance: -50_000 });
  });

  test('is written once, however often it is sent, also from another session', async () => {
    const first = await append({ headers: KEY, body: INVOICE });
    expect(await append({ headers: KEY, body: INVOICE, caller: `${BILLING}-2` })).toEqual(first);
    expect(journal.entries).toHaveLength(1);
  });

  test.each([{ amount: 1 }, { currency: 'USD' }, { memo: 'invoice 4712' }])('cannot be sent again with another %j', async (other) => {
    await append({ headers: KEY, body: INVOICE });
    const { status, body } = await append({ headers: KEY, body: { ...INVOICE, ...other } });
    expect([status, body.code]).toEqual([422, 'IDEMPOTENCY_KEY_REUSED']);
  });

  test('in another currency than its account is refused', async () => {
    await appendMany(1);
    const { status, body } = await append({ headers: KEY, body: { ...INVOICE, currency: 'USD' } });
    expect([status, body.code, body.message]).toEqual([422, 'OTHER_CURRENCY', 'this account is kept in EUR']);
  });

  test('over nothing is refused, and opens no account', async () => {
    const { status, body } = await append({ headers: KEY, body: { ...INVOICE, amount: 0 } });
    expect([status, body.code]).toEqual([422, 'NOTHING_TO_POST']);
    expect((await balance()).status).toBe(404);
  });

  test.each([null, ''])('of somebody IAM does not vouch for (%j) is refused although no gateway did', async (caller) => {
    const { status, body } = await append({ headers: KEY, body: INVOICE, caller });
    expect([status, body.code]).toEqual([401, 'UNAUTHORIZED']);
    expect(journal.entries).toEqual([]);
  });

  test('finds the key whatever the case of its header', async () => {
    expect((await append({ headers: { 'idempotency-key': 'lower-case' }, body: INVOICE })).status).toBe(201);
  });

  test.each<Record<string, string>>([{}, { 'Idempotency-Key': '' }, { 'Idempotency-Key': 'short' }, { 'Idempotency-Key': 'white space' }])(
    'without a usable key (%j) is refused', async (headers) => {
      const { status, body } = await append({ headers, body: INVOICE });
      expect([status, body.code]).toEqual([400, 'BAD_REQUEST_PARAMETERS']);
    });

  test.each([
    ['nothing', undefined],
    ['text', 'hello'],
    ['a list', []],
    ['no memo', { amount: 1, currency: 'EUR' }],
    ['more than an entry', { ...INVOICE, balance: 1_000_000 }],
    ['half a cent', { ...INVOICE, amount: 0.5 }],
    ['an amount in words', { ...INVOICE, amount: '100' }],
    ['too much', { ...INVOICE, amount: 1_000_000_000_001 }],
    ['too little', { ...INVOICE, amount: -1_000_000_000_001 }],
    ['no such currency', { ...INVOICE, currency: 'eur' }],
    ['an empty memo', { ...INVOICE, memo: '' }],
    ['a novel', { ...INVOICE, memo: 'a'.repeat(141) }],
  ])('made of %s is refused although no gateway checked it before', async (_name, body) => {
    const answer = await append({ headers: KEY, body });
    expect([answer.status, answer.body.code]).toEqual([400, 'BAD_REQUEST_BODY']);
    expect(journal.entries).toEqual([]);
  });
});

describe('an account', () => {
  test('has a balance, and tells how many entries that is the sum of', async () => {
    await appendMany(125_000, -25_000, 1);
    expect(await balance()).toEqual({
      status: 200, body: { account: 'receivables', currency: 'EUR', balance: 100_001, entries: 3, asOf: '2026-11-21T08:00:00.000Z' },
    });
  });

  test('is read page by page, newest first, with an opaque token', async () => {
    await appendMany(1, 2, 3);
    const { body: first } = await list({ query: { limit: '2' } });
    const { body: second } = await list({ query: { limit: '2', nextToken: String(first.nextToken) } });
    expect([first.entries, second.entries]).toMatchObject([[{ amount: 3 }, { amount: 2 }], [{ amount: 1 }]]);
    expect(second.nextToken).toBeUndefined();
  });

  test('ends with an empty page when the last one was full', async () => {
    await appendMany(1, 2);
    const { body: { nextToken } } = await list({ query: { limit: '2' } });
    expect(await list({ query: { nextToken: String(nextToken) } })).toEqual({ status: 200, body: { entries: [] } });
  });

  test.each([['list', list], ['balance', balance]])('to which nothing was posted is not found (%s)', async (_name, ask) => {
    const { status, body } = await ask();
    expect([status, body.code]).toEqual([404, 'ACCOUNT_NOT_FOUND']);
  });

  test.each(['', 'ab', 'Receivables', '../payables', '-x-', 'a'.repeat(65)])('cannot be called "%s"', async (account) => {
    for (const { status, body } of [await list({ account }), await balance({ account }), await append({ account, headers: KEY, body: INVOICE })]) {
      expect([status, body.code]).toEqual([404, 'ACCOUNT_NOT_FOUND']);
    }
  });

  test.each(['0', '101', '-1', '1.5', 'all', '1e1', ''])('has no page of the size "%s"', async (limit) => {
    const { status, body } = await list({ query: { limit } });
    expect([status, body.code]).toEqual([400, 'BAD_REQUEST_PARAMETERS']);
  });

  test.each(['', 'x', 'YmVmb3JlOg', 'YmVmb3JlOjA', 'YmVmb3JlOi0x', 'YmVmb3JlOjEuNQ'])('has no page after the token "%s", which it never gave out', async (nextToken) => {
    const { status, body } = await list({ query: { nextToken } });
    expect([status, body.code]).toEqual([400, 'BAD_REQUEST_PARAMETERS']);
  });
});
