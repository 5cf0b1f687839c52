import { request } from 'node:http';
import { ApiGatewayManagementApiClient, DeleteConnectionCommand, GetConnectionCommand, PostToConnectionCommand } from '@aws-sdk/client-apigatewaymanagementapi';
import { connectionId, ConnectionsEndpoint, ConnectionsOptions } from './connections-endpoint';
import { ConnectionsProcess } from './connections-process';

const SIGNER = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'secret', region: 'eu-west-1' };
const ALICE = connectionId(1);

const open: { stop(): Promise<void> }[] = [];

afterEach(() => Promise.all(open.splice(0).map((one) => one.stop())));

async function started(options: ConnectionsOptions = {}): Promise<ConnectionsEndpoint> {
  const endpoint = await ConnectionsEndpoint.start(options);
  open.push(endpoint);
  return endpoint;
}

/** The SDK as everybody uses it, except that it tries once. */
function sdk(url: string, secretAccessKey = SIGNER.secretAccessKey) {
  const client = new ApiGatewayManagementApiClient({
    endpoint: url, region: SIGNER.region, credentials: { accessKeyId: SIGNER.accessKeyId, secretAccessKey }, maxAttempts: 1,
  });
  open.push({ stop: async () => client.destroy() });
  return {
    post: (ConnectionId: string, Data = 'hi') => client.send(new PostToConnectionCommand({ ConnectionId, Data })),
    get: (ConnectionId: string) => client.send(new GetConnectionCommand({ ConnectionId })),
    close: (ConnectionId: string) => client.send(new DeleteConnectionCommand({ ConnectionId })),
  };
}

function refusal(status: number, name: string) {
  return { name, $metadata: expect.objectContaining({ httpStatusCode: status }) };
}

function raw(url: string, headers: Record<string, string> = {}): Promise<{ status?: number; body: string }> {
  return new Promise((resolve, reject) => request(url, { method: 'POST', headers, agent: false }, (answer) => {
    let body = '';
    answer.on('data', (chunk) => { body += chunk; });
    answer.on('end', () => resolve({ status: answer.statusCode, body }));
  }).on('error', reject).end('hi'));
}

describe('the @connections endpoint', () => {
  test('posts what the SDK signed, every byte of the signature checked, and keeps what arrived in order', async () => {
    const endpoint = await started({ signer: SIGNER });
    endpoint.connect([ALICE]);
    const { post } = sdk(endpoint.url);
    await post(ALICE, 'one');
    await post(ALICE, 'zwei ✓');
    expect(endpoint.frames(ALICE)).toEqual(['one', 'zwei ✓']);
    expect(endpoint.deliveries(ALICE).map(({ order }) => order)).toEqual([1, 2]);
    expect(endpoint.totals()).toEqual({ requests: 2, byStatus: { 200: 2 } });
  });

  test('a signature with another secret is refused', async () => {
    const endpoint = await started({ signer: SIGNER });
    endpoint.connect([ALICE]);
    await expect(sdk(endpoint.url, 'wrong').post(ALICE)).rejects.toMatchObject(refusal(403, 'InvalidSignatureException'));
    expect(endpoint.frames(ALICE)).toEqual([]);
  });

  test('a request without a signature, or with one of another kind, is refused', async () => {
    const endpoint = await started();
    const url = `${endpoint.url}/@connections/${encodeURIComponent(ALICE)}`;
    expect(await raw(url)).toEqual({ status: 403, body: '{"message":"Missing Authentication Token"}' });
    expect(await raw(url, { authorization: 'Bearer token' })).toMatchObject({ status: 403, body: expect.stringContaining('execute-api') });
  });

  test('another stage is forbidden', async () => {
    const endpoint = await started();
    await expect(sdk(endpoint.url.replace('prod', 'test')).post(ALICE)).rejects.toMatchObject(refusal(403, 'ForbiddenException'));
  });

  test('a connection that is not there is gone, for posts, questions and closing alike', async () => {
    const endpoint = await started();
    const { post, get, close } = sdk(endpoint.url);
    for (const call of [post, get, close]) await expect(call(ALICE)).rejects.toMatchObject(refusal(410, 'GoneException'));
  });

  test('an id that API Gateway would not make is a bad request', async () => {
    const endpoint = await started();
    await expect(sdk(endpoint.url).post('no-connection')).rejects.toMatchObject(refusal(400, 'BadRequestException'));
    expect(() => endpoint.connect(['no-connection'])).toThrow('connectionId(number)');
  });

  test('131,072 bytes are posted, one more is too large', async () => {
    const endpoint = await started();
    endpoint.connect([ALICE]);
    const { post } = sdk(endpoint.url);
    await post(ALICE, 'x'.repeat(131_072));
    await expect(post(ALICE, 'x'.repeat(131_073))).rejects.toMatchObject(refusal(413, 'PayloadTooLargeException'));
    expect(endpoint.counts()).toEqual(new Map([[ALICE, 1]]));
  });

  test('a connection can be asked for and closed, once', async () => {
    const closed: string[] = [];
    const endpoint = await started({ onClose: (id) => closed.push(id) });
    endpoint.connect([ALICE]);
    const { get, close } = sdk(endpoint.url);
    expect((await get(ALICE)).ConnectedAt).toBeInstanceOf(Date);
    await close(ALICE);
    await expect(close(ALICE)).rejects.toMatchObject(refusal(410, 'GoneException'));
    expect(closed).toEqual([ALICE]);
    expect(endpoint.connected()).toEqual([]);
  });

  test('the throttle is one for all connections', async () => {
    const endpoint = await started({ throttle: { perSecond: 0.001, burst: 2 } });
    const ids = [1, 2, 3].map(connectionId);
    endpoint.connect(ids);
    const { post } = sdk(endpoint.url);
    await post(ids[0]);
    await post(ids[1]);
    await expect(post(ids[2])).rejects.toMatchObject(refusal(429, 'LimitExceededException'));
    endpoint.throttle(undefined);
    await post(ids[2]);
    expect(endpoint.totals().byStatus).toEqual({ 200: 3, 429: 1 });
  });

  test('a slow client has its own 429, and the others do not notice', async () => {
    const endpoint = await started();
    endpoint.connect([ALICE, connectionId(2)]);
    endpoint.slow(ALICE);
    const { post } = sdk(endpoint.url);
    await expect(post(ALICE)).rejects.toMatchObject(refusal(429, 'LimitExceededException'));
    await post(connectionId(2));
    endpoint.behave(ALICE);
    await post(ALICE);
    expect(endpoint.counts()).toEqual(new Map([[ALICE, 1], [connectionId(2), 1]]));
  });

  test('a spurious 410 delivers all the same, as often as it was asked for', async () => {
    const endpoint = await started();
    endpoint.connect([ALICE]);
    endpoint.misbehave(ALICE, 'spurious', 1);
    const { post } = sdk(endpoint.url);
    await expect(post(ALICE, 'one')).rejects.toMatchObject(refusal(410, 'GoneException'));
    await post(ALICE, 'two');
    expect(endpoint.frames(ALICE)).toEqual(['one', 'two']);
  });

  test('a gateway is told of every frame', async () => {
    const frames: string[][] = [];
    const endpoint = await started({ onFrame: (...told) => frames.push(told), keepFrames: false });
    endpoint.connect([ALICE]);
    await sdk(endpoint.url).post(ALICE, 'one');
    expect(frames).toEqual([[ALICE, 'one']]);
    expect(endpoint.frames(ALICE)).toEqual([]);
    expect(endpoint.counts()).toEqual(new Map([[ALICE, 1]]));
  });
});

describe('the endpoint in a process of its own', () => {
  test('does the same, and says so', async () => {
    const endpoint = await ConnectionsProcess.start({ stage: 'live', signer: SIGNER });
    open.push(endpoint);
    await endpoint.ask('connect', [ALICE]);
    await sdk(endpoint.url).post(ALICE, 'one');
    expect(endpoint.url).toMatch(/\/live$/);
    expect(await endpoint.ask('frames', ALICE)).toEqual(['one']);
    expect(await endpoint.ask('counts')).toEqual(new Map([[ALICE, 1]]));
    const [at] = await endpoint.ask('arrivals');
    expect(Math.abs(at - Date.now())).toBeLessThan(60_000);
  });

  test('passes refusals on', async () => {
    const endpoint = await ConnectionsProcess.start();
    open.push(endpoint);
    await expect(endpoint.ask('connect', ['no-connection'])).rejects.toThrow('connectionId(number)');
  });
});
