import { BlockPublicAccess, Bucket, BucketEncryption, IBucket, ObjectOwnership } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import type { EdgeLog, EdgeLogBucketPlan } from './edge-log';
import { Waiver } from '../../core/waiver';

/** Where a distribution logs to; nothing when it does not. */
export interface EdgeLogProps {
  readonly logBucket?: IBucket;
  readonly logFilePrefix?: string;
}

/** Make the bucket of a log, if one is wanted. */
export function logProps(scope: Construct, { _target: target }: EdgeLog): EdgeLogProps {
  if ('waiver' in target) return {};
  return 'plan' in target ? { logBucket: makeBucket(scope, target.plan) } : { logBucket: target.bucket, logFilePrefix: target.prefix };
}

function makeBucket(scope: Construct, { retention, removalPolicy }: EdgeLogBucketPlan): Bucket {
  const bucket = new Bucket(scope, 'LogBucket', {
    // CloudFront writes with an ACL, under which the files belong to the account of its log delivery.
    objectOwnership: ObjectOwnership.OBJECT_WRITER,
    // It cannot use a key of KMS without a wildcard grant on the key; S3's own key protects what is at rest as well.
    encryption: BucketEncryption.S3_MANAGED,
    blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
    enforceSSL: true,
    lifecycleRules: [{ id: 'Retention', expiration: retention }],
    removalPolicy,
  });
  Waiver.record(bucket, {
    control: 'access log of the log bucket',
    reason: 'It holds the access log of CloudFront and nothing else; a log of who reads the log is for CloudTrail data events, where they are wanted',
    rules: ['AwsSolutions-S1'],
  });
  return bucket;
}
