import { CloudFormationFake } from '../../../fakes/cloudformation';
import { CloudWatchFake } from '../../../fakes/cloudwatch';
import { StageControlPlane } from '../../../fakes/stage-control-plane';

/** The services a release needs, over HTTP, with a stage that has a release. */
export class Services {
  public static async start(now?: () => number): Promise<Services> {
    const [stages, alarms, stacks] = await Promise.all([StageControlPlane.start({ now }), CloudWatchFake.start({ now }), CloudFormationFake.start()]);
    stages.addStage({ restApiId: 'api', stageName: 'v1', deploymentId: 'd1', variables: { table: 'one' }, deployments: ['d2', 'd3'] });
    alarms.alarm('errors', 'OK');
    stacks.status = 'UPDATE_IN_PROGRESS';
    return new Services(stages, alarms, stacks);
  }

  private constructor(
    public readonly stages: StageControlPlane,
    public readonly alarms: CloudWatchFake,
    public readonly stacks: CloudFormationFake,
  ) {}

  /** What functions need to find them. */
  public get environment(): Record<string, string> {
    return {
      AWS_ENDPOINT_URL_API_GATEWAY: this.stages.url,
      AWS_ENDPOINT_URL_CLOUDWATCH: this.alarms.url,
      AWS_ENDPOINT_URL_CLOUDFORMATION: this.stacks.url,
      AWS_REGION: 'eu-west-1',
      AWS_ACCESS_KEY_ID: 'AKIDEXAMPLE',
      AWS_SECRET_ACCESS_KEY: 'secret',
    };
  }

  /** All requests so far, by service and in order. */
  public asked(): string[] {
    return this.all().flatMap(({ asked }) => asked.map(({ operation }) => operation));
  }

  public async stop(): Promise<void> {
    await Promise.all(this.all().map((service) => service.stop()));
    expect(this.all().flatMap(({ violations }) => violations)).toEqual([]);
  }

  private all() {
    return [this.stacks, this.stages, this.alarms];
  }
}

/** What CloudFormation sends for that stage. */
export function properties(DeploymentId: string, changes: object = {}): Readonly<Record<string, unknown>> {
  return {
    ServiceToken: 'arn',
    RestApiId: 'api',
    StageName: 'v1',
    DeploymentId,
    StageVariables: { table: 'one' },
    Mode: 'steps',
    Steps: ['10', '50'],
    BakeSeconds: '600',
    DeadlineSeconds: '1500',
    AlarmNames: ['errors'],
    MinimumRequests: '0',
    ...changes,
  };
}
