import { Aws, CustomResource, Duration, RemovalPolicy, Stack, Stage } from 'aws-cdk-lib';
import { ManagedPolicy, PolicyDocument, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Architecture, Code, Function as LambdaFunction, Runtime } from 'aws-cdk-lib/aws-lambda';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct, IConstruct } from 'constructs';
import { ACCOUNT_LOGGING_ROLE_NAME, AccountLoggingProperties } from './account-logging-contract';
import { assetPath } from '../core/assets';
import { outermostStack } from '../core/outermost-stack';
import { Waiver } from '../core/waiver';

/** The function, bundled with the package. */
const HANDLER = assetPath('account-logging');

/** The id of the one that `ensure` makes: a promise, as it is part of logical ids. */
const ENSURED = 'ApiGatewayAccountLogging';

/**
 * Makes sure that API Gateway has the role it needs to write logs in this account and region.
 *
 * API Gateway has one such role for all REST and WebSocket APIs of an account and region. The CDK's own way (`cloudWatchRole: true`,
 * `CfnAccount`) belongs to one stack: it replaces the role everybody else uses, and takes it away when that stack goes. This one only
 * fills a gap: when no role is set, it sets the role `cdk-gatehouse-apigateway-logs`, which it makes once per account.
 *
 * - A role that somebody else set is left alone. Whether such a role still exists is not asked: that would take the permission to read
 *   every role of the account. If your APIs write no logs although a role is set, look at that role.
 * - Our own role, when it is found to be gone, is made again.
 * - Deleting the stack changes nothing: other APIs may log with the role by then. It costs nothing to keep.
 *
 * It looks when it is first deployed, not at every deployment. Where people may not create roles, make one by that name (or set any other)
 * beforehand: a refusal fails the deployment, with the reason.
 *
 * What API Gateway answers while a new role spreads is known from what others recorded, and waited for up to four minutes; it was not proven
 * on an account of ours.
 */
export class ApiAccountLogging extends Construct {
  /**
   * The one that covers this place in the tree. Make a stage with execution or access logs depend on it.
   *
   * - One in the same stack is shared by all APIs of the stack, nested stacks included.
   * - Otherwise one that you made in another stack of the same environment and stage, typically in a foundation stack; the stack of `scope`
   *   is then deployed after that one.
   * - Otherwise one is made in this stack. It is not shared with other stacks by itself: whichever stack happened to come first would have
   *   to be deployed before all others, and could not be deleted before them. Several of them do not get in each other's way.
   */
  public static ensure(scope: IConstruct): ApiAccountLogging {
    const stack = outermostStack(Stack.of(scope));
    const all = scope.node.root.node.findAll().filter((construct) => construct instanceof ApiAccountLogging);
    const inStack = all.find((logging) => outermostStack(Stack.of(logging)) === stack);
    if (inStack) return inStack;
    const shared = all.find((logging) => logging.node.id !== ENSURED && sameEnvironment(Stack.of(logging), stack));
    if (shared) stack.addStackDependency(Stack.of(shared), 'API Gateway needs a role to log with');
    return shared ?? new ApiAccountLogging(stack, ENSURED);
  }

  constructor(scope: Construct, id: string) {
    super(scope, id);
    const handler = this.createHandler();
    this.createResource(handler);
    waiveRules(handler);
  }

  private createHandler(): LambdaFunction {
    const logGroup = new LogGroup(this, 'LogGroup', { retention: RetentionDays.ONE_MONTH, removalPolicy: RemovalPolicy.DESTROY });
    return new LambdaFunction(this, 'Handler', {
      description: 'Sets the role API Gateway logs with, if there is none',
      code: Code.fromAsset(HANDLER),
      handler: 'index.handler',
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      memorySize: 256,
      timeout: Duration.minutes(5),
      role: this.createRole(logGroup),
      logGroup,
    });
  }

  /** The function's own role. All of it inline, so that the function never runs without a part of it. */
  private createRole(logGroup: LogGroup): Role {
    const logging = this.properties();
    const statements = [
      new PolicyStatement({ actions: ['logs:CreateLogStream', 'logs:PutLogEvents'], resources: [logGroup.logGroupArn] }),
      new PolicyStatement({ actions: ['apigateway:GET', 'apigateway:PATCH'], resources: [this.accountArn()] }),
      new PolicyStatement({ actions: ['iam:GetRole', 'iam:CreateRole'], resources: [logging.RoleArn] }),
      new PolicyStatement({
        actions: ['iam:AttachRolePolicy'],
        resources: [logging.RoleArn],
        conditions: { ArnEquals: { 'iam:PolicyARN': logging.PolicyArn } },
      }),
      new PolicyStatement({
        actions: ['iam:PassRole'],
        resources: [logging.RoleArn],
        conditions: { StringEquals: { 'iam:PassedToService': 'apigateway.amazonaws.com' } },
      }),
    ];
    return new Role(this, 'Role', {
      assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
      inlinePolicies: { EnsureAccountLogging: new PolicyDocument({ statements }) },
    });
  }

  private createResource(handler: LambdaFunction): void {
    new CustomResource(this, 'Resource', {
      resourceType: 'Custom::ApiGatewayAccountLogging',
      serviceToken: handler.functionArn,
      serviceTimeout: Duration.minutes(10),
      properties: this.properties(),
    });
  }

  private properties(): AccountLoggingProperties {
    return {
      RoleArn: Stack.of(this).formatArn({ service: 'iam', region: '', resource: 'role', resourceName: ACCOUNT_LOGGING_ROLE_NAME }),
      PolicyArn: ManagedPolicy.fromAwsManagedPolicyName('service-role/AmazonAPIGatewayPushToCloudWatchLogs').managedPolicyArn,
    };
  }

  private accountArn(): string {
    return `arn:${Aws.PARTITION}:apigateway:${Stack.of(this).region}::/account`;
  }
}

function waiveRules(handler: LambdaFunction): void {
  Waiver.record(handler, {
    control: 'dead-letter queue of the account logging function',
    reason: 'CloudFormation calls it and waits: what fails is a failed deployment with its reason, and never lost in a queue',
    rules: ['Serverless-LambdaDLQ'],
  });
  Waiver.record(handler, {
    control: 'tracing of the account logging function',
    reason: 'It runs once per deployment and logs one line; X-Ray would take a permission on every resource',
    rules: ['Serverless-LambdaTracing'],
  });
}


function sameEnvironment(one: Stack, other: Stack): boolean {
  return one.environment === other.environment && Stage.of(one) === Stage.of(other);
}
