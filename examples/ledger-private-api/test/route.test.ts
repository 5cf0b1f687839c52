import { BILLING, event } from './support/event';
import { handlerOf, Route } from '../handlers/http/route';
import { Refusal } from '../handlers/ledger/refusal';

const REQUEST = event('POST /accounts/{account}/entries', {
  account: 'salaries', headers: { Authorization: 'AWS4-HMAC-SHA256 secret' }, query: { q: 'private' }, body: { memo: 'a raise' },
});

async function run(route: Route) {
  const lines: string[] = [];
  const answer = await handlerOf(route, (line) => lines.push(line))(REQUEST);
  return { answer, body: JSON.parse(answer.body), lines, entry: JSON.parse(lines[0] ?? '{}') };
}

const FAULT: Route = async () => { throw new TypeError('table is on fire'); };
const REFUSED: Route = async () => { throw new Refusal(422, 'OTHER_CURRENCY', 'this account is kept in EUR'); };
const FINE: Route = async () => ({ status: 200, body: { hello: 'world' } });

test('an answer is JSON', async () => {
  const { answer } = await run(FINE);
  expect(answer).toEqual({ statusCode: 200, headers: { 'Content-Type': 'application/json' }, body: '{"hello":"world"}' });
});

test('a refusal tells its code, its message and the request id', async () => {
  const { answer, body } = await run(REFUSED);
  expect(answer.statusCode).toBe(422);
  expect(body).toEqual({ code: 'OTHER_CURRENCY', message: 'this account is kept in EUR', requestId: 'request-1' });
});

test('a fault is a 500 that tells nothing of our insides', async () => {
  const { answer, body } = await run(FAULT);
  expect(answer.statusCode).toBe(500);
  expect(body.code).toBe('INTERNAL_ERROR');
  expect(answer.body).not.toContain('fire');
});

test.each([['INFO', 200, FINE], ['WARN', 422, REFUSED], ['ERROR', 500, FAULT]])(
  'a request leaves one line in the log, level %s for %d', async (level, status, route) => {
    const { lines, entry } = await run(route);
    expect(lines).toHaveLength(1);
    expect(lines[0]).not.toContain('\n');
    expect(entry).toMatchObject({ level, status, requestId: 'request-1', route: 'POST /accounts/{account}/entries', durationMs: expect.any(Number) });
  });

test('the log names a fault, so that it can be found', async () => {
  const { entry } = await run(FAULT);
  expect(entry).toMatchObject({ code: 'INTERNAL_ERROR', error: 'TypeError', message: 'table is on fire' });
});

test.each([['INFO', FINE], ['WARN', REFUSED], ['ERROR', FAULT]])('no account, body, query or signature is in the log (%s)', async (_level, route) => {
  const { lines } = await run(route);
  for (const secret of ['salaries', 'raise', 'private', 'AWS4', BILLING]) expect(lines[0]).not.toContain(secret);
});
