import { createServer, IncomingMessage, ServerResponse } from 'node:http';
import { AddressInfo } from 'node:net';
import { callbackIn } from '../../../../runtime/chat/callback/from-environment';
import { HttpCallback, HttpCallbackOptions } from '../../../../runtime/chat/callback/http-callback';
import { connectionId, ConnectionsEndpoint, ConnectionsOptions } from '../../../fakes/connections-endpoint';

const SIGNER = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'secret', region: 'eu-west-1' };
const ALICE = connectionId(1);

const open: (() => unknown)[] = [];

beforeEach(() => {
  jest.spyOn(process.stdout, 'write').mockReturnValue(true);
});
afterEach(async () => {
  jest.restoreAllMocks();
  await Promise.all(open.splice(0).map((close) => close()));
});

function callbackTo(url: string, options: Partial<HttpCallbackOptions> = {}): HttpCallback {
  const callback = new HttpCallback({ url, region: SIGNER.region, credentials: () => SIGNER, ...options });
  open.push(() => callback.destroy());
  return callback;
}

async function world(options: ConnectionsOptions = {}, callbackOptions: Partial<HttpCallbackOptions> = {}) {
  const endpoint = await ConnectionsEndpoint.start({ signer: SIGNER, ...options });
  open.push(() => endpoint.stop());
  endpoint.connect([ALICE]);
  return { endpoint, callback: callbackTo(endpoint.url, callbackOptions) };
}

/** A server that says what it is told to, and counts its connections. */
async function server(answer: (request: IncomingMessage, response: ServerResponse) => void) {
  const made = createServer((request, response) => void request.resume().on('end', () => answer(request, response)));
  const seen = { sockets: 0 };
  made.on('connection', () => { seen.sockets += 1; });
  await new Promise<void>((ready) => made.listen(0, '127.0.0.1', ready));
  open.push(() => made.closeAllConnections(), () => made.close());
  return { seen, url: `http://127.0.0.1:${(made.address() as AddressInfo).port}/prod` };
}

describe('a post', () => {
  test('arrives, signed so that every byte of the signature is right', async () => {
    const { endpoint, callback } = await world();
    expect(await callback.post(ALICE, '{"body":"zwei ✓"}')).toBe('delivered');
    expect(endpoint.frames(ALICE)).toEqual(['{"body":"zwei ✓"}']);
  });

  test('of the same frame to several, and of another one, each has its own signature', async () => {
    const { endpoint, callback } = await world();
    endpoint.connect([connectionId(2)]);
    const posts = [[ALICE, 'one'], [connectionId(2), 'one'], [ALICE, 'two']].map(([id, frame]) => callback.post(id, frame));
    expect(await Promise.all(posts)).toEqual(['delivered', 'delivered', 'delivered']);
  });

  test('says what became of it: gone, throttled, failed', async () => {
    const { endpoint, callback } = await world();
    expect(await callback.post(connectionId(2), 'hi')).toBe('gone');
    endpoint.slow(ALICE);
    expect(await callback.post(ALICE, 'hi')).toBe('throttled');
    endpoint.misbehave(ALICE, 'error');
    expect(await callback.post(ALICE, 'hi')).toBe('failed');
    expect(await callback.post('no-connection', 'hi')).toBe('failed');
    expect(endpoint.totals()).toEqual({ requests: 4, byStatus: { 400: 1, 410: 1, 429: 1, 500: 1 } });
  });

  test('with wrong credentials fails, and the log says so once', async () => {
    const { callback } = await world({ signer: { ...SIGNER, secretAccessKey: 'other' } });
    expect(await callback.post(ALICE, 'hi')).toBe('failed');
    expect(await callback.post(ALICE, 'hi')).toBe('failed');
    expect(process.stdout.write).toHaveBeenCalledTimes(1);
    expect(process.stdout.write).toHaveBeenCalledWith(expect.stringContaining('"status":403'));
  });

  test('without credentials is an error of ours', async () => {
    const { endpoint } = await world();
    const callback = callbackTo(endpoint.url, { credentials: () => { throw new TypeError('no credentials'); } });
    await expect(callback.post(ALICE, 'hi')).rejects.toThrow('no credentials');
  });

  test('that is not answered fails when its time is up, and is not sent again', async () => {
    const { endpoint, callback } = await world({}, { patience: 40 });
    expect(await callback.post(ALICE, 'first')).toBe('delivered');
    endpoint.misbehave(ALICE, 'hang');
    expect(await callback.post(ALICE, 'hi')).toBe('failed');
    expect(endpoint.totals().requests).toBe(2);
  });

  test('to nobody fails', async () => {
    const { endpoint, callback } = await world();
    await endpoint.stop();
    expect(await callback.post(ALICE, 'hi')).toBe('failed');
  });

  test('uses a connection again, and no more of them than it may', async () => {
    const { seen, url } = await server((_, response) => response.end());
    const callback = callbackTo(url, { maxSockets: 2 });
    await Promise.all(Array.from({ length: 20 }, () => callback.post(ALICE, 'hi')));
    expect(seen.sockets).toBe(2);
  });

  test('over a connection that was closed just then is sent once more, over another one', async () => {
    const ports: (number | undefined)[] = [];
    const { seen, url } = await server((request, response) => {
      ports.push(request.socket.remotePort);
      if (ports.length === 2) request.socket.resetAndDestroy();
      else response.end();
    });
    const callback = callbackTo(url, { maxSockets: 1 });
    expect([await callback.post(ALICE, 'hi'), await callback.post(ALICE, 'hi')]).toEqual(['delivered', 'delivered']);
    expect({ requests: ports.length, sockets: seen.sockets }).toEqual({ requests: 3, sockets: 2 });
    expect(ports[1]).toBe(ports[0]);
    expect(ports[2]).not.toBe(ports[1]);
  });

  test('over a connection that is closed again is not sent a third time', async () => {
    let requests = 0;
    const { url } = await server((request) => {
      requests += 1;
      request.socket.resetAndDestroy();
    });
    expect(await callbackTo(url).post(ALICE, 'hi')).toBe('failed');
    expect(requests).toBe(2);
  });
});

describe('closing', () => {
  test('closes a connection, and one that is gone is closed', async () => {
    const { endpoint, callback } = await world();
    await callback.close(ALICE);
    expect(endpoint.connected()).toEqual([]);
    await expect(callback.close(ALICE)).resolves.toBeUndefined();
  });

  test('that did not work is an error', async () => {
    const { endpoint, callback } = await world({ throttle: { perSecond: 0.001, burst: 0 } });
    await expect(callback.close(ALICE)).rejects.toThrow('status 429');
    expect(endpoint.connected()).toEqual([ALICE]);
  });
});

describe('the callback of a function', () => {
  const KEYS = { AWS_REGION: 'eu-west-1', AWS_ACCESS_KEY_ID: SIGNER.accessKeyId, AWS_SECRET_ACCESS_KEY: SIGNER.secretAccessKey };

  test('posts to the URL of its environment, as the role it has by then', async () => {
    const { endpoint } = await world();
    const environment = { ...KEYS, AWS_SECRET_ACCESS_KEY: 'wrong', AWS_SESSION_TOKEN: 'token', CHAT_CALLBACK_URL: endpoint.url };
    const callback = callbackIn(environment);
    open.push(() => callback.destroy());
    expect(await callback.post(ALICE, 'hi')).toBe('failed');
    environment.AWS_SECRET_ACCESS_KEY = SIGNER.secretAccessKey;
    jest.spyOn(Date, 'now').mockReturnValue(Date.now() + 1_000);
    expect(await callback.post(ALICE, 'hi')).toBe('delivered');
    jest.restoreAllMocks();
  });

  test('is sent elsewhere by the variable of AWS\'s own clients', async () => {
    const { endpoint } = await world();
    const url = 'https://nobody.invalid/prod';
    const callback = callbackIn({ ...KEYS, CHAT_CALLBACK_URL: url, AWS_ENDPOINT_URL_APIGATEWAYMANAGEMENTAPI: endpoint.url });
    open.push(() => callback.destroy());
    expect(await callback.post(ALICE, 'hi')).toBe('delivered');
  });

  test.each(['CHAT_CALLBACK_URL', 'AWS_REGION'])('needs %s', (name) => {
    expect(() => callbackIn({ ...KEYS, CHAT_CALLBACK_URL: 'https://a/prod', [name]: undefined })).toThrow(name);
  });
});
