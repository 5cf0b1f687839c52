import { dirname, join, relative, sep } from 'node:path';
import * as ts from 'typescript';

const ROOT = dirname(__dirname);

/**
 * The `.d.ts` files of a module that users import, and of every module of ours that it speaks of, in the folders they have here below the one
 * they have in common. Types of packages that users need not have installed would break their builds, so those are refused.
 */
export function declarationsOf(entry: string, outDir: string): { path: string; contents: string }[] {
  const outputs = new Map<string, string>();
  const program = ts.createProgram([join(ROOT, entry)], {
    declaration: true,
    emitDeclarationOnly: true,
    lib: ['lib.es2022.d.ts', 'lib.dom.d.ts'],
    module: ts.ModuleKind.Node16,
    outDir: '/',
    rootDir: ROOT,
    skipLibCheck: true,
    strict: true,
    target: ts.ScriptTarget.ES2022,
    types: ['node'],
  });
  const { diagnostics } = program.emit(undefined, (path, contents) => outputs.set(relative('/', path), contents));
  report([...ts.getPreEmitDiagnostics(program), ...diagnostics]);
  const shipped = reachable(entry.replace(/\.ts$/, '.d.ts'), outputs);
  const common = commonFolder([...shipped]);
  return [...shipped].map((path) => ({ path: join(ROOT, outDir, relative(common, path)), contents: outputs.get(path) ?? '' }));
}

/** What the types of a module speak of, from file to file: its code may use more. */
function reachable(from: string, outputs: ReadonlyMap<string, string>): Set<string> {
  const found = new Set([from]);
  for (const path of found) {
    for (const name of ts.preProcessFile(outputs.get(path) ?? '').importedFiles.map(({ fileName }) => fileName)) {
      const target = [`${join(dirname(path), name)}.d.ts`, join(dirname(path), name, 'index.d.ts')].find((file) => outputs.has(file));
      if (name.startsWith('.') && target) found.add(target);
      else report([], `the types of ${from} need "${name}", which is not shipped (${path})`);
    }
  }
  return found;
}

function commonFolder(paths: string[]): string {
  const [first, ...others] = paths.map((path) => dirname(path).split(sep));
  const differs = first.findIndex((part, index) => others.some((other) => other[index] !== part));
  return (differs === -1 ? first : first.slice(0, differs)).join(sep);
}

function report(diagnostics: readonly ts.Diagnostic[], ...problems: string[]): void {
  const host = { getCanonicalFileName: (name: string) => name, getCurrentDirectory: () => ROOT, getNewLine: () => '\n' };
  if (diagnostics.length > 0) problems.push(ts.formatDiagnostics(diagnostics, host));
  for (const problem of problems) console.error(problem);
  if (problems.length > 0) process.exitCode = 1;
}
