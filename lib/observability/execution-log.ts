import { MethodLoggingLevel } from 'aws-cdk-lib/aws-apigateway';
import type { CfnStage } from 'aws-cdk-lib/aws-apigatewayv2';
import { IConstruct } from 'constructs';
import { guardOn, guardWaived } from '../core/guards';
import { checkedReason } from '../core/reason';

/**
 * What API Gateway writes about its own work on a request: authorizers, mapping templates, calls to the backend.
 *
 * Payloads are never written (the data trace stays off), because they hold tokens and personal data.
 * It needs the account-level CloudWatch role of API Gateway, and API Gateway makes the log group itself, without retention:
 * `API-Gateway-Execution-Logs_<api>/<stage>` for a REST API, `/aws/apigateway/<api>/<stage>` for a WebSocket API. The latter is
 * what others report, not proven without an account. HTTP APIs have no execution log.
 */
export class ExecutionLog {
  /** Failing requests only: enough to see why a mapping, an authorizer or a permission failed. */
  public static errors(): ExecutionLog {
    return new ExecutionLog(MethodLoggingLevel.ERROR);
  }

  /** Every step of every request: for hunting one problem, then back to `errors()`, because it costs many lines per request. */
  public static info(): ExecutionLog {
    return new ExecutionLog(MethodLoggingLevel.INFO);
  }

  /** No execution log, for a reason a reviewer can judge. */
  public static none(reason: string): ExecutionLog {
    return new ExecutionLog(MethodLoggingLevel.OFF, checkedReason('execution log', reason));
  }

  private constructor(
    /** @internal */
    public readonly _level: MethodLoggingLevel,
    private readonly reason: string = '',
  ) {}

  /** @internal What goes into the route settings of a WebSocket API, always written out, because an entry replaces the default. */
  public get _routeSetting(): CfnStage.RouteSettingsProperty {
    return { loggingLevel: this._level, dataTraceEnabled: false };
  }

  /** @internal */
  public _record(stage: IConstruct): void {
    if (this._level === MethodLoggingLevel.OFF) guardWaived(stage, 'executionLog', this.reason);
    else guardOn(stage, 'executionLog', `level ${this._level}, payloads never`);
  }
}
