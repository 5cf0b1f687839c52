import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { APIGatewayProxyResult } from 'aws-lambda';
import { bundledFunction } from '../bundle';
import { Ask, event } from './support/event';
import { Gateway } from './support/gateway';
import { invoke } from './support/lambda-runtime';
import { JOURNAL, LocalDynamo } from './support/local-dynamo';
import { Proof, TEST_ACCOUNT } from '../client/prove';
import { JournalTable } from '../handlers/dynamo/journal-table';

/** What is deployed, run as it is: the bundled files, with the environment of the stack, on a DynamoDB that speaks HTTP. */
let local: LocalDynamo;
let environment: Record<string, string>;

const AS_LAMBDA = { AWS_REGION: 'eu-west-1', AWS_ACCESS_KEY_ID: 'local', AWS_SECRET_ACCESS_KEY: 'local' };

beforeAll(async () => {
  local = await LocalDynamo.start();
  environment = { ...AS_LAMBDA, JOURNAL_TABLE: JOURNAL, AWS_ENDPOINT_URL: local.endpoint };
});
afterAll(() => local.stop());

const fileOf = (name: string) => join(bundledFunction(name), 'index.js');

async function call(name: string, route: string, ask: Ask = {}): Promise<{ status: number; body: Record<string, unknown> }> {
  const { answer, log } = await invoke<APIGatewayProxyResult>(fileOf(name), event(route, { account: 'cash', ...ask }), environment);
  expect(JSON.parse(log)).toMatchObject({ route, status: answer.statusCode });
  return { status: answer.statusCode, body: JSON.parse(answer.body) };
}

test('a service posts and reads back, and each request leaves a line in the log', async () => {
  const body = { amount: 2420, currency: 'EUR', memo: 'two cups' };
  const posted = await call('append-entry', 'POST /accounts/{account}/entries', { headers: { 'Idempotency-Key': 'order-number-1' }, body });
  expect(posted).toMatchObject({ status: 201, body: { sequence: 1, balance: 2420 } });
  expect(await call('list-entries', 'GET /accounts/{account}/entries')).toEqual({ status: 200, body: { entries: [posted.body] } });
  expect(await call('get-balance', 'GET /accounts/{account}/balance')).toMatchObject({ status: 200, body: { balance: 2420, entries: 1 } });
});

test('the test client proves a ledger that works, over HTTP down to the table', async () => {
  const known = { region: 'eu-west-1', accessKeyId: 'local', secretAccessKey: 'local' };
  const gateway = await Gateway.start(new JournalTable(local.db, JOURNAL), known, TEST_ACCOUNT);
  const { answer } = await invoke<Proof>(fileOf('prove'), {}, { ...AS_LAMBDA, LEDGER_URL: gateway.url });
  await gateway.stop();
  expect(answer.seen.filter(({ passed }) => !passed)).toEqual([]);
  expect(answer.passed).toBe(true);
});

test.each([['append-entry', 'JOURNAL_TABLE'], ['prove', 'LEDGER_URL']])('%s without its %s does not start', async (name, variable) => {
  await expect(invoke(fileOf(name), {}, AS_LAMBDA)).rejects.toThrow(`${variable} is not set`);
});

test('the same sources give the same bytes', () => {
  const first = readFileSync(fileOf('append-entry'));
  jest.resetModules();
  const again = jest.requireActual<{ bundledFunction(name: string): string }>('../bundle').bundledFunction('append-entry');
  expect(readFileSync(join(again, 'index.js')).equals(first)).toBe(true);
});

test.each(['append-entry', 'prove'])('no path of the machine that bundled is in %s', (name) => {
  expect(readFileSync(fileOf(name), 'utf8')).not.toContain(join(__dirname, '..'));
});
