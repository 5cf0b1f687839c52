import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { handlersOfChat } from '../../bench/chat/cold-start';
import { arrivedFigures, percentile, posterFigures } from '../../bench/chat/figures';
import { ChatResults, FIRST, resultLine } from '../../bench/chat/results';
import { shardsFor } from '../../bench/chat/sizes';
import { chatTables } from '../../bench/chat/table';
import { TARGETS } from '../../bench/chat/targets';

const RESULTS: ChatResults = {
  coldStart: [{ handler: 'chat/actions', kilobytes: 492, loadMs: 61.8 }],
  signing: { library: { cpuMicros: 39 }, librarySdkHash: { cpuMicros: 50 }, handWritten: { cpuMicros: 13 } },
  circumstances: { node: '24.0.0', cores: 2, loadBefore: 0.5, loadAfter: 1.5, runs: 3 },
  sample: {
    expected: 19_700, delivered: 85, statusCode: 500, error: 'GoneException', endedAfterMs: 1_113, deletedRows: 0, leftRunning: { delivered: 19_690, afterMs: 23_000 },
  },
  fanOut: {
    p50Ms: 1_200, perSecond: 8_000, gone: 200, swept: 199, slow: 100, givenUp: 98, shards: 16, deliverers: 2, cpuMicrosPerDelivery: 200,
  },
  latencies: { ours: { p50Ms: 12, p99Ms: 30 }, sdk: { p50Ms: 60, p99Ms: 130 } },
  pacedPerSecond: 1_790,
  retryStorm: { lost: 62, postsPerDelivery: 1.81 },
  slowConsumerMs: { ours: 280, sdk: 1_800 },
  registryWritesPerSecond: 8_700,
  sends: { perSecond: 220, rows: 600, mismatches: 0, p50Ms: 62 },
  sharding: { ids: 100_000, shards: 128, ms: 198, megabytes: 113 },
  sdk: { postsPerSecond: 1_600, cpuMicrosPerPost: 505 },
  paced: { lost: 0, postsPerDelivery: 1 },
  registryReadMs: 296,
  broadcast: { expected: 19_700, delivered: 19_700, duplicates: 0, p99Ms: 1_970 },
  cpuMicrosPerPost: 156,
  postsPerSecond: 7_000,
};

describe('the figures of a chat', () => {
  test.each([
    [[], 99, NaN],
    [[7], 99, 7],
    [[5, 1, 3], 50, 3],
    [[4, 3, 2, 1], 50, 2],
    [Array.from({ length: 100 }, (_, index) => 100 - index), 99, 99],
    [Array.from({ length: 101 }, (_, index) => index), 99, 99],
    [[2, 1], 100, 2],
    [[2, 1], 0, 1],
  ])('of %j, %d %% do not exceed %d', (values, percent, expected) => {
    expect(percentile(values, percent)).toBe(expected);
  });

  test('of a poster are medians of its runs, each by itself', () => {
    const run = (wallMs: number, cpuMicros: number, p99Ms: number) => ({ posts: 1_000, wallMs, cpuMicros, p50Ms: 10, p99Ms });
    expect(posterFigures([run(100, 150_000, 40), run(250, 140_000, 30), run(200, 190_040, 20)]))
      .toEqual({ postsPerSecond: 5_000, cpuMicrosPerPost: 150, p50Ms: 10, p99Ms: 30 });
  });

  test('of a broadcast tell those who were missed from those who were told twice', () => {
    const counts = new Map([['a', 1], ['b', 3], ['c', 0], ['slow', 1]]);
    expect(arrivedFigures({ expected: ['a', 'b', 'c', 'd'], counts, arrivals: [1_100, 1_200, 1_250, 1_300, 1_500], start: 1_000, requests: 9 })).toEqual({
      expected: 4, delivered: 2, lost: 2, duplicates: 2, postsPerDelivery: 3, p50Ms: 250, p99Ms: 500, perSecond: 10,
    });
  });

  test.each([[1, 1], [1_400, 1], [1_401, 2], [6_000, 8], [20_000, 16]])('a room of %d connections has grown to %d shards', (connections, shards) => {
    expect(shardsFor(connections)).toBe(shards);
  });
});

describe('the last line', () => {
  const line = resultLine(RESULTS);

  test('is one line of JSON that begins with what others read, in this order and with nothing else in it', () => {
    expect(line).not.toContain('\n');
    const keys = Object.keys(JSON.parse(line));
    expect(keys.slice(0, FIRST.length)).toEqual(['postsPerSecond', 'cpuMicrosPerPost', 'broadcast', 'registryReadMs', 'paced', 'sdk']);
    expect(line.startsWith('{"postsPerSecond":7000,"cpuMicrosPerPost":156,'
      + '"broadcast":{"expected":19700,"delivered":19700,"duplicates":0,"p99Ms":1970},"registryReadMs":296,'
      + '"paced":{"lost":0,"postsPerDelivery":1},"sdk":{"postsPerSecond":1600,"cpuMicrosPerPost":505},')).toBe(true);
  });

  test('has everything else, too', () => {
    expect(JSON.parse(line)).toEqual(RESULTS);
  });
});

describe('the tables of a chat', () => {
  test('have what is measured beside the SDK and the official sample', () => {
    const text = chatTables(RESULTS);
    expect(text).toContain('load 0.5 before and 1.5 after');
    expect(text).toContain('| **cdk-gatehouse** | 7,000 | 156 | 12 | 30 | 280 |');
    expect(text).toContain("| the SDK's client | 1,600 | 505 | 60 | 130 | 1,800 |");
    expect(text).toContain('| **cdk-gatehouse** | 19,700 of 19,700 | 0 | 199 of 200 swept | all tasks done; p50 1,200 ms, p99 1,970 ms |');
    expect(text).toContain("| the official sample's way | 85 of 19,700 | 0 | 0 deleted | 500 (GoneException) after 1,113 ms |");
    expect(text).toContain('| the same, had Lambda not frozen it | 19,690 of 19,700 |');
    expect(text).toContain('| with retries, not paced | 62 | 1.81 |');
    expect(text).toContain("| **AWS's signer, our hash** | 39 | 25 % |");
    expect(text).toContain('| `chat/actions` | 492 | 61.8 |');
    expect(text).not.toContain('missed');
  });

  test.each<[string, Partial<ChatResults>]>([
    ['posts a second, of one process', { postsPerSecond: 4_999 }],
    ['CPU of a post', { cpuMicrosPerPost: 180.1 }],
    ['broadcast: live connections reached, and each once', { broadcast: { ...RESULTS.broadcast, delivered: 19_699 } }],
    ['broadcast: live connections reached, and each once', { broadcast: { ...RESULTS.broadcast, duplicates: 1 } }],
    ['broadcast: p99 from the message being stored', { broadcast: { ...RESULTS.broadcast, p99Ms: 4_001 } }],
    ['broadcast: p99 from the message being stored', { broadcast: { ...RESULTS.broadcast, p99Ms: NaN } }],
    ['broadcast: deliveries a second', { fanOut: { ...RESULTS.fanOut, perSecond: 3_999 } }],
    ['reading the registry of that room', { registryReadMs: 1_001 }],
    ['writing it, rows a second', { registryWritesPerSecond: 1_999 }],
    ['paced below a throttle: lost', { paced: { lost: 1, postsPerDelivery: 1 } }],
    ['paced below a throttle: posts a delivery', { paced: { lost: 0, postsPerDelivery: 1.051 } }],
    ['messages sent, some twice: answers that differ from the table', { sends: { ...RESULTS.sends, mismatches: 1 } }],
    ['messages sent a second, 16 at once', { sends: { ...RESULTS.sends, perSecond: 79 } }],
    ['ids spread over 128 shards', { sharding: { ...RESULTS.sharding, megabytes: 201 } }],
  ])('mark %s when it is missed, and nothing else', (what, worse) => {
    const results = { ...RESULTS, ...worse };
    expect(TARGETS.filter(({ holds }) => !holds(results)).map((target) => target.what)).toEqual([what]);
    expect(chatTables(results).split('\n').filter((row) => row.includes('**missed**'))).toEqual([expect.stringContaining(`| ${what} |`)]);
  });
});

test('cold starts are those of every function of a chat, and of whatever lets clients in', () => {
  const handlers = handlersOfChat();
  expect(handlers).toEqual(expect.arrayContaining(['chat/actions', 'chat/deliverer', 'chat/disconnect', 'chat/dispatcher', 'chat/replay', 'connect', 'tickets']));
  const sources = handlers.map((handler) => join(__dirname, '..', '..', 'runtime', handler, `${handler.split('/').at(-1)}.lambda.ts`));
  expect(sources.filter((source) => !existsSync(source))).toEqual([]);
});
