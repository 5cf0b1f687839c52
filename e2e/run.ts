import { existsSync } from 'fs';
import { constants } from 'os';
import { join } from 'path';
import { Aws } from './aws';
import { Emulator, reachableFrom, startEmulator } from './emulator';
import { explain, Failure } from './failure';
import { killEverything, stopEverything, survivors } from './processes';
import { Proof } from './proof';
import { installPythonTools } from './python-tools';
import { nameOf, REMOVALS } from './removals';
import { Report } from './report';
import { Stacks } from './stacks';
import { STARTERS } from './starters';
import { Starter } from './starters/starter';
import { Removed, unneeded } from './strip';
import { ROOT, Workspace } from './workspace';

const HELP = `npm run e2e [-- <starter> …]

Deploys the starters to an emulator of AWS on this machine, uses them over HTTP, deploys a changed version, destroys them.
What it proves, and what it cannot prove, is in e2e/README.md. Needs Python 3.10 or later; no AWS account, no Docker.

starters: ${STARTERS.map(({ name }) => name).join(', ')}
default:  all of them
`;

const report = new Report();
const workspace = new Workspace();

async function suite(names: readonly string[], starters: readonly Starter[]): Promise<void> {
  report.about('tools');
  await report.must('the library is built', checkBuild);
  await report.must('ministack and cfn-lint are installed in .venv', installPythonTools);
  const emulator = await report.must('the emulator answers', () => startEmulator(workspace));
  await report.check('nobody outside this machine can reach it', () => checkLoopback(emulator));

  const proof = new Proof(emulator, workspace, report);
  await report.must('the account is bootstrapped', () => proof.bootstrap());
  for (const starter of starters) await proof.deployAndUse(starter);
  if (names.length === 0) await proof.lintTheRest(starters);

  report.about('removals.ts');
  await checkRefusals(emulator);
  if (names.length === 0) await checkNeeds(proof.removed);
}

function chosen(names: readonly string[]): readonly Starter[] {
  const unknown = names.filter((name) => !STARTERS.some((starter) => starter.name === name));
  if (unknown.length > 0) throw new Failure(`no starter is called ${unknown.join(' or ')}\n\n${HELP}`);
  return names.length === 0 ? STARTERS : STARTERS.filter(({ name }) => names.includes(name));
}

/** The examples import the package by its name, as users do, so it must be there as users get it. */
function checkBuild(): void {
  if (!existsSync(join(ROOT, 'build', 'index.js'))) throw new Failure('build/ is missing: `npm run compile` makes it');
}

async function checkLoopback(emulator: Emulator): Promise<void> {
  const open = await reachableFrom(emulator);
  if (open.length > 0) throw new Failure(`the emulator answers on ${open.join(', ')}`);
}

async function checkRefusals(emulator: Emulator): Promise<void> {
  const stacks = new Stacks(new Aws(emulator).cloudFormation);
  const refused = REMOVALS.filter(({ example }) => example);
  for (const removal of refused) await report.check(`the emulator still refuses ${nameOf(removal)}`, () => stacks.refuses(removal));
}

async function checkNeeds(removed: readonly Removed[]): Promise<void> {
  await report.check('every entry of the list was needed', () => {
    const idle = unneeded(removed).map(nameOf);
    if (idle.length > 0) throw new Failure(`no starter has any: ${idle.join(', ')}`);
  });
}

/** The processes end with the suite, however it ends. */
async function cleanUp(): Promise<void> {
  report.about('afterwards');
  await report.check('no process is left behind', async () => {
    await stopEverything();
    if (survivors().length > 0) throw new Failure(`still alive: process groups ${survivors().join(', ')}`);
  });
  workspace.remove();
}

async function interrupted(signal: NodeJS.Signals): Promise<void> {
  report.freeze();
  await stopEverything();
  workspace.remove();
  process.stdout.write(`\n${signal}: stopped, ${survivors().length} processes left behind\n`);
  process.exit(128 + constants.signals[signal]);
}

async function main(names: readonly string[]): Promise<void> {
  const starters = chosen(names);
  await report.attempt('the suite comes to its end', () => suite(names, starters));
  await cleanUp();
  process.exitCode = report.close() ? 0 : 1;
}

let interruption: Promise<void> | undefined;
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => { interruption ??= interrupted(signal); });
process.on('exit', killEverything);
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';

const args = process.argv.slice(2);
if (args.includes('--help')) {
  process.stdout.write(HELP);
} else {
  void main(args).catch((error: unknown) => {
    process.stderr.write(`${explain(error)}\n`);
    process.exitCode = 1;
  });
}
