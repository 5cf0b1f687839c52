import { Duration, Fn, RemovalPolicy } from 'aws-cdk-lib';
import { IdentitySource } from 'aws-cdk-lib/aws-apigateway';
import { PolicyDocument, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Architecture, Code, Function as LambdaFunction, Runtime, Tracing } from 'aws-cdk-lib/aws-lambda';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { ISecret } from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import { EDGE_CALLERS, EDGE_ENVIRONMENT, EDGE_SEPARATOR, ORIGIN_HEADER } from './edge-contract';
import { EdgeTerms, TokenTerms } from './edge-terms';
import { assetPath } from '../../core/assets';
import { digestOf } from '../../core/identity';
import { Waiver } from '../../core/waiver';
import { Authorization } from '../authorization';

/** The function, bundled with the package. */
const HANDLER = assetPath('edge');

/** The functions that check the secret header, and tokens: one for each set of terms, with one role and one log group for all. */
export class EdgeGuards extends Construct {
  private readonly logGroup: LogGroup;
  private readonly role: Role;
  private readonly functions = new Map<string, LambdaFunction>();
  private readonly reasons = new Set<string>();

  constructor(scope: Construct, id: string, private readonly secret: ISecret) {
    super(scope, id);
    this.logGroup = new LogGroup(this, 'LogGroup', { retention: RetentionDays.ONE_MONTH, removalPolicy: RemovalPolicy.DESTROY });
    this.role = this.makeRole();
  }

  /** An authorization that asks the header first. The same terms give the same function. */
  public authorization({ token, reason, ttl }: EdgeTerms): Authorization {
    const identitySources = [ORIGIN_HEADER, ...token ? ['Authorization'] : []].map((name) => IdentitySource.header(name));
    const handler = this.functionFor(token);
    if (reason !== undefined) this.recordOpenness(handler, reason);
    return Authorization.lambdaSimple(handler, { identitySources, ttl });
  }

  /** Named after what it checks: adding, removing and reordering routes moves no function. */
  private functionFor(token: TokenTerms | undefined): LambdaFunction {
    const id = token ? `Token${digestOf(this, { ...token })}` : 'Public';
    const known = this.functions.get(id) ?? this.makeFunction(id, token);
    this.functions.set(id, known);
    return known;
  }

  private makeFunction(id: string, token: TokenTerms | undefined): LambdaFunction {
    const made = new LambdaFunction(this, id, {
      description: `Lets requests in that came through CloudFront${token ? ' with a valid token' : ''}`,
      code: Code.fromAsset(HANDLER),
      handler: 'index.handler',
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      memorySize: 256,
      // API Gateway waits no longer (AWS: "Timeout for Lambda authorizer response").
      timeout: Duration.seconds(10),
      tracing: Tracing.ACTIVE,
      role: this.role,
      logGroup: this.logGroup,
      environment: { [EDGE_ENVIRONMENT.secret]: this.secret.secretArn, ...environmentOf(token) },
    });
    Waiver.record(made, {
      control: 'dead-letter queue of the function that checks requests',
      reason: 'API Gateway calls it and waits: what fails is a request that is turned away, and never lost in a queue',
      rules: ['Serverless-LambdaDLQ'],
    });
    return made;
  }

  private makeRole(): Role {
    const statements = [
      new PolicyStatement({ actions: ['logs:CreateLogStream', 'logs:PutLogEvents'], resources: [this.logGroup.logGroupArn] }),
      new PolicyStatement({ actions: ['secretsmanager:GetSecretValue'], resources: [this.secret.secretArn] }),
    ];
    const role = new Role(this, 'Role', {
      assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
      inlinePolicies: { CheckRequests: new PolicyDocument({ statements }) },
    });
    Waiver.record(role, {
      control: 'resources of the permission to trace',
      reason: 'X-Ray has no resources its two writing actions could name',
      rules: ['AwsSolutions-IAM5[Resource::*]'],
    });
    return role;
  }

  private recordOpenness(handler: LambdaFunction, reason: string): void {
    if (this.reasons.has(reason)) return;
    this.reasons.add(reason);
    Waiver.record(handler, { control: 'authorization', reason });
  }
}

function environmentOf(token: TokenTerms | undefined): { [name: string]: string } {
  if (!token) return { [EDGE_ENVIRONMENT.callers]: EDGE_CALLERS.anyone };
  const { issuer, audiences, scopes } = token;
  return {
    [EDGE_ENVIRONMENT.callers]: scopes.length > 0 ? EDGE_CALLERS.scopedBearers : EDGE_CALLERS.bearers,
    [EDGE_ENVIRONMENT.issuer]: issuer,
    [EDGE_ENVIRONMENT.audiences]: Fn.join(EDGE_SEPARATOR, audiences),
    ...scopes.length > 0 && { [EDGE_ENVIRONMENT.scopes]: Fn.join(EDGE_SEPARATOR, scopes) },
  };
}
