import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { build } from 'esbuild';
import { WORKSHOP } from '../places';

/** What runs in a process of its own. */
const PROGRAMS = ['lambda', 'load', 'post', 'registry', 'sample', 'sends', 'shards', 'sign', 'slow', 'storm'] as const;
export type Program = (typeof PROGRAMS)[number];

export type Environment = Readonly<Record<string, string>>;

/** Compile every program once, packages included, as what is shipped is: nobody pays for TypeScript. */
export async function compilePrograms(): Promise<void> {
  await Promise.all(PROGRAMS.map((program) => build({
    entryPoints: [join(__dirname, 'clients', `${program}.ts`)],
    outfile: programFile(program),
    bundle: true,
    platform: 'node',
    mainFields: ['module', 'main'],
    target: 'node20',
    logLevel: 'warning',
  })));
}

export function programFile(program: Program): string {
  return join(WORKSHOP, 'dist', `chat-${program}.js`);
}

/** Run a program with nothing of this environment, and read its answer, which is the last line it prints. */
export async function runProgram<Answer>(program: Program, task: object, env: Environment = {}): Promise<Answer> {
  const { stdout } = await promisify(execFile)(process.execPath, [programFile(program), JSON.stringify(task)], { env, maxBuffer: 64 * 1024 * 1024 });
  return JSON.parse(stdout.trimEnd().split('\n').at(-1) ?? '');
}
