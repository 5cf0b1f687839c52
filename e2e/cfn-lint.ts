import { join } from 'path';
import { Assembly } from './assembly';
import { REGION } from './emulator';
import { Failure } from './failure';
import { run } from './processes';
import { pythonTool } from './python-tools';
import { ROOT } from './workspace';

/** Rules that are not asked, and why. */
const SILENCED: Readonly<Record<string, string>> = {
  W3005: 'CDK writes a DependsOn beside a Ref that already orders the two: redundant, harmless, and not ours to change',
  W3010: 'CDK resolves availability zones when the stack names its account and region, as one with a VPC does',
};

interface Finding {
  readonly Rule: { readonly Id: string };
  readonly Message: string;
  readonly Filename: string;
  readonly Location: { readonly Path?: ReadonlyArray<string | number> | null };
}

/** Checks the templates as synthesised, before anything is removed from them, against CloudFormation's schemas. */
export async function lint({ folder, templates }: Assembly): Promise<void> {
  const files = templates.map((template) => join(folder, template));
  const args = [...files, '--regions', REGION, '--format', 'json', '--non-zero-exit-code', 'none', '--ignore-checks', ...Object.keys(SILENCED)];
  const findings = JSON.parse(await run({ command: pythonTool('cfn-lint'), args, cwd: ROOT, env: process.env }) || '[]') as Finding[];
  if (findings.length > 0) throw new Failure(findings.map(described).join('\n'));
}

function described({ Rule, Message, Filename, Location }: Finding): string {
  return `${Rule.Id} ${Filename.split('/').pop()} ${(Location.Path ?? []).join('/')}: ${Message}`;
}
