import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { BlockPublicAccess, Bucket, BucketEncryption, BucketProps, ObjectOwnership } from 'aws-cdk-lib/aws-s3';
import { Waiver } from 'cdk-gatehouse';
import { Construct } from 'constructs';

const COMMON: BucketProps = { encryption: BucketEncryption.S3_MANAGED, blockPublicAccess: BlockPublicAccess.BLOCK_ALL, enforceSSL: true };

/** What CloudFront reads, and what it writes. */
export class PageBuckets extends Construct {
  /** The page. It is made from this folder, so it goes with the stack, files and all. */
  public readonly files: Bucket;
  /** Who asked for it. Evidence, so it stays when the stack goes. */
  public readonly logs: Bucket;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    this.files = new Bucket(this, 'Files', { ...COMMON, removalPolicy: RemovalPolicy.DESTROY, autoDeleteObjects: true });
    this.logs = new Bucket(this, 'Logs', {
      ...COMMON,
      objectOwnership: ObjectOwnership.OBJECT_WRITER, // CloudFront writes with an ACL
      lifecycleRules: [{ id: 'Retention', expiration: Duration.days(90) }],
      removalPolicy: RemovalPolicy.RETAIN,
    });
    Waiver.record(this.files, {
      control: 'access log of the bucket with the page',
      reason: 'CloudFront alone may read it, and keeps a log of who asked',
      rules: ['AwsSolutions-S1'],
    });
    Waiver.record(this.logs, {
      control: 'access log of the log bucket',
      reason: 'It holds the access log of CloudFront and nothing else',
      rules: ['AwsSolutions-S1'],
    });
  }
}
