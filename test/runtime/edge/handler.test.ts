import { EDGE_CALLERS, EDGE_ENVIRONMENT } from '../../../lib/security/edge/edge-contract';
import { AuthorizerAnswer, edgeHandler } from '../../../runtime/edge/handler';
import { FakeWorld, SECRET_ARN } from '../shared/fake-world';
import { SigningKey } from '../shared/tokens';

const ISSUER = 'https://login.shop.example/pool';
const KEY = new SigningKey('one');
const OTHER_KEY = new SigningKey('two');
const SECRET = 'current-secret';
const MINUTE = 60_000;

const environment = { ...process.env };
let world: FakeWorld;
let written: string;
let now: number;

beforeEach(async () => {
  world = await FakeWorld.start();
  world.keys = [KEY.jwk];
  world.configuration = { issuer: ISSUER, jwks_uri: `${world.url}/keys` };
  Object.assign(process.env, {
    AWS_ENDPOINT_URL: world.url, AWS_REGION: 'eu-west-1', AWS_ACCESS_KEY_ID: 'AKIDEXAMPLE', AWS_SECRET_ACCESS_KEY: 'key', AWS_MAX_ATTEMPTS: '1',
  });
  now = Date.now();
  written = '';
  jest.spyOn(process.stdout, 'write').mockImplementation((chunk) => {
    written += String(chunk);
    return true;
  });
});

afterEach(async () => {
  jest.restoreAllMocks();
  process.env = { ...environment };
  await world.stop();
  expect(world.violations).toEqual([]);
  // Neither what is secret nor the end of any token.
  expect(written).not.toMatch(/secret"|-secret|eyJ/);
});

function claims(overrides: object = {}): object {
  const seconds = Math.floor(Date.now() / 1000);
  return { iss: ISSUER, aud: 'shop', sub: 'ann', scope: 'profile orders/read', iat: seconds, exp: seconds + 300, ...overrides };
}

type Ask = (authorization?: string, originHeader?: string) => Promise<AuthorizerAnswer>;

/** The function for bearers of tokens of the issuer. */
function bearers(overrides: Record<string, string> = {}): Ask {
  return asking({
    [EDGE_ENVIRONMENT.callers]: EDGE_CALLERS.bearers,
    [EDGE_ENVIRONMENT.issuer]: ISSUER,
    [EDGE_ENVIRONMENT.issuerEndpoint]: `${world.url}/pool`,
    [EDGE_ENVIRONMENT.audiences]: 'office\nshop',
    ...overrides,
  });
}

function asking(variables: Record<string, string>): Ask {
  const handler = edgeHandler({ [EDGE_ENVIRONMENT.secret]: SECRET_ARN, ...variables }, () => now);
  return (authorization, originHeader = SECRET) => handler({
    routeKey: 'GET /orders',
    headers: { 'host': 'api.shop.example', 'x-origin-verify': originHeader, ...authorization !== undefined && { authorization } },
    requestContext: { requestId: 'request-1' },
  });
}

function lines(): object[] {
  return written.trim().split('\n').map((line): object => JSON.parse(line));
}

describe('where anybody may call', () => {
  test('the secret is enough, and nobody is asked for keys', async () => {
    expect(await asking({ [EDGE_ENVIRONMENT.callers]: 'anyone' })()).toEqual({ isAuthorized: true });
    expect(new Set(world.calls)).toEqual(new Set(['GetSecretValue']));
    expect(lines()).toEqual([{ level: 'info', message: 'allowed', request: 'request-1', route: 'GET /orders' }]);
  });

  test('a wrong secret is refused', async () => {
    expect(await asking({ [EDGE_ENVIRONMENT.callers]: 'anyone' })(undefined, 'guessed')).toEqual({ isAuthorized: false });
    expect(lines()).toEqual([{ level: 'info', message: 'refused', request: 'request-1', route: 'GET /orders', reason: 'origin-header' }]);
  });

  test('a request without headers is refused', async () => {
    const handler = edgeHandler({ [EDGE_ENVIRONMENT.secret]: SECRET_ARN, [EDGE_ENVIRONMENT.callers]: 'anyone' }, () => now);
    expect(await handler({})).toEqual({ isAuthorized: false });
  });
});

describe('a rotation', () => {
  test('is followed from the first step to the last: pending, current, previous, gone', async () => {
    const ask = asking({ [EDGE_ENVIRONMENT.callers]: 'anyone' });
    const answers = async () => [(await ask(undefined, SECRET)).isAuthorized, (await ask(undefined, 'next-secret')).isAuthorized];
    expect(await answers()).toEqual([true, false]);
    world.secret = { AWSCURRENT: SECRET, AWSPENDING: 'next-secret' };
    now += 5 * MINUTE;
    expect(await answers()).toEqual([true, true]);
    world.secret = { AWSPREVIOUS: SECRET, AWSCURRENT: 'next-secret', AWSPENDING: 'next-secret' };
    now += 5 * MINUTE;
    expect(await answers()).toEqual([true, true]);
    world.secret = { AWSCURRENT: 'next-secret' };
    now += 5 * MINUTE;
    expect(await answers()).toEqual([false, true]);
  });

  test('the secret is read once in a while, not for every request', async () => {
    const ask = bearers();
    for (let count = 0; count < 5; count += 1) await ask(KEY.token(claims()));
    expect(world.count('GetSecretValue')).toBe(3);
  });
});

describe('a token', () => {
  test('that counts gets in, and the handler finds its claims and scopes', async () => {
    const given = claims();
    expect(await bearers()(`Bearer ${KEY.token(given)}`)).toEqual({ isAuthorized: true, context: { claims: given, scopes: ['profile', 'orders/read'] } });
  });

  test('of Cognito, which names a client and no audience, gets in', async () => {
    expect(await bearers()(KEY.token(claims({ aud: undefined, client_id: 'shop', token_use: 'access' })))).toMatchObject({ isAuthorized: true });
  });

  const past = Math.floor(Date.now() / 1000) - 60;
  const future = past + 3600;
  test.each<[string, string, () => string]>([
    ['that is expired', 'token-expired', () => KEY.token(claims({ exp: past }))],
    ['that never expires', 'token-without-expiry', () => KEY.token(claims({ exp: undefined }))],
    ['that is not valid yet', 'token-not-yet-valid', () => KEY.token(claims({ nbf: future }))],
    ['for others', 'token-audience', () => KEY.token(claims({ aud: 'bank' }))],
    ['of another issuer', 'token-issuer', () => KEY.token(claims({ iss: 'https://login.bank.example' }))],
    ['of no issuer', 'token-issuer', () => KEY.token(claims({ iss: undefined }))],
    ['signed by another key of that name', 'token-signature', () => OTHER_KEY.token(claims(), { kid: 'one' })],
    ['changed after it was signed', 'token-signature', () => tampered(KEY.token(claims()))],
    ['with a key nobody published', 'token-key', () => OTHER_KEY.token(claims())],
    ['that names no key', 'token-key', () => KEY.token(claims(), { kid: undefined })],
    ['with the algorithm none', 'token-malformed', () => KEY.withoutSignature(claims())],
    ['signed with the public key as a password', 'token-algorithm', () => KEY.forgedWithPublicKey(claims())],
    ['that is none', 'token-malformed', () => 'Basic YW5uOnNlY3JldA=='],
    ['that is missing', 'token-missing', () => ''],
  ])('%s is refused', async (_, reason, token) => {
    expect(await bearers()(token())).toEqual({ isAuthorized: false });
    expect(lines()).toEqual([{ level: 'info', message: 'refused', request: 'request-1', route: 'GET /orders', reason }]);
  });

  test.each([
    ['orders/write\norders/read', true],
    ['orders/write', false],
  ])('with the scope orders/read against %j: %p', async (scopes, isAuthorized) => {
    const ask = bearers({ [EDGE_ENVIRONMENT.callers]: EDGE_CALLERS.scopedBearers, [EDGE_ENVIRONMENT.scopes]: scopes });
    expect(await ask(KEY.token(claims()))).toMatchObject({ isAuthorized });
  });

  test('that needs a scope is refused by a function that lost its list of scopes', () => {
    expect(() => bearers({ [EDGE_ENVIRONMENT.callers]: EDGE_CALLERS.scopedBearers })).toThrow(/TOKEN_SCOPES/);
  });

  test('with a wrong secret is refused before any key is fetched', async () => {
    expect(await bearers()(KEY.token(claims()), 'guessed')).toEqual({ isAuthorized: false });
    expect(world.count('/keys')).toBe(0);
  });
});

describe('the keys of the issuer', () => {
  test('are fetched once', async () => {
    const ask = bearers();
    for (let count = 0; count < 3; count += 1) await ask(KEY.token(claims()));
    expect([world.count('/pool/.well-known/openid-configuration'), world.count('/keys')]).toEqual([1, 1]);
  });

  test('that are new are found at once', async () => {
    const ask = bearers();
    await ask(KEY.token(claims()));
    world.keys = [KEY.jwk, OTHER_KEY.jwk];
    expect(await ask(OTHER_KEY.token(claims()))).toMatchObject({ isAuthorized: true });
  });

  test('that were taken back are trusted for an hour at most', async () => {
    const ask = bearers();
    await ask(KEY.token(claims()));
    world.keys = [OTHER_KEY.jwk];
    now += 60 * MINUTE;
    expect(await ask(KEY.token(claims()))).toEqual({ isAuthorized: false });
  });

  test('are not asked for again and again by tokens with invented keys: that is a failure until it is time to look again', async () => {
    const ask = bearers();
    await ask(OTHER_KEY.token(claims()));
    await expect(ask(OTHER_KEY.token(claims()))).rejects.toThrow('could not be checked');
    expect(world.count('/keys')).toBe(1);
  });

  test('are found with a slash at the end of the issuer too', async () => {
    world.configuration = { issuer: `${ISSUER}/`, jwks_uri: `${world.url}/keys` };
    const ask = bearers({ [EDGE_ENVIRONMENT.issuer]: `${ISSUER}/`, [EDGE_ENVIRONMENT.issuerEndpoint]: `${world.url}/pool/` });
    expect(await ask(KEY.token(claims({ iss: `${ISSUER}/` })))).toMatchObject({ isAuthorized: true });
  });

  test.each<[string, () => void]>([
    ['while the issuer is away', () => {
      world.issuerBroken = true;
    }],
    ['of another issuer', () => {
      world.configuration = { issuer: 'https://login.bank.example', jwks_uri: `${world.url}/keys` };
    }],
    ['at no address', () => {
      world.configuration = { issuer: ISSUER };
    }],
    ['at an address less safe than the configuration', () => {
      world.configuration = { issuer: ISSUER, jwks_uri: `ftp${world.url.slice(4)}/keys` };
    }],
    ['of no issuer at all', () => {
      world.configuration = [];
    }],
  ])('%s let nobody in, and the failure is not an answer API Gateway would keep', async (_, given) => {
    given();
    await expect(bearers()(KEY.token(claims()))).rejects.toThrow('the request could not be checked');
    expect(lines()).toEqual([expect.objectContaining({ level: 'error', message: 'the request could not be checked' })]);
  });
});

test('while Secrets Manager refuses, nobody gets in', async () => {
  world.secretsBroken = true;
  await expect(bearers()(KEY.token(claims()))).rejects.toThrow('the request could not be checked');
  expect(lines()).toMatchObject([{ level: 'error', error: expect.stringContaining('AccessDeniedException') }]);
});

test('a secret without a current version lets nobody in', async () => {
  world.secret = { AWSPREVIOUS: SECRET };
  await expect(bearers()(KEY.token(claims()))).rejects.toThrow('the request could not be checked');
});

test.each<[string, Record<string, string>]>([
  ['without a secret', { [EDGE_ENVIRONMENT.secret]: '', [EDGE_ENVIRONMENT.callers]: 'anyone' }],
  ['that does not say who may call', {}],
  ['that says something else', { [EDGE_ENVIRONMENT.callers]: 'everybody' }],
  ['for bearers without an issuer', { [EDGE_ENVIRONMENT.callers]: 'bearers', [EDGE_ENVIRONMENT.audiences]: 'shop' }],
  ['for bearers without audiences', { [EDGE_ENVIRONMENT.callers]: 'bearers', [EDGE_ENVIRONMENT.issuer]: ISSUER }],
])('a function %s does not start', (_, variables) => {
  expect(() => asking(variables)).toThrow(TypeError);
});

/** The same token for another person. */
function tampered(token: string): string {
  const [header, , signature] = token.split('.');
  return [header, Buffer.from(JSON.stringify(claims({ sub: 'bob' }))).toString('base64url'), signature].join('.');
}
