import { RemovalPolicy, Token } from 'aws-cdk-lib';
import { IKey } from 'aws-cdk-lib/aws-kms';
import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import { checkedReason } from '../../core/reason';
import { refuse } from '../../core/refuse';

/** Which requests AWS WAF writes down. */
export enum WafLoggedRequests {
  /** Those a rule blocked, counted or challenged. The access log of the stage has every request that got through already. */
  MATCHED = 'matched',
  /** Every request. One log line of a kilobyte or two each, at the price of CloudWatch Logs ingestion. */
  ALL = 'all',
}

/** What the log of a web ACL holds, wherever it goes. */
export interface WafLoggingOptions {
  /**
   * Which requests are logged.
   *
   * @default WafLoggedRequests.MATCHED
   */
  readonly requests?: WafLoggedRequests;

  /**
   * Headers to hide besides `authorization`, `cookie`, `x-api-key`, `x-amz-security-token` and `sec-websocket-protocol`, which always are.
   * Hidden in the log and in the request samples of the console.
   *
   * @default []
   */
  readonly additionalRedactedHeaders?: string[];
}

/** A log group of our own. */
export interface WafLogGroupOptions extends WafLoggingOptions {
  /**
   * How long lines are kept.
   *
   * @default RetentionDays.THREE_MONTHS
   */
  readonly retention?: RetentionDays;

  /**
   * Encrypt the log group with this key. If the key is made in this app, CloudWatch Logs is allowed to use it for logs of this web ACL only;
   * the policy of an imported key has to allow `logs.<region>.amazonaws.com` already.
   *
   * @default - encrypted by CloudWatch Logs with a key of its own
   */
  readonly encryptionKey?: IKey;

  /**
   * What becomes of the log group when the stack goes. The log is evidence, so it stays; its lines leave with the retention.
   * A creation that is rolled back leaves nothing behind.
   *
   * @default RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE
   */
  readonly removalPolicy?: RemovalPolicy;
}

/** @internal A log group to be made. */
export interface WafLogGroupPlan {
  readonly retention: RetentionDays;
  readonly encryptionKey?: IKey;
  readonly removalPolicy: RemovalPolicy;
}

/** @internal */
export type WafLogTarget = { readonly logGroup: WafLogGroupPlan } | { readonly destinationArn: string } | { readonly waiver: string };

/** Credentials travel in these, in the last one those of pages that open a WebSocket, and a log is read by more people than a vault. */
const SECRET_HEADERS = ['authorization', 'cookie', 'x-api-key', 'x-amz-security-token', 'sec-websocket-protocol'];

/** Where a web ACL writes down what it did, and with which secrets left out. */
export class WafLogging {
  /**
   * To a new log group in CloudWatch Logs, named `aws-waf-logs-…` as AWS WAF demands.
   * AWS WAF writes a resource policy `AWSWAF-LOGS` for the account itself; with very many web ACLs that policy fills up (AWS: 5,120 characters).
   */
  public static toLogGroup(options: WafLogGroupOptions = {}): WafLogging {
    const { retention = RetentionDays.THREE_MONTHS, encryptionKey, removalPolicy = RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE } = options;
    return new WafLogging({ logGroup: { retention, encryptionKey, removalPolicy } }, options);
  }

  /** To a bucket, a delivery stream or a log group that is there already and whose name starts with `aws-waf-logs-`, by its ARN. */
  public static toDestination(destinationArn: string, options: WafLoggingOptions = {}): WafLogging {
    checkDestination(destinationArn);
    return new WafLogging({ destinationArn }, options);
  }

  /** No log: say why nobody needs to know what was blocked. Metrics and samples remain. */
  public static none(reason: string): WafLogging {
    return new WafLogging({ waiver: checkedReason('WAF logging', reason) }, {});
  }

  private constructor(
    /** @internal */
    public readonly _target: WafLogTarget,
    private readonly options: WafLoggingOptions,
  ) {
    (options.additionalRedactedHeaders ?? []).forEach(checkHeader);
  }

  /** @internal */
  public get _keepsEverything(): boolean {
    return this.options.requests === WafLoggedRequests.ALL;
  }

  /** @internal Never empty: samples are taken whether there is a log or not. */
  public get _secretHeaders(): string[] {
    const more = (this.options.additionalRedactedHeaders ?? []).map(lowerCase);
    return [...new Set([...SECRET_HEADERS, ...more])];
  }
}

/** The ARNs AWS WAF takes. A bucket may have a prefix behind its name. */
const DESTINATION = /^arn:[\w-]+:(s3:::|firehose:[\w-]+:\d{12}:deliverystream\/|logs:[\w-]+:\d{12}:log-group:)aws-waf-logs-[\w./#-]+$/;

function checkDestination(arn: string): void {
  if (!Token.isUnresolved(arn) && !DESTINATION.test(arn)) refuse('waf-log-destination-invalid', { given: arn });
}

function checkHeader(header: string): void {
  const valid = Token.isUnresolved(header) || /^[!#$%&'*+.^_`|~0-9A-Za-z-]{1,64}$/.test(header);
  if (!valid) refuse('waf-redacted-header-invalid', { given: header });
}

function lowerCase(header: string): string {
  return Token.isUnresolved(header) ? header : header.toLowerCase();
}
