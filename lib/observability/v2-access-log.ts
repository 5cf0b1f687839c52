import type { CfnStage } from 'aws-cdk-lib/aws-apigatewayv2';
import type { ILogGroup } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import { AccessLog } from './access-log';
import { guardOn, guardWaived } from '../core/guards';
import { refuse } from '../core/refuse';

/** What HTTP and WebSocket APIs say differently. */
export interface V2AccessLog {
  readonly accessLog: AccessLog;
  readonly format: string;
  /** What is said of a destination that is no log group. */
  readonly toFirehose: 'http-access-log-to-firehose' | 'websocket-access-log-to-firehose';
}

/** Carry an access log out on the stage of an HTTP or WebSocket API. Answers with the log group; nothing for none. */
export function logAccess(part: Construct, stage: CfnStage, { accessLog, format, toFirehose }: V2AccessLog): ILogGroup | undefined {
  const on = stage.node.scope ?? stage;
  const target = accessLog._open?.(part);
  if (!target) {
    stage.accessLogSettings = undefined;
    guardWaived(on, 'accessLog', accessLog._reason);
    return undefined;
  }
  if (!target.logGroup) refuse(toFirehose, {}, part);
  // The property of the L1, not the L2's option, because the L2 passes an ARN that ends in `:*`, which names the streams of the group.
  stage.accessLogSettings = { destinationArn: target.destinationArn, format };
  guardOn(on, 'accessLog', target.summary);
  return target.logGroup;
}
