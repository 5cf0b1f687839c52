import { execFile } from 'node:child_process';
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { behindCloudFront, connecting, DENIED, forPages, ISSUER, KEY, PAGE, policy, SECRET } from './connect-world';
import { FakeWorld } from '../shared/fake-world';
import { TICKETS, TicketsTable } from '../shared/tickets-table';

const ASSETS = join(__dirname, '..', '..', '..', 'assets');

/** Calls a handler as Lambda would: in a process of its own, with nothing but the bundle. The last line is for us. */
const LAMBDA = `
  const [bundle, ...events] = process.argv.slice(1);
  const before = process.hrtime.bigint();
  const { handler } = require(bundle);
  const loadMs = Number(process.hrtime.bigint() - before) / 1e6;
  (async () => {
    const answers = [];
    for (const event of events) answers.push(await handler(JSON.parse(event)).catch((error) => error.message));
    console.log(JSON.stringify({ answers, loadMs }));
  })();
`;

let outside: FakeWorld;
let table: TicketsTable;

beforeEach(async () => {
  outside = await FakeWorld.start();
  table = await TicketsTable.start();
});

afterEach(async () => {
  await outside.stop();
  await table.stop();
});

interface Run {
  readonly answers: unknown[];
  readonly loadMs: number;
  readonly log: string;
}

async function run(asset: string, variables: Record<string, string>, events: object[]): Promise<Run> {
  const env = {
    AWS_ENDPOINT_URL_DYNAMODB: table.url,
    AWS_ENDPOINT_URL_SECRETS_MANAGER: outside.url,
    AWS_REGION: 'eu-west-1',
    AWS_ACCESS_KEY_ID: 'AKIDEXAMPLE',
    AWS_SECRET_ACCESS_KEY: 'key',
    ...variables,
  };
  const bundle = join(ASSETS, asset, 'index.js');
  const { stdout } = await promisify(execFile)(process.execPath, ['-e', LAMBDA, bundle, ...events.map((event) => JSON.stringify(event))], { env });
  const lines = stdout.trim().split('\n');
  return { ...JSON.parse(lines.pop() ?? ''), log: lines.join('\n') };
}

/** The functions as they are shipped. A bundle that grew has got something new inside: look what, before the number here is raised. */
test.each([
  ['connect', 400_000],
  ['tickets', 360_000],
  ['connect-echo', 2_000],
])('the bundle %s has less than %d bytes', (asset, most) => {
  expect(statSync(join(ASSETS, asset, 'index.js')).size).toBeLessThan(most);
});

test('a ticket is fetched from one function, lets its holder in past the other once, and neither writes it down', async () => {
  const given = await run('tickets', { TICKET_TABLE: TICKETS, TICKET_LIFETIME: '30', TICKET_USER_CLAIM: 'sub', TICKET_CLAIMS: 'email' }, [
    { requestContext: { requestId: 'r', authorizer: { jwt: { claims: { sub: 'ann', email: 'ann@shop.example' } } } } },
    { requestContext: { requestId: 's' } },
  ]);
  expect(given.answers).toMatchObject([{ statusCode: 200 }, { statusCode: 401 }]);
  const [{ body }] = given.answers as [{ body: string }];
  const { ticket } = JSON.parse(body) as { ticket: string };

  const headers = { 'Origin': PAGE, 'x-origin-verify': SECRET };
  const used = await run('connect', { CREDENTIAL: 'ticket', TICKET_TABLE: TICKETS, ...behindCloudFront, ...forPages }, [
    connecting({ ...headers, Origin: 'https://evil.example' }, { ticket }),
    connecting({ Origin: PAGE }, { ticket }),
    connecting(headers, { ticket }),
    connecting(headers, { ticket }),
    connecting(headers),
  ]);
  const context = { user: 'ann', claims: '{"email":"ann@shop.example"}', expiresAt: 0 };
  expect(used.answers).toEqual([DENIED, DENIED, { ...policy('Allow', 'ann'), context }, DENIED, 'Unauthorized']);
  expect(used.log.split('\n')).toHaveLength(5);
  expect(outside.violations).toEqual([]);
  for (const written of [given.log, used.log]) {
    for (const secret of [ticket, SECRET, 'ann', PAGE]) expect(written).not.toContain(secret);
  }
});

test('a token lets its bearer in, and is not written down', async () => {
  outside.keys = [KEY.jwk];
  outside.configuration = { issuer: ISSUER, jwks_uri: `${outside.url}/keys` };
  const exp = Math.floor(Date.now() / 1000) + 300;
  const variables = {
    CREDENTIAL: 'token', TOKEN_PLACE: 'subprotocol', TOKEN_NAME: 'bearer', TOKEN_AUDIENCES: 'shop', TOKEN_ISSUER: ISSUER, TOKEN_ISSUER_ENDPOINT: `${outside.url}/pool`,
  };
  const token = (end: number) => KEY.token({ iss: ISSUER, aud: 'shop', sub: 'ann', exp: end });
  const { answers, log } = await run('connect', variables, [
    connecting({ 'Sec-WebSocket-Protocol': `bearer, ${token(exp)}` }),
    connecting({ 'Sec-WebSocket-Protocol': `bearer, ${token(exp - 900)}` }),
  ]);
  expect(answers).toEqual([{ ...policy('Allow', 'ann'), context: expect.objectContaining({ user: 'ann', expiresAt: exp }) }, DENIED]);
  expect(log).not.toMatch(/eyJ|ann/);
});

test('the subprotocol is named', async () => {
  const { answers } = await run('connect-echo', { SUBPROTOCOL: 'bearer' }, [connecting({ 'Sec-WebSocket-Protocol': 'bearer, eyJ' })]);
  expect(answers).toEqual([{ statusCode: 200, headers: { 'Sec-WebSocket-Protocol': 'bearer' } }]);
});

test('every function is loaded well within the ten seconds Lambda gives it to start', async () => {
  const variables = { CREDENTIAL: 'ticket', TICKET_TABLE: TICKETS, TICKET_LIFETIME: '30', TICKET_USER_CLAIM: 'sub', SUBPROTOCOL: 'bearer' };
  for (const asset of ['connect', 'tickets', 'connect-echo']) expect((await run(asset, variables, [])).loadMs).toBeLessThan(2000);
});
