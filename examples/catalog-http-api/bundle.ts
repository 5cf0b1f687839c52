import { mkdirSync, readdirSync, renameSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { buildSync } from 'esbuild';

const SOURCES = join(__dirname, 'handlers');
const TARGET = join(__dirname, 'dist', 'handlers');
const ENTRY = '.lambda.ts';

let bundled = false;

/** The folder with the bundled code of a handler, ready for `Code.fromAsset`. */
export function bundledHandler(name: string): string {
  if (!bundled) bundleAll();
  bundled = true;
  return join(TARGET, name);
}

/**
 * Every `handlers/<name>.lambda.ts` becomes `dist/handlers/<name>/index.js`, all in one run of esbuild: a fraction of a second
 * for the lot, where NodejsFunction starts a process per function. The same sources give the same bytes, so nothing is
 * deployed that has not changed.
 */
function bundleAll(): void {
  const names = readdirSync(SOURCES).filter((file) => file.endsWith(ENTRY)).map((file) => basename(file, ENTRY));
  const { outputFiles } = buildSync({
    absWorkingDir: SOURCES,
    entryPoints: names.map((name) => ({ in: name + ENTRY, out: join(name, 'index') })),
    outdir: TARGET,
    write: false,
    bundle: true,
    minify: true,
    platform: 'node',
    target: 'node24',
    mainFields: ['module', 'main'], // lets esbuild leave out what the AWS SDK does not use here
    legalComments: 'none',
  });
  outputFiles.forEach(({ path, contents }) => replace(path, contents));
}

/** In one step, so that two synths at the same time never see half a file. */
function replace(path: string, contents: Uint8Array): void {
  const draft = join(dirname(TARGET), `${basename(dirname(path))}.${process.pid}.tmp`);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(draft, contents);
  renameSync(draft, path);
}
