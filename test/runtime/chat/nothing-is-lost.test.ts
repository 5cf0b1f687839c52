import { setTimeout as sleep } from 'node:timers/promises';
import { said } from './dispatcher/stream';
import { killedAt, Killed, World } from './store/world';
import { WorldMetrics, WorldTasks } from './support/fan-out-world';
import { LocalStream } from './support/local-chat-stream';
import { MemoryWorld } from './support/memory-ports';
import { deliverEvent } from '../../../runtime/chat/deliverer/deliverer';
import { dispatchEvent } from '../../../runtime/chat/dispatcher/dispatcher';
import { Pace } from '../../../runtime/chat/fan-out/pace';
import type { DeliveryPorts } from '../../../runtime/chat/fan-out/ports';
import { connectionsOfRoom } from '../../../runtime/chat/fan-out/room-connections';
import type { Registry } from '../../../runtime/chat/ports';
import type { ServerFrame } from '../../../runtime/chat/protocol/frames';
import { replay, type Letter } from '../../../runtime/chat/replay/replay';
import { DynamoMessages } from '../../../runtime/chat/store/dynamo-messages';
import { DynamoRegistry } from '../../../runtime/chat/store/dynamo-registry';
import { DynamoRooms } from '../../../runtime/chat/store/dynamo-rooms';
import type { TableProps } from '../../../runtime/chat/store/table';

/** What is promised where several functions meet: whatever dies, and in whichever order they get on. */

const EPOCH = { epoch: 1, shards: 1 };

let world: World;
let rooms = 0;
beforeAll(async () => { world = await World.start(); });
afterAll(() => world.stop());
beforeEach(() => void jest.spyOn(process.stdout, 'write').mockReturnValue(true));
afterEach(() => void jest.restoreAllMocks());

/** Everything that was posted, by connection. */
class Posts {
  readonly frames = new Map<string, ServerFrame[]>();

  ports(props: TableProps = world.props, tasks = new WorldTasks()): DeliveryPorts {
    return {
      registry: new DynamoRegistry(props),
      rooms: new DynamoRooms(props),
      callback: {
        post: async (id, frame) => {
          this.frames.set(id, [...this.frames.get(id) ?? [], JSON.parse(frame) as ServerFrame]);
          return 'delivered';
        },
        close: async () => {},
      },
      tasks,
      metrics: new WorldMetrics(),
      presence: 'off',
      now: props.now,
      pace: new Pace(10_000, Date.now),
      sleep: async () => {},
      random: Math.random,
      timeLeft: () => 60_000,
    };
  }

  /** The messages that a connection was told, by their numbers. */
  of(id: string): number[] {
    return (this.frames.get(id) ?? []).flatMap((frame) => (frame.type === 'msg' ? [frame.seq] : frame.type === 'batch' ? frame.m.map(({ seq }) => seq) : []));
  }
}

const messages = (props: TableProps = world.props) => new DynamoMessages({ ...props, retentionDays: 30 });

/** A room with one connection in it. */
async function newRoom(): Promise<{ readonly room: string; readonly id: string }> {
  rooms += 1;
  const [room, id] = [`lost-${rooms}`, `connection-${rooms}`];
  const [store, registry] = [new DynamoRooms(world.props), new DynamoRegistry(world.props)];
  await store.create(room);
  await store.addMember({ room, user: 'ann', role: 'member', lastRead: 0 });
  await registry.register({ id, user: id, since: world.time, expiresAt: 0 });
  await registry.subscribe({ id, user: id, room, role: 'member', epoch: EPOCH }, 50);
  return { room, id };
}

async function until(happened: () => boolean): Promise<void> {
  for (const deadline = Date.now() + 8_000; !happened() && Date.now() < deadline;) await sleep(10);
  expect(happened()).toBe(true);
}

async function seqsIn(room: string): Promise<number[]> {
  return (await messages().page(room, { after: 0, limit: 100 })).map(({ seq }) => seq);
}

/** Has the stream of the table read until everybody was told what is stored. */
async function streamed(dispatch: ConstructorParameters<typeof LocalStream>[1], isDone: () => boolean): Promise<void> {
  const stream = new LocalStream(world.props, dispatch);
  await until(isDone).finally(() => stream.stop());
}

describe('what is stored is delivered', () => {
  const lives = [0, 1, 2].flatMap((write) => (['before', 'after'] as const).map((death) => ({ write, death })));

  test.each(lives)('though its sender died $death write $write: what stands in the table, and nothing else', async ({ write, death }) => {
    const { room, id } = await newRoom();
    await expect(messages(world.through(killedAt(write, death))).store({ room, from: 'ann', cid: 'a', body: 'a' })).rejects.toThrow(Killed);
    const { message } = await messages().store({ room, from: 'bob', cid: 'last', body: 'last' });
    const posts = new Posts();
    await streamed((event) => dispatchEvent(event, posts.ports()), () => posts.of(id).includes(message.seq));
    expect(posts.of(id).sort()).toEqual(await seqsIn(room));
  });

  test.each([0, 1])('though the dispatcher died the first time, before its command %d', async (command) => {
    const { room, id } = await newRoom();
    await messages().store({ room, from: 'ann', cid: 'a', body: 'a' });
    const posts = new Posts();
    let runs = 0;
    await streamed((event) => {
      runs += 1;
      return dispatchEvent(event, runs === 1 ? posts.ports(world.through(killedAt(command, 'before'))) : posts.ports());
    }, () => posts.of(id).length > 0);
    expect(new Set(posts.of(id))).toEqual(new Set([1]));
  });
});

/** Joins while a message is stored before its command `stored`, and told before its command `told`. Answers with how many commands it needed. */
async function joinsWhile(stored: number, told: number): Promise<number> {
  const { room } = await newRoom();
  const [id, posts] = [`joins-${rooms}`, new Posts()];
  await new DynamoRegistry(world.props).register({ id, user: 'ann', since: world.time, expiresAt: 0 });
  const todo = new Map<number, () => Promise<unknown>>([
    [stored, () => messages().store({ room, from: 'bob', cid: 'a', body: 'a' })],
    [told + 1_000, () => dispatchEvent({ Records: [said(room, 1)] }, posts.ports())],
  ]);
  const take = async (key: number): Promise<void> => {
    const [job] = [todo.get(key), todo.delete(key)];
    await job?.();
  };
  let commands = -1;
  const slow = world.through(async (send) => {
    commands += 1;
    await take(commands);
    await take(commands + 1_000);
    return send();
  });
  const memory = new MemoryWorld(() => ({ registry: new DynamoRegistry(slow), rooms: new DynamoRooms(slow), messages: messages(slow) }));
  const answer = await memory.client('ann', id, { now: world.props.now }).say({ action: 'join', room, after: 0 });
  for (const job of [...todo.values()]) await job();
  const found = answer?.type === 'joined' ? answer.items.map(({ seq }) => seq) : [];
  expect(new Set([...found, ...posts.of(id)])).toEqual(new Set([1]));
  return commands + 1;
}

test('whoever joins while something is said has it in the answer or is told, whenever it is stored and told', async () => {
  const commands = await joinsWhile(0, 0);
  expect(commands).toBeGreaterThan(8);
  for (let stored = 0; stored <= commands; stored += 1) {
    for (let told = stored; told <= commands; told += 1) await joinsWhile(stored, told);
  }
}, 60_000);

test('whoever enters a grown room again, from an old shard into a new one, is met by every reading, wherever it is just then', async () => {
  for (let page = 0; page <= 3; page += 1) {
    const { room, id } = await newRoom();
    const [store, registry] = [new DynamoRooms(world.props), new DynamoRegistry(world.props)];
    await store.grow(room, EPOCH);
    const found = await store.find(room);
    if (!found) throw new TypeError('no room');
    let pages = 0;
    const moving = async (): Promise<void> => {
      if (pages++ === page) await registry.subscribe({ id, user: id, room, role: 'member', epoch: found.current }, 50);
    };
    const reading: Pick<Registry, 'connectionsOf'> = {
      connectionsOf: async function* (key) {
        await moving();
        yield* registry.connectionsOf(key);
      },
    };
    const present = await connectionsOfRoom(found, 200, Object.assign(Object.create(registry), reading) as Registry);
    expect(present?.map((one) => one.id)).toEqual([id]);
  }
});

test('a task that failed for good waits in the queue of dead letters, and is delivered once it is replayed', async () => {
  const { room, id } = await newRoom();
  const body = JSON.stringify({ kind: 'room', room, frames: [JSON.stringify({ type: 'msg', room, seq: 1 })], at: world.time });
  const posts = new Posts();
  const away = world.through(() => Promise.reject(new Error('away')));
  for (let received = 1; received <= 3; received += 1) {
    expect(await deliverEvent({ Records: [{ messageId: 'm', body }] }, posts.ports(away))).toEqual({ batchItemFailures: [{ itemIdentifier: 'm' }] });
  }
  const [tasks, letters] = [new WorldTasks(), new Set<Letter>([{ id: 'm', receipt: 'r', body }])];
  const deadLetters = {
    receive: async () => [...letters],
    delete: async (letter: Letter) => void letters.delete(letter),
    release: async () => {},
    size: async () => letters.size,
  };
  const stream = { async* read() {} };
  expect(await replay({}, { ...posts.ports(world.props, tasks), deadLetters, stream })).toMatchObject({ tasks: 1, left: 0, failed: [] });
  const Records = tasks.all.map((task, index) => ({ messageId: String(index), body: JSON.stringify(task) }));
  expect(await deliverEvent({ Records }, posts.ports())).toEqual({ batchItemFailures: [] });
  expect(posts.of(id)).toEqual([1]);
});
