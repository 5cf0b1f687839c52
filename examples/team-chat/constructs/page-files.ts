import { CfnElement, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { BucketDeployment, CacheControl, ISource, Source } from 'aws-cdk-lib/aws-s3-deployment';
import { Waiver } from 'cdk-gatehouse';
import { Construct, IConstruct } from 'constructs';
import { bundledPage } from '../bundle';
import type { Config } from '../web/config';

export interface PageFilesProps {
  readonly bucket: Bucket;
  readonly config: Config;
}

/** Puts the page into its bucket, and `config.json` beside it: a function of the CDK copies them while the stack is deployed. */
export class PageFiles extends Construct {
  private readonly role: Role;

  constructor(scope: Construct, id: string, { bucket, config }: PageFilesProps) {
    super(scope, id);
    const logGroup = new LogGroup(this, 'Logs', { retention: RetentionDays.ONE_MONTH, removalPolicy: RemovalPolicy.DESTROY });
    this.role = this.createRole(bucket, logGroup);
    const deployment = new BucketDeployment(this, 'Default', {
      sources: [Source.asset(bundledPage()), Source.jsonData('config.json', config)].map((source) => this.reading(source)),
      destinationBucket: bucket,
      cacheControl: [CacheControl.noCache()], // a browser asks every time, and gets 304: a new version is there at once
      memoryLimit: 512,
      logGroup,
      role: this.role.withoutPolicyUpdates(),
    });
    deployment.node.addDependency(this.role);
    waive(Stack.of(this).node.children.filter(({ node }) => node.id.startsWith('Custom::CDKBucketDeployment')));
  }

  /** Of our own, because what the CDK would grant is patterns of actions on all that was ever deployed to the account. */
  private createRole(bucket: Bucket, logGroup: LogGroup): Role {
    const role = new Role(this, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
    logGroup.grantWrite(role);
    role.addToPolicy(new PolicyStatement({ actions: ['s3:ListBucket'], resources: [bucket.bucketArn] }));
    role.addToPolicy(new PolicyStatement({ actions: ['s3:PutObject', 's3:DeleteObject'], resources: [bucket.arnForObjects('*')] }));
    Waiver.record(role, {
      control: 'files the copying function may write',
      reason: 'It takes away what a new version of the page does not have any more, whatever that was called: all of one bucket, and of no other',
      rules: [`AwsSolutions-IAM5[Resource::<${Stack.of(this).getLogicalId(bucket.node.defaultChild as CfnElement)}.Arn>/*]`],
    });
    return role;
  }

  /** The same source, of which the function may read its one file. */
  private reading(source: ISource): ISource {
    return {
      bind: (scope, context) => {
        const bound = source.bind(scope, context);
        this.role.addToPolicy(new PolicyStatement({ actions: ['s3:GetObject'], resources: [bound.bucket.arnForObjects(bound.zipObjectKey)] }));
        return bound;
      },
    };
  }
}

/** One function copies for the whole stack, and stands beside everything else. */
function waive(copiers: IConstruct[]): void {
  copiers.forEach((copier) => Waiver.record(copier, {
    control: 'dead-letter queue, traces and runtime of the function that copies the page',
    reason: 'It belongs to the CDK, which gives us no say in them. CloudFormation waits for it, and takes the deployment back if it fails',
    rules: ['AwsSolutions-L1', 'Serverless-LambdaDLQ', 'Serverless-LambdaLatestVersion', 'Serverless-LambdaTracing'],
  }));
}
