/**
 * The package as users get it: packed, installed into an empty app, imported by name, synthesised with the pinned CDK CLI
 * and the newest aws-cdk-lib, whose own template validation must have nothing to say.
 */
import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const ROOT = join(__dirname, '..', '..');
const MANIFEST = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
const NEWEST = MANIFEST.devDependencies['aws-cdk-lib-newest'].split('@').pop();
const CLI = MANIFEST.devDependencies['aws-cdk'];

const STARTERS = ['orders-rest-api', 'catalog-http-api', 'ledger-private-api', 'team-chat'];

/** Found by path at run time, so that nothing else would miss them. */
const SHIPPED = [
  ...['account-logging', 'edge', 'connect', 'tickets', 'chat/actions', 'chat/dispatcher'].map((handler) => `assets/${handler}/index.js`),
  'assets/grammar/openapi.js', 'build/index.js', 'build/index.d.ts', '.jsii',
];
/** What code outside of the CDK imports, each with something it has. */
const HELPERS = [['cors', 'withCors'], ['chat-client', 'connectChat'], ['chat-server', 'chatServer']];

interface Check { readonly name: string; readonly run: () => void }

function main(): void {
  const tarball = pack();
  const scratch = mkdtempSync(join(tmpdir(), 'gatehouse-package-'));
  try {
    const checks = [...emptyApp(scratch, tarball), ...STARTERS.flatMap((name) => starter(scratch, tarball, name))];
    const failures = checks.filter((check) => !passes(check));
    process.exitCode = failures.length > 0 ? 1 : 0;
  } finally {
    rmSync(scratch, { recursive: true, force: true });
    console.log(`${results.passed} passed, ${results.failed} failed`);
  }
}

const results = { passed: 0, failed: 0 };

function passes({ name, run }: Check): boolean {
  const began = Date.now();
  try {
    run();
    results.passed++;
    console.log(`ok    ${name} (${seconds(began)})`);
    return true;
  } catch (error) {
    results.failed++;
    console.log(`FAIL  ${name} (${seconds(began)})\n${error instanceof Error ? error.message : error}`);
    return false;
  }
}

function seconds(began: number): string {
  return `${((Date.now() - began) / 1000).toFixed(1)} s`;
}

function pack(): string {
  execute(ROOT, 'npx', 'projen', 'package:js');
  const dist = join(ROOT, 'dist', 'js');
  const [tarball] = readdirSync(dist).filter((file) => file.endsWith('.tgz'));
  console.log(`packed ${tarball}`);
  return join(dist, tarball);
}

/** One empty project, and an app in each of the three dialects. */
function emptyApp(scratch: string, tarball: string): Check[] {
  const dir = join(scratch, 'empty');
  cpSync(join(__dirname, 'apps'), dir, { recursive: true });
  writeFileSync(join(dir, 'package.json'), JSON.stringify({ name: 'empty', version: '1.0.0', private: true }));
  const install = ['npm', 'install', tarball, `aws-cdk-lib@${NEWEST}`, 'constructs', `aws-cdk@${CLI}`, 'cdk-nag', 'tsx', `typescript@${MANIFEST.devDependencies.typescript}`, '@types/node@20'];
  return [
    { name: `installs beside aws-cdk-lib ${NEWEST}`, run: () => execute(dir, install[0], ...install.slice(1)) },
    { name: 'brings no other package with it', run: () => bringsNothing(dir) },
    { name: 'its types compile in a strict project', run: () => execute(dir, 'npx', 'tsc', '--noEmit', '-p', '.') },
    ...['app.ts', 'app.mjs', 'app.cjs', 'doors.ts'].map((app) => ({ name: `synthesises from ${app}, validated by the CDK`, run: () => synthesise(dir, app) })),
    ...HELPERS.map(([name, member]) => ({ name: `its ${name} loads as ES module and as CommonJS`, run: () => loads(dir, name, member) })),
    { name: 'its command line reports on the assembly', run: () => execute(dir, 'npx', 'cdk-gatehouse', 'report', 'cdk.out') },
  ];
}

/** A starter as somebody copies it: its own package.json, and nothing of this checkout around it. */
function starter(scratch: string, tarball: string, name: string): Check[] {
  const dir = join(scratch, name);
  cpSync(join(ROOT, 'examples', name), dir, { recursive: true, filter: (path) => !/node_modules|cdk\.out|dist$/.test(path.slice(ROOT.length)) });
  const file = join(dir, 'package.json');
  const manifest = JSON.parse(readFileSync(file, 'utf8'));
  writeFileSync(file, JSON.stringify({ ...manifest, dependencies: { ...manifest.dependencies, 'cdk-gatehouse': `file:${tarball}` } }));
  return [
    { name: `the copied ${name} installs`, run: () => execute(dir, 'npm', 'install') },
    { name: `the copied ${name} compiles`, run: () => execute(dir, 'npx', 'tsc', '--noEmit') },
    { name: `the copied ${name} passes its own tests`, run: () => execute(dir, 'npx', 'jest') },
    { name: `the copied ${name} synthesises`, run: () => execute(dir, 'npx', 'cdk', 'synth', '--quiet') },
  ];
}

function bringsNothing(dir: string): void {
  const dependencies = Object.keys(JSON.parse(readFileSync(join(dir, 'node_modules', 'cdk-gatehouse', 'package.json'), 'utf8')).dependencies ?? {});
  if (dependencies.length > 0) throw new Error(`runtime dependencies: ${dependencies.join(', ')}`);
  for (const path of SHIPPED) {
    if (!existsSync(join(dir, 'node_modules', 'cdk-gatehouse', path))) throw new Error(`${path} is not in the package`);
  }
}

function synthesise(dir: string, app: string): void {
  rmSync(join(dir, 'cdk.out'), { recursive: true, force: true });
  execute(dir, 'npx', 'cdk', 'synth', '--quiet', '--strict', '--app', `npx tsx ${app}`);
  const { Resources: resources } = JSON.parse(readFileSync(join(dir, 'cdk.out', 'Shop.template.json'), 'utf8'));
  if (!resources.OrdersA9B65338) throw new Error('the API does not have the logical id of a plain RestApi');
  const report = readFileSync(join(dir, 'cdk.out', 'validation-report.json'), 'utf8');
  if (/"violations":\s*\[\s*\{/.test(report)) throw new Error(report);
}

function loads(dir: string, name: string, member: string): void {
  const check = `if (typeof ${member} !== 'function') throw new Error('no ${member}');`;
  execute(dir, 'node', '--input-type=module', '-e', `import { ${member} } from 'cdk-gatehouse/${name}'; ${check}`);
  execute(dir, 'node', '-e', `const { ${member} } = require('cdk-gatehouse/${name}'); ${check}`);
}

function execute(cwd: string, command: string, ...args: string[]): void {
  try {
    execFileSync(command, args, { cwd, encoding: 'utf8', stdio: 'pipe', env: { ...process.env, npm_config_fund: 'false', npm_config_audit: 'false' } });
  } catch (error) {
    const { stdout = '', stderr = '' } = error as { stdout?: string; stderr?: string };
    throw new Error(`${command} ${args.join(' ')}\n${stdout}${stderr}`);
  }
}

main();
