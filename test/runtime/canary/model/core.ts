import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { compileFunction } from 'node:vm';
import { transformSync } from 'esbuild';
import { begin } from '../../../../runtime/canary/begin';
import { tick } from '../../../../runtime/canary/tick';

/** The rules under examination. */
export interface Core { readonly begin: typeof begin; readonly tick: typeof tick }

/** A place in the source, to be found exactly once, and what stands there instead. */
export interface Edit { readonly file: CoreFile; readonly find: string; readonly replace: string }

export type CoreFile = 'begin' | 'roll-back' | 'rollout' | 'tick' | 'watch-alarms';

/** The rules as they are shipped. */
export const CORE: Core = { begin, tick };

const FOLDER = join(__dirname, '..', '..', '..', '..', 'runtime', 'canary');

type Module = Readonly<Record<string, unknown>>;

/** The rules with a fault put in. */
export function mutatedCore(edits: readonly Edit[]): Core {
  const loaded = new Map<string, Module>();
  const load = (file: string): Module => {
    const known = loaded.get(file);
    if (known) return known;
    const module = evaluate(sourceOf(file, edits), load);
    loaded.set(file, module);
    return module;
  };
  const { begin: mutatedBegin } = load('begin') as Pick<Core, 'begin'>;
  const { tick: mutatedTick } = load('tick') as Pick<Core, 'tick'>;
  return { begin: mutatedBegin, tick: mutatedTick };
}

function sourceOf(file: string, edits: readonly Edit[]): string {
  const source = readFileSync(join(FOLDER, `${file}.ts`), 'utf-8');
  return edits.filter((edit) => edit.file === file).reduce(edited, source);
}

function edited(source: string, { file, find, replace }: Edit): string {
  const places = source.split(find).length - 1;
  if (places !== 1) throw new Error(`${file}.ts has ${places} places that read "${find}", and a mutation needs exactly one`);
  return source.replace(find, () => replace);
}

/** Its imports are siblings, mutated as well; those of types are gone. */
function evaluate(source: string, load: (file: string) => Module): Module {
  const { code } = transformSync(source, { loader: 'ts', format: 'cjs', target: 'node20' });
  const module: { exports: Module } = { exports: {} };
  compileFunction(code, ['module', 'exports', 'require'])(module, module.exports, (name: string) => load(name.replace('./', '')));
  return module.exports;
}
