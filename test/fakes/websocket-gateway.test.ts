import { once } from 'node:events';
import { ApiGatewayManagementApiClient, DeleteConnectionCommand, GetConnectionCommand, PostToConnectionCommand } from '@aws-sdk/client-apigatewaymanagementapi';
import { WebSocket } from 'ws';
import { type GatewayEvent, type GatewayOptions, WebSocketGateway } from './websocket-gateway';

const ok = async (): Promise<object> => ({ statusCode: 200 });

let gateway: WebSocketGateway;
afterEach(() => gateway?.stop());

async function start(options: Partial<GatewayOptions> = {}): Promise<WebSocketGateway> {
  gateway = await WebSocketGateway.start({ routes: {}, ...options });
  return gateway;
}

/** An open socket, with everything that arrives. */
async function connected(query = '', protocols: string[] = [], headers: Record<string, string> = {}): Promise<{ socket: WebSocket; next: () => Promise<string> }> {
  const socket = new WebSocket(`${gateway.url}${query}`, protocols, { headers });
  const arrived: string[] = [];
  const waiting: ((text: string) => void)[] = [];
  socket.on('message', (data) => {
    const take = waiting.shift();
    if (take) take(String(data));
    else arrived.push(String(data));
  });
  await once(socket, 'open');
  return { socket, next: () => arrived.length > 0 ? Promise.resolve(arrived.shift()!) : new Promise((resolve) => waiting.push(resolve)) };
}

/** The status that a handshake ends with. */
async function status(query = '', protocols: string[] = []): Promise<number> {
  const socket = new WebSocket(`${gateway.url}${query}`, protocols);
  const [, response] = await once(socket, 'unexpected-response') as [unknown, { statusCode: number }];
  socket.on('error', () => undefined);
  socket.terminate();
  return response.statusCode;
}

const policy = (Effect: string, arn: string, context: object = {}): object =>
  ({ principalId: 'ann', policyDocument: { Version: '2012-10-17', Statement: [{ Effect, Action: 'execute-api:Invoke', Resource: arn }] }, context });

describe('the authorizer', () => {
  test('gets the event that AWS documents', async () => {
    const events: GatewayEvent[] = [];
    await start({ authorizer: { handler: async (event) => events.push(event) && policy('Allow', event.methodArn!) } });
    await connected('?ticket=t1&a=1&a=2', [], { Origin: 'https://shop.example' });
    expect(events).toMatchObject([{
      type: 'REQUEST',
      methodArn: 'arn:aws:execute-api:eu-central-1:123456789012:abcdef1234/prod/$connect',
      headers: { 'Origin': 'https://shop.example', 'Upgrade': 'websocket', 'Sec-WebSocket-Version': '13' },
      multiValueHeaders: { Origin: ['https://shop.example'] },
      queryStringParameters: { ticket: 't1', a: '2' },
      multiValueQueryStringParameters: { a: ['1', '2'] },
      stageVariables: {},
      requestContext: {
        routeKey: '$connect',
        eventType: 'CONNECT',
        messageDirection: 'IN',
        stage: 'prod',
        apiId: 'abcdef1234',
        connectionId: expect.stringMatching(/^[A-Za-z0-9_-]{15}=$/),
        connectedAt: expect.any(Number),
        requestTimeEpoch: expect.any(Number),
        requestTime: expect.stringMatching(/^\d\d\/[A-Z][a-z]{2}\/\d{4}:\d\d:\d\d:\d\d \+0000$/),
        identity: { sourceIp: '127.0.0.1' },
        domainName: expect.stringMatching(/^127\.0\.0\.1:/),
        requestId: expect.any(String),
        extendedRequestId: expect.any(String),
      },
    }]);
  });

  test.each<[number, string, () => Promise<unknown>]>([
    [403, 'denies', async () => policy('Deny', '*')],
    [403, 'allows something else', async () => policy('Allow', 'arn:aws:execute-api:eu-central-1:123456789012:abcdef1234/other/*')],
    [401, 'throws Unauthorized', () => Promise.reject(new Error('Unauthorized'))],
    [500, 'fails', () => Promise.reject(new TypeError('broken'))],
    [500, 'answers nothing', async () => undefined],
    [500, 'puts an object into its context', async () => policy('Allow', '*', { claims: {} })],
    [500, 'answers with more than 8 KB', async () => policy('Allow', '*', { claims: 'x'.repeat(9_000) })],
  ])('ends the handshake with %i when it %s', async (expected, _what, handler) => {
    await start({ authorizer: { handler } });
    expect(await status()).toBe(expected);
  });

  test('is not asked when the proof is missing: 401', async () => {
    const handler = jest.fn();
    await start({ authorizer: { handler, identitySources: ['route.request.querystring.ticket'] } });
    expect(await status('?other=1')).toBe(401);
    expect(handler).not.toHaveBeenCalled();
  });

  test('finds its proof in a header whatever the case', async () => {
    const handler = jest.fn(async () => policy('Allow', '*'));
    await start({ authorizer: { handler, identitySources: ['route.request.header.sec-websocket-key'] } });
    await connected();
    expect(handler).toHaveBeenCalledTimes(1);
  });

  test('tells every later event, flat and as texts', async () => {
    const events: GatewayEvent[] = [];
    const handler = async (event: GatewayEvent): Promise<unknown> => events.push(event) && { statusCode: 200 };
    await start({
      authorizer: { handler: async () => policy('Allow', '*', { user: 'ann', expiresAt: 17, admin: false }) },
      routes: { $connect: { handler }, $default: { handler }, $disconnect: { handler } },
    });
    const { socket } = await connected();
    socket.send('hello');
    await until(() => events.length === 2);
    socket.close();
    await until(() => events.length === 3);
    expect(events.map(({ requestContext: { routeKey, authorizer } }) => ({ routeKey, authorizer }))).toEqual(['$connect', '$default', '$disconnect'].map(
      (routeKey) => ({ routeKey, authorizer: { principalId: 'ann', integrationLatency: 1, user: 'ann', expiresAt: '17', admin: 'false' } }),
    ));
  });
});

describe('$connect', () => {
  test('echoes the subprotocol that its backend names', async () => {
    await start({ routes: { $connect: { handler: async () => ({ statusCode: 200, headers: { 'Sec-WebSocket-Protocol': 'bearer' } }) } } });
    expect((await connected('', ['bearer', 'token'])).socket.protocol).toBe('bearer');
  });

  test('echoes none otherwise, which clients that offered some do not accept', async () => {
    await start({ routes: { $connect: { handler: ok } } });
    const socket = new WebSocket(gateway.url, ['bearer']);
    const [error] = await once(socket, 'error') as [Error];
    expect(error.message).toBe('Server sent no subprotocol');
  });

  test.each<[number, () => Promise<unknown>]>([
    [400, async () => ({ statusCode: 400 })],
    [502, () => Promise.reject(new TypeError('broken'))],
    [502, async () => undefined],
  ])('ends the handshake with %i when its backend says so or fails', async (expected, handler) => {
    await start({ routes: { $connect: { handler } } });
    expect(await status()).toBe(expected);
  });

  test('is over before the connection can be posted to', async () => {
    const statuses: unknown[] = [];
    await start({
      routes: {
        $connect: {
          handler: async ({ requestContext: { connectionId } }) => {
            statuses.push(await client().send(new PostToConnectionCommand({ ConnectionId: connectionId, Data: 'early' })).catch((error: Error) => error.name));
            return { statusCode: 200 };
          },
        },
      },
    });
    await connected();
    expect(statuses).toEqual(['GoneException']);
  });

  test('of another stage is refused', async () => {
    await start();
    const socket = new WebSocket(gateway.url.replace(/prod$/, 'other'));
    const [error] = await once(socket, 'error') as [Error];
    expect(error.message).toContain('403');
  });
});

describe('messages', () => {
  const echo = async ({ body, requestContext: { routeKey } }: GatewayEvent): Promise<object> => ({ statusCode: 200, body: `${routeKey}: ${body}` });

  test('are routed by their action, else by $default, and never to $connect', async () => {
    await start({ routes: { send: { handler: echo, reply: true }, $connect: { handler: ok }, $default: { handler: echo, reply: true } } });
    const { socket, next } = await connected();
    for (const text of ['{"action":"send"}', '{"action":"dance"}', '{"action":"$connect"}', '{"action":"__proto__"}', '{"action":7}', 'no JSON']) {
      socket.send(text);
      const action = text === '{"action":"send"}' ? 'send' : '$default';
      expect(await next()).toBe(`${action}: ${text}`);
    }
  });

  test('are answered only where the route has a response', async () => {
    await start({ routes: { quiet: { handler: echo }, empty: { handler: ok, reply: true }, loud: { handler: echo, reply: true } } });
    const { socket, next } = await connected();
    ['quiet', 'empty', 'loud'].forEach((action) => socket.send(JSON.stringify({ action })));
    expect(await next()).toBe('loud: {"action":"loud"}');
  });

  test('without a route, and those whose function fails, are complained about', async () => {
    await start({ routes: { fail: { handler: () => Promise.reject(new TypeError('broken')) }, odd: { handler: async () => 'hello', reply: true } } });
    const { socket, next } = await connected();
    const [connectionId] = gateway.connectionIds();
    for (const [action, message] of [['dance', 'Forbidden'], ['fail', 'Internal server error'], ['odd', 'Internal server error']]) {
      socket.send(JSON.stringify({ action }));
      expect(JSON.parse(await next())).toEqual({ message, connectionId, requestId: expect.any(String) });
    }
  });

  test('of mock routes are answered by their template', async () => {
    await start({ routes: { ping: { mock: '{"type":"pong"}', reply: true }, mute: { mock: 'x' } } });
    const { socket, next } = await connected();
    socket.send('{"action":"mute"}');
    socket.send('{"action":"ping"}');
    expect(await next()).toBe('{"type":"pong"}');
  });

  test('carry their own ids, and bytes as base64', async () => {
    const events: GatewayEvent[] = [];
    await start({ routes: { $default: { handler: async (event) => events.push(event) && { statusCode: 200 } } } });
    const { socket } = await connected();
    socket.send('text');
    socket.send(Buffer.from([1, 2, 3]));
    await until(() => events.length === 2);
    expect(events).toMatchObject([{ body: 'text', isBase64Encoded: false }, { body: 'AQID', isBase64Encoded: true }]);
    expect(new Set(events.map(({ requestContext: { messageId } }) => messageId)).size).toBe(2);
    expect(events[0].requestContext).toMatchObject({ eventType: 'MESSAGE', routeKey: '$default' });
    expect(events[0]).not.toHaveProperty('headers');
  });

  test('are taken one beside the other', async () => {
    await start({
      routes: {
        $default: {
          reply: true,
          handler: async ({ body }) => {
            if (body === 'slow') await new Promise((done) => setTimeout(done, 50));
            return { statusCode: 200, body };
          },
        },
      },
    });
    const { socket, next } = await connected();
    ['slow', 'quick'].forEach((text) => socket.send(text));
    expect([await next(), await next()]).toEqual(['quick', 'slow']);
  });

  test.each([
    ['a frame of 32 KB', [32 * 1024], 'taken'],
    ['a frame of more', [32 * 1024 + 1], 1009],
    ['128 KB in frames of 32 KB', [32, 32, 32, 32].map((size) => size * 1024), 'taken'],
    ['more in frames of 32 KB', [...[32, 32, 32, 32].map((size) => size * 1024), 1], 1009],
  ])('%s: %s is %s', async (_what, sizes, expected) => {
    await start({ routes: { $default: { handler: async ({ body }) => ({ statusCode: 200, body: String(body?.length) }), reply: true } } });
    const { socket, next } = await connected();
    const closed = once(socket, 'close').then(([code]) => code as number);
    sizes.forEach((size, index) => socket.send('x'.repeat(size), { fin: index === sizes.length - 1 }));
    const total = sizes.reduce((sum, size) => sum + size, 0);
    expect(await Promise.race([closed, next()])).toBe(expected === 'taken' ? String(total) : expected);
  });
});

describe('$disconnect', () => {
  async function told(options: Partial<GatewayOptions>, end: (socket: WebSocket, id: string) => void): Promise<{ readonly events: GatewayEvent[] }> {
    const events: GatewayEvent[] = [];
    await start({ routes: { $disconnect: { handler: async (event) => events.push(event) && { statusCode: 200 } } }, ...options });
    const { socket } = await connected();
    const closed = once(socket, 'close');
    end(socket, gateway.connectionIds()[0]);
    await closed;
    await until(() => gateway.connectionIds().length === 0);
    return { events };
  }

  test.each<[string, number, string, (socket: WebSocket, id: string) => void]>([
    ['the client without a code', 1005, 'Client-side close frame status not set', (socket) => socket.close()],
    ['the client with a code', 1000, 'done', (socket) => socket.close(1000, 'done')],
    ['API Gateway', 1001, 'Going away', (_socket, id) => gateway.drop(id, 1001)],
    ['the network', 1006, '', (_socket, id) => gateway.drop(id)],
  ])('tells who ended the connection: %s', async (_who, code, reason, end) => {
    const { events } = await told({}, end);
    await gateway.idle();
    expect(events).toMatchObject([{
      headers: { 'x-restapi': '' },
      requestContext: { routeKey: '$disconnect', eventType: 'DISCONNECT', disconnectStatusCode: code },
      isBase64Encoded: false,
    }]);
    if (code !== 1001) expect(events[0].requestContext.disconnectReason).toBe(reason);
  });

  test.each([['never', 0], ['once', 1], ['twice', 2]] as const)('is best effort: %s', async (disconnects, times) => {
    const { events } = await told({ disconnects }, (socket) => socket.close());
    await gateway.idle();
    expect(events).toHaveLength(times);
  });

  test('can be late', async () => {
    const { events } = await told({ disconnects: { afterMs: 60 } }, (socket) => socket.close());
    expect(events).toHaveLength(0);
    await gateway.idle();
    expect(events).toHaveLength(1);
  });
});

describe('@connections', () => {
  test('posts to the socket, tells of it, and closes it', async () => {
    await start();
    const { socket, next } = await connected();
    const [ConnectionId] = gateway.connectionIds();
    await client().send(new PostToConnectionCommand({ ConnectionId, Data: '{"type":"msg"}' }));
    expect(await next()).toBe('{"type":"msg"}');
    expect(await client().send(new GetConnectionCommand({ ConnectionId }))).toMatchObject({ Identity: { SourceIp: '127.0.0.1' } });
    const closed = once(socket, 'close');
    await client().send(new DeleteConnectionCommand({ ConnectionId }));
    await closed;
  });

  test.each([
    ['410', 'GoneException', { ConnectionId: 'AAAAAAAAAAAAAAA=', Data: 'x' }],
    ['413', 'PayloadTooLargeException', { ConnectionId: 'AAAAAAAAAAAAAAA=', Data: 'x'.repeat(131_073) }],
  ])('answers %s %s', async (_status, name, input) => {
    await start();
    await expect(client().send(new PostToConnectionCommand(input))).rejects.toMatchObject({ name });
  });

  test('answers 410 once the client has gone', async () => {
    await start();
    const { socket } = await connected();
    const [ConnectionId] = gateway.connectionIds();
    socket.close();
    await until(() => gateway.connectionIds().length === 0);
    await expect(client().send(new PostToConnectionCommand({ ConnectionId, Data: 'x' }))).rejects.toMatchObject({ name: 'GoneException' });
  });
});

function client(): ApiGatewayManagementApiClient {
  return new ApiGatewayManagementApiClient({
    endpoint: gateway.callbackUrl, region: 'eu-central-1', credentials: { accessKeyId: 'a', secretAccessKey: 's' }, maxAttempts: 1,
  });
}

async function until(happened: () => boolean): Promise<void> {
  while (!happened()) await new Promise((done) => setTimeout(done, 2));
}
