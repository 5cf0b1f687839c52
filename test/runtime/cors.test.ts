import type { APIGatewayProxyEvent, APIGatewayProxyEventV2, APIGatewayProxyResult, APIGatewayProxyStructuredResultV2, Context } from 'aws-lambda';
import { Cors } from '../../lib/traffic/cors';
import { CorsEvent, corsHeaders, CorsResult, withCors } from '../../runtime/cors';

const SHOP = 'https://shop.example';
const ADMIN = 'https://admin.shop.example';
const RULES = Cors.allow([SHOP, ADMIN], { credentials: true, exposeHeaders: ['ETag'] })._environment();
const ALLOWED = {
  'Access-Control-Allow-Credentials': 'true',
  'Access-Control-Allow-Origin': ADMIN,
  'Access-Control-Expose-Headers': 'ETag',
  'Vary': 'Origin',
};

describe('corsHeaders', () => {
  test.each<[string, CorsEvent]>([
    ['Origin', { headers: { Origin: ADMIN } }],
    ['origin', { headers: { origin: ADMIN } }],
    ['a multi-value header', { multiValueHeaders: { Origin: [ADMIN] } }],
    ['both maps, as REST APIs send them', { headers: { origin: ADMIN }, multiValueHeaders: { origin: [ADMIN] } }],
  ])('allows a listed origin that comes as %s', (_how, event) => {
    expect(corsHeaders(event, RULES)).toEqual(ALLOWED);
  });

  test.each<[string, CorsEvent]>([
    ['an origin that is not listed', { headers: { Origin: 'https://evil.example' } }],
    ['an origin that contains a listed one', { headers: { Origin: `${SHOP}.evil.example` } }],
    ['two origins', { multiValueHeaders: { Origin: [SHOP, 'https://evil.example'] } }],
    ['two listed origins in one value', { headers: { Origin: `${SHOP},${ADMIN}` } }],
    ['the null origin of a sandboxed page', { headers: { Origin: 'null' } }],
    ['no origin', { headers: {} }],
    ['no headers', { headers: null, multiValueHeaders: null }],
    ['nothing', {}],
  ])('allows nothing to %s, and still tells caches that the origin matters', (_who, event) => {
    expect(corsHeaders(event, RULES)).toEqual({ Vary: 'Origin' });
  });

  test('allows nothing without rules', () => {
    expect(corsHeaders({ headers: { Origin: SHOP } }, Cors.off()._environment())).toEqual({});
    expect(corsHeaders({ headers: { Origin: SHOP } }, { CORS_ALLOW_ORIGINS: '' })).toEqual({});
  });

  test('allows every origin under "*", without credentials whatever the environment says', () => {
    expect(corsHeaders({ headers: { Origin: SHOP } }, { CORS_ALLOW_ORIGINS: '*', CORS_ALLOW_CREDENTIALS: 'true' }))
      .toEqual({ 'Access-Control-Allow-Origin': '*' });
  });

  test('does not speak of credentials that are not allowed', () => {
    expect(corsHeaders({ headers: { Origin: SHOP } }, Cors.allow([SHOP])._environment()))
      .toEqual({ 'Access-Control-Allow-Origin': SHOP, 'Vary': 'Origin' });
  });
});

describe('withCors', () => {
  beforeEach(() => Object.assign(process.env, RULES));
  afterEach(() => Object.keys(RULES).forEach((name) => delete process.env[name]));

  const answering = async (result: CorsResult, origin: string = ADMIN): Promise<CorsResult> =>
    withCors(async () => result)({ headers: { Origin: origin } });

  test('adds the headers and keeps the rest of the answer', async () => {
    const handler = withCors(async (_event: APIGatewayProxyEvent): Promise<APIGatewayProxyResult> =>
      ({ statusCode: 200, body: '[]', headers: { ETag: '"1"' } }));
    expect(await handler({ headers: { Origin: ADMIN } } as unknown as APIGatewayProxyEvent))
      .toEqual({ statusCode: 200, body: '[]', headers: { ETag: '"1"', ...ALLOWED } });
  });

  test('wraps handlers of HTTP APIs too', async () => {
    const handler = withCors(async (_event: APIGatewayProxyEventV2): Promise<APIGatewayProxyStructuredResultV2> =>
      ({ statusCode: 200, cookies: ['a=1'] }));
    expect(await handler({ headers: { origin: ADMIN } } as unknown as APIGatewayProxyEventV2))
      .toEqual({ statusCode: 200, cookies: ['a=1'], headers: ALLOWED });
  });

  test('hands event and context to the handler as they came', async () => {
    const inner = jest.fn(async (_event: CorsEvent, _context: Pick<Context, 'awsRequestId'>) => ({ statusCode: 204 }));
    const event = { headers: { Origin: SHOP } };
    await withCors(inner)(event, { awsRequestId: '1' });
    expect(inner).toHaveBeenCalledWith(event, { awsRequestId: '1' });
  });

  test('drops what the handler itself says about CORS, whatever the case and the map', async () => {
    expect(await answering({
      headers: { 'access-control-allow-origin': '*', 'Access-Control-Allow-Methods': 'GET' },
      multiValueHeaders: { 'ACCESS-CONTROL-ALLOW-CREDENTIALS': ['true'], 'Set-Cookie': ['a=1', 'b=2'] },
    }, 'https://evil.example')).toEqual({
      headers: { 'Access-Control-Allow-Methods': 'GET', 'Vary': 'Origin' },
      multiValueHeaders: { 'Set-Cookie': ['a=1', 'b=2'] },
    });
  });

  test.each<[string, CorsResult, string]>([
    ['one value', { headers: { vary: 'Accept-Encoding' } }, 'Accept-Encoding, Origin'],
    ['several values', { multiValueHeaders: { Vary: ['Accept', 'Accept-Language'] } }, 'Accept, Accept-Language, Origin'],
    ['ours already', { headers: { Vary: 'accept, origin' } }, 'accept, origin'],
    ['everything', { headers: { Vary: '*' } }, '*'],
  ])('keeps the Vary of a handler that says %s', async (_what, result, expected) => {
    expect((await answering(result)).headers).toEqual({ ...ALLOWED, Vary: expected });
  });

  test('allows nothing when the function has no rules, and keeps what else the handler said', async () => {
    Object.keys(RULES).forEach((name) => delete process.env[name]);
    expect(await answering({ headers: { 'Access-Control-Allow-Origin': '*', 'Vary': 'Accept' } })).toEqual({ headers: { Vary: 'Accept' } });
  });

  test('lets the error of a handler through', async () => {
    await expect(withCors(async () => { throw new TypeError('broken'); })({})).rejects.toThrow('broken');
  });
});
