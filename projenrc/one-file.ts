/**
 * Makes the compiled package one file, which is what `require` and `import` get: loading two hundred small files next to aws-cdk-lib
 * takes several times as long. The files jsii compiled stay beside it for the other languages, which load them through `main`.
 */
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { build, Plugin } from 'esbuild';

const ROOT = join(__dirname, '..');
const COMPILED = join(ROOT, 'build', 'index.js');

/**
 * Every module of the AWS CDK is asked for once, where each file would ask for it anew, and the services only when something of them is used:
 * an API without a VPC does not load the module for VPCs. What files do with it is ask it for names, so a proxy can stand for it.
 */
const sharedAndLate: Plugin = {
  name: 'shared-and-late',
  setup: ({ onResolve, onLoad }) => {
    onResolve({ filter: /^(aws-cdk-lib|constructs)(\/|$)/ }, ({ path, namespace }) => (
      namespace === 'shared' ? { path, external: true } : { path, namespace: 'shared' }
    ));
    onLoad({ filter: /.*/, namespace: 'shared' }, ({ path }) => ({ contents: moduleOf(path), resolveDir: ROOT }));
  },
};

function moduleOf(path: string): string {
  const module = `require("${path}")`;
  const late = `let module_; module.exports = new Proxy({}, { get: (_, name) => (module_ ??= ${module})[name] });`;
  return path.startsWith('aws-cdk-lib/aws-') ? late : `module.exports = ${module};`;
}

/** Never run, but read by Node.js to learn which names an ES module can import from a CommonJS file. */
function namesForEsModules(): string {
  const names = Object.keys(createRequire(__filename)(COMPILED) as object).filter((name) => name !== '__esModule');
  return `0 && (module.exports = { ${names.join(', ')} });`;
}

void build({
  absWorkingDir: ROOT,
  entryPoints: [COMPILED],
  outfile: join('build', 'bundle', 'index.js'),
  bundle: true,
  packages: 'external',
  plugins: [sharedAndLate],
  platform: 'node',
  target: 'node20',
  legalComments: 'none',
  footer: { js: namesForEsModules() },
});
