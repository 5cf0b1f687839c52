import { Clock } from './clock';
import { Provider } from './provider';
import { API, FOREIGN, METRIC, STAGE } from './releases';
import type { StageHandler } from './resources';
import { Stack } from './stack';
import { startHandler } from '../../../../runtime/canary/start/handler';
import { tickHandler } from '../../../../runtime/canary/tick/handler';
import { CloudFormationFake, STACK_ID } from '../../../fakes/cloudformation';
import { CloudWatchFake } from '../../../fakes/cloudwatch';
import { PatchOperation, StageControlPlane } from '../../../fakes/stage-control-plane';

/** What people see on the stage. */
export interface Seen {
  readonly base: string;
  /** `d2@10`: ten percent go to d2. */
  readonly canary: string | undefined;
  readonly variables: Readonly<Record<string, string>>;
}

const NOON = Date.UTC(2026, 0, 1, 12);

/** Everything a release meets: three services over HTTP, the functions behind the provider of CDK, and time that moves when told. */
export class World {
  public static async start(): Promise<World> {
    const clock = new Clock(NOON);
    const { now } = clock;
    const plane = await StageControlPlane.start({ now });
    const cloudWatch = await CloudWatchFake.start({ now, metric: METRIC });
    const cloudFormation = await CloudFormationFake.start();
    return new World(clock, plane, cloudWatch, cloudFormation);
  }

  /** What the functions logged. */
  public readonly log: Record<string, unknown>[] = [];
  public readonly provider: Provider;
  private readonly environment = { ...process.env };

  private constructor(
    public readonly clock: Clock,
    public readonly plane: StageControlPlane,
    public readonly cloudWatch: CloudWatchFake,
    public readonly cloudFormation: CloudFormationFake,
  ) {
    Object.assign(process.env, {
      AWS_REGION: 'eu-west-1',
      AWS_ACCESS_KEY_ID: 'AKIDEXAMPLE',
      AWS_SECRET_ACCESS_KEY: 'secret',
      AWS_ENDPOINT_URL_API_GATEWAY: plane.url,
      AWS_ENDPOINT_URL_CLOUDWATCH: cloudWatch.url,
      AWS_ENDPOINT_URL_CLOUDFORMATION: cloudFormation.url,
    });
    jest.spyOn(Math, 'random').mockReturnValue(0); // the SDK waits for a random time before it tries again
    jest.spyOn(process.stdout, 'write').mockImplementation((line) => {
      this.log.push(JSON.parse(String(line)));
      return true;
    });
    // As long as it takes at least: pauses are random, and nothing is random here.
    const pause = async (millis: number) => clock.moveTo(clock.now() + Math.max(millis, 1_000));
    this.provider = new Provider({ start: startHandler({ pause }), tick: tickHandler() }, clock);
    plane.addStage({ restApiId: API, stageName: 'theirs', deploymentId: FOREIGN });
    for (const name of ['errors', 'latency']) cloudWatch.alarm(name, 'OK');
  }

  public stack(stageHandler?: StageHandler, stackId = STACK_ID): Stack {
    return new Stack(this, { stackId, stageHandler });
  }

  public pass(millis: number): Promise<void> {
    return this.provider.pass(millis);
  }

  public seen(stageName = STAGE): Seen {
    const { deploymentId, canarySettings, variables = {} } = this.plane.stage(API, stageName);
    return {
      base: deploymentId,
      canary: canarySettings && `${canarySettings.deploymentId}@${canarySettings.percentTraffic}`,
      variables,
    };
  }

  /** Variables that only the canary has. */
  public overrides(): Seen['variables'] | undefined {
    return this.plane.stage(API, STAGE).canarySettings?.stageVariableOverrides;
  }

  /** What somebody does on the stage by hand. */
  public byHand(...operations: readonly PatchOperation[]): void {
    this.plane.patch(API, STAGE, operations);
  }

  /** The patches of the functions, in order. */
  public patches(): unknown[] {
    return this.plane.asked.filter(({ operation }) => operation === 'UpdateStage').map(({ input }) => input.patchOperations);
  }

  /** Forgets what was asked so far. */
  public listen(): void {
    for (const service of [this.plane, this.cloudWatch, this.cloudFormation]) service.asked.length = 0;
    this.log.length = 0;
  }

  public async stop(): Promise<void> {
    jest.restoreAllMocks();
    process.env = this.environment;
    const services = [this.plane, this.cloudWatch, this.cloudFormation];
    await Promise.all(services.map((service) => service.stop()));
    expect(services.flatMap(({ violations }) => violations)).toEqual([]);
  }
}

/** As people see it. */
export function stage(base: string, canary?: string, variables: Seen['variables'] = {}): Seen {
  return { base, canary, variables };
}
