import { existsSync, readFileSync, writeFileSync } from 'fs';
import { join } from 'path';
import { Assembly } from './assembly';
import { ACCOUNT, REGION } from './emulator';
import { Failure } from './failure';
import { run } from './processes';
import { Template } from './template';
import { ROOT, TSX, Workspace } from './workspace';

const CLI = join(ROOT, 'node_modules', '.bin', 'cdk');

/** What a deployed stack gives away: its outputs by name. */
export type Outputs = Readonly<Record<string, string>>;

/** The CDK CLI that package.json pins, let loose on the emulator. */
export class Cdk {
  constructor(private readonly env: NodeJS.ProcessEnv, private readonly workspace: Workspace) {}

  /** Synthesises an app of the repository into a folder of its own, with CDK's own template validation. */
  async synth(app: string, name: string, args: readonly string[] = []): Promise<Assembly> {
    const folder = this.workspace.folder('assemblies', name);
    await this.cdk(ROOT, 'synth', '--quiet', '--app', `${TSX} ${app}`, '--output', folder, ...args);
    return new Assembly(folder);
  }

  /** Makes the account ready for deployments, as anybody does who starts with the CDK. */
  async bootstrap(): Promise<void> {
    const folder = this.workspace.folder('bootstrap');
    const template = JSON.parse(await this.cdk(folder, 'bootstrap', '--show-template', '--json')) as Template;
    const { StagingBucketPolicy, ...Resources } = template.Resources;
    // The policy denies whatever comes without TLS, and the emulator is spoken to without. It is the CDK's, not ours.
    if (!StagingBucketPolicy) throw new Failure('the bootstrap template has no StagingBucketPolicy any more: simplify e2e/cdk.ts');
    const file = join(folder, 'template.json');
    writeFileSync(file, JSON.stringify({ ...template, Resources }));
    await this.cdk(folder, 'bootstrap', `aws://${ACCOUNT}/${REGION}`, '--template', file);
  }

  /** Deploys a stack of an assembly, over the one of that name if there is one. */
  async deploy({ folder }: Assembly, stack: string): Promise<Outputs> {
    const file = join(folder, 'outputs.json');
    await this.cdk(folder, 'deploy', stack, '--app', folder, '--require-approval', 'never', '--progress', 'events', '--outputs-file', file);
    const outputs = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) as Record<string, Outputs> : {};
    return outputs[stack] ?? {};
  }

  /** Asks for the deletion. Whether it happened CloudFormation knows: on the emulator the CLI reports failures that are none. */
  async destroy({ folder }: Assembly, stack: string): Promise<void> {
    await this.cdk(folder, 'destroy', stack, '--app', folder, '--force').catch(() => undefined);
  }

  /** Away from the repository no cdk.json has a say, and no app is run that nobody asked for. */
  private async cdk(cwd: string, ...args: string[]): Promise<string> {
    return run({ command: CLI, args: [...args, '--no-notices', '--no-color', '--ci'], cwd, env: this.env });
  }
}
