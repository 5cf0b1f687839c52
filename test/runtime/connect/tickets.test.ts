import { createHash } from 'node:crypto';
import { createServer } from 'node:http';
import { AddressInfo } from 'node:net';
import { connecting, ConnectWorld, DENIED, policy } from './connect-world';
import { CONNECT_ENVIRONMENT } from '../../../lib/security/connect/connect-contract';

let world: ConnectWorld;
let tickets: string[];

beforeEach(async () => {
  world = await ConnectWorld.start();
  tickets = [];
});

afterEach(async () => {
  await world.stop();
  for (const ticket of tickets) expect(world.log.text).not.toContain(ticket);
});

async function newTicket(claims?: object): Promise<string> {
  const ticket = await world.ticket(claims);
  tickets.push(ticket);
  return ticket;
}

function reasons(): unknown[] {
  return world.log.lines().map((line) => (line as { reason?: string }).reason).filter((reason) => reason !== undefined);
}

describe('a ticket', () => {
  test('gets its holder in, with what it was given for', async () => {
    const exp = Math.floor(world.now / 1000) + 900;
    const ticket = await newTicket({ 'sub': 'ann', 'email': 'ann@shop.example', 'cognito:groups': ['staff'], 'phone': '1', exp });
    expect(await world.holders()(connecting({}, { ticket }))).toEqual({
      ...policy('Allow', 'ann'),
      context: { user: 'ann', claims: '{"email":"ann@shop.example","cognito:groups":["staff"]}', expiresAt: exp },
    });
  });

  test('works once', async () => {
    const ticket = await newTicket();
    const authorize = world.holders();
    expect(await authorize(connecting({}, { ticket }))).toMatchObject(policy('Allow', 'ann'));
    expect(await authorize(connecting({}, { ticket }))).toEqual(DENIED);
    expect(await world.table.items()).toEqual([]);
    expect(reasons()).toEqual(['ticket-not-good']);
  });

  test('of twenty that use it at the same moment, in functions of their own, lets one in', async () => {
    const ticket = await newTicket();
    const answers = await Promise.all(Array.from({ length: 20 }, () => world.holders()(connecting({}, { ticket }))));
    const effects = answers.map(({ policyDocument }) => policyDocument.Statement[0].Effect);
    expect(effects.filter((effect) => effect === 'Allow')).toHaveLength(1);
    expect(effects.filter((effect) => effect === 'Deny')).toHaveLength(19);
  });

  test('is good for its lifetime and no longer, though it is still in the table', async () => {
    world.now = 1_700_000_000_000;
    const [early, late] = [await newTicket(), await newTicket()];
    const authorize = world.holders();
    world.now += 29_999;
    expect(await authorize(connecting({}, { ticket: early }))).toMatchObject(policy('Allow', 'ann'));
    world.now += 1;
    expect(await authorize(connecting({}, { ticket: late }))).toEqual(DENIED);
    expect(await world.table.items()).toHaveLength(1);
  });

  test('is good for no longer than the token it was given for', async () => {
    const exp = Math.floor(world.now / 1000) + 10;
    const ticket = await newTicket({ sub: 'ann', exp });
    world.now = exp * 1000;
    expect(await world.holders()(connecting({}, { ticket }))).toEqual(DENIED);
    expect(reasons()).toEqual(['ticket-outlived']);
  });

  test('that nobody gave out is refused', async () => {
    expect(await world.holders()(connecting({}, { ticket: 'A'.repeat(22) }))).toEqual(DENIED);
    expect(reasons()).toEqual(['ticket-not-good']);
  });

  test('is not the digest that stands in the table', async () => {
    const ticket = await newTicket();
    const [{ pk }] = await world.table.items();
    expect(pk.S).toBe(`TICKET#${createHash('sha256').update(ticket).digest('hex')}`);
    for (const stolen of [pk.S!, pk.S!.slice('TICKET#'.length), pk.S!.slice(-22)]) expect(await world.holders()(connecting({}, { ticket: stolen }))).toEqual(DENIED);
  });

  test.each(['x', 'A'.repeat(21), 'A'.repeat(23), `${'A'.repeat(21)}=`, `${'A'.repeat(21)}\n`, 'Ä'.repeat(22)])('%j is not looked for', async (ticket) => {
    expect(await world.holders({ [CONNECT_ENVIRONMENT.ticketTable]: 'not-there' })(connecting({}, { ticket }))).toEqual(DENIED);
    expect(reasons()).toEqual(['ticket-malformed']);
  });

  test.each<Record<string, string> | undefined>([undefined, {}, { ticket: '' }, { token: 'x' }])('is missing in %j: 401', async (query) => {
    await expect(world.holders()(connecting({}, query))).rejects.toThrow(/^Unauthorized$/);
    expect(reasons()).toEqual(['ticket-missing']);
  });

  test('is not used up by a request nobody could allow', async () => {
    const ticket = await newTicket();
    await expect(world.holders()({ ...connecting({}, { ticket }), methodArn: undefined })).rejects.toThrow('could not be checked');
    expect(await world.table.items()).toHaveLength(1);
  });

  test('with claims that are too large gets its holder in without them', async () => {
    const ticket = await newTicket({ sub: 'ann', email: 'e'.repeat(9000) });
    expect(await world.holders()(connecting({}, { ticket }))).toMatchObject({ context: { user: 'ann', claims: '{}' } });
  });
});

describe('nobody gets in', () => {
  afterEach(() => {
    expect(world.log.lines()).toContainEqual(expect.objectContaining({ level: 'error', message: 'the client could not be checked', request: 'request-1' }));
  });

  test('while there is no such table', async () => {
    const ticket = await newTicket();
    await expect(world.holders({ [CONNECT_ENVIRONMENT.ticketTable]: 'not-there' })(connecting({}, { ticket }))).rejects.toThrow('could not be checked');
  });

  test('while DynamoDB refuses', async () => {
    const ticket = await newTicket();
    const refusing = createServer((_, response) => {
      response.writeHead(400, { 'content-type': 'application/x-amz-json-1.0' }).end('{"__type":"AccessDeniedException","message":"not authorized"}');
    });
    await new Promise<void>((ready) => refusing.listen(0, '127.0.0.1', ready));
    process.env.AWS_ENDPOINT_URL_DYNAMODB = `http://127.0.0.1:${(refusing.address() as AddressInfo).port}`;
    await expect(world.holders()(connecting({}, { ticket }))).rejects.toThrow('could not be checked');
    await new Promise((closed) => {
      refusing.close(closed);
      refusing.closeAllConnections();
    });
  });

  test('while DynamoDB cannot be reached', async () => {
    const ticket = await newTicket();
    process.env.AWS_ENDPOINT_URL_DYNAMODB = 'http://127.0.0.1:9';
    await expect(world.holders()(connecting({}, { ticket }))).rejects.toThrow('could not be checked');
  });

  test.each<[string, Record<string, { S: string } | { N: string }>]>([
    ['names nobody', { claims: { S: '{}' }, expiresAt: { N: '0' } }],
    ['names nobody by an empty name', { user: { S: '' }, claims: { S: '{}' }, expiresAt: { N: '0' } }],
    ['has no claims', { user: { S: 'ann' }, expiresAt: { N: '0' } }],
    ['has claims that are none', { user: { S: 'ann' }, claims: { S: '7' }, expiresAt: { N: '0' } }],
    ['does not say when it ends', { user: { S: 'ann' }, claims: { S: '{}' } }],
  ])('with a row of the table that %s', async (_, attributes) => {
    const ticket = 'A'.repeat(22);
    const pk = { S: `TICKET#${createHash('sha256').update(ticket).digest('hex')}` };
    await world.table.put({ pk, exp: { N: String(Math.floor(world.now / 1000) + 30) }, ...attributes });
    await expect(world.holders()(connecting({}, { ticket }))).rejects.toThrow('could not be checked');
  });
});

test('a row that does not say until when it is good is good for nothing', async () => {
  const ticket = 'A'.repeat(22);
  const pk = { S: `TICKET#${createHash('sha256').update(ticket).digest('hex')}` };
  await world.table.put({ pk, user: { S: 'ann' }, claims: { S: '{}' }, expiresAt: { N: '0' } });
  expect(await world.holders()(connecting({}, { ticket }))).toEqual(DENIED);
});
