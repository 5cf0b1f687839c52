import { createServer } from 'node:http';
import { AddressInfo } from 'node:net';
import fc from 'fast-check';
import { readTask } from '../../../../runtime/chat/fan-out/read-task';
import type { Task } from '../../../../runtime/chat/fan-out/task';
import { batchesOf, TaskTooBig, taskText } from '../../../../runtime/chat/queue/batches';
import { sqsClient, SqsTasks } from '../../../../runtime/chat/queue/sqs-tasks';

interface Entry { readonly Id: string; readonly MessageBody: string; readonly DelaySeconds: number }
type Failure = { readonly Id: string; readonly Code: string; readonly SenderFault: boolean };

const open: (() => unknown)[] = [];

afterEach(() => Promise.all(open.splice(0).map((close) => close())));

/** SQS, as far as SendMessageBatch over its JSON protocol. `fail` says what it does not take, of the how-manyth batch. */
async function queue(fail: (entry: Entry, batch: number) => Omit<Failure, 'Id'> | undefined = () => undefined) {
  const batches: Entry[][] = [];
  const server = createServer((request, response) => {
    let text = '';
    request.on('data', (chunk) => { text += chunk; });
    request.on('end', () => {
      expect(request.headers['x-amz-target']).toBe('AmazonSQS.SendMessageBatch');
      const { Entries }: { Entries: Entry[] } = JSON.parse(text);
      batches.push(Entries);
      const failures = Entries.map((entry) => ({ entry, failure: fail(entry, batches.length) }));
      response.setHeader('content-type', 'application/x-amz-json-1.0');
      response.end(JSON.stringify({
        Successful: failures.filter(({ failure }) => !failure).map(({ entry: { Id } }) => ({ Id, MessageId: Id, MD5OfMessageBody: '' })),
        Failed: failures.filter(({ failure }) => failure).map(({ entry: { Id }, failure }) => ({ Id, ...failure })),
      }));
    });
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const client = sqsClient({ endpoint, region: 'eu-west-1', credentials: { accessKeyId: 'local', secretAccessKey: 'local' }, md5: false });
  open.push(() => client.destroy(), () => server.closeAllConnections(), () => server.close());
  return { batches, tasks: new SqsTasks({ client, url: `${endpoint}/1/tasks` }) };
}

function user(name: string, frame = 'hi'): Task {
  return { kind: 'user', user: name, frames: [frame], at: 1 };
}

const THROTTLED = { Code: 'RequestThrottled', SenderFault: false };

describe('the queue of tasks', () => {
  test('takes tasks ten by ten, in their order', async () => {
    const { batches, tasks } = await queue();
    const all = Array.from({ length: 23 }, (_, index) => user(`u${index}`));
    await tasks.put(all);
    expect(batches.map(({ length }) => length)).toEqual([10, 10, 3]);
    expect(batches.flat().map(({ MessageBody }) => readTask(MessageBody))).toEqual(all);
    expect(batches.flat().every(({ DelaySeconds }) => DelaySeconds === 0)).toBe(true);
  });

  test('nothing is sent for nothing', async () => {
    const { batches, tasks } = await queue();
    await tasks.put([]);
    expect(batches).toEqual([]);
  });

  test('delays are whole seconds, up to 15 minutes', async () => {
    const { batches, tasks } = await queue();
    for (const delay of [4.2, 5_000, -1]) await tasks.put([user('u')], delay);
    expect(batches.flat().map(({ DelaySeconds }) => DelaySeconds)).toEqual([5, 900, 0]);
  });

  test('what SQS does not take is sent again, and only that', async () => {
    const { batches, tasks } = await queue(({ MessageBody }, batch) => (batch === 1 && MessageBody.includes('u1') ? THROTTLED : undefined));
    await tasks.put([user('u0'), user('u1'), user('u2')]);
    expect(batches.map((entries) => entries.map(({ MessageBody }) => JSON.parse(MessageBody).user))).toEqual([['u0', 'u1', 'u2'], ['u1']]);
  });

  test('what it takes at no try is an error', async () => {
    const { batches, tasks } = await queue(() => THROTTLED);
    await expect(tasks.put([user('u0')])).rejects.toThrow('SQS did not take 1 tasks: RequestThrottled');
    expect(batches).toHaveLength(4);
  });

  test('what it will never take is an error at once', async () => {
    const { batches, tasks } = await queue(() => ({ Code: 'InvalidMessageContents', SenderFault: true }));
    await expect(tasks.put([user('u0')])).rejects.toThrow('InvalidMessageContents');
    expect(batches).toHaveLength(1);
  });
});

describe('batches', () => {
  test('have ten messages and 256 KiB at most, whatever the sizes, and nothing is lost or reordered', () => {
    fc.assert(fc.property(fc.array(fc.integer({ min: 1, max: 200_000 }), { maxLength: 40 }), (sizes) => {
      const texts = sizes.map((size, index) => String(index).padEnd(size, 'x'));
      const batches = batchesOf(texts);
      expect(batches.flat()).toEqual(texts);
      expect(batches.every((batch) => batch.length <= 10 && batch.join('').length <= 256 * 1024)).toBe(true);
    }), { numRuns: 50 });
  });

  test('count bytes, not characters', () => {
    expect(batchesOf(['é'.repeat(100_000), 'é'.repeat(100_000)])).toHaveLength(2);
  });

  test('a message that does not fit into the queue is refused', () => {
    expect(() => batchesOf(['x'.repeat(256 * 1024 + 1)])).toThrow(TaskTooBig);
  });

  test('no text has a character that SQS refuses, whatever people write, and it reads the same', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (body) => {
      const task = user('u', JSON.stringify({ body: `${body}\uFFFE\uFFFF\u0000` }));
      const text = taskText(task);
      expect(text).toMatch(/^[\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]*$/u);
      expect(readTask(text)).toEqual(task);
    }));
  });
});
