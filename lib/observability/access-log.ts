import { RemovalPolicy, Stack, Token } from 'aws-cdk-lib';
import type { CfnDeliveryStream } from 'aws-cdk-lib/aws-kinesisfirehose';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { ILogGroup, LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { accessLogFormat, httpAccessLogFormat, webSocketAccessLogFormat } from './access-log-format';
import { allowLogsToUse, logGroupArn } from '../core/log-groups';
import { checkedReason } from '../core/reason';
import { refuse } from '../core/refuse';

/** How the log group of an access log is kept. */
export interface AccessLogJsonOptions {
  /**
   * How long a line is kept.
   *
   * @default RetentionDays.ONE_YEAR
   */
  readonly retention?: RetentionDays;

  /**
   * A key of your own to encrypt the log group with. If the key is made in this app, CloudWatch Logs is allowed to use it for log groups of
   * this stack; the policy of an imported key has to allow `logs.<region>.amazonaws.com` already.
   *
   * @default - encrypted with a key of CloudWatch Logs
   */
  readonly encryptionKey?: IKey;

  /**
   * What happens to the log group when it leaves the stack. By default it stays, because who called what is worth most
   * after something was deleted; its retention empties it. A creation that is rolled back leaves nothing behind.
   *
   * @default RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE
   */
  readonly removalPolicy?: RemovalPolicy;
}

/** @internal Where the lines go, once there is a construct to make things in. */
export interface AccessLogTarget {
  readonly destinationArn: string;
  readonly logGroup?: ILogGroup;
  /** In a few words, for the report. */
  readonly summary: string;
}

/**
 * One line of JSON per request: who called what, what came back, how long it took, and which phase failed
 * (web ACL, authentication, authorizer, validation, backend). Never a body, a header, a token or an API key.
 *
 * `path` holds what the caller wrote, identifiers included; the route is in `resourcePath` for a REST API and in `routeKey` for an HTTP API or a
 * WebSocket API, whose lines are about one connection opened or closed or one message, told apart by `eventType` and tied by `connectionId`.
 * Every other field has the same name for all, as far as they have it.
 */
export class AccessLog {
  /** To a log group of its own, with finite retention. */
  public static json(options: AccessLogJsonOptions = {}): AccessLog {
    return new AccessLog((part) => logGroupTarget(createLogGroup(part, options)));
  }

  /**
   * To a log group you made or imported. Give each API one of its own: dashboards and the alarm on throttled requests count its lines,
   * whoever wrote them.
   */
  public static toLogGroup(logGroup: ILogGroup): AccessLog {
    return new AccessLog(() => logGroupTarget(logGroup));
  }

  /**
   * To a Firehose stream, for a lake or a log product. Its name has to begin with `amazon-apigateway-`
   * (a rule of API Gateway). There is no log group then, so throttled requests get no alarm.
   * Only for REST APIs: HTTP APIs log to CloudWatch Logs only (AWS: "Choose between REST APIs and HTTP APIs"), and for WebSocket APIs AWS
   * documents nothing else ("Configure logging for WebSocket APIs in API Gateway").
   */
  public static toFirehose(stream: CfnDeliveryStream): AccessLog {
    checkStreamName(stream);
    return new AccessLog(() => ({ destinationArn: stream.attrArn, summary: 'JSON to Firehose' }));
  }

  /** No access log, for a reason a reviewer can judge. */
  public static none(reason: string): AccessLog {
    return new AccessLog(undefined, checkedReason('access log', reason));
  }

  private constructor(
    /** @internal */
    public readonly _open: ((part: Construct) => AccessLogTarget) | undefined,
    /** @internal */
    public readonly _reason: string = '',
    /** @internal */
    public readonly _withErrorMessages: boolean = false,
  ) {}

  /**
   * Log the texts of errors too: `errorMessage`, and for REST APIs and WebSocket APIs `validationError` and `authenticateError`.
   *
   * They say in words why a request was refused, and they can repeat what the caller sent: an Authorization header that is not understood,
   * the value of a field that fails validation. Without them, `errorType` and the status of each phase are logged.
   */
  public withErrorMessages(): AccessLog {
    return new AccessLog(this._open, this._reason, true);
  }

  /** @internal */
  public get _format(): string {
    return accessLogFormat(this._withErrorMessages);
  }

  /** @internal */
  public get _httpFormat(): string {
    return httpAccessLogFormat(this._withErrorMessages);
  }

  /** @internal */
  public get _webSocketFormat(): string {
    return webSocketAccessLogFormat(this._withErrorMessages);
  }
}

function createLogGroup(part: Construct, options: AccessLogJsonOptions): LogGroup {
  if (options.encryptionKey) allowLogsToUse(options.encryptionKey, logGroupsBeside(part));
  return new LogGroup(part, 'LogGroup', {
    retention: options.retention ?? RetentionDays.ONE_YEAR,
    encryptionKey: options.encryptionKey,
    removalPolicy: options.removalPolicy ?? RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
  });
}

function logGroupTarget(logGroup: ILogGroup): AccessLogTarget {
  return { destinationArn: logGroupArn(logGroup, logGroup.logGroupName, logGroup.env), logGroup, summary: 'JSON to CloudWatch Logs' };
}

/**
 * The beginning of the name that CloudFormation gives to every log group of the stack.
 * A nested stack learns its name too late for that, so there it is any log group of account and region.
 */
function logGroupsBeside(part: Construct): string {
  const { stackName } = Stack.of(part);
  return logGroupArn(part, Token.isUnresolved(stackName) ? '*' : `${stackName}-*`);
}

function checkStreamName(stream: CfnDeliveryStream): void {
  const name = stream.deliveryStreamName;
  if (name === undefined) refuse('firehose-stream-without-name', { path: stream.node.path });
  if (Token.isUnresolved(name) || name.startsWith('amazon-apigateway-')) return;
  refuse('firehose-stream-name-prefix', { name });
}
