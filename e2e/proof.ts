import { existsSync, readdirSync } from 'fs';
import { join } from 'path';
import { Assembly } from './assembly';
import { Aws } from './aws';
import { Cdk } from './cdk';
import { lint } from './cfn-lint';
import { Emulator } from './emulator';
import { emulatedAws } from './environment';
import { run } from './processes';
import { Report } from './report';
import { Stacks } from './stacks';
import { Deployed, Starter } from './starters/starter';
import { Removed } from './strip';
import { Validators } from './validators';
import { ROOT, TSX, Workspace } from './workspace';

const EXAMPLES = join(ROOT, 'examples');

/** Everything that can be said about examples with an emulator at hand. */
export class Proof {
  /** What was taken out of the templates so far. */
  readonly removed: Removed[] = [];
  private readonly env: NodeJS.ProcessEnv;
  private readonly cdk: Cdk;
  private readonly aws: Aws;
  private readonly stacks: Stacks;
  /** What there is to destroy. */
  private deployed?: Assembly;

  constructor(private readonly emulator: Emulator, workspace: Workspace, private readonly report: Report) {
    this.env = emulatedAws(emulator, workspace);
    this.cdk = new Cdk(this.env, workspace);
    this.aws = new Aws(emulator);
    this.stacks = new Stacks(this.aws.cloudFormation);
  }

  async bootstrap(): Promise<void> {
    await this.cdk.bootstrap();
  }

  /** From the first deployment to the last trace of it. */
  async deployAndUse(starter: Starter): Promise<void> {
    this.report.about(starter.name);
    const validators = new Validators(this.aws);
    await this.report.attempt('it can be driven to the end', async () => {
      await starter.drive(await this.deploy(starter, 'first', validators));
      await starter.driveChanged(await this.deploy(starter, 'changed', validators));
    });
    if (this.deployed) await this.destroy(this.deployed, starter);
  }

  /** Examples that are not deployed are synthesised and linted all the same. */
  async lintTheRest(starters: readonly Starter[]): Promise<void> {
    const examples = readdirSync(EXAMPLES).filter((name) => existsSync(join(EXAMPLES, name, 'app.ts')));
    for (const name of examples.filter((example) => !starters.some((starter) => starter.name === example))) {
      this.report.about(name);
      await this.report.check('it synthesises, and cfn-lint finds nothing', async () => lint(await this.synth(name, name)));
    }
  }

  private async deploy(starter: Starter, version: 'first' | 'changed', validators: Validators): Promise<Deployed> {
    const { name, stack } = starter;
    const assembly = await this.report.must(`the ${version} version synthesises`, () => this.synth(name, `${name}-${version}`, starter[version]));
    await this.report.check('cfn-lint finds nothing', () => lint(assembly));
    this.removed.push(...await this.report.must('nothing but the listed removals is taken out', () => assembly.strip()));
    this.deployed = assembly;
    const outputs = await this.report.must('cdk deploy succeeds', () => this.cdk.deploy(assembly, stack));
    await this.report.must('request validators are handed over', () => validators.handOver(stack, assembly.template(stack)));
    return { outputs, emulator: this.emulator, aws: this.aws, report: this.report, deploy: this.deployments(starter), script: this.scripts(name) };
  }

  private deployments({ name, stack }: Starter): Deployed['deploy'] {
    return async (args) => {
      const assembly = await this.synth(name, `${name}-${args.join('-').replace(/[^\w-]/g, '')}`, args);
      assembly.strip();
      this.deployed = assembly;
      return this.cdk.deploy(assembly, stack);
    };
  }

  private async destroy(assembly: Assembly, { stack }: Starter): Promise<void> {
    this.deployed = undefined;
    await this.report.check('cdk destroy leaves no stack behind', async () => {
      await this.cdk.destroy(assembly, stack);
      await this.stacks.gone(stack);
    });
  }

  private async synth(example: string, folder: string, args?: readonly string[]): Promise<Assembly> {
    return this.cdk.synth(join('examples', example, 'app.ts'), folder, args);
  }

  private scripts(example: string): Deployed['script'] {
    return async (file, ...args) => run({ command: TSX, args: [join(EXAMPLES, example, file), ...args], cwd: ROOT, env: this.env });
  }
}
