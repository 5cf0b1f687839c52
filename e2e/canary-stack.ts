import { GetStageCommand } from '@aws-sdk/client-api-gateway';
import { CancelUpdateStackCommand, DescribeStackEventsCommand, DescribeStacksCommand, StackEvent } from '@aws-sdk/client-cloudformation';
import { CloudWatchClient, SetAlarmStateCommand } from '@aws-sdk/client-cloudwatch';
import { GetFunctionConfigurationCommand, GetFunctionConfigurationCommandOutput, LambdaClient, UpdateFunctionConfigurationCommand } from '@aws-sdk/client-lambda';
import { AlarmPermission } from './alarm-permission';
import { CanaryGateway } from './canary-gateway';
import { CREDENTIALS, Emulator, REGION } from './emulator';
import { Failure } from './failure';
import { Client } from './http';
import { Stacks } from './stacks';
import { Deployed } from './starters/starter';
import { DRILL_ALARM, STACK_NAME, STAGE_NAME } from '../examples/canary-verification/names';

/** Those that carry releases out; the framework of the CDK calls them. */
const FUNCTIONS = /^CanaryProvider(Start|Tick)[0-9A-F]{8}$/;

/** The deployed API with a canary, and everybody who has a hand in its releases. */
export class CanaryStack {
  static async open(deployed: Deployed): Promise<CanaryStack> {
    return new CanaryStack(deployed, await CanaryGateway.start(deployed.emulator));
  }

  private readonly emulator: Emulator;
  private readonly client: Client;
  private readonly lambda: LambdaClient;
  private readonly cloudWatch: CloudWatchClient;

  private constructor(private readonly deployed: Deployed, readonly gateway: CanaryGateway) {
    this.emulator = deployed.emulator;
    const settings = { endpoint: this.emulator.endpoint, region: REGION, credentials: CREDENTIALS };
    this.client = Client.of(deployed.outputs.ApiUrl, this.emulator);
    this.lambda = new LambdaClient(settings);
    this.cloudWatch = new CloudWatchClient(settings);
  }

  /** The emulator's API Gateway has no canaries: the variable of the AWS SDK says where there are some. */
  async tellWhereStagesAre(): Promise<void> {
    for (const { FunctionName, Environment } of await this.functions()) {
      const Variables = { ...Environment?.Variables, AWS_ENDPOINT_URL_API_GATEWAY: this.gateway.url };
      await this.lambda.send(new UpdateFunctionConfigurationCommand({ FunctionName, Environment: { Variables } }));
    }
  }

  async allowAlarms(): Promise<void> {
    const roles = (await this.functions()).map(({ Role = '' }) => Role.split('/').at(-1) ?? '');
    await new AlarmPermission(this.emulator).give(roles, DRILL_ALARM);
  }

  /** What clients without a canary are told: of all that a deployment holds, the emulator leaves gateway responses in it. */
  async release(): Promise<unknown> {
    const { release } = await this.client.expect(404, 'GET /nothing') as { release?: unknown };
    return release;
  }

  async stage(): Promise<{ readonly base?: string; readonly hasCanary: boolean }> {
    const stage = { restApiId: this.deployed.outputs.RestApiId, stageName: STAGE_NAME };
    const { deploymentId, canarySettings } = await this.deployed.aws.apiGateway.send(new GetStageCommand(stage));
    return { base: deploymentId, hasCanary: canarySettings !== undefined };
  }

  async sound(state: 'ALARM' | 'OK'): Promise<void> {
    await this.cloudWatch.send(new SetAlarmStateCommand({ AlarmName: DRILL_ALARM, StateValue: state, StateReason: 'a drill' }));
  }

  async cancelUpdate(): Promise<void> {
    await this.deployed.aws.cloudFormation.send(new CancelUpdateStackCommand({ StackName: STACK_NAME }));
  }

  async status(): Promise<string | undefined> {
    const { Stacks: [stack] = [] } = await this.deployed.aws.cloudFormation.send(new DescribeStacksCommand({ StackName: STACK_NAME }));
    return stack?.StackStatus;
  }

  /** Newest first, as they come. */
  async events(): Promise<readonly StackEvent[]> {
    const { StackEvents = [] } = await this.deployed.aws.cloudFormation.send(new DescribeStackEventsCommand({ StackName: STACK_NAME }));
    return StackEvents;
  }

  private async functions(): Promise<readonly GetFunctionConfigurationCommandOutput[]> {
    const ids = await new Stacks(this.deployed.aws.cloudFormation).physicalIds(STACK_NAME);
    const found = [...ids].filter(([logicalId]) => FUNCTIONS.test(logicalId)).map(([, FunctionName]) => FunctionName);
    if (found.length !== 2) throw new Failure(`not the functions of a canary: ${found.join(', ')}`);
    return Promise.all(found.map((FunctionName) => this.lambda.send(new GetFunctionConfigurationCommand({ FunctionName }))));
  }
}
