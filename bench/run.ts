import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { CHAT_HELP, chatCommand } from './chat/command';
import { DOORS, isDoor } from './doors';
import { PACKAGE, ROOT } from './places';
import { measureSynth } from './synth';
import { betweenMarkers, tablesOf } from './table';

const HELP = `Usage: npm run bench -- synth [--doors rest,http,private] [--runs 5] [--routes 1,10,50,100] [--write]

Synthesises the same API with cdk-gatehouse, with a plain wiring of the AWS CDK's constructs and, where they have one, with AWS Solutions
Constructs, each in processes of its own, in shuffled order, and prints the medians. Measures the compiled package: run "npm run compile" first.

  --doors   the ways to expose the API
  --runs    repetitions of every measurement
  --routes  sizes of the API
  --write   put the tables into bench/README.md

The last line is the same as one JSON object. Nothing here passes or fails.`;

async function main(): Promise<number> {
  const [command, ...rest] = process.argv.slice(2);
  return command === 'chat' ? chatCommand(rest) : synth();
}

async function synth(): Promise<number> {
  const { values, positionals } = parseArgs({ options: OPTIONS, allowPositionals: true });
  if (values.help) return say(positionals.length > 0 ? HELP : `${HELP}\n\n${CHAT_HELP}`, 0);
  if (positionals.join() !== 'synth') return say(`${HELP}\n\n${CHAT_HELP}`, 2);
  if (!existsSync(PACKAGE)) return say('There is no compiled package: run "npm run compile" first.', 2);
  const doors = values.doors.split(',').filter(isDoor);
  if (doors.join() !== values.doors) return say(`There are these doors: ${DOORS.join()}.`, 2);
  const runs = Number(values.runs);
  const routes = values.routes.split(',').map(Number);
  const results = await measureSynth({ doors, runs, routes, progress: (line) => process.stderr.write(`${line}\n`) });
  const tables = `${circumstances(runs)}\n\n${tablesOf(results)}`;
  say(tables, 0);
  if (values.write) write(tables);
  return say(JSON.stringify(results), 0);
}

const OPTIONS = {
  doors: { type: 'string', default: DOORS.join() },
  runs: { type: 'string', default: '5' },
  routes: { type: 'string', default: '1,10,50,100' },
  write: { type: 'boolean', default: false },
  help: { type: 'boolean', short: 'h', default: false },
} as const;

/** Numbers of another machine are other numbers. */
function circumstances(runs: number): string {
  const version = (name: string) => JSON.parse(readFileSync(join(ROOT, 'node_modules', name, 'package.json'), 'utf-8')).version;
  return `Medians of ${runs} runs; Node.js ${process.versions.node}, ${cpus().length} cores, aws-cdk-lib ${version('aws-cdk-lib')}, `
    + `cdk-nag ${version('cdk-nag')}.`;
}

function write(tables: string): void {
  const file = join(__dirname, 'README.md');
  writeFileSync(file, betweenMarkers(readFileSync(file, 'utf-8'), 'bench synth', tables));
}

function say(text: string, exit: number): number {
  process.stdout.write(`${text}\n`);
  return exit;
}

void main().then((exit) => {
  process.exitCode = exit;
});
