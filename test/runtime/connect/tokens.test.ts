import { connecting, ConnectWorld, DENIED, KEY, policy } from './connect-world';
import { CONNECT_ENVIRONMENT } from '../../../lib/security/connect/connect-contract';
import { SigningKey } from '../shared/tokens';

const OTHER_KEY = new SigningKey('two');
const inQuery = { [CONNECT_ENVIRONMENT.tokenPlace]: 'query', [CONNECT_ENVIRONMENT.tokenName]: 'token' };

let world: ConnectWorld;

beforeEach(async () => {
  world = await ConnectWorld.start();
});

afterEach(async () => {
  await world.stop();
  expect(world.outside.violations).toEqual([]);
  expect(world.log.text).not.toMatch(/eyJ/);
});

function offering(...protocols: string[]) {
  return connecting({ 'Sec-WebSocket-Protocol': protocols.join(', ') });
}

describe('a token in the list of subprotocols', () => {
  test('gets in, and later events know who it is, what else it says and when it ends', async () => {
    const claims = world.claims();
    const { sub, exp, ...others } = claims as { sub: string; exp: number };
    const answer = await world.bearers()(offering('bearer', KEY.token(claims)));
    expect(answer).toEqual({ ...policy('Allow', 'ann'), context: { user: sub, claims: expect.any(String), expiresAt: exp } });
    expect(JSON.parse(answer.context?.claims ?? '')).toEqual(others);
  });

  test('is found beside other subprotocols, in several headers, and whichever way the header is written', async () => {
    const token = KEY.token(world.claims());
    const authorize = world.bearers();
    const several = { ...connecting({ 'Sec-WebSocket-Protocol': token }), multiValueHeaders: { 'Sec-WebSocket-Protocol': ['chat.v1, bearer', token] } };
    for (const event of [offering('chat.v1', 'bearer', token), connecting({ 'sec-websocket-protocol': `bearer,${token}` }), several]) {
      expect(await authorize(event)).toMatchObject(policy('Allow', 'ann'));
    }
  });

  test('follows the name that was agreed on', async () => {
    const authorize = world.bearers({ [CONNECT_ENVIRONMENT.tokenName]: 'shop.token' });
    expect(await authorize(offering('shop.token', KEY.token(world.claims())))).toMatchObject(policy('Allow', 'ann'));
    await expect(authorize(offering('bearer', KEY.token(world.claims())))).rejects.toThrow(/^Unauthorized$/);
  });

  test.each<[string, string[]]>([
    ['no list', []],
    ['a list without the name', ['chat.v1', 'eyJ']],
    ['the name and no token', ['chat.v1', 'bearer']],
  ])('is missing in %s: 401', async (_, protocols) => {
    await expect(world.bearers()(protocols.length > 0 ? offering(...protocols) : connecting())).rejects.toThrow(/^Unauthorized$/);
    expect(world.log.lines()).toEqual([{ level: 'info', message: 'refused', request: 'request-1', reason: 'token-missing' }]);
  });

  test('is not looked for in the query', async () => {
    await expect(world.bearers()(connecting({}, { token: KEY.token(world.claims()), bearer: 'x' }))).rejects.toThrow(/^Unauthorized$/);
  });
});

describe('a token in the query', () => {
  test('gets in', async () => {
    expect(await world.bearers(inQuery)(connecting({}, { token: KEY.token(world.claims()) }))).toMatchObject(policy('Allow', 'ann'));
  });

  test.each<Record<string, string> | undefined>([undefined, {}, { token: '' }, { access: 'x' }])('is missing in %j: 401', async (query) => {
    await expect(world.bearers(inQuery)(connecting({}, query))).rejects.toThrow(/^Unauthorized$/);
  });

  test('is not looked for in the list of subprotocols', async () => {
    await expect(world.bearers(inQuery)(offering('token', KEY.token(world.claims())))).rejects.toThrow(/^Unauthorized$/);
  });
});

describe('a token', () => {
  test.each<[string, string, (claims: (overrides?: object) => object) => string]>([
    ['that is expired', 'token-expired', (claims) => KEY.token(claims({ exp: 1_700_000_000 }))],
    ['that never expires', 'token-without-expiry', (claims) => KEY.token(claims({ exp: undefined }))],
    ['for others', 'token-audience', (claims) => KEY.token(claims({ aud: 'bank' }))],
    ['of another issuer', 'token-issuer', (claims) => KEY.token(claims({ iss: 'https://login.bank.example' }))],
    ['signed by another key of that name', 'token-signature', (claims) => OTHER_KEY.token(claims(), { kid: 'one' })],
    ['with the algorithm none', 'token-malformed', (claims) => KEY.withoutSignature(claims())],
    ['signed with the public key as a password', 'token-algorithm', (claims) => KEY.forgedWithPublicKey(claims())],
    ['that names nobody', 'token-without-subject', (claims) => KEY.token(claims({ sub: undefined }))],
    ['that names nobody by an empty name', 'token-without-subject', (claims) => KEY.token(claims({ sub: '' }))],
    ['that names somebody by no text', 'token-malformed', (claims) => KEY.token(claims({ sub: { admin: true } }))],
    ['that is none', 'token-malformed', () => 'x'],
  ])('%s is refused', async (_, reason, token) => {
    expect(await world.bearers()(offering('bearer', token((overrides) => world.claims(overrides))))).toEqual(DENIED);
    expect(world.log.lines()).toEqual([{ level: 'info', message: 'refused', request: 'request-1', reason }]);
  });

  test.each([
    ['chat', policy('Allow', 'ann')],
    ['admin\nchat', policy('Allow', 'ann')],
    ['admin', DENIED],
  ])('with the scopes "profile chat" against %j', async (scopes, answer) => {
    const authorize = world.bearers({ [CONNECT_ENVIRONMENT.credential]: 'scoped-token', [CONNECT_ENVIRONMENT.scopes]: scopes });
    expect(await authorize(offering('bearer', KEY.token(world.claims())))).toMatchObject(answer);
  });

  test('while the issuer is away, is a failure and lets nobody in', async () => {
    world.outside.issuerBroken = true;
    await expect(world.bearers()(offering('bearer', KEY.token(world.claims())))).rejects.toThrow('the client could not be checked');
    expect(world.log.lines()).toMatchObject([{ level: 'error' }]);
  });
});

describe('claims', () => {
  test('that are larger than API Gateway passes on are left out, all of them, and the log says so', async () => {
    const answer = await world.bearers()(offering('bearer', KEY.token(world.claims({ groups: 'g'.repeat(8000) }))));
    expect(answer).toMatchObject({ principalId: 'ann', context: { user: 'ann', claims: '{}' } });
    expect(world.log.lines()).toEqual([{ level: 'info', message: 'allowed', request: 'request-1', claims: 'left out, they are too large' }]);
  });

  test('are measured in bytes', async () => {
    const answer = await world.bearers()(offering('bearer', KEY.token(world.claims({ name: '語'.repeat(2500) }))));
    expect(answer.context?.claims).toBe('{}');
  });

  test('that just fit leave the whole answer below 8 KB', async () => {
    const answer = await world.bearers()(offering('bearer', KEY.token(world.claims({ groups: 'g'.repeat(6900) }))));
    expect(answer.context?.claims).toContain('ggg');
    expect(Buffer.byteLength(JSON.stringify(answer))).toBeLessThan(8192);
  });
});
