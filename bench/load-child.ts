import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { Loaded } from './sample';

/** What a process that only loads modules is told. */
export interface LoadTask {
  /** A JSON file with the paths to load, in order. */
  readonly list: string;
}

const { list }: LoadTask = JSON.parse(process.argv[2]);
const files: string[] = JSON.parse(readFileSync(list, 'utf-8'));
const load = createRequire(__filename);
const start = performance.now();
files.forEach((file) => load(file));
const loaded: Loaded = { loadMs: performance.now() - start, modules: Object.keys(load.cache).length };
process.stdout.write(JSON.stringify(loaded));
