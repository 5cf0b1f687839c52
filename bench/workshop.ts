import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { build, Plugin } from 'esbuild';
import { Candidate, Door, DOORS } from './doors';
import { PACKAGE, ROOT, WORKSHOP } from './places';

const SOLUTIONS = ['aws-apigateway-lambda', 'aws-wafwebacl-apigateway'].map((name) => `@aws-solutions-constructs/${name}`);
const SOLUTIONS_VERSION = '2.104.0';

/** A candidate's wiring of a door, or the program that only loads modules. */
export type Program = `${Door}-${Candidate}` | 'load';

const SOLUTIONS_PROGRAM = `import { solutions } from './apis/rest/solutions';
  import { ApiGatewayToLambda } from '${SOLUTIONS[0]}'; import { WafwebaclToApiGateway } from '${SOLUTIONS[1]}';
  measure(solutions({ ApiGatewayToLambda, WafwebaclToApiGateway }));`;

/** The programs to run, each in a process of its own. Plain JavaScript, so that nobody pays for TypeScript. */
const PROGRAMS = new Map<Program, string>([
  ['load', "import './load-child';"],
  ...DOORS.flatMap((door): Array<[Program, string]> => [
    [`${door}-ours`, measuring(`import { gatehouse } from './apis/${door}/gatehouse'; measure(gatehouse);`)],
    [`${door}-plain`, measuring(`import { plain } from './apis/${door}/plain'; measure(plain);`)],
  ]),
  ['rest-solutions', measuring(SOLUTIONS_PROGRAM)],
]);

function measuring(program: string): string {
  return `import { measure } from './child'; ${program}`;
}

function programFile(program: Program): string {
  return join(WORKSHOP, 'dist', `${program}.js`);
}

/** Compile every program once. Packages stay outside, as in a user's app. */
export async function compilePrograms(): Promise<void> {
  await Promise.all([...PROGRAMS].map(([program, contents]) => build({
    stdin: { contents, resolveDir: __dirname, loader: 'ts' },
    outfile: programFile(program),
    bundle: true,
    platform: 'node',
    target: 'node20',
    packages: 'external',
    plugins: [AS_PUBLISHED],
    logLevel: 'warning',
  })));
}

/** The compiler sees the sources; what runs is the compiled package. */
const AS_PUBLISHED: Plugin = {
  name: 'as-published',
  setup: ({ onResolve }) => onResolve({ filter: /^(\.\.\/)+lib$/ }, () => ({ path: PACKAGE, external: true })),
};

/**
 * Install AWS Solutions Constructs beside the benchmark, once: as a dependency of the library they would slow every `npm ci` down.
 * Answers whether they are there.
 */
export function installSolutions(): boolean {
  if (SOLUTIONS.every(isInstalled)) return true;
  mkdirSync(WORKSHOP, { recursive: true });
  const packages = SOLUTIONS.map((name) => `${name}@${SOLUTIONS_VERSION}`);
  // Without peers: they are to use the aws-cdk-lib that everybody else here uses.
  const npm = spawnSync('npm', ['install', '--prefix', WORKSHOP, '--no-save', '--no-audit', '--no-fund', '--legacy-peer-deps', ...packages]);
  // For the same reason: two copies of constructs are none of theirs.
  rmSync(join(WORKSHOP, 'node_modules', 'constructs'), { recursive: true, force: true });
  return npm.status === 0 && SOLUTIONS.every(isInstalled);
}

function isInstalled(name: string): boolean {
  const manifest = join(WORKSHOP, 'node_modules', name, 'package.json');
  return existsSync(manifest) && JSON.parse(readFileSync(manifest, 'utf-8')).version === SOLUTIONS_VERSION;
}

/**
 * Run a program in a process of its own and read its answer, which is the last line it prints.
 * Nothing of this environment gets in: some of it costs tens of milliseconds.
 */
export function runProgram<Answer>(program: Program, task: object, env: Record<string, string> = {}): Answer {
  const answer = execFileSync(process.execPath, [programFile(program), JSON.stringify(task)], {
    env: { PATH: process.env.PATH, BENCH_ROOT: ROOT, ...env },
    cwd: WORKSHOP,
    stdio: ['ignore', 'pipe', 'pipe'],
    maxBuffer: 64 * 1024 * 1024,
  });
  return JSON.parse(answer.toString().split('\n').at(-1) ?? '');
}
