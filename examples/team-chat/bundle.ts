import { mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { BuildOptions, buildSync } from 'esbuild';

const HANDLERS = join(__dirname, 'handlers');
const WEB = join(__dirname, 'web');
const TARGET = join(__dirname, 'dist');
const ENTRY = '.lambda.ts';
/** The parts of the page that are ready as they are. */
const READY = ['index.html', 'style.css', 'icon.svg'];

const COMMON: BuildOptions = { bundle: true, minify: true, legalComments: 'none', write: false };

let bundled = false;

/** The folder with the bundled code of a handler, ready for `Code.fromAsset`. */
export function bundledHandler(name: string): string {
  if (!bundled) bundleHandlers();
  bundled = true;
  return join(TARGET, 'handlers', name);
}

/**
 * The folder with the page: what a browser loads, but for `config.json`, which only the deployment knows. `alias` takes modules from
 * somewhere else than where they are installed.
 */
export function bundledPage(alias: Record<string, string> = {}): string {
  const folder = join(TARGET, 'page');
  const { outputFiles = [] } = buildSync({
    ...COMMON, alias, absWorkingDir: WEB, entryPoints: [{ in: 'main.ts', out: 'app' }], outdir: folder, platform: 'browser', format: 'esm', target: 'es2022',
  });
  outputFiles.forEach(({ path, contents }) => replace(path, contents));
  READY.forEach((file) => replace(join(folder, file), readFileSync(join(WEB, file))));
  return folder;
}

/**
 * Every `handlers/<name>.lambda.ts` becomes `dist/handlers/<name>/index.js`, all in one run of esbuild: a fraction of a second
 * for the lot, where NodejsFunction starts a process per function. The same sources give the same bytes, so nothing is
 * deployed that has not changed.
 */
function bundleHandlers(): void {
  const names = readdirSync(HANDLERS).filter((file) => file.endsWith(ENTRY)).map((file) => basename(file, ENTRY));
  const { outputFiles = [] } = buildSync({
    ...COMMON,
    absWorkingDir: HANDLERS,
    entryPoints: names.map((name) => ({ in: name + ENTRY, out: join(name, 'index') })),
    outdir: join(TARGET, 'handlers'),
    platform: 'node',
    target: 'node24',
    mainFields: ['module', 'main'], // lets esbuild leave out what the AWS SDK does not use here
  });
  outputFiles.forEach(({ path, contents }) => replace(path, contents));
}

/** In one step, so that two synths at the same time never see half a file. */
function replace(path: string, contents: Uint8Array): void {
  const draft = join(TARGET, `${basename(dirname(path))}-${basename(path)}.${process.pid}.tmp`);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(draft, contents);
  renameSync(draft, path);
}
