import { readdirSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { median } from '../figures';
import { ROOT } from '../places';
import { shuffled } from '../plan';
import type { LoadTask } from './clients/load';
import { rounded } from './figures';
import { bundleOf } from './lambda-process';
import { runProgram } from './programs';
import type { ColdStart } from './results';
import type { Sizes } from './sizes';
import { environmentOfHandlers } from './world';

/** What a chat brings besides its own functions: who may connect. */
const CONNECTING = ['connect', 'connect-echo', 'tickets'];

/** The bundles of a chat, by the names of their folders. */
export function handlersOfChat(): string[] {
  const files = readdirSync(join(ROOT, 'runtime', 'chat'), { recursive: true, encoding: 'utf8' });
  return [...files.filter((file) => file.endsWith('.lambda.ts')).map((file) => join('chat', dirname(file))).sort(), ...CONNECTING];
}

/** What a new container loads, and how long it takes: the median of fresh processes, in another order each time. */
export async function measureColdStarts({ loads }: Sizes): Promise<readonly ColdStart[]> {
  const handlers = handlersOfChat();
  const taken = new Map(handlers.map((handler) => [handler, [] as number[]]));
  for (const handler of Array.from({ length: loads }, () => shuffled(handlers)).flat()) {
    const task: LoadTask = { file: bundleOf(handler) };
    taken.get(handler)?.push(await runProgram<number>('load', task, environmentOfHandlers()));
  }
  return [...taken].map(([handler, times]) => ({
    handler, kilobytes: Math.round(statSync(bundleOf(handler)).size / 1000), loadMs: rounded(median(times)),
  }));
}
