import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Door } from './doors';
import { Load, loadOf } from './figures';
import { PACKAGE, WORKSHOP } from './places';
import { shuffled } from './plan';
import { Loaded } from './sample';
import { runProgram } from './workshop';

/** The difference between loading what the plain API of a door loaded, and that with the package on top. */
export function measureLoad(door: Door, files: readonly string[], times: number): Load {
  const cdk = files.filter((file) => ['aws-cdk-lib', 'constructs'].some((name) => file.includes(join('node_modules', name))));
  const lists = { cdk: listFile(`${door}-cdk`, cdk), ours: listFile(`${door}-ours`, [...cdk, PACKAGE]) };
  const taken = { cdk: [] as Loaded[], ours: [] as Loaded[] };
  for (const name of Array.from({ length: times }, () => shuffled(['cdk', 'ours'] as const)).flat()) {
    taken[name].push(runProgram<Loaded>('load', { list: lists[name] }));
  }
  return loadOf(door, taken.cdk, taken.ours);
}

function listFile(name: string, files: readonly string[]): string {
  const file = join(WORKSHOP, `load-${name}.json`);
  mkdirSync(WORKSHOP, { recursive: true });
  writeFileSync(file, JSON.stringify(files));
  return file;
}
