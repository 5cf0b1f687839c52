import { spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** What Chromium is called, wherever it is installed. */
const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

const ADVICE = 'The test of the page needs Chromium. On Debian and Ubuntu: apt-get install chromium. Elsewhere say where it is: CHROMIUM=/path/to/chromium';

/** Where Chromium is: where the caller says, or on the path. Debian gets it installed when we may; everybody else is told what is missing. */
export function chromium(): string {
  const { CHROMIUM } = process.env;
  if (CHROMIUM) return CHROMIUM;
  const found = onPath() ?? (mayInstall() ? installed() : undefined);
  if (!found) throw new ReferenceError(ADVICE);
  return found;
}

function onPath(): string | undefined {
  const folders = (process.env.PATH ?? '').split(delimiter);
  return NAMES.flatMap((name) => folders.map((folder) => join(folder, name))).find(isExecutable);
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function mayInstall(): boolean {
  return process.getuid?.() === 0 && existsSync('/usr/bin/apt-get');
}

function installed(): string | undefined {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  for (const args of [['update'], ['install', '--yes', '--no-install-recommends', 'chromium', 'fonts-liberation']]) {
    const { status, stderr } = spawnSync('apt-get', args, { env, encoding: 'utf8' });
    if (status !== 0) throw new ReferenceError(`${ADVICE}\napt-get ${args.join(' ')} ended with ${status}:\n${stderr.trim().slice(-1000)}`);
  }
  return onPath();
}
