import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { EDGE_ENVIRONMENT } from '../../../lib/security/edge/edge-contract';
import { FakeWorld, SECRET_ARN } from '../shared/fake-world';
import { SigningKey } from '../shared/tokens';

const BUNDLE = join(__dirname, '..', '..', '..', 'assets', 'edge', 'index.js');
const ISSUER = 'https://login.shop.example/pool';

/** Calls the handler as Lambda would: in a process of its own, with nothing but the bundle. */
const LAMBDA = `
  const [bundle, ...events] = process.argv.slice(1);
  (async () => {
    const answers = [];
    for (const event of events) answers.push(await require(bundle).handler(JSON.parse(event)));
    console.log(JSON.stringify(answers));
  })();
`;

let world: FakeWorld;

beforeEach(async () => {
  world = await FakeWorld.start();
});

afterEach(() => world.stop());

test('the function as it is shipped lets a good token in, keeps the others out and logs one line each', async () => {
  const key = new SigningKey('one');
  world.keys = [key.jwk];
  world.configuration = { issuer: ISSUER, jwks_uri: `${world.url}/keys` };
  const claims = { iss: ISSUER, aud: 'shop', sub: 'ann', scope: 'orders/read', exp: Math.floor(Date.now() / 1000) + 300 };
  const event = (secret: string, token: string) => JSON.stringify({
    routeKey: 'GET /orders', headers: { 'x-origin-verify': secret, 'authorization': `Bearer ${token}` }, requestContext: { requestId: 'r' },
  });
  const events = [
    event('current-secret', key.token(claims)),
    event('guessed', key.token(claims)),
    event('current-secret', key.token({ ...claims, exp: claims.exp - 900 })),
  ];
  const env = {
    AWS_ENDPOINT_URL: world.url,
    AWS_REGION: 'eu-west-1',
    AWS_ACCESS_KEY_ID: 'AKIDEXAMPLE',
    AWS_SECRET_ACCESS_KEY: 'key',
    [EDGE_ENVIRONMENT.secret]: SECRET_ARN,
    [EDGE_ENVIRONMENT.callers]: 'bearers',
    [EDGE_ENVIRONMENT.issuer]: ISSUER,
    [EDGE_ENVIRONMENT.issuerEndpoint]: `${world.url}/pool`,
    [EDGE_ENVIRONMENT.audiences]: 'shop',
  };

  const { stdout } = await promisify(execFile)(process.execPath, ['-e', LAMBDA, BUNDLE, ...events], { env });

  expect(world.violations).toEqual([]);
  const written = stdout.trim().split('\n').map((line): object => JSON.parse(line));
  const shown = { level: 'info', request: 'r', route: 'GET /orders' };
  expect(written).toEqual([
    { ...shown, message: 'allowed' },
    { ...shown, message: 'refused', reason: 'origin-header' },
    { ...shown, message: 'refused', reason: 'token-expired' },
    [{ isAuthorized: true, context: { claims, scopes: ['orders/read'] } }, { isAuthorized: false }, { isAuthorized: false }],
  ]);
});
