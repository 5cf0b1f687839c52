import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { STACK_NAME } from '../names';

/** The app of this folder. */
const FOLDER = join(__dirname, '..');

/** What the app is told. */
export interface Context { readonly release: string; readonly failingNeighbour?: boolean }

export class Cdk {
  /** Whether it did as told. An update that is cancelled or fails did not. */
  async deploy({ release, failingNeighbour = false }: Context): Promise<boolean> {
    return cdk('deploy', STACK_NAME, '--require-approval', 'never', '--context', `release=${release}`, '--context', `failingNeighbour=${failingNeighbour}`);
  }

  async destroy(): Promise<boolean> {
    return cdk('destroy', STACK_NAME, '--force');
  }
}

/** What it prints goes to standard error, so that standard output is the result's alone. */
async function cdk(...args: string[]): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const child = spawn('npx', ['cdk', ...args, '--progress', 'events'], { cwd: FOLDER, stdio: ['ignore', process.stderr, process.stderr] });
    child.once('error', reject).once('close', (code) => resolve(code === 0));
  });
}
