import { Aws, CfnElement, Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { PolicyDocument, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { ILogGroup, LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { LogLevel } from 'aws-cdk-lib/aws-stepfunctions';
import { Provider } from 'aws-cdk-lib/custom-resources';
import { Construct, IConstruct } from 'constructs';
import { CANARY_INTERVAL_SECONDS } from './canary-contract';
import { Waiver } from '../core/waiver';

/** What the waiter calls, and how long. */
export interface CanaryFrameworkProps {
  readonly start: LambdaFunction;
  readonly tick: LambdaFunction;
  /** Whole intervals. */
  readonly totalTimeout: Duration;
}

/**
 * The CDK's own waiter: it calls one function when CloudFormation changes the resource, and then the other one every few seconds.
 * Its roles and log groups are ours, because those it makes may write every log of the account and keep theirs for ever.
 */
export class CanaryFramework extends Construct {
  public readonly serviceToken: string;

  constructor(scope: Construct, id: string, { start, tick, totalTimeout }: CanaryFrameworkProps) {
    super(scope, id);
    const logGroup = this.makeLogGroup('LogGroup');
    const provider = new Provider(this, 'Provider', {
      onEventHandler: start,
      isCompleteHandler: tick,
      queryInterval: Duration.seconds(CANARY_INTERVAL_SECONDS),
      totalTimeout,
      logGroup,
      frameworkOnEventRole: this.makeRole('OnEventRole', logGroup),
      frameworkCompleteAndTimeoutRole: this.makeRole('WaiterRole', logGroup),
      disableWaiterStateMachineLogging: false,
      waiterStateMachineLogOptions: { destination: this.makeWaiterLogGroup(), level: LogLevel.ALL },
    });
    this.serviceToken = provider.serviceToken;
    waiveFramework(provider);
    waiveVersions(this, [start, tick, ...functionsIn(provider)]);
  }

  private makeLogGroup(id: string, logGroupName?: string): LogGroup {
    return new LogGroup(this, id, { logGroupName, retention: RetentionDays.ONE_MONTH, removalPolicy: RemovalPolicy.DESTROY });
  }

  /** Without the prefix each log group takes some of the policy that all state machines of the account share, which is soon full. */
  private makeWaiterLogGroup(): LogGroup {
    return this.makeLogGroup('WaiterLogGroup', `/aws/vendedlogs/states/${Aws.STACK_NAME}-${this.node.addr}`);
  }

  private makeRole(id: string, { logGroupArn }: ILogGroup): Role {
    const logging = new PolicyStatement({ actions: ['logs:CreateLogStream', 'logs:PutLogEvents'], resources: [logGroupArn] });
    return new Role(this, id, {
      assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
      inlinePolicies: { Work: new PolicyDocument({ statements: [logging] }) },
    });
  }
}

function functionsIn(provider: Provider): IConstruct[] {
  return provider.node.children.filter(({ node }) => node.id.startsWith('framework-'));
}

function waiveFramework(provider: Provider): void {
  Waiver.record(provider, {
    control: 'dead-letter queue of the framework functions',
    reason: 'CloudFormation or the waiter calls them and waits: what fails is a failed deployment with its reason, and never lost in a queue',
    rules: ['Serverless-LambdaDLQ'],
  });
  Waiver.record(provider, {
    control: 'tracing of the framework',
    reason: 'The AWS CDK makes it without tracing; it only passes events on, its log is complete, and the functions that do the work are traced',
    rules: ['Serverless-LambdaTracing', 'AwsSolutions-SF2', 'Serverless-StepFunctionStateMachineXray'],
  });
  Waiver.record(provider, {
    control: 'memory of the framework functions',
    reason: 'The AWS CDK leaves it at the default, which is enough to pass an event on',
    rules: ['Serverless-LambdaDefaultMemorySize'],
  });
  Waiver.record(provider, {
    control: 'resources of the permission to deliver logs',
    reason: 'The actions with which Step Functions delivers logs have no resources that a permission could name',
    rules: ['AwsSolutions-IAM5[Resource::*]'],
  });
}

function waiveVersions(framework: CanaryFramework, functions: readonly IConstruct[]): void {
  const stack = Stack.of(framework);
  const ids = functions.map(({ node }) => String(stack.resolve((node.defaultChild as CfnElement).logicalId)));
  Waiver.record(framework, {
    control: 'versions of the functions that the framework calls',
    reason: 'The AWS CDK lets the framework call every version of these functions; they are named one by one and have no versions',
    rules: ids.map((id) => `AwsSolutions-IAM5[Resource::<${id}.Arn>:*]`),
  });
}
