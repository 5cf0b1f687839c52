import { behindCloudFront, connecting, ConnectWorld, DENIED, forPages, KEY, PAGE, policy, SECRET } from './connect-world';

const MINUTE = 60_000;

let world: ConnectWorld;

beforeEach(async () => {
  world = await ConnectWorld.start();
});

afterEach(async () => {
  await world.stop();
  expect(world.outside.violations).toEqual([]);
});

function refusal(reason: string): object {
  return { level: 'info', message: 'refused', request: 'request-1', reason };
}

test('where anybody may connect, the policy allows this connection and nothing else, and nobody is said to be somebody', async () => {
  expect(await world.open()(connecting())).toEqual(policy('Allow', 'nobody'));
  expect(world.log.lines()).toEqual([{ level: 'info', message: 'allowed', request: 'request-1' }]);
  expect(world.outside.calls).toEqual([]);
});

describe('a list of origins', () => {
  test.each([PAGE, 'http://localhost:5173'])('lets in %s', async (origin) => {
    expect(await world.open(forPages)(connecting({ Origin: origin }))).toEqual(policy('Allow', 'nobody'));
  });

  test('is asked whichever way the header is written', async () => {
    expect(await world.open(forPages)(connecting({ origin: PAGE }))).toEqual(policy('Allow', 'nobody'));
  });

  test.each([
    'https://evil.example', `${PAGE}.evil.example`, `${PAGE}/`, `${PAGE}:443`, 'http://shop.example', 'https://SHOP.example', 'https://sub.shop.example',
    'http://localhost', 'null', '*', '', `${PAGE}\nhttps://evil.example`, `${PAGE}, ${PAGE}`,
  ])('refuses %j', async (origin) => {
    expect(await world.open(forPages)(connecting({ Origin: origin }))).toEqual(DENIED);
    expect(world.log.lines()).toEqual([refusal('origin')]);
  });

  test('refuses whoever sends no origin: browsers always do, and machines can', async () => {
    expect(await world.open(forPages)(connecting())).toEqual(DENIED);
  });

  test('refuses a request with two origins, of which nobody knows which one counts', async () => {
    const event = { ...connecting({ Origin: PAGE }), multiValueHeaders: { Origin: ['https://evil.example', PAGE] } };
    expect(await world.open(forPages)(event)).toEqual(DENIED);
  });
});

describe('the secret of CloudFront', () => {
  test('lets in what brings it', async () => {
    expect(await world.open(behindCloudFront)(connecting({ 'X-Origin-Verify': SECRET }))).toEqual(policy('Allow', 'nobody'));
  });

  test.each([undefined, '', 'guessed', SECRET.toUpperCase()])('keeps out what brings %p', async (value) => {
    expect(await world.open(behindCloudFront)(connecting(value === undefined ? {} : { 'x-origin-verify': value }))).toEqual(DENIED);
    expect(world.log.lines()).toEqual([refusal('origin-header')]);
  });

  test('is followed through a rotation: pending, current, previous, gone', async () => {
    const authorize = world.open(behindCloudFront);
    const effects = async () => Promise.all([SECRET, 'next-secret'].map(async (value) => (
      (await authorize(connecting({ 'x-origin-verify': value }))).policyDocument.Statement[0].Effect
    )));
    expect(await effects()).toEqual(['Allow', 'Deny']);
    world.now += 5 * MINUTE;
    world.outside.secret = { AWSCURRENT: SECRET, AWSPENDING: 'next-secret' };
    expect(await effects()).toEqual(['Allow', 'Allow']);
    world.now += 5 * MINUTE;
    world.outside.secret = { AWSPREVIOUS: SECRET, AWSCURRENT: 'next-secret' };
    expect(await effects()).toEqual(['Allow', 'Allow']);
    world.now += 5 * MINUTE;
    world.outside.secret = { AWSCURRENT: 'next-secret' };
    expect(await effects()).toEqual(['Deny', 'Allow']);
  });

  test('comes first: nothing else is looked at without it', async () => {
    const authorize = world.bearers({ ...behindCloudFront, ...forPages });
    expect(await authorize(connecting({ 'Origin': 'https://evil.example', 'Sec-WebSocket-Protocol': `bearer, ${KEY.token(world.claims())}` }))).toEqual(DENIED);
    expect(world.log.lines()).toEqual([refusal('origin-header')]);
    expect(world.outside.count('/keys')).toBe(0);
  });
});

test('a page that may not connect is refused before its token is looked at', async () => {
  const authorize = world.bearers(forPages);
  expect(await authorize(connecting({ 'Origin': 'https://evil.example', 'Sec-WebSocket-Protocol': `bearer, ${KEY.token(world.claims())}` }))).toEqual(DENIED);
  expect(world.outside.calls).toEqual([]);
});

test('a page or a way that may not connect uses no ticket up', async () => {
  const ticket = await world.ticket();
  const authorize = world.holders({ ...behindCloudFront, ...forPages });
  expect(await authorize(connecting({ 'Origin': 'https://evil.example', 'x-origin-verify': SECRET }, { ticket }))).toEqual(DENIED);
  expect(await authorize(connecting({ Origin: PAGE }, { ticket }))).toEqual(DENIED);
  expect(await authorize(connecting({ 'Origin': PAGE, 'x-origin-verify': SECRET }, { ticket }))).toMatchObject(policy('Allow', 'ann'));
});

test('while Secrets Manager refuses, nobody gets in', async () => {
  world.outside.secretsBroken = true;
  await expect(world.open(behindCloudFront)(connecting({ 'x-origin-verify': SECRET }))).rejects.toThrow('the client could not be checked');
  expect(world.log.lines()).toMatchObject([{ level: 'error', request: 'request-1', error: expect.stringContaining('AccessDeniedException') }]);
});
