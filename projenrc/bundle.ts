/** Bundles everything that is shipped beside the library into assets/: handlers, grammars, the command line. */
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { build, Metafile } from 'esbuild';
import { declarationsOf } from './declarations';
import { precompiledValidators } from './precompiled';
import { thirdPartyLicenses } from './third-party';
import { FRAME_SCHEMAS } from '../runtime/chat/protocol/schemas';

/** One file of assets/. */
interface Bundle {
  readonly from: string;
  readonly to: string;
  /** The oldest Node.js that runs it. */
  readonly target: string;
  /** @default 'cjs' */
  readonly format?: 'cjs' | 'esm';
  /** @default 'node' */
  readonly platform?: 'browser' | 'node';
  /** Modules to take instead of others. */
  readonly alias?: Record<string, string>;
}

/** A module that users import in their own code: for both kinds of modules, with its types. */
interface Entry {
  readonly from: string;
  /** The folder in assets/, and the name after `cdk-gatehouse/`. */
  readonly name: string;
  readonly platform?: 'browser';
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

/** What browsers of the last years run. */
const BROWSER = 'es2022';

const ENTRIES: Entry[] = [
  { from: 'runtime/cors/index.ts', name: 'cors' },
  { from: 'runtime/chat/server/index.ts', name: 'chat-server' },
  { from: 'client/chat/index.ts', name: 'chat-client', platform: 'browser' },
];

const BUNDLES: Bundle[] = [
  ...handlers(),
  ...ENTRIES.flatMap(modules),
  { from: 'grammar/json-schema.ts', to: 'grammar/json-schema.js', target: USER },
  // The parser alone: the renderer that comes with it doubles the time to load.
  { from: 'grammar/mapping-template.ts', to: 'grammar/mapping-template.js', target: USER, alias: { velocityjs: './node_modules/velocityjs/dist/esm/parse.mjs' } },
  { from: 'grammar/openapi.ts', to: 'grammar/openapi.js', target: USER },
  { from: 'cli/index.ts', to: 'cli/index.js', target: USER },
];

/** `runtime/<topic>/<anything>.lambda.ts` is the handler of assets/<topic>, in whichever folder the topic lies. */
function handlers(): Bundle[] {
  const files = readdirSync(join(ROOT, 'runtime'), { recursive: true, encoding: 'utf8' });
  return files.filter((file) => file.endsWith('.lambda.ts')).sort()
    .map((file) => ({ from: join('runtime', file), to: join(dirname(file), 'index.js'), target: LAMBDA }));
}

function modules({ from, name, platform }: Entry): Bundle[] {
  const common = { from, platform, target: platform === 'browser' ? BROWSER : USER };
  return [{ ...common, to: `${name}/index.js` }, { ...common, to: `${name}/index.mjs`, format: 'esm' }];
}

/** No source maps, no paths, no dates: the same sources give the same bytes, so asset hashes are the same on every machine. */
async function bundle({ from, to, target, format = 'cjs', platform = 'node', alias }: Bundle): Promise<{ outputs: Output[]; metafile: Metafile }> {
  const { outputFiles, metafile, warnings } = await build({
    absWorkingDir: ROOT,
    entryPoints: [from],
    outfile: join('assets', to),
    bundle: true,
    minify: true,
    metafile: true,
    write: false,
    platform,
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

/** What clients of a chat may say, for those who write one in another language. */
function protocolSchema(): object {
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'Frames of a client, protocol v1 of the chat of cdk-gatehouse',
    oneOf: Object.values(FRAME_SCHEMAS),
  };
}

/** Everything is built before anything is written: a bundle that fails leaves the assets as they were. */
async function main(): Promise<void> {
  const bundles = await Promise.all(BUNDLES.map(bundle));
  const outputs: Output[] = [
    ...bundles.flatMap((built) => built.outputs),
    ...ENTRIES.flatMap(({ from, name }) => declarationsOf(from, join('assets', name))),
    { path: join(ASSETS, 'chat-protocol', 'schema.json'), contents: `${JSON.stringify(protocolSchema(), undefined, 2)}\n` },
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
