import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CfnResource, NestedStack, Stage } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { readAssembly } from '../../../cli/report/assembly';
import { countFindings, reportOn } from '../../../cli/report/report';
import { guardOff, guardOn, guardWaived } from '../../../lib/core/guards';
import { Waiver } from '../../../lib/core/waiver';
import { reportFor, stackIn, stackReport, synthesise } from '../synthesised';

describe('a report', () => {
  test('has every stack of the app once, also in stages and nested in another', () => {
    const { stacks } = reportFor((app) => {
      stackIn(new Stage(app, 'Prod'), 'Shop');
      const inner = new NestedStack(stackIn(app, 'Shop'), 'Inner');
      queue(inner);
      queue(new NestedStack(inner, 'Innermost'));
    });
    expect(stacks.map(({ stack }) => stack)).toEqual(['Prod/Shop', 'Shop', 'Shop/Inner', 'Shop/Inner/Innermost']);
    expect(stacks.map(({ template }) => parsed(template))).toEqual(stacks.map(() => expect.any(Object)));
    expect(stacks[0].environment).toBe('aws://123456789012/eu-west-1');
  });

  test('counts resources by kind', () => {
    const { resources } = stackReport((stack) => ['B', 'A', 'C'].forEach((id) => queue(stack, id)));
    expect(resources).toEqual([{ type: 'AWS::SQS::Queue', count: 3 }]);
  });

  test('has the guards the library recorded, each on the construct and in the stack it belongs to', () => {
    const { stacks } = reportFor((app) => {
      const stack = stackIn(app);
      guardOn(queue(stack, 'A'), 'waf', 'regional, 4 rules');
      guardOff(queue(stack, 'B'), 'alarms');
      guardWaived(queue(stack, 'C'), 'waf', 'internal tool');
      guardOn(queue(new NestedStack(stack, 'Inner')), 'tls', 'modern');
    });
    expect(stacks[0].guards).toEqual([
      { guard: 'waf', state: 'on', detail: 'regional, 4 rules', construct: 'Shop/A' },
      { guard: 'waf', state: 'waived', detail: 'internal tool', construct: 'Shop/C' },
      { guard: 'alarms', state: 'off', detail: '', construct: 'Shop/B' },
    ]);
    expect(stacks[0].waivers).toEqual([{ control: 'waf', reason: 'internal tool', rules: ['AwsSolutions-APIG3'], construct: 'Shop/C' }]);
    expect(stacks[1].guards).toEqual([{ guard: 'tls', state: 'on', detail: 'modern', construct: 'Shop/Inner/Queue' }]);
  });

  test('has waivers of controls that are no guard', () => {
    const { waivers } = stackReport((stack) => Waiver.record(queue(stack), { control: 'dead-letter queue', reason: 'it is one' }));
    expect(waivers).toEqual([{ control: 'dead-letter queue', reason: 'it is one', rules: [], construct: 'Shop/Queue' }]);
  });

  test('has metadata of the manifest as well as of the file beside the template', () => {
    const directory = synthesise((app) => guardOn(queue(stackIn(app)), 'waf', 'beside'));
    const file = join(directory, 'manifest.json');
    const manifest = parsed(file);
    manifest.artifacts.Shop.metadata = { '/Shop/Queue': [{ type: 'cdk-gatehouse:guard', data: { guard: 'tls', state: 'off', detail: 'manifest' } }] };
    writeFileSync(file, JSON.stringify(manifest));
    expect(reportOn(readAssembly(directory)).stacks[0].guards.map(({ detail }) => detail).sort()).toEqual(['beside', 'manifest']);
  });
});

describe('findings', () => {
  test('are missing, and not none, when nothing was checked', () => {
    const report = reportFor((app) => stackIn(app));
    expect(report.stacks[0].findings).toBeUndefined();
    expect(countFindings(report)).toBe(0);
  });

  test('are none when checks ran and found nothing', () => {
    const report = reportFor((app) => stackIn(app).node.addMetadata('cdk-gatehouse:checks', ['Reviewer']), {});
    expect(report.stacks[0]).toMatchObject({ findings: [], checks: ['Reviewer'] });
    expect(countFindings(report)).toBe(0);
  });

  test('belong to the innermost stack of the construct, one per construct; notes are left out', () => {
    const report = reportFor((app) => {
      queue(new NestedStack(stackIn(app), 'Inner'));
      queue(stackIn(app, 'Shop2'));
    }, { 'rule-1': ['Shop/Inner/Queue', 'Shop2/Queue'], 'rule-2': ['Elsewhere'], 'note-1': ['Shop2/Queue'] });
    expect(report.stacks.map(({ stack, findings }) => [stack, findings?.map(({ rule, construct }) => `${rule} ${construct}`)])).toEqual([
      ['Shop', []], ['Shop/Inner', ['rule-1 Shop/Inner/Queue']], ['Shop2', ['rule-1 Shop2/Queue']],
    ]);
    expect(report.findings).toEqual([{ check: 'Reviewer', rule: 'rule-2', severity: 'warning', problem: 'rule-2 is broken', construct: 'Elsewhere' }]);
    expect(countFindings(report)).toBe(3);
  });

  test('name a check that could not run', () => {
    const directory = synthesise((app) => stackIn(app), {});
    writeFileSync(join(directory, 'validation-report.json'), JSON.stringify({
      pluginReports: [{ pluginName: 'Reviewer', conclusion: 'failure', metadata: { error: 'it threw' }, violations: [] }],
    }));
    expect(reportOn(readAssembly(directory)).findings).toMatchObject([{ check: 'Reviewer', severity: 'error', problem: 'it threw' }]);
  });
});

describe('a directory that holds no cloud assembly', () => {
  test('is refused with what to run', () => {
    expect(() => readAssembly('/nowhere')).toThrow('there is no cloud assembly in "/nowhere": run "npx cdk synth" first');
  });

  test('is refused when a file of it is damaged', () => {
    const directory = synthesise((app) => stackIn(app));
    rmSync(join(directory, 'Shop.template.json'));
    expect(() => readAssembly(directory)).toThrow(/Shop\.template\.json" cannot be read: run "npx cdk synth" again/);
  });
});

function queue(scope: Construct, id = 'Queue'): CfnResource {
  return new CfnResource(scope, id, { type: 'AWS::SQS::Queue' });
}

function parsed(file: string) {
  return JSON.parse(readFileSync(file, 'utf-8'));
}
