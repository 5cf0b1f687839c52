import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import { checkedReason } from '../../core/reason';
import { refuse } from '../../core/refuse';

/** A log bucket of our own. */
export interface EdgeLogBucketOptions {
  /**
   * How long log files are kept. Whole days, 1 or more.
   *
   * @default Duration.days(90)
   */
  readonly retention?: Duration;

  /**
   * What becomes of the bucket when the stack goes. The log is evidence, so it stays; its files leave with the retention.
   *
   * @default RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE
   */
  readonly removalPolicy?: RemovalPolicy;
}

/** @internal A bucket to be made. */
export interface EdgeLogBucketPlan {
  readonly retention: Duration;
  readonly removalPolicy: RemovalPolicy;
}

/** @internal */
export type EdgeLogTarget =
  | { readonly plan: EdgeLogBucketPlan }
  | { readonly bucket: IBucket; readonly prefix?: string }
  | { readonly waiver: string };

/**
 * Where CloudFront writes down who asked for what: the standard log, without cookies and without headers but referer and user agent.
 *
 * It has what the access log of the API cannot have: requests that the web ACL blocked, and the addresses of the callers.
 * Query strings are in it, so tokens do not belong there.
 */
export class EdgeLog {
  /** To a new bucket: private, encrypted with a key of S3, TLS only, emptied by its lifecycle. */
  public static toBucket(options: EdgeLogBucketOptions = {}): EdgeLog {
    const { retention = Duration.days(90), removalPolicy = RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE } = options;
    checkRetention(retention);
    return new EdgeLog({ plan: { retention, removalPolicy } });
  }

  /**
   * To a bucket that is there already, for example one for the logs of the whole company. CloudFront writes with ACLs, so its object ownership
   * must not be "bucket owner enforced".
   *
   * @param bucket the bucket
   * @param prefix what the names of its files begin with: `orders-api/`
   */
  public static toExistingBucket(bucket: IBucket, prefix?: string): EdgeLog {
    return new EdgeLog({ bucket, prefix });
  }

  /** No log. Say why nobody needs to know who was turned away: a sentence a reviewer can judge. */
  public static none(reason: string): EdgeLog {
    return new EdgeLog({ waiver: checkedReason('CloudFront access log', reason) });
  }

  private constructor(
    /** @internal */
    public readonly _target: EdgeLogTarget,
  ) {}
}

function checkRetention(retention: Duration): void {
  if (retention.isUnresolved()) return;
  const given = retention.toSeconds({ integral: false });
  if (given <= 0 || given % 86_400 !== 0) refuse('edge-log-retention-invalid', { given });
}
