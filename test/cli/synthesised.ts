import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, PolicyViolation, Stack, Validations } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { readAssembly } from '../../cli/report/assembly';
import { Report, reportOn, StackReport } from '../../cli/report/report';

/** What the check finds goes to the file only, as it does under the CDK CLI. */
const QUIET = { '@aws-cdk/core:failSynthOnValidationErrors': false };

/** Rules to fail, each with the constructs that break it. */
type BrokenRules = Readonly<Record<string, readonly string[]>>;

/** A cloud assembly on disk. With `broken`, a check is registered that finds exactly that. */
export function synthesise(build: (app: App) => void, broken?: BrokenRules): string {
  const app = new App({ outdir: mkdtempSync(join(tmpdir(), 'gatehouse-report-')), context: QUIET });
  build(app);
  if (broken) Validations.of(app).addPlugins({ name: 'Reviewer', validate: () => ({ success: true, violations: violations(broken) }) });
  return app.synth().directory;
}

export function reportFor(build: (app: App) => void, broken?: BrokenRules): Report {
  return reportOn(readAssembly(synthesise(build, broken)));
}

/** The report on the one stack of an app. */
export function stackReport(build: (stack: Stack) => void): StackReport {
  return reportFor((app) => build(stackIn(app))).stacks[0];
}

export function stackIn(scope: Construct, id = 'Shop'): Stack {
  return new Stack(scope, id, { env: { account: '123456789012', region: 'eu-west-1' } });
}

function violations(broken: BrokenRules): PolicyViolation[] {
  return Object.entries(broken).map(([ruleName, paths]) => ({
    ruleName,
    description: `${ruleName} is broken`,
    severity: ruleName.startsWith('note') ? 'info' : 'warning',
    violatingResources: paths.map((constructPath) => ({ constructPath, locations: [] })),
  }));
}
