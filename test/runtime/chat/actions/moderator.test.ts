import { createServer, IncomingMessage, Server, ServerResponse } from 'node:http';
import { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { LambdaModerator } from '../../../../runtime/chat/actions/moderator';
import { MemoryWorld } from '../support/memory-ports';

const ARN = 'arn:aws:lambda:eu-west-1:111122223333:function:moderator';
const DRAFT = { room: 'lobby', from: 'ann', cid: 'one', body: 'the-body-of-the-message' };

/** What Lambda answers; and what it was asked. */
type Lambda = (event: unknown, response: ServerResponse) => void;
let lambda: Lambda;
let asked: unknown[];
let server: Server;
let client: LambdaClient;
let written: string;

async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const event: unknown = JSON.parse(await text(request));
  asked.push([request.method, decodeURIComponent(request.url ?? ''), event]);
  lambda(event, response);
}

beforeEach(async () => {
  asked = [];
  written = '';
  server = createServer((request, response) => void serve(request, response));
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  client = new LambdaClient({ endpoint, region: 'eu-west-1', credentials: { accessKeyId: 'local', secretAccessKey: 'local' }, maxAttempts: 1 });
  jest.spyOn(process.stdout, 'write').mockImplementation((chunk) => {
    written += String(chunk);
    return true;
  });
});

afterEach(async () => {
  jest.restoreAllMocks();
  expect(written).not.toContain(DRAFT.body);
  client.destroy();
  server.closeAllConnections();
  await new Promise((closed) => server.close(closed));
});

const answering = (payload: unknown): Lambda => (_, response) => void response.end(typeof payload === 'string' ? payload : JSON.stringify(payload));
/** With a budget for a busy machine, where slowness is not the point. */
const moderator = (onFailure: 'accept' | 'refuse', budget?: number) => new LambdaModerator({ client, functionArn: ARN, onFailure, budget });
const patient = (onFailure: 'accept' | 'refuse') => moderator(onFailure, 10_000);

test('the function is asked about the room, the sender, the cid and the body, and nothing else', async () => {
  lambda = answering({ allowed: true });
  expect(await patient('refuse').review(DRAFT)).toEqual({ allowed: true, body: DRAFT.body });
  expect(asked).toEqual([['POST', `/2015-03-31/functions/${ARN}/invocations`, DRAFT]]);
});

test('a message can be refused', async () => {
  lambda = answering({ allowed: false, body: 'ignored' });
  expect(await patient('accept').review(DRAFT)).toEqual({ allowed: false });
});

test('a body can be replaced', async () => {
  lambda = answering({ allowed: true, body: '***' });
  expect(await patient('refuse').review(DRAFT)).toEqual({ allowed: true, body: '***' });
});

const FAILURES: [string, Lambda][] = [
  ['ends with an error', (_, response) => void response.writeHead(200, { 'X-Amz-Function-Error': 'Unhandled' }).end('{"errorMessage":"the-body-of-the-message"}')],
  ['is throttled', (_, response) => void response.writeHead(429, { 'x-amzn-errortype': 'TooManyRequestsException' }).end('{"message":"Rate Exceeded."}')],
  ['is not there', (_, response) => void response.writeHead(404, { 'x-amzn-errortype': 'ResourceNotFoundException' }).end('{"message":"Function not found"}')],
  ['hangs up', (_, response) => void response.destroy()],
  ['answers nothing', answering('')],
  ['answers no JSON', answering('{"allowed": the-body-of-the-message')],
  ['answers null', answering(null)],
  ['answers a text', answering('"yes"')],
  ['answers something like true', answering({ allowed: 'true' })],
  ['replaces the body with nothing', answering({ allowed: true, body: '' })],
  ['replaces the body with what is no text', answering({ allowed: true, body: { text: 'hi' } })],
  ['replaces the body with half a surrogate pair', answering({ allowed: true, body: '\ud800' })],
];

describe.each(FAILURES)('a moderator that %s', (_, failing) => {
  beforeEach(() => {
    lambda = failing;
  });

  test('lets the message pass as it is where that was chosen', async () => {
    expect(await patient('accept').review(DRAFT)).toEqual({ allowed: true, body: DRAFT.body });
    expect(JSON.parse(written)).toMatchObject({ level: 'error', message: 'the moderator failed', room: 'lobby', onFailure: 'accept' });
  });

  test('keeps the message out where that was chosen, and the sender may try again', async () => {
    const world = new MemoryWorld();
    await world.room('lobby', { ann: 'member' });
    const ann = world.client('ann', 'ann-1', { moderator: patient('refuse') });
    await ann.enter('lobby');
    const answer = await ann.say({ action: 'send', room: 'lobby', cid: 'one', body: DRAFT.body });
    expect(answer).toEqual({ type: 'nack', cid: 'one', room: 'lobby', code: 'unavailable', retryAfterMs: 1_000 });
    expect(await world.store.messages.page('lobby', { after: 0, limit: 1 })).toEqual([]);
  });
});

test.each(['accept', 'refuse'] as const)('a moderator that is too slow is waited for 300 ms, and then it is %s', async (onFailure) => {
  lambda = () => {};
  const before = performance.now();
  const review = moderator(onFailure).review(DRAFT);
  await (onFailure === 'accept' ? expect(review).resolves.toEqual({ allowed: true, body: DRAFT.body }) : expect(review).rejects.toThrow('could not be judged'));
  expect(performance.now() - before).toBeGreaterThanOrEqual(290);
  expect(JSON.parse(written)).toMatchObject({ level: 'error', message: 'the moderator failed', room: 'lobby', onFailure });
});
