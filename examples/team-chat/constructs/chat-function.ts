import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Architecture, Code, Function, LoggingFormat, Runtime, Tracing } from 'aws-cdk-lib/aws-lambda';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { ChatWebSocketApi, Waiver } from 'cdk-gatehouse';
import { Construct } from 'constructs';
import { bundledHandler } from '../bundle';

export interface ChatFunctionProps {
  /** The file in `handlers/`, without `.lambda.ts`. */
  readonly handler: string;
  /** The chat it makes rooms of, and says things in. */
  readonly chat: ChatWebSocketApi;
  /**
   * @default {}
   */
  readonly environment?: { readonly [name: string]: string };
  /**
   * What it may do besides what has to do with the chat, its log and its traces.
   *
   * @default - nothing
   */
  readonly allow?: { readonly action: string; readonly on: string };
}

/** A handler of the HTTP API: small, traced, with a log that does not live forever and a role that can do just its work. */
export class ChatFunction extends Construct {
  /** The real L2 function. */
  public readonly lambda: Function;

  constructor(scope: Construct, id: string, { handler, chat, environment, allow }: ChatFunctionProps) {
    super(scope, id);
    const logGroup = new LogGroup(this, 'Logs', { retention: RetentionDays.ONE_MONTH, removalPolicy: RemovalPolicy.DESTROY });
    // A role of our own: the managed policy CDK would attach may write to every log group of the account.
    const role = new Role(this, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
    logGroup.grantWrite(role);
    if (allow) role.addToPolicy(new PolicyStatement({ actions: [allow.action], resources: [allow.on] }));

    this.lambda = new Function(this, 'Function', {
      code: Code.fromAsset(bundledHandler(handler)),
      handler: 'index.handler',
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64, // cheaper for the same work
      memorySize: 512,
      timeout: Duration.seconds(10), // API Gateway would wait 30 s; whoever looks at the page would not
      tracing: Tracing.ACTIVE,
      loggingFormat: LoggingFormat.JSON,
      environment,
      logGroup,
      role,
    });
    chat.grants.broadcast(this.lambda);
    this.waive(role);
  }

  private waive(role: Role): void {
    Waiver.record(role, {
      control: 'resource-level permissions for X-Ray',
      reason: 'X-Ray has no resources to name: xray:PutTraceSegments and xray:PutTelemetryRecords can only be allowed on *',
      rules: ['AwsSolutions-IAM5[Resource::*]'],
    });
    Waiver.record(this.lambda, {
      control: 'dead-letter queue of the function',
      reason: 'Somebody waits for the answer and gets every failure with it, so there is no event left over to keep',
      rules: ['Serverless-LambdaDLQ'],
    });
  }
}
