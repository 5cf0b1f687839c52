/** Bundles everything that is shipped beside the library into assets/: handlers, grammars, the command line. */
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { build, Metafile } from 'esbuild';
import { declarationsOf } from './declarations';
import { precompiledValidators } from './precompiled';
import { thirdPartyLicenses } from './third-party';

/** One file of assets/. */
interface Bundle {
  readonly from: string;
  readonly to: string;
  /** The oldest Node.js that runs it. */
  readonly target: string;
  /** @default 'cjs' */
  readonly format?: 'cjs' | 'esm';
  /** Modules to take instead of others. */
  readonly alias?: Record<string, string>;
}

/** A file ready to be written. */
interface Output {
  readonly path: string;
  readonly contents: string | Uint8Array;
}

const ROOT = dirname(__dirname);
const ASSETS = join(ROOT, 'assets');
/** The runtime of our own functions. */
const LAMBDA = 'node24';
/** Whatever our users run: their synth, their handlers. */
const USER = 'node20';

const BUNDLES: Bundle[] = [
  ...handlers(),
  { from: 'runtime/cors/index.ts', to: 'cors/index.js', target: USER },
  { from: 'runtime/cors/index.ts', to: 'cors/index.mjs', target: USER, format: 'esm' },
  { from: 'grammar/json-schema.ts', to: 'grammar/json-schema.js', target: USER },
  // The parser alone: the renderer that comes with it doubles the time to load.
  { from: 'grammar/mapping-template.ts', to: 'grammar/mapping-template.js', target: USER, alias: { velocityjs: './node_modules/velocityjs/dist/esm/parse.mjs' } },
  { from: 'grammar/openapi.ts', to: 'grammar/openapi.js', target: USER },
  { from: 'cli/index.ts', to: 'cli/index.js', target: USER },
];

/** `runtime/<topic>/<anything>.lambda.ts` is the handler of assets/<topic>. */
function handlers(): Bundle[] {
  const files = readdirSync(join(ROOT, 'runtime'), { recursive: true, encoding: 'utf8' });
  return files.filter((file) => file.endsWith('.lambda.ts')).sort()
    .map((file) => ({ from: join('runtime', file), to: join(basename(dirname(file)), 'index.js'), target: LAMBDA }));
}

/** No source maps, no paths, no dates: the same sources give the same bytes, so asset hashes are the same on every machine. */
async function bundle({ from, to, target, format = 'cjs', alias }: Bundle): Promise<{ outputs: Output[]; metafile: Metafile }> {
  const { outputFiles, metafile, warnings } = await build({
    absWorkingDir: ROOT,
    entryPoints: [from],
    outfile: join('assets', to),
    bundle: true,
    minify: true,
    metafile: true,
    write: false,
    platform: 'node',
    mainFields: ['module', 'main'],
    legalComments: 'none', // they are in THIRD-PARTY-LICENSES
    plugins: [precompiledValidators],
    alias,
    format,
    target,
  });
  if (warnings.length > 0) process.exitCode = 1; // esbuild has printed them
  return { outputs: outputFiles, metafile };
}

/** Everything is built before anything is written: a bundle that fails leaves the assets as they were. */
async function main(): Promise<void> {
  const bundles = await Promise.all(BUNDLES.map(bundle));
  const outputs: Output[] = [
    ...bundles.flatMap((built) => built.outputs),
    ...declarationsOf('runtime/cors/index.ts', 'assets/cors'),
    { path: join(ASSETS, 'THIRD-PARTY-LICENSES'), contents: thirdPartyLicenses(ROOT, bundles.map(({ metafile }) => metafile)) },
  ];
  if (process.exitCode) return;
  rmSync(ASSETS, { recursive: true, force: true });
  for (const { path, contents } of outputs) {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, contents);
  }
}

void main();
