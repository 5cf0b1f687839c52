import type { CfnStage, IHttpStage } from 'aws-cdk-lib/aws-apigatewayv2';
import type { ILogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { AccessLog } from './access-log';
import { logAccess } from './v2-access-log';
import { refuse } from '../core/refuse';

/** Which stage to log, and how. */
export interface HttpApiAccessLogProps {
  /** The stage of an HTTP API, made by anybody in this app: `httpApi.defaultStage`. */
  readonly stage: IHttpStage;

  /**
   * Where the lines go: a log group, because HTTP APIs cannot log to Firehose.
   *
   * @default AccessLog.json()
   */
  readonly accessLog?: AccessLog;
}

/**
 * The access log of an HTTP API's stage that already exists.
 *
 * It needs no account-level CloudWatch role, unlike that of a REST API: the log delivery service of CloudWatch Logs writes the lines, and
 * whoever deploys sets it up. The role that CloudFormation deploys with needs `logs:CreateLogDelivery`, `GetLogDelivery`, `UpdateLogDelivery`,
 * `DeleteLogDelivery`, `ListLogDeliveries`, `PutResourcePolicy`, `DescribeResourcePolicies` and `DescribeLogGroups`
 * (AWS: "Configure logging for HTTP APIs in API Gateway").
 *
 * The delivery service allows itself to write with a resource policy, today one of the log group's own (AWS: "Logs sent to CloudWatch Logs").
 * It used to be one for the account and region, of 5,120 characters at most, and a deployment that finds that one full fails with
 * "Policy document length breaking Cloudwatch Logs Constraints". A log group whose name begins with `/aws/vendedlogs/` is the way out:
 * make one, and pass `AccessLog.toLogGroup(…)`. It is not the default, because a log group with a name of its own cannot be made again
 * while the one that was kept is there. Not proven without an account.
 */
export class HttpApiAccessLog extends Construct {
  /** The log group the lines go to; undefined for none. */
  public readonly logGroup?: ILogGroup;

  constructor(scope: Construct, id: string, props: HttpApiAccessLogProps) {
    super(scope, id);
    const accessLog = props.accessLog ?? AccessLog.json();
    this.logGroup = logAccess(this, stageResource(props.stage), { accessLog, format: accessLog._httpFormat, toFirehose: 'http-access-log-to-firehose' });
  }
}

function stageResource(stage: IHttpStage): CfnStage {
  const resource = stage.node.defaultChild;
  return resource ? resource as CfnStage : refuse('http-stage-imported', { path: stage.node.path });
}
