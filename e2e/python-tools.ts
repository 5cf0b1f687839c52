import { existsSync, readFileSync, writeFileSync } from 'fs';
import { join } from 'path';
import { Failure } from './failure';
import { lastLines, run } from './processes';
import { ROOT } from './workspace';

const VENV = join(ROOT, '.venv');
const REQUIREMENTS = join(ROOT, 'e2e', 'requirements.txt');
const STAMP = join(VENV, 'e2e-requirements.txt');

/** The Python of the virtual environment, with all of requirements.txt installed. */
export const PYTHON = join(VENV, 'bin', 'python');

/** Where a tool of the virtual environment is. */
export function pythonTool(name: string): string {
  return join(VENV, 'bin', name);
}

/** Installs requirements.txt into .venv, unless exactly that is there already. */
export async function installPythonTools(): Promise<void> {
  if (await upToDate()) return;
  await createEnvironment();
  await python(PYTHON, ['-m', 'pip', 'install', '--disable-pip-version-check', '--no-input', '--quiet', '-r', REQUIREMENTS]);
  writeFileSync(STAMP, readFileSync(REQUIREMENTS));
}

async function upToDate(): Promise<boolean> {
  if (!existsSync(STAMP) || readFileSync(STAMP, 'utf8') !== readFileSync(REQUIREMENTS, 'utf8')) return false;
  return python(PYTHON, ['-c', 'import ministack, cfnlint']).then(() => true, () => false); // a Python that was upgraded leaves it broken
}

async function createEnvironment(): Promise<void> {
  const system = process.env.PYTHON ?? 'python3';
  await python(system, ['-c', 'import sys; assert sys.version_info >= (3, 10)']).catch(() => {
    throw new Failure(`The end-to-end suite needs Python 3.10 or later; ${system} is not that. Install it, or name one: PYTHON=python3.12 npm run e2e`);
  });
  await python(system, ['-m', 'venv', '--clear', VENV]).catch((error: Error) => {
    throw new Failure(`${system} -m venv failed. Debian and Ubuntu keep a part of it in a package of its own: apt install python3-venv\n${lastLines(error.message)}`);
  });
}

async function python(command: string, args: string[]): Promise<string> {
  return run({ command, args, cwd: ROOT, env: process.env });
}
