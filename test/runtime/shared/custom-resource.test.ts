import { createServer, IncomingMessage, Server } from 'node:http';
import { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { customResource } from '../../../runtime/shared/custom-resource';

const CONTEXT = { getRemainingTimeInMillis: () => 1000 };
const SECRET = 'X-Amz-Signature=5ec2e7';

let mailbox: Server;
let statuses: number[];
let delivered: { request: IncomingMessage; body: string }[];
let written: string;

beforeEach(async () => {
  statuses = [];
  delivered = [];
  written = '';
  mailbox = createServer(async (request, response) => {
    delivered.push({ request, body: await text(request) });
    response.writeHead(statuses.shift() ?? 200).end();
  });
  await new Promise<void>((resolve) => mailbox.listen(0, '127.0.0.1', resolve));
  jest.spyOn(process.stdout, 'write').mockImplementation((chunk) => {
    written += String(chunk);
    return true;
  });
});

afterEach(async () => {
  jest.restoreAllMocks();
  mailbox.closeAllConnections();
  await new Promise((resolve) => mailbox.close(resolve));
  expect(written).not.toContain(SECRET);
});

function event(more: object = {}): object {
  const { port } = mailbox.address() as AddressInfo;
  return { RequestType: 'Create', ResponseURL: `http://127.0.0.1:${port}/?${SECRET}`, StackId: 's', RequestId: 'r', LogicalResourceId: 'l', ...more };
}

test('an answer is put without a content type, as its address is signed', async () => {
  await customResource('id', async () => ({}))(event(), CONTEXT);

  expect(delivered).toHaveLength(1);
  expect(delivered[0].request.method).toBe('PUT');
  expect(delivered[0].request.headers['content-type'] ?? '').toBe('');
  expect(JSON.parse(delivered[0].body)).toEqual({ Status: 'SUCCESS', PhysicalResourceId: 'id', StackId: 's', RequestId: 'r', LogicalResourceId: 'l' });
});

test('what is thrown is the reason of a failure, cut to what CloudFormation takes', async () => {
  await customResource('id', () => Promise.reject(new Error('x'.repeat(10_000))))(event(), CONTEXT);

  const { Status, Reason } = JSON.parse(delivered[0].body);
  expect(Status).toBe('FAILED');
  expect(Reason).toBe('x'.repeat(2000));
});

test('an answer that does not get through is tried again', async () => {
  statuses = [503, 500];
  await customResource('id', async () => ({}), [1, 1])(event(), CONTEXT);
  expect(delivered).toHaveLength(3);
});

test('an answer that never gets through fails the invocation, so that Lambda calls again', async () => {
  statuses = [503, 503, 503];
  await expect(customResource('id', async () => ({}), [1, 1])(event(), CONTEXT)).rejects.toThrow('could not be answered');
});

test('an address nobody listens at is not quoted anywhere', async () => {
  const answered = customResource('id', async () => ({}), [])(event({ ResponseURL: `http://127.0.0.1:1/?${SECRET}` }), CONTEXT);
  await expect(answered).rejects.toThrow(/^CloudFormation could not be answered$/);
});

test.each([['null', null], ['text', 'text'], ['no address', {}], ['a broken address', { ResponseURL: 'not a url' }]])(
  'an event that is %s fails the invocation', async (_, malformed) => {
    await expect(customResource('id', async () => ({}))(malformed, CONTEXT)).rejects.toThrow('no address to answer to');
    expect(delivered).toEqual([]);
  });

test('a log line is one line of JSON', async () => {
  await customResource('id', async () => ({ note: 'two\nlines' }))(event(), CONTEXT);
  expect(written.trimEnd().split('\n')).toHaveLength(1);
  expect(JSON.parse(written)).toEqual({ level: 'info', message: 'done', request: 'Create', note: 'two\nlines' });
});
