import { Aws, Duration, Stack } from 'aws-cdk-lib';
import type { CfnStage } from 'aws-cdk-lib/aws-apigateway';
import { CfnAlarm, IAlarm } from 'aws-cdk-lib/aws-cloudwatch';
import { IRole, Policy, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { CanaryFramework } from './canary-framework';
import type { CanaryTimes } from './canary-times';
import { allowPattern, makeBundledFunction } from '../core/bundled-function';
import { Waiver } from '../core/waiver';

/** Whose stage the functions may change, and for how long. */
export interface CanaryProviderProps {
  readonly stage: CfnStage;
  readonly times: CanaryTimes;
  /** Whether they look at how many requests the canary had. */
  readonly countsRequests: boolean;
}

/** CloudFormation waits for both, and whoever looks for the reason finds it on the stack. */
const WHEN_IT_FAILS = 'CloudFormation calls it and waits: what fails is a failed deployment with its reason, and never lost in a queue';

/** The functions that carry the releases of one stage out, and the waiter that calls them. */
export class CanaryProvider extends Construct {
  public readonly serviceToken: string;

  private readonly functions: readonly LambdaFunction[];
  private describeAlarms?: PolicyStatement;
  private watchesAnyKind = false;

  constructor(scope: Construct, id: string, props: CanaryProviderProps) {
    super(scope, id);
    const start = this.makeFunction('Start', Duration.minutes(5), props);
    const tick = this.makeFunction('Tick', Duration.minutes(1), props);
    this.functions = [start, tick];
    allowDating(start, this.arnOf(props.stage, 'deployments/*'));
    if (props.countsRequests) allowCounting(tick);
    this.serviceToken = new CanaryFramework(this, 'Framework', { start, tick, totalTimeout: props.times.totalTimeout }).serviceToken;
  }

  /** Let the functions look at an alarm. */
  public watch(alarm: IAlarm): void {
    if (!(alarm.node.defaultChild instanceof CfnAlarm)) return this.watchAnyKind();
    if (this.describeAlarms) return this.describeAlarms.addResources(alarm.alarmArn);
    this.describeAlarms = new PolicyStatement({ actions: ['cloudwatch:DescribeAlarms'], resources: [alarm.alarmArn] });
    new Policy(this, 'Alarms', { roles: this.functions.map(({ role }) => role as IRole), statements: [this.describeAlarms] });
  }

  /** AWS: "Amazon CloudWatch permissions reference": without `*`, DescribeAlarms tells of no composite alarm. What an imported alarm is, nobody knows. */
  private watchAnyKind(): void {
    if (this.watchesAnyKind) return;
    this.watchesAnyKind = true;
    const policy = new Policy(this, 'AnyAlarm', {
      roles: this.functions.map(({ role }) => role as IRole),
      statements: [new PolicyStatement({ actions: ['cloudwatch:DescribeAlarms'], resources: ['*'] })],
    });
    Waiver.record(policy, {
      control: 'resources of a permission',
      reason: 'CloudWatch tells of composite alarms only if no resource is named, and the permission only reads',
      rules: ['AwsSolutions-IAM5[Resource::*]'],
    });
  }

  /** The first has time to try again and again: it is also what takes a release back. */
  private makeFunction(id: 'Start' | 'Tick', timeout: Duration, { stage }: CanaryProviderProps): LambdaFunction {
    return makeBundledFunction(this, id, {
      asset: `canary/${id.toLowerCase()}`,
      description: id === 'Start' ? 'Starts a canary release of an API, or takes it back' : 'Looks at a canary release of an API, and takes its next step',
      environment: {},
      timeout,
      whenItFails: WHEN_IT_FAILS,
      statements: [
        new PolicyStatement({ actions: ['apigateway:GET', 'apigateway:PATCH'], resources: [this.arnOf(stage, `stages/${stage.stageName}`)] }),
        new PolicyStatement({ actions: ['cloudformation:DescribeStacks'], resources: [Aws.STACK_ID] }),
      ],
    });
  }

  /** With the name in letters: the stage is made only after these functions. */
  private arnOf({ restApiId }: CfnStage, of: string): string {
    return Stack.of(this).formatArn({ service: 'apigateway', account: '', resource: '/restapis', resourceName: `${restApiId}/${of}` });
  }
}

function allowCounting(tick: LambdaFunction): void {
  allowPattern(tick, 'CountRequests', {
    statement: new PolicyStatement({ actions: ['cloudwatch:GetMetricData'], resources: ['*'] }),
    reason: 'CloudWatch metrics have no ARN that a permission to read them could name',
  });
}

/** A rollback asks which of two deployments is the older one, and which of them will be there is not known when the app is synthesised. */
function allowDating(start: LambdaFunction, deployments: string): void {
  allowPattern(start, 'DateDeployments', {
    statement: new PolicyStatement({ actions: ['apigateway:GET'], resources: [deployments] }),
    reason: 'It reads when the deployments of this API were made, and a new one has an id that nobody knows before',
  });
}
