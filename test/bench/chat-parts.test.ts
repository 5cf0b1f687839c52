import { HandWrittenSigner } from '../../bench/chat/clients/hand-written-signer';
import { times } from '../../bench/chat/clients/program';
import { Taker, TaskQueue } from '../../bench/chat/task-queue';
import { Signer, Unsigned } from '../../runtime/chat/callback/signer';
import type { RoomTask, Task } from '../../runtime/chat/fan-out/task';
import { sqsClient, SqsTasks } from '../../runtime/chat/queue/sqs-tasks';

const SIGNER = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'secret', region: 'eu-west-1' };

describe('what signs by hand', () => {
  const request: Unsigned = { method: 'POST', host: 'id.execute-api.eu-west-1.amazonaws.com', path: '/live/@connections/Ab-_cdefgh123%3D', body: '{"body":"zwei ✓"}' };

  test.each(['2026-11-21T08:09:10.987Z', '2027-01-01T00:00:00.000Z'])("signs as AWS's signer does at %s, or their times could not be compared", async (at) => {
    const [byHand, library] = [new HandWrittenSigner(SIGNER), new Signer({ region: SIGNER.region, credentials: () => SIGNER })];
    for (const one of [request, { ...request, body: 'another' }, request]) {
      expect(byHand.sign(one, new Date(at))).toEqual(await library.sign(one, new Date(at)));
    }
  });
});

test('work is done so many times, so many at once', async () => {
  const done: number[] = [];
  let [running, most] = [0, 0];
  await times(10, 3, async (index) => {
    running += 1;
    most = Math.max(most, running);
    await new Promise((later) => setTimeout(later, 2));
    running -= 1;
    done.push(index);
  });
  expect(done.sort((one, other) => one - other)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  expect(most).toBe(3);
});

describe('the queue of the benchmark', () => {
  const open: (() => unknown)[] = [];

  afterEach(() => Promise.all(open.splice(0).map((close) => close())));

  async function started(): Promise<{ queue: TaskQueue; tasks: SqsTasks }> {
    const queue = await TaskQueue.start();
    const client = sqsClient({ endpoint: queue.endpoint, region: SIGNER.region, credentials: SIGNER });
    open.push(() => queue.stop(), () => client.destroy());
    return { queue, tasks: new SqsTasks({ client, url: `${queue.endpoint}/123456789012/tasks` }) };
  }

  const taskFor = (room: string): RoomTask => ({ kind: 'room', room, frames: ['{}'], at: 1 });

  /** A function that says which rooms it was given, and how many at once. */
  class Recorder {
    public readonly rooms: string[] = [];
    public most = 0;
    private running = 0;

    constructor(private readonly failures: number, private readonly then: (room: string) => Promise<void> = async () => {}) {}

    public readonly invoke: Taker['invoke'] = async <Answer>(event: object): Promise<Answer> => {
      const { Records } = event as { Records: { body: string }[] };
      const rooms = Records.map(({ body }): string => (JSON.parse(body) as RoomTask).room);
      this.running += 1;
      this.most = Math.max(this.most, this.running);
      await new Promise((later) => setTimeout(later, 5));
      for (const room of rooms) await this.then(room);
      this.running -= 1;
      this.rooms.push(...rooms);
      return { batchItemFailures: Array.from({ length: this.failures }, () => ({ itemIdentifier: '1' })) } as Answer;
    };
  }

  test('gives every task to one function, no more than two at a time, and is drained when also what came of them is done', async () => {
    const { queue, tasks } = await started();
    const more = new Map<string, Task[]>([['r1', [taskFor('later')]]]);
    const takers = [1, 2].map(() => new Recorder(0, (room) => tasks.put(more.get(room) ?? [], 1)));
    queue.feed(takers);
    await tasks.put(['r1', 'r2', 'r3', 'r4'].map(taskFor));
    await queue.drained();
    expect(takers.flatMap(({ rooms }) => rooms).sort()).toEqual(['later', 'r1', 'r2', 'r3', 'r4']);
    expect(takers.map(({ most }) => most)).toEqual([1, 1]);
  });

  test('leaves presence out, which is told much later', async () => {
    const { queue, tasks } = await started();
    await tasks.put([{ kind: 'presence', room: 'r1' }], 30);
    await expect(queue.drained()).resolves.toBeUndefined();
  });

  test('a task that is not carried out ends the benchmark', async () => {
    const { queue, tasks } = await started();
    queue.feed([new Recorder(1)]);
    await tasks.put([taskFor('r1')]);
    await expect(queue.drained()).rejects.toThrow('not carried out');
  });
});
