import { mkdirSync, readdirSync, renameSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { buildSync } from 'esbuild';

const SOURCES = ['handlers', 'client'];
const TARGET = join(__dirname, 'dist', 'functions');
const ENTRY = '.lambda.ts';

let bundled = false;

/** The folder with the bundled code of a function, ready for `Code.fromAsset`. */
export function bundledFunction(name: string): string {
  if (!bundled) bundleAll();
  bundled = true;
  return join(TARGET, name);
}

/**
 * Every `<name>.lambda.ts` becomes `dist/functions/<name>/index.js`, all in one run of esbuild: a fraction of a second
 * for the lot, where NodejsFunction starts a process per function. The same sources give the same bytes, so nothing is
 * deployed that has not changed.
 */
function bundleAll(): void {
  const { outputFiles } = buildSync({
    absWorkingDir: __dirname,
    entryPoints: SOURCES.flatMap(entriesIn),
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

function entriesIn(folder: string): { in: string; out: string }[] {
  const files = readdirSync(join(__dirname, folder)).filter((file) => file.endsWith(ENTRY));
  return files.map((file) => ({ in: join(folder, file), out: join(basename(file, ENTRY), 'index') }));
}

/** In one step, so that two synths at the same time never see half a file. */
function replace(path: string, contents: Uint8Array): void {
  const draft = join(dirname(TARGET), `${basename(dirname(path))}.${process.pid}.tmp`);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(draft, contents);
  renameSync(draft, path);
}
