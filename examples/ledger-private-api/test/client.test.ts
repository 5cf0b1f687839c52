import { createServer, Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Gateway } from './support/gateway';
import { MemoryJournal } from './support/memory-journal';
import { LedgerClient } from '../client/ledger-client';
import { prove, Sight, TEST_ACCOUNT } from '../client/prove';
import { Caller } from '../client/signed-fetch';

const CALLER: Caller = { region: 'eu-west-1', accessKeyId: 'ASIAEXAMPLE', secretAccessKey: 'a secret', sessionToken: 'a session' };

let gateway: Gateway;
let keys: number;
beforeEach(async () => {
  gateway = await Gateway.start(new MemoryJournal(), CALLER, TEST_ACCOUNT);
  keys = 0;
});
afterEach(() => gateway.stop());

const newKey = () => `key-number-${keys++}`;
const proofOf = (caller: Caller, url = gateway.url) => prove({ ledger: new LedgerClient(url, caller), newKey });
const checksOf = (seen: readonly Sight[]) => seen.filter(({ passed }) => !passed).map(({ check }) => check);

test('the client signs as API Gateway expects, and what it tries comes out as it should', async () => {
  const { passed, seen } = await proofOf(CALLER);
  expect(checksOf(seen)).toEqual([]);
  expect([passed, seen.length]).toEqual([true, 8]);
  expect(gateway.problems).toEqual(['IAM says no to somebody-else', 'there is no signature']);
});

test('it leaves the account as it was, with the traces an immutable ledger keeps', async () => {
  await proofOf(CALLER);
  await proofOf(CALLER);
  const { body } = await new LedgerClient(gateway.url, CALLER).balance(TEST_ACCOUNT);
  expect(body).toMatchObject({ balance: 0, entries: 4 });
});

test('a token turns the page, signed with the rest of the query', async () => {
  await proofOf(CALLER);
  const client = new LedgerClient(gateway.url, CALLER);
  const { body: first } = await client.entries(TEST_ACCOUNT, 1) as { body: { nextToken: string } };
  expect(await client.entries(TEST_ACCOUNT, 1, first.nextToken)).toMatchObject({ status: 200, body: { entries: [{ sequence: 1 }] } });
});

test.each<[string, Partial<Caller>, string]>([
  ['with a secret of its own making', { secretAccessKey: 'a guess' }, 'it is of something else'],
  ['for another Region', { region: 'eu-west-2' }, 'the credential is ASIAEXAMPLE/'],
  ['as somebody else', { accessKeyId: 'ASIAOTHER' }, 'the credential is ASIAOTHER/'],
])('the local gateway is no pushover: a signature %s is refused', async (_name, other, problem) => {
  const { passed, seen } = await proofOf({ ...CALLER, ...other });
  expect([passed, seen[0]?.status]).toEqual([false, 403]);
  expect(gateway.problems[0]).toContain(problem);
});

test('long-term credentials, which have no session, sign too', async () => {
  const { passed } = await proofOf({ ...CALLER, sessionToken: undefined });
  expect(passed).toBe(true);
});

describe('without an answer', () => {
  let silent: Server;
  beforeAll(async () => {
    silent = createServer();
    await new Promise<void>((ready) => silent.listen(0, '127.0.0.1', ready));
  });
  afterAll(() => { silent.closeAllConnections(); silent.close(); });

  test('a name that cannot be resolved is seen', async () => {
    const { passed, seen } = await proofOf(CALLER, 'https://ledger.invalid/');
    expect(passed).toBe(false);
    expect(seen).toEqual([{ check: 'the ledger answers', passed: false, error: expect.stringMatching(/^(ENOTFOUND|EAI_AGAIN): /) }]);
  });

  test('nobody listening is seen', async () => {
    const gone = await Gateway.start(new MemoryJournal(), CALLER, TEST_ACCOUNT);
    const { url } = gone;
    await gone.stop();
    const { seen } = await proofOf(CALLER, url);
    expect(seen).toEqual([{ check: 'the ledger answers', passed: false, error: expect.stringContaining('ECONNREFUSED') }]);
  });

  test('silence, as a security group keeps it, is seen in time', async () => {
    const { seen } = await proofOf(CALLER, `http://127.0.0.1:${(silent.address() as AddressInfo).port}/`);
    expect(seen).toEqual([{ check: 'the ledger answers', passed: false, error: expect.stringContaining('TimeoutError') }]);
  });
});
