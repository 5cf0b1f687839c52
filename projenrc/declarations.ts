import { dirname, join, relative } from 'node:path';
import * as ts from 'typescript';

const ROOT = dirname(__dirname);

/** The `.d.ts` files of a module that users import. They must speak only of what lies beside the module: nothing else is shipped. */
export function declarationsOf(entry: string, outDir: string): { path: string; contents: string }[] {
  const outputs: { path: string; contents: string }[] = [];
  const program = ts.createProgram([join(ROOT, entry)], {
    declaration: true,
    emitDeclarationOnly: true,
    module: ts.ModuleKind.Node16,
    outDir: '/',
    rootDir: ROOT,
    skipLibCheck: true,
    strict: true,
    target: ts.ScriptTarget.ES2022,
    types: ['node'],
  });
  const { diagnostics } = program.emit(undefined, (path, contents) => outputs.push({ path: relative(join('/', dirname(entry)), path), contents }));
  report([...ts.getPreEmitDiagnostics(program), ...diagnostics]);
  const shipped = outputs.filter(({ path }) => !path.startsWith('..'));
  for (const { path, contents } of shipped) if (/['"]\.\.\//.test(contents)) report([], `the types of ${entry} need files that are not shipped (${path})`);
  return shipped.map(({ path, contents }) => ({ path: join(ROOT, outDir, path), contents }));
}

function report(diagnostics: ts.Diagnostic[], ...problems: string[]): void {
  const host = { getCanonicalFileName: (name: string) => name, getCurrentDirectory: () => ROOT, getNewLine: () => '\n' };
  if (diagnostics.length > 0) problems.push(ts.formatDiagnostics(diagnostics, host));
  for (const problem of problems) console.error(problem);
  if (problems.length > 0) process.exitCode = 1;
}
