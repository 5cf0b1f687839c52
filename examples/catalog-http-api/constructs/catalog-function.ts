import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { Effect, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Architecture, Code, Function, LoggingFormat, Runtime, Tracing } from 'aws-cdk-lib/aws-lambda';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Waiver } from 'cdk-gatehouse';
import { Construct } from 'constructs';
import { bundledHandler } from '../bundle';

export interface CatalogFunctionProps {
  /** The file in `handlers/`, without `.lambda.ts`. */
  readonly handler: string;
  readonly environment: { readonly [name: string]: string };
  /** All it may do besides writing its log and its traces. */
  readonly allow: { readonly action: string; readonly on: string };
  /** API Gateway would wait 30 s; whoever looks at a catalogue would not. */
  readonly timeout: Duration;
  /** Where events go that it could not handle. Lambda itself never has one left over here. */
  readonly failuresGoTo: string;
}

/** A handler of the catalogue: small, traced, with a log that does not live forever and a role that can do just its work. */
export class CatalogFunction extends Construct {
  /** The real L2 function. */
  public readonly lambda: Function;

  constructor(scope: Construct, id: string, { handler, environment, allow, timeout, failuresGoTo }: CatalogFunctionProps) {
    super(scope, id);
    const logGroup = new LogGroup(this, 'Logs', { retention: RetentionDays.ONE_MONTH, removalPolicy: RemovalPolicy.DESTROY });
    // A role of our own: the managed policy CDK would attach may write to every log group of the account.
    const role = new Role(this, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
    logGroup.grantWrite(role);
    role.addToPolicy(new PolicyStatement({ effect: Effect.ALLOW, actions: [allow.action], resources: [allow.on] }));

    this.lambda = new Function(this, 'Function', {
      code: Code.fromAsset(bundledHandler(handler)),
      handler: 'index.handler',
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64, // cheaper for the same work
      memorySize: 512,
      timeout,
      tracing: Tracing.ACTIVE,
      loggingFormat: LoggingFormat.JSON,
      environment,
      logGroup,
      role,
    });
    this.waive(role, failuresGoTo);
  }

  private waive(role: Role, failuresGoTo: string): void {
    Waiver.record(role, {
      control: 'resource-level permissions for X-Ray',
      reason: 'X-Ray has no resources to name: xray:PutTraceSegments and xray:PutTelemetryRecords can only be allowed on *',
      rules: ['AwsSolutions-IAM5[Resource::*]'],
    });
    Waiver.record(this.lambda, { control: 'dead-letter queue of the function', reason: failuresGoTo, rules: ['Serverless-LambdaDLQ'] });
  }
}
