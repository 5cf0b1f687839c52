import type { ChatResults, ColdStart } from './results';
import { TARGETS } from './targets';

type Cell = string | number;

/** The results for people, in Markdown. */
export function chatTables(results: ChatResults): string {
  return [
    circumstances(results),
    '**What is to hold**', held(results),
    '**A post**', posters(results),
    '**A message to everybody in one room**', broadcasts(results),
    '**6 tries against a throttle, and a pace below it**', throttled(results),
    '**A signature**', signing(results),
    '**A cold start**: what is loaded before the first event', coldStarts(results.coldStart),
  ].join('\n\n');
}

function circumstances({ circumstances: { node, cores, loadBefore, loadAfter, runs } }: ChatResults): string {
  return `Medians of ${runs} runs where a figure is quick to take; Node.js ${node}, ${cores} cores, load ${loadBefore} before and ${loadAfter} after.`;
}

function held(results: ChatResults): string {
  return markdown(['', 'measured', 'to hold', ''], TARGETS.map(({ what, measured, hold, holds }) => [
    what, measured(results), hold, holds(results) ? 'held' : '**missed**',
  ]));
}

function posters({ postsPerSecond, cpuMicrosPerPost, latencies, sdk, slowConsumerMs }: ChatResults): string {
  return markdown(['100 at once', 'posts a second', 'CPU µs a post', 'p50 ms', 'p99 ms', 'slow client given up after ms'], [
    ['**cdk-gatehouse**', postsPerSecond, cpuMicrosPerPost, latencies.ours.p50Ms, latencies.ours.p99Ms, slowConsumerMs.ours],
    ["the SDK's client", sdk.postsPerSecond, sdk.cpuMicrosPerPost, latencies.sdk.p50Ms, latencies.sdk.p99Ms, slowConsumerMs.sdk],
  ]);
}

function broadcasts({ broadcast, fanOut, sample }: ChatResults): string {
  const { delivered, expected, duplicates, p99Ms } = broadcast;
  const { leftRunning, statusCode, error = 'no error', endedAfterMs } = sample;
  return markdown(['', 'reached', 'twice', 'rows of gone connections', 'how it ended'], [
    [
      '**cdk-gatehouse**', `${number(delivered)} of ${number(expected)}`, duplicates, `${fanOut.swept} of ${fanOut.gone} swept`,
      `all tasks done; p50 ${number(fanOut.p50Ms)} ms, p99 ${number(p99Ms)} ms`,
    ],
    [
      "the official sample's way", `${number(sample.delivered)} of ${number(sample.expected)}`, 0, `${sample.deletedRows} deleted`,
      `${statusCode} (${error}) after ${number(endedAfterMs)} ms`,
    ],
    ['the same, had Lambda not frozen it', `${number(leftRunning.delivered)} of ${number(sample.expected)}`, 0, '', `after ${number(leftRunning.afterMs)} ms`],
  ]);
}

function throttled({ paced, pacedPerSecond, retryStorm }: ChatResults): string {
  return markdown(['', 'lost', 'posts a delivery', 'deliveries a second'], [
    ['**paced**', paced.lost, paced.postsPerDelivery, pacedPerSecond],
    ['with retries, not paced', retryStorm.lost, retryStorm.postsPerDelivery, ''],
  ]);
}

function signing({ signing: { library, librarySdkHash, handWritten }, cpuMicrosPerPost }: ChatResults): string {
  const row = (name: string, { cpuMicros }: { readonly cpuMicros: number }): Cell[] => [name, cpuMicros, `${Math.round(cpuMicros / cpuMicrosPerPost * 100)} %`];
  return markdown(['', 'CPU µs', 'of our post'], [
    row("**AWS's signer, our hash**", library),
    row("AWS's signer, hash of the SDK", librarySdkHash),
    row('by hand, for this one kind of request', handWritten),
  ]);
}

function coldStarts(all: readonly ColdStart[]): string {
  return markdown(['handler', 'kB', 'load ms'], all.map(({ handler, kilobytes, loadMs }) => [`\`${handler}\``, kilobytes, loadMs]));
}

function markdown(head: readonly string[], rows: readonly (readonly Cell[])[]): string {
  const cells = [head, head.map((_, column) => column === 0 ? '---' : '---:'), ...rows.map((row) => row.map(text))];
  return cells.map((row) => `| ${row.join(' | ')} |`).join('\n');
}

function text(cell: Cell): string {
  return typeof cell === 'number' ? number(cell) : cell;
}

function number(value: number): string {
  return value.toLocaleString('en-US');
}
