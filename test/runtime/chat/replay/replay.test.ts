import type { StreamRecord } from '../../../../runtime/chat/dispatcher/stream-record';
import type { StreamBatch } from '../../../../runtime/chat/replay/dead-letter';
import { DeadLetters, Letter, replay, ReplayPorts, Stream, StreamTrimmed } from '../../../../runtime/chat/replay/replay';
import { message, said } from '../dispatcher/stream';
import { FanOutWorld } from '../support/fan-out-world';

beforeEach(() => {
  jest.spyOn(process.stdout, 'write').mockReturnValue(true);
});
afterEach(() => {
  jest.restoreAllMocks();
});

/** A queue in memory: what is received is invisible until it is released. */
class MemoryLetters implements DeadLetters {
  public readonly letters = new Map<string, { readonly letter: Letter; isOut: boolean }>();

  constructor(bodies: readonly string[]) {
    bodies.forEach((body, index) => this.letters.set(`m${index}`, { letter: { id: `m${index}`, receipt: `r${index}`, body }, isOut: false }));
  }

  public async receive(): Promise<readonly Letter[]> {
    const taken = [...this.letters.values()].filter(({ isOut }) => !isOut).slice(0, 3);
    taken.forEach((one) => { one.isOut = true; });
    return taken.map(({ letter }) => letter);
  }

  public async delete({ id }: Letter): Promise<void> {
    this.letters.delete(id);
  }

  public async release({ id }: Letter): Promise<void> {
    const found = this.letters.get(id);
    if (found) found.isOut = false;
  }

  public async size(): Promise<number> {
    return this.letters.size;
  }

  public get visible(): string[] {
    return [...this.letters.values()].filter(({ isOut }) => !isOut).map(({ letter }) => letter.id);
  }
}

class MemoryStream implements Stream {
  public readonly asked: StreamBatch[] = [];

  constructor(private readonly pages: readonly (readonly StreamRecord[])[]) {}

  public async *read(batch: StreamBatch): AsyncGenerator<readonly StreamRecord[]> {
    this.asked.push(batch);
    if (batch.shardId === 'trimmed') throw new StreamTrimmed('gone');
    yield* this.pages;
  }
}

const TASK = JSON.stringify({ kind: 'user', user: 'alice', frames: ['{}'], at: 1 });

/** What Lambda sends to the queue when it gives up on records of a stream (Lambda developer guide, "on-failure destination"). */
function batchText(rest: Partial<StreamBatch> = {}): string {
  return JSON.stringify({
    requestContext: { requestId: '316aa6d0', functionArn: 'arn:aws:lambda:eu-west-1:123456789012:function:f', condition: 'RetryAttemptsExhausted', approximateInvokeCount: 4 },
    responseContext: { statusCode: 200, executedVersion: '$LATEST', functionError: null },
    version: '1.0',
    timestamp: '2025-06-15T00:13:49.717Z',
    DDBStreamBatchInfo: {
      shardId: 'shardId-1',
      startSequenceNumber: '800000000003126276362',
      endSequenceNumber: '800000000003126276363',
      approximateArrivalOfFirstRecord: '2025-06-15T00:13:19Z',
      approximateArrivalOfLastRecord: '2025-06-15T00:13:19Z',
      batchSize: 2,
      streamArn: 'arn:aws:dynamodb:eu-west-1:123456789012:table/t/stream/2025-06-14T00:16:23.100',
      ...rest,
    },
  });
}

function world(bodies: readonly string[], pages: readonly (readonly StreamRecord[])[] = []) {
  const fanOut = new FanOutWorld();
  fanOut.endsAt = fanOut.clock.time + 300_000;
  const deadLetters = new MemoryLetters(bodies);
  const stream = new MemoryStream(pages);
  const ports = (): ReplayPorts => ({ ...fanOut.ports(), deadLetters, stream });
  return { fanOut, deadLetters, stream, ports };
}

const NOTHING = { tasks: 0, streamBatches: 0, left: 0, lost: [], unreadable: [], failed: [] };

describe('the replay', () => {
  test('puts tasks back into their queue, and deletes them after that', async () => {
    const { fanOut, deadLetters, ports } = world([TASK, TASK, TASK, TASK]);
    expect(await replay({}, ports())).toEqual({ ...NOTHING, tasks: 4 });
    expect(fanOut.tasks.all).toEqual(Array.from({ length: 4 }, () => JSON.parse(TASK)));
    expect(deadLetters.letters.size).toBe(0);
  });

  test('reads what the stream still has, hands it out, and asks for exactly what failed', async () => {
    const { fanOut, stream, ports } = world([batchText()], [[said('r1', 1)], [said('r1', 2)]]);
    fanOut.room('r1', 1);
    expect(await replay({}, ports())).toEqual({ ...NOTHING, streamBatches: 1 });
    expect(fanOut.callback.framesOf('r1-0')).toEqual([1, 2].map((seq) => ({ type: 'msg', room: 'r1', ...message(seq) })));
    expect(stream.asked).toEqual([{
      shardId: 'shardId-1',
      startSequenceNumber: '800000000003126276362',
      endSequenceNumber: '800000000003126276363',
      streamArn: 'arn:aws:dynamodb:eu-west-1:123456789012:table/t/stream/2025-06-14T00:16:23.100',
    }]);
  });

  test('nothing to do is done', async () => {
    expect(await replay({}, world([]).ports())).toEqual(NOTHING);
  });

  test('what is older than the stream stays, and is named', async () => {
    const { deadLetters, ports } = world([batchText({ shardId: 'trimmed' }), TASK]);
    expect(await replay({}, ports())).toEqual({ ...NOTHING, tasks: 1, left: 1, lost: [{ message: 'm0', reason: 'StreamTrimmed' }] });
    expect(deadLetters.visible).toEqual(['m0']);
  });

  test.each(['hello', '{"kind":"unknown"}', '{"DDBStreamBatchInfo":null}', batchText({ startSequenceNumber: 'x' })])('%s stays, and is named', async (body) => {
    const { deadLetters, ports } = world([body]);
    expect(await replay({}, ports())).toEqual({ ...NOTHING, left: 1, unreadable: [{ message: 'm0', reason: 'UnreadableTask' }] });
    expect(deadLetters.visible).toEqual(['m0']);
  });

  test('what fails once more stays, and does not keep the rest from being done', async () => {
    const { fanOut, deadLetters, ports } = world([TASK, batchText(), TASK], [[said('r1', 1)]]);
    fanOut.rooms.find = () => Promise.reject(new TypeError('no'));
    const answer = await replay({}, ports());
    expect(answer).toEqual({ ...NOTHING, tasks: 2, left: 1, failed: [{ message: 'm1', reason: 'NotDispatched' }] });
    expect(deadLetters.visible).toEqual(['m1']);
  });

  test('a task that the queue does not take is not deleted', async () => {
    const { deadLetters, ports } = world([TASK]);
    const answer = await replay({}, { ...ports(), tasks: { put: () => Promise.reject(new TypeError('no')) } });
    expect(answer).toMatchObject({ tasks: 0, left: 1, failed: [{ message: 'm0', reason: 'TypeError' }] });
    expect(deadLetters.visible).toEqual(['m0']);
  });

  test('does as many as it was asked to, and no more', async () => {
    const { deadLetters, ports } = world(Array.from({ length: 8 }, () => TASK));
    expect(await replay({ max: 4 }, ports())).toEqual({ ...NOTHING, tasks: 4, left: 4 });
    expect(deadLetters.visible).toHaveLength(4);
  });

  test('stops in time, and lets others have what is left', async () => {
    const { fanOut, deadLetters, ports } = world(Array.from({ length: 8 }, () => TASK));
    const put = fanOut.tasks.put.bind(fanOut.tasks);
    fanOut.tasks.put = async (tasks) => {
      fanOut.clock.time += 100_000;
      await put(tasks);
    };
    expect(await replay({}, ports())).toMatchObject({ tasks: 3, left: 5 });
    expect(deadLetters.visible).toHaveLength(5);
  });
});
