import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { App, Stack, Validations } from 'aws-cdk-lib';
import { Application, BuildApi } from './apis/application';
import { censusOf, countFindings } from './census';
import { Sample, Task } from './sample';

const STACK = 'Orders';

/** The whole life of one measured process: wire the API, synthesise it, stop the clocks, then look at what came out. */
export async function measure(build: BuildApi): Promise<void> {
  const task: Task = JSON.parse(process.argv[2]);
  await synthesise(build, task);
  const wallMs = performance.now(); // since the process began
  const cpu = process.cpuUsage();
  const sample: Sample = { wallMs, cpuMs: (cpu.user + cpu.system) / 1000, ...inspect(task) };
  process.stdout.write(`\n${JSON.stringify(sample)}`);
}

async function synthesise(build: BuildApi, { routes, outdir, nag }: Task): Promise<void> {
  const app = new App({ outdir, context: context() });
  const stack = new Stack(app, STACK, { env: { account: '123456789012', region: 'eu-west-1' } });
  build(stack, new Application(stack, routes));
  if (nag) await addNag(app);
  app.synth();
}

/** Every recommended flag, as in the cdk.json of a new app; the plain wiring of many routes passes 500 resources and is to be measured all the same. */
function context(): Record<string, unknown> {
  return {
    ...JSON.parse(readFileSync(require.resolve('aws-cdk-lib/recommended-feature-flags.json'), 'utf-8')),
    '@aws-cdk/core:stackResourceLimit': 0,
    '@aws-cdk/core:failSynthOnValidationErrors': false,
  };
}

/** Loaded only when asked: it takes longer than many a synth. */
async function addNag(app: App): Promise<void> {
  const { AwsSolutionsChecks, ServerlessChecks } = await import('cdk-nag');
  Validations.of(app).addPlugins(new AwsSolutionsChecks(), new ServerlessChecks());
}

function inspect({ outdir, nag }: Task): Omit<Sample, 'wallMs' | 'cpuMs'> {
  const file = join(outdir, `${STACK}.template.json`);
  const report = join(outdir, 'validation-report.json');
  return {
    ...censusOf(JSON.parse(readFileSync(file, 'utf-8'))),
    bytes: statSync(file).size,
    findings: nag ? countFindings(JSON.parse(readFileSync(report, 'utf-8')), `${STACK}/`) : undefined,
    files: Object.keys(require.cache),
  };
}
