/**
 * Makes the compiled package one file, which is what `require` and `import` get: loading ninety small files next to aws-cdk-lib
 * takes twice as long. The files jsii compiled stay beside it for the other languages, which load them through `main`.
 */
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { buildSync } from 'esbuild';

const ROOT = join(__dirname, '..');
const COMPILED = join(ROOT, 'build', 'index.js');

/** Never run, but read by Node.js to learn which names an ES module can import from a CommonJS file. */
function namesForEsModules(): string {
  const names = Object.keys(createRequire(__filename)(COMPILED) as object).filter((name) => name !== '__esModule');
  return `0 && (module.exports = { ${names.join(', ')} });`;
}

buildSync({
  absWorkingDir: ROOT,
  entryPoints: [COMPILED],
  outfile: join('build', 'bundle', 'index.js'),
  bundle: true,
  packages: 'external',
  platform: 'node',
  target: 'node20',
  legalComments: 'none',
  footer: { js: namesForEsModules() },
});
