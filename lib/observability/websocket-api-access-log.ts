import type { CfnStage, IWebSocketStage } from 'aws-cdk-lib/aws-apigatewayv2';
import type { ILogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { AccessLog } from './access-log';
import { logAccess } from './v2-access-log';
import { refuse } from '../core/refuse';

/** Which stage to log, and how. */
export interface WebSocketApiAccessLogProps {
  /** The stage of a WebSocket API, made by anybody in this app: a `WebSocketStage`. */
  readonly stage: IWebSocketStage;

  /**
   * Where the lines go: a log group, because AWS documents no other destination for WebSocket APIs.
   *
   * @default AccessLog.json()
   */
  readonly accessLog?: AccessLog;
}

/**
 * The access log of a WebSocket API's stage that already exists: a line for each connection that is opened or closed, and for each message of
 * a client. `connectionId` ties them together, and `principalId` says who it is when an authorizer let the connection in.
 *
 * It needs the account-level CloudWatch role of API Gateway, as that of a REST API does and that of an HTTP API does not; without one,
 * a deployment fails with "CloudWatch Logs role ARN must be set in account settings to enable logging".
 * `stage.node.addDependency(ApiAccountLogging.ensure(this))` sees to it.
 *
 * Why a connection was closed is not among the variables that AWS lists for the log: the backend of `$disconnect` is told. Whether messages
 * that your backend sends to clients make lines is documented nowhere. Neither is proven without an account.
 */
export class WebSocketApiAccessLog extends Construct {
  /** The log group the lines go to; undefined for none. */
  public readonly logGroup?: ILogGroup;

  constructor(scope: Construct, id: string, props: WebSocketApiAccessLogProps) {
    super(scope, id);
    const accessLog = props.accessLog ?? AccessLog.json();
    this.logGroup = logAccess(this, stageResource(props.stage), { accessLog, format: accessLog._webSocketFormat, toFirehose: 'websocket-access-log-to-firehose' });
  }
}

function stageResource(stage: IWebSocketStage): CfnStage {
  const resource = stage.node.defaultChild;
  return resource ? resource as CfnStage : refuse('websocket-stage-imported', { path: stage.node.path });
}
