import { CfnStage, Stage } from 'aws-cdk-lib/aws-apigateway';
import { ILogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { AccessLog } from './access-log';
import { guardOn, guardWaived } from '../core/guards';

/** Which stage to log, and how. */
export interface ApiAccessLogProps {
  /** The stage of a REST API, made by anybody: `restApi.deploymentStage`. */
  readonly stage: Stage;

  /**
   * Where the lines go.
   *
   * @default AccessLog.json()
   */
  readonly accessLog?: AccessLog;
}

/**
 * The access log of a stage that already exists.
 *
 * CloudWatch Logs as a destination needs the account-level CloudWatch role of API Gateway, once per account and region:
 * `stage.node.addDependency(ApiAccountLogging.ensure(this))` sees to it.
 */
export class ApiAccessLog extends Construct {
  /** The log group the lines go to; undefined for Firehose and for none. */
  public readonly logGroup?: ILogGroup;

  constructor(scope: Construct, id: string, props: ApiAccessLogProps) {
    super(scope, id);
    const accessLog = props.accessLog ?? AccessLog.json();
    const stage = props.stage.node.defaultChild as CfnStage;
    const target = accessLog._open?.(this);
    if (!target) {
      stage.accessLogSetting = undefined;
      guardWaived(props.stage, 'accessLog', accessLog._reason);
      return;
    }
    // The property of the L1, not an override, because review tools read properties.
    stage.accessLogSetting = { destinationArn: target.destinationArn, format: accessLog._format };
    this.logGroup = target.logGroup;
    guardOn(props.stage, 'accessLog', target.summary);
  }
}
