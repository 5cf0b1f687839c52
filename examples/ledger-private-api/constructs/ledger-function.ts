import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { ISecurityGroup, IVpc, SubnetType } from 'aws-cdk-lib/aws-ec2';
import { Effect, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Architecture, Code, Function, LoggingFormat, Runtime, Tracing } from 'aws-cdk-lib/aws-lambda';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Waiver } from 'cdk-gatehouse';
import { Construct } from 'constructs';
import { bundledFunction } from '../bundle';

export interface LedgerFunctionProps {
  /** The file in `handlers/` or `client/`, without `.lambda.ts`. */
  readonly code: string;
  readonly environment: { readonly [name: string]: string };

  /**
   * All it may do besides writing its log and its traces.
   *
   * @default []
   */
  readonly allow?: LedgerPermission[];

  /**
   * Where in a VPC it runs.
   *
   * @default - in no VPC: API Gateway and DynamoDB are reached without one
   */
  readonly inside?: LedgerPlace;
}

/** One action on one resource. */
export interface LedgerPermission {
  readonly action: string;
  readonly on: string;
}

export interface LedgerPlace {
  readonly vpc: IVpc;
  readonly securityGroup: ISecurityGroup;
}

/** What Lambda, in the name of the function, does to give it an address in a VPC (Lambda developer guide: "Required IAM permissions"). */
const NETWORK_INTERFACES = [
  'ec2:CreateNetworkInterface', 'ec2:DescribeNetworkInterfaces', 'ec2:DescribeSubnets', 'ec2:DeleteNetworkInterface',
  'ec2:AssignPrivateIpAddresses', 'ec2:UnassignPrivateIpAddresses',
];

/** A function of the ledger: small, traced, with a log that does not live forever and a role that can do just its work. */
export class LedgerFunction extends Construct {
  /** The real L2 function. */
  public readonly lambda: Function;

  constructor(scope: Construct, id: string, props: LedgerFunctionProps) {
    super(scope, id);
    const logGroup = new LogGroup(this, 'Logs', { retention: RetentionDays.ONE_MONTH, removalPolicy: RemovalPolicy.DESTROY });
    const role = this.createRole(props);
    logGroup.grantWrite(role);

    this.lambda = new Function(this, 'Function', {
      code: Code.fromAsset(bundledFunction(props.code)),
      handler: 'index.handler',
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64, // cheaper for the same work
      memorySize: 512,
      timeout: Duration.seconds(10), // the gateway would wait 29 s; a caller would not
      tracing: Tracing.ACTIVE,
      loggingFormat: LoggingFormat.JSON,
      environment: props.environment,
      logGroup,
      role,
      ...props.inside && placed(props.inside),
    });
    this.waive(role, props.inside !== undefined);
  }

  /** A role of our own: the managed policies CDK would attach may write to every log group of the account. */
  private createRole({ allow = [], inside }: LedgerFunctionProps): Role {
    const role = new Role(this, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
    allow.forEach(({ action, on }) => role.addToPolicy(new PolicyStatement({ effect: Effect.ALLOW, actions: [action], resources: [on] })));
    if (inside) role.addToPolicy(new PolicyStatement({ effect: Effect.ALLOW, actions: NETWORK_INTERFACES, resources: ['*'] }));
    return role;
  }

  private waive(role: Role, inside: boolean): void {
    Waiver.record(role, {
      control: 'resource-level permissions for X-Ray',
      reason: 'X-Ray has no resources to name: xray:PutTraceSegments and xray:PutTelemetryRecords can only be allowed on *'
        + (inside ? '; and Lambda puts a function into a VPC only if its role may make network interfaces on *' : ''),
      rules: ['AwsSolutions-IAM5[Resource::*]'],
    });
    Waiver.record(this.lambda, {
      control: 'dead-letter queue',
      reason: 'Whoever calls waits for the answer, API Gateway or the operator, and is handed every failure: there is no event left over to keep',
      rules: ['Serverless-LambdaDLQ'],
    });
  }
}

/** The isolated subnets: what runs there reaches what its security group names. */
function placed({ vpc, securityGroup }: LedgerPlace) {
  return { vpc, vpcSubnets: { subnetType: SubnetType.PRIVATE_ISOLATED }, securityGroups: [securityGroup] };
}
