import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { Effect, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Architecture, Code, Function, LoggingFormat, Runtime, Tracing } from 'aws-cdk-lib/aws-lambda';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Waiver } from 'cdk-gatehouse';
import { Construct } from 'constructs';
import { bundledHandler } from '../bundle';

export interface ShopFunctionProps {
  /** The file in `handlers/`, without `.lambda.ts`. */
  readonly handler: string;
  readonly environment: { readonly [name: string]: string };
  /** All it may do besides writing its log and its traces. */
  readonly allow: ShopPermission[];
}

/** One action on one table or index. */
export interface ShopPermission {
  readonly action: string;
  readonly on: string;
}

/** A handler of the shop: small, traced, with a log that does not live forever and a role that can do just its work. */
export class ShopFunction extends Construct {
  /** The real L2 function. */
  public readonly lambda: Function;

  constructor(scope: Construct, id: string, { handler, environment, allow }: ShopFunctionProps) {
    super(scope, id);
    const logGroup = new LogGroup(this, 'Logs', { retention: RetentionDays.ONE_MONTH, removalPolicy: RemovalPolicy.DESTROY });
    // A role of our own: the managed policy CDK would attach may write to every log group of the account.
    const role = new Role(this, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
    logGroup.grantWrite(role);
    allow.forEach(({ action, on }) => role.addToPolicy(new PolicyStatement({ effect: Effect.ALLOW, actions: [action], resources: [on] })));

    this.lambda = new Function(this, 'Function', {
      code: Code.fromAsset(bundledHandler(handler)),
      handler: 'index.handler',
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64, // cheaper for the same work
      memorySize: 512,
      timeout: Duration.seconds(10), // the gateway would wait 29 s; a customer would not
      tracing: Tracing.ACTIVE,
      loggingFormat: LoggingFormat.JSON,
      environment,
      logGroup,
      role,
    });
    this.waive(role);
  }

  private waive(role: Role): void {
    Waiver.record(role, {
      control: 'resource-level permissions for X-Ray',
      reason: 'X-Ray has no resources to name: xray:PutTraceSegments and xray:PutTelemetryRecords can only be allowed on *',
      rules: ['AwsSolutions-IAM5[Resource::*]'],
    });
    Waiver.record(this.lambda, {
      control: 'dead-letter queue',
      reason: 'API Gateway waits for the answer and hands every failure to the caller, so there is no event left over to keep',
      rules: ['Serverless-LambdaDLQ'],
    });
  }
}
