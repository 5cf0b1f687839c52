import { ChildProcess, spawn } from 'child_process';
import { closeSync, openSync, readdirSync, readFileSync } from 'fs';
import { setTimeout as sleep } from 'timers/promises';
import { Failure } from './failure';

/** How to start a program. */
export interface Launch {
  readonly command: string;
  readonly args: string[];
  readonly env: NodeJS.ProcessEnv;
  readonly cwd: string;
}

/** Every process leads a group of its own, so that stopping it also stops whatever it has started. */
const groups = new Set<number>();
let stopping = false;

/** Runs a program to its end and answers its standard output; a program that fails is a `Failure` with the end of all it printed. */
export async function run(launch: Launch): Promise<string> {
  const child = launched(launch, 'pipe');
  const output: string[] = [];
  const everything: string[] = [];
  child.stdout?.setEncoding('utf8').on('data', (text: string) => output.push(text) && everything.push(text));
  child.stderr?.setEncoding('utf8').on('data', (text: string) => everything.push(text));
  const code = await ended(child);
  if (code === 0) return output.join('');
  throw new Failure(`${[launch.command, ...launch.args].map(baseName).join(' ')} ended with ${code}\n${lastLines(everything.join(''))}`);
}

/** Starts a program that stays; it prints into a file, and sees its standard input close when this process is gone. */
export function serve(launch: Launch, logFile: string): ChildProcess {
  const log = openSync(logFile, 'a');
  const child = launched(launch, log);
  closeSync(log);
  return child;
}

/** Asks everything that is left to end, and insists on it when the time of grace is over. Nothing is started any more. */
export async function stopEverything(graceMs = 5_000): Promise<void> {
  stopping = true;
  signalAll('SIGTERM');
  if (!(await allGone(graceMs))) signalAll('SIGKILL');
  await allGone(5_000);
}

/** The last resort, for the moment in which nothing can be awaited any more. */
export function killEverything(): void {
  signalAll('SIGKILL');
}

/** Groups of ours in which something still lives. */
export function survivors(): number[] {
  return [...groups].filter(alive);
}

/** The end of what a program printed. */
export function lastLines(text: string, count = 30): string {
  return text.trimEnd().split('\n').slice(-count).join('\n');
}

function baseName(path: string): string {
  return path.split('/').pop() ?? path;
}

function launched({ command, args, env, cwd }: Launch, output: 'pipe' | number): ChildProcess {
  if (stopping) throw new Failure('not started: the suite is about to end');
  const child = spawn(command, args, { env, cwd, detached: true, stdio: [output === 'pipe' ? 'ignore' : 'pipe', output, output] });
  if (child.pid !== undefined) groups.add(child.pid);
  return child;
}

async function ended(child: ChildProcess): Promise<number | string> {
  return new Promise((resolve, reject) => {
    child.on('error', (error) => reject(new Failure(`cannot start ${child.spawnfile}: ${error.message}`)));
    child.on('close', (code, signal) => resolve(code ?? signal ?? 'no exit code'));
  });
}

function signalAll(signal: NodeJS.Signals): void {
  survivors().forEach((group) => signalled(group, signal));
}

async function allGone(milliseconds: number): Promise<boolean> {
  for (const end = Date.now() + milliseconds; Date.now() < end; await sleep(50)) {
    if (survivors().length === 0) return true;
  }
  return survivors().length === 0;
}

function alive(group: number): boolean {
  return signalled(group, 0) && !onlyZombies(group);
}

function signalled(group: number, signal: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(-group, signal);
  } catch {
    return false; // nobody there any more
  }
}

/** In a container nobody may reap orphans: what has ended and only waits for that is no survivor. Told by Linux alone. */
function onlyZombies(group: number): boolean {
  if (process.platform !== 'linux') return false;
  const members = readdirSync('/proc').filter((entry) => /^\d+$/.test(entry)).map(stateAndGroup).filter((member) => member.group === group);
  return members.every(({ state }) => state === 'Z');
}

function stateAndGroup(pid: string): { state?: string; group?: number } {
  try {
    // "pid (name) state ppid pgrp …"; the name may hold anything, a closing parenthesis too
    const [state, , group] = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').pop()?.split(' ') ?? [];
    return { state, group: Number(group) };
  } catch {
    return {}; // ended meanwhile
  }
}
