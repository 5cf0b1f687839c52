import { createHash } from 'node:crypto';
import { ticketsHandler } from '../../../runtime/tickets/handler';
import { CapturedLog } from '../shared/captured-log';
import { TICKETS, TicketsTable } from '../shared/tickets-table';

const NOW = 1_900_000_000_000;
const SECONDS = NOW / 1000;

const environment = { ...process.env };
let table: TicketsTable;
let log: CapturedLog;

beforeAll(async () => {
  table = await TicketsTable.start();
});

afterAll(() => table.stop());

beforeEach(() => {
  Object.assign(process.env, {
    AWS_ENDPOINT_URL_DYNAMODB: table.url, AWS_REGION: 'eu-west-1', AWS_ACCESS_KEY_ID: 'AKIDEXAMPLE', AWS_SECRET_ACCESS_KEY: 'key',
  });
  log = new CapturedLog();
});

afterEach(() => {
  jest.restoreAllMocks();
  process.env = { ...environment };
});

const VARIABLES = { TICKET_TABLE: TICKETS, TICKET_LIFETIME: '30', TICKET_USER_CLAIM: 'sub' };

function asking(authorizer?: object | null, { variables = {}, identity }: { variables?: Record<string, string>; identity?: object } = {}) {
  return ticketsHandler({ ...VARIABLES, ...variables }, () => NOW)({ requestContext: { requestId: 'r', authorizer: authorizer as Record<string, unknown>, identity } });
}

/** What the table has about the ticket of an answer. */
async function stored(answer: { body: string }) {
  const { ticket } = JSON.parse(answer.body) as { ticket: string };
  const pk = `TICKET#${createHash('sha256').update(ticket).digest('hex')}`;
  return (await table.items()).find((item) => item.pk.S === pk);
}

const claims = { sub: 'ann', email: 'ann@shop.example', exp: SECONDS + 900 };

describe('a caller that API Gateway vouches for', () => {
  test('gets a ticket, which nobody on the way may keep', async () => {
    const answer = await asking({ jwt: { claims, scopes: null } });
    expect(answer).toEqual({
      statusCode: 200,
      headers: { 'content-type': 'application/json', 'cache-control': 'no-store' },
      body: expect.stringMatching(/^\{"ticket":"[\w-]{22}","expiresIn":30\}$/),
    });
    expect(log.lines()).toEqual([{ level: 'info', message: 'given', request: 'r' }]);
  });

  test('is written down with its ticket: a digest, and no more than what was asked for', async () => {
    const answer = await asking({ jwt: { claims } }, { variables: { TICKET_CLAIMS: 'email\ncognito:groups' } });
    expect(await stored(answer)).toEqual({
      pk: { S: expect.stringMatching(/^TICKET#[0-9a-f]{64}$/) },
      user: { S: 'ann' },
      claims: { S: '{"email":"ann@shop.example"}' },
      expiresAt: { N: String(SECONDS + 900) },
      exp: { N: String(SECONDS + 30) },
      ttl: { N: String(SECONDS + 30) },
    });
    expect(log.text).not.toContain(JSON.parse(answer.body).ticket);
  });

  const arn = 'arn:aws:sts::111122223333:assumed-role/App/session';
  test.each<[string, object | undefined, object | undefined, string]>([
    ['an HTTP API with JWT, payload format 2.0', { jwt: { claims } }, undefined, 'ann'],
    ['an HTTP API with JWT, payload format 1.0', { claims, scopes: null }, undefined, 'ann'],
    ['a REST API with Cognito', { claims }, { userArn: null, cognitoIdentityId: null }, 'ann'],
    ['an HTTP API behind CloudFront', { lambda: { claims, scopes: [] } }, undefined, 'ann'],
    ['an HTTP API with a function that answers yes or no', { lambda: { sub: 'ann', tenant: '1' } }, undefined, 'ann'],
    ['an HTTP API with a function that answers with a policy', { principalId: 'ann', lambda: { tenant: '1' } }, undefined, 'ann'],
    ['the same without a context', { principalId: 'ann', lambda: null }, undefined, 'ann'],
    ['a REST API with a function', { principalId: 'ann', integrationLatency: 3 }, { userArn: null }, 'ann'],
    ['a REST API with a function that names a subject', { principalId: 'user', sub: 'ann' }, undefined, 'ann'],
    ['an HTTP API with IAM', { iam: { userArn: arn, accountId: '111122223333', cognitoIdentity: null } }, undefined, arn],
    ['an HTTP API with an identity pool', { iam: { userArn: arn, cognitoIdentity: { identityId: 'eu-west-1:1', amr: [] } } }, undefined, 'eu-west-1:1'],
    ['a REST API with IAM', undefined, { userArn: arn, cognitoIdentityId: null }, arn],
    ['a REST API with an identity pool', undefined, { userArn: arn, cognitoIdentityId: 'eu-west-1:1' }, 'eu-west-1:1'],
  ])('is found behind %s', async (_, authorizer, identity, user) => {
    expect((await stored(await asking(authorizer, { identity })))?.user).toEqual({ S: user });
  });

  test.each<[string, object, string]>([
    ['username', { sub: 'x', username: 'ann' }, 'ann'],
    ['id', { sub: 'x', id: 4711 }, '4711'],
  ])('is known by the claim %s', async (userClaim, given, user) => {
    expect((await stored(await asking({ jwt: { claims: given } }, { variables: { TICKET_USER_CLAIM: userClaim } })))?.user).toEqual({ S: user });
  });

  test.each<[string, unknown, number]>([
    ['a number', SECONDS + 60, SECONDS + 60],
    ['a number with a fraction', SECONDS + 60.7, SECONDS + 60],
    ['digits, as HTTP APIs write it', String(SECONDS + 60), SECONDS + 60],
    ['digits with an exponent, as HTTP APIs write it at times', '1.90000006E9', SECONDS + 60],
    ['a date, as REST APIs write it', 'Sun Mar 17 17:47:40 UTC 2030', SECONDS + 60],
    ['not said, as with IAM', undefined, 0],
  ])('has an end that is %s', async (_, exp, expiresAt) => {
    expect((await stored(await asking({ jwt: { claims: { sub: 'ann', exp } } })))?.expiresAt).toEqual({ N: String(expiresAt) });
  });

  test('has a ticket for the whole of its lifetime, also when the clock stands between two seconds', async () => {
    const answer = await ticketsHandler(VARIABLES, () => NOW + 1)({ requestContext: { authorizer: { jwt: { claims } } } });
    expect((await stored(answer))?.exp).toEqual({ N: String(SECONDS + 31) });
  });
});

test('no two tickets are the same', async () => {
  const answers = await Promise.all(Array.from({ length: 100 }, () => asking({ jwt: { claims } })));
  expect(new Set(answers.map(({ body }) => JSON.parse(body).ticket)).size).toBe(100);
});

describe('a caller that nobody vouches for gets 401 and no ticket', () => {
  test.each<[string, { authorizer?: object | null; identity?: object }]>([
    ['without an authorizer', {}],
    ['without an authorizer, payload format 1.0', { authorizer: null, identity: { userArn: null, cognitoIdentityId: null, sourceIp: '192.0.2.1' } }],
    ['whose authorizer said nothing', { authorizer: {} }],
    ['whose token has no claims', { authorizer: { jwt: { claims: {} } } }],
    ['whose token has no claims and something beside them', { authorizer: { jwt: { scopes: ['chat'] }, principalId: 'ann' } }],
    ['that came through CloudFront where anybody may call', { authorizer: { lambda: null } }],
    ['whose function said nothing', { authorizer: { lambda: {} } }],
    ['without the claim that says who it is', { authorizer: { jwt: { claims: { email: 'ann@shop.example' } } } }],
    ['with an empty one', { authorizer: { jwt: { claims: { sub: '' } } } }],
    ['with one that is no text', { authorizer: { lambda: { sub: { name: 'ann' } } } }],
    ['with an identity and no ARN', { identity: { cognitoIdentityId: 'eu-west-1:1' } }],
    ['whose token has ended while the answer of the authorizer was kept', { authorizer: { jwt: { claims: { sub: 'ann', exp: SECONDS } } } }],
  ])('%s', async (_, { authorizer, identity }) => {
    const before = (await table.items()).length;
    const answer = await asking(authorizer, { identity });
    expect(answer).toEqual({ statusCode: 401, headers: expect.objectContaining({ 'cache-control': 'no-store' }), body: '{"message":"Unauthorized"}' });
    expect(await table.items()).toHaveLength(before);
    expect(log.lines()).toEqual([{ level: 'info', message: 'refused', request: 'r' }]);
  });

  test('with nothing at all', async () => {
    expect(await ticketsHandler(VARIABLES, () => NOW)({})).toMatchObject({ statusCode: 401 });
  });

  test('whatever it sends itself', async () => {
    const event = { headers: { authorization: 'Bearer x' }, body: JSON.stringify({ sub: 'ann' }), claims, requestContext: {} };
    expect(await ticketsHandler(VARIABLES, () => NOW)(event)).toMatchObject({ statusCode: 401 });
  });
});

describe('a failure gives nothing', () => {
  test.each(['soon', '', 'Invalid Date', {}, null, -1])('when the caller\'s end is %j, which nobody can read', async (exp) => {
    await expect(asking({ jwt: { claims: { sub: 'ann', exp } } })).rejects.toThrow(/^no ticket could be given$/);
    expect(log.lines()).toEqual([{ level: 'error', message: 'no ticket could be given', request: 'r', error: expect.stringContaining('expiry') }]);
  });

  test('when the table is not there', async () => {
    await expect(asking({ jwt: { claims } }, { variables: { TICKET_TABLE: 'not-there' } })).rejects.toThrow(/^no ticket could be given$/);
    expect(log.lines()).toMatchObject([{ level: 'error' }]);
  });
});

test.each<[string, Record<string, string>]>([
  ['without a table', { TICKET_TABLE: '' }],
  ['without a lifetime', { TICKET_LIFETIME: '' }],
  ['with a lifetime that is none', { TICKET_LIFETIME: '0' }],
  ['with a lifetime that is no number', { TICKET_LIFETIME: 'thirty' }],
  ['that does not know by which claim callers are known', { TICKET_USER_CLAIM: '' }],
])('a function %s does not start', (_, variables) => {
  expect(() => ticketsHandler({ ...VARIABLES, ...variables }, () => NOW)).toThrow(TypeError);
});
