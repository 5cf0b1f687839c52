import { Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { IRole, Policy, PolicyDocument, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Architecture, Code, Function as LambdaFunction, Runtime, Tracing } from 'aws-cdk-lib/aws-lambda';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import { assetPath } from './assets';
import { Waiver } from './waiver';

/** A function that ships bundled with the package, and what it may do besides writing its log and its traces. */
export interface BundledFunction {
  /** The folder in assets. */
  readonly asset: string;
  readonly description: string;
  readonly environment: { [name: string]: string };
  readonly statements: PolicyStatement[];
  /** @default - 10 seconds, for which API Gateway waits for an authorizer (AWS: "Timeout for Lambda authorizer response") */
  readonly timeout?: Duration;
  /** @default 256 */
  readonly memorySize?: number;
  /** Why it needs no dead-letter queue of its own. @default - API Gateway waits for it */
  readonly whenItFails?: string;
}

const WAITED_FOR = 'API Gateway calls it and waits: what fails is a request that is turned away, and never lost in a queue';

/** Make one, with a role and a log group of its own. */
export function makeBundledFunction(scope: Construct, id: string, bundled: BundledFunction): LambdaFunction {
  const { asset, statements, timeout = Duration.seconds(10), memorySize = 256, whenItFails = WAITED_FOR, description, environment } = bundled;
  const logGroup = new LogGroup(scope, `${id}LogGroup`, { retention: RetentionDays.ONE_MONTH, removalPolicy: RemovalPolicy.DESTROY });
  const made = new LambdaFunction(scope, id, {
    code: Code.fromAsset(assetPath(asset)),
    handler: 'index.handler',
    runtime: Runtime.NODEJS_24_X,
    architecture: Architecture.ARM_64,
    tracing: Tracing.ACTIVE,
    description,
    environment,
    memorySize,
    timeout,
    role: makeRole(scope, `${id}Role`, [logging(logGroup), ...statements]),
    logGroup,
  });
  Waiver.record(made, { control: 'dead-letter queue of a bundled function', reason: whenItFails, rules: ['Serverless-LambdaDLQ'] });
  return made;
}

/** What no narrower resources than patterns stand for, in a policy of its own: the reason answers for them and for nothing else. */
export function allowPattern(made: LambdaFunction, id: string, { statement, reason }: { statement: PolicyStatement; reason: string }): void {
  const policy = new Policy(made, id, { roles: [made.role as IRole], statements: [statement] });
  made.node.defaultChild?.node.addDependency(policy); // not the whole construct: policies of one function would wait for each other
  const rules = statement.resources.map((resource) => `AwsSolutions-IAM5[Resource::${asFound(Stack.of(made).resolve(resource))}]`);
  Waiver.record(policy, { control: 'resources of a permission', reason, rules });
}

/** An ARN as cdk-nag writes it into the id of what it finds: references in angle brackets. */
function asFound(resolved: string | { 'Ref'?: string; 'Fn::Join'?: [string, unknown[]] }): string {
  if (typeof resolved === 'string') return resolved;
  const { Ref: reference, 'Fn::Join': [separator, parts] = ['', []] } = resolved;
  return reference === undefined ? parts.map((part) => asFound(part as typeof resolved)).join(separator) : `<${reference}>`;
}

function logging(logGroup: LogGroup): PolicyStatement {
  return new PolicyStatement({ actions: ['logs:CreateLogStream', 'logs:PutLogEvents'], resources: [logGroup.logGroupArn] });
}

/** Inline, so that the function never runs without a part of it. */
function makeRole(scope: Construct, id: string, statements: PolicyStatement[]): Role {
  const role = new Role(scope, id, {
    assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
    inlinePolicies: { Work: new PolicyDocument({ statements }) },
  });
  Waiver.record(role, {
    control: 'resources of the permission to trace',
    reason: 'X-Ray has no resources its two writing actions could name',
    rules: ['AwsSolutions-IAM5[Resource::*]'],
  });
  return role;
}
