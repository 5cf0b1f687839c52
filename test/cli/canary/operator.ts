import { main } from '../../../cli/main';
import { StageControlPlane, StageControlPlaneOptions } from '../../fakes/stage-control-plane';

export const API = 'a1b2c3d4e5';
export const STAGE = 'prod';
export const ON_STAGE = ['--api', API, '--stage', STAGE];

/** What the SDK needs of an environment, and nothing of ours. */
const ENVIRONMENT = {
  AWS_REGION: 'eu-west-1',
  AWS_ACCESS_KEY_ID: 'key',
  AWS_SECRET_ACCESS_KEY: 'secret',
  AWS_MAX_ATTEMPTS: '1',
  AWS_EC2_METADATA_DISABLED: 'true',
  AWS_CONFIG_FILE: '/nowhere',
  AWS_SHARED_CREDENTIALS_FILE: '/nowhere',
  AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
};

export interface Answer { readonly exit: number; readonly out: string; readonly err: string }

/** An operator at a terminal, and an account with one API. */
export class Operator {
  /** The stage is on deployment d1 of d1, d2 and d9. */
  public static async start(options: StageControlPlaneOptions = {}): Promise<Operator> {
    const plane = await StageControlPlane.start(options);
    plane.addStage({ restApiId: API, apiName: 'Orders', stageName: STAGE, deploymentId: 'd1', variables: { theme: 'dark' }, deployments: ['d2', 'd9'] });
    return new Operator(plane);
  }

  /** What is answered to a question; nobody is there when there is nothing. May change the stage before. */
  public answers?: () => string;
  public readonly questions: string[] = [];
  private readonly environment = { ...process.env };

  private constructor(public readonly plane: StageControlPlane) {
    Object.assign(process.env, ENVIRONMENT, { AWS_ENDPOINT_URL_API_GATEWAY: plane.url });
  }

  public async stop(): Promise<void> {
    process.env = this.environment;
    await this.plane.stop();
    expect(this.plane.violations).toEqual([]);
  }

  public async run(...args: string[]): Promise<Answer> {
    const out: string[] = [];
    const err: string[] = [];
    const { answers } = this;
    const ask = answers && (async (question: string) => {
      this.questions.push(question);
      return answers();
    });
    const exit = await main(['canary', ...args], { columns: 120, colour: false, out: (text) => out.push(text), err: (text) => err.push(text), ask });
    return { exit, out: out.join('\n'), err: err.join('\n') };
  }

  public canary(deploymentId: string, percent: number, variables: Readonly<Record<string, string>> = {}): void {
    this.plane.patch(API, STAGE, [
      { op: 'replace', path: '/canarySettings/deploymentId', value: deploymentId },
      ...Object.entries(variables).map(([name, value]) => ({ op: 'replace', path: `/canarySettings/stageVariableOverrides/${name}`, value })),
      { op: 'replace', path: '/canarySettings/percentTraffic', value: String(percent) },
    ]);
  }

  /** After that many more answers are certain, and before the last of them arrives. */
  public afterAnswers(count: number, change: () => void): void {
    for (let others = 1; others < count; others++) this.plane.meanwhile(() => undefined);
    this.plane.meanwhile(change);
  }

  public get stage() {
    const { deploymentId, variables, canarySettings } = this.plane.stage(API, STAGE);
    return { deploymentId, variables, canarySettings };
  }

  public removeCanary(): void {
    this.plane.patch(API, STAGE, [{ op: 'remove', path: '/canarySettings' }]);
  }

  /** The recipe of the documentation, as the waiter and the console do it. */
  public promote(): void {
    this.plane.patch(API, STAGE, [
      { op: 'replace', path: '/canarySettings/percentTraffic', value: '0.0' },
      { op: 'copy', path: '/variables', from: '/canarySettings/stageVariableOverrides' },
      { op: 'copy', path: '/deploymentId', from: '/canarySettings/deploymentId' },
    ]);
  }

  public patches(): unknown[] {
    return this.plane.asked.filter(({ operation }) => operation === 'UpdateStage').map(({ input: { patchOperations } }) => patchOperations);
  }
}
