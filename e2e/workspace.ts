import { mkdirSync, mkdtempSync, rmSync } from 'fs';
import { tmpdir } from 'os';
import { dirname, join } from 'path';

/** The repository. */
export const ROOT = dirname(__dirname);

/** Runs a TypeScript file. */
export const TSX = join(ROOT, 'node_modules', '.bin', 'tsx');

/** A folder of the machine's temporary ones that one run has for itself. */
export class Workspace {
  private root?: string;

  /** A folder in it. */
  folder(...names: string[]): string {
    this.root ??= mkdtempSync(join(tmpdir(), 'gatehouse-e2e-'));
    const folder = join(this.root, ...names);
    mkdirSync(folder, { recursive: true });
    return folder;
  }

  remove(): void {
    if (this.root) rmSync(this.root, { recursive: true, force: true, maxRetries: 3 });
    this.root = undefined;
  }
}
