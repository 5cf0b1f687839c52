import { Duration } from 'aws-cdk-lib';
import { Alarm, IWidget, Metric } from 'aws-cdk-lib/aws-cloudwatch';
import type { ILogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { CanaryFilters } from './canary-filters';
import { canaryLogGroup } from './canary-log';
import { CANARY_ALARMS, CanaryThresholdOptions, CanaryThresholds, canaryThresholds } from './canary-thresholds';
import { canaryTiles } from './canary-tiles';
import * as watches from './canary-watches';
import { refuse } from '../../core/refuse';
import { AlarmMaker } from '../../observability/alarm-maker';
import { AlarmRule, AlarmThreshold } from '../../observability/alarm-threshold';
import { REST_API } from '../../observability/api-kind';
import { ApiMetrics } from '../../observability/api-metrics';

/** Whose canary to measure, and what it may do. */
export interface CanarySignalsProps extends CanaryThresholdOptions {
  /** The metrics of the stage that gets canaries: `ApiMetrics.ofStage('Orders', 'prod')`, in plain letters. */
  readonly metrics: ApiMetrics;

  /** The log group with the access log of this stage, as `ApiAccessLog` writes it. */
  readonly accessLogGroup: ILogGroup;
}

/** Longer than any release, which has an hour: eleven periods of ten minutes that all have a request are more than 90 minutes. */
const TOO_LONG: AlarmRule = { direction: 'above', value: 0, period: Duration.minutes(10), evaluationPeriods: 11, datapointsToAlarm: 11 };

/**
 * What is measured of the canary of a stage, apart from its base: requests, errors and latency, alarms on them, and widgets.
 *
 * The source is the access log of the canary, because AWS documents no metric of canaries. API Gateway writes it to a log group of its own, with
 * the name of the other and `/Canary` at the end ("Set up an API Gateway canary release deployment"), which it makes itself if there is none:
 * without retention and without a key. Here it is made beforehand, and kept like the other, as far as that is made in this app.
 * If API Gateway has made one already, import it into the stack or delete it before the first deployment; if the other has a key
 * of yours whose policy names that log group alone, let it name this one too.
 *
 * Not proven without an account: which lines go to which of the two log groups. Only those count here that say `"canary": "true"`.
 * CloudWatch charges a custom metric for each measure, in the hours in which a canary has requests.
 */
export class CanarySignals extends Construct {
  /** Where API Gateway writes the access log of the canary. */
  public readonly logGroup: ILogGroup;
  /** How many requests the canary had: the sum. */
  public readonly requests: Metric;
  /** How many of them were answered with 5xx: the sum. */
  public readonly serverErrors: Metric;
  /** How many of them were answered with 4xx: the sum. */
  public readonly clientErrors: Metric;
  /**
   * Milliseconds to the answer, the 99th percentile; metrics from logs have percentiles (AWS: "Creating metrics from log events using filters").
   * The access log quotes its numbers, and whether CloudWatch Logs publishes a quoted number is neither documented nor proven without an
   * account: this may have no data. It is for graphs. The alarm on latency counts slow requests instead, and does not depend on it.
   */
  public readonly latency: Metric;
  /** The alarms that give a release up, in the order of their importance. */
  public readonly gating: Alarm[];
  /**
   * A canary has had requests in all ten-minute periods for more than 90 minutes: longer than any release, so one was left behind by a rollback
   * that did not come through. It gives no release up; let it call somebody: `signals.leftBehind.addAlarmAction(…)`.
   */
  public readonly leftBehind: Alarm;
  /**
   * One row of a dashboard, the stage beside the canary: error rates, latency, requests. `dashboard.addWidgets(...signals.widgets)`.
   * Whether API Gateway counts the requests of the canary among those of the stage too is not documented.
   */
  public readonly widgets: IWidget[];

  constructor(scope: Construct, id: string, props: CanarySignalsProps) {
    super(scope, id);
    const thresholds = canaryThresholds(props);
    checkStage(props.metrics);
    this.logGroup = canaryLogGroup(this, props.accessLogGroup);
    const filters = new CanaryFilters(this, this.logGroup, props.metrics);
    this.requests = filters.requests();
    this.serverErrors = filters.serverErrors();
    this.clientErrors = filters.clientErrors();
    this.latency = filters.latency();
    const make = new AlarmMaker(this, CANARY_ALARMS, props.metrics._subject);
    this.gating = this.gates(make, filters, thresholds);
    this.leftBehind = make.always('LeftBehind', TOO_LONG, watches.leftBehind(this.requests));
    this.widgets = canaryTiles(props.metrics, this);
  }

  private gates(make: AlarmMaker, filters: CanaryFilters, { serverErrorRate, clientErrorRate, latencyP99 }: CanaryThresholds): Alarm[] {
    const { requests, serverErrors, clientErrors } = this;
    const errors = [
      make.guarded('ServerErrorRate', serverErrorRate, watches.serverErrors({ counted: serverErrors, requests })),
      make.guarded('ClientErrorRate', clientErrorRate, watches.clientErrors({ counted: clientErrors, requests })),
    ];
    const limit = latencyP99._rule;
    if (!limit) return errors.filter((alarm) => alarm !== undefined);
    const counted = filters.slowerThan(limit.value);
    const slow = make.guarded('Latency', AlarmThreshold.above(1, limit), watches.slowRequests({ counted, requests }, limit.value));
    return [...errors, slow].filter((alarm) => alarm !== undefined);
  }
}

function checkStage({ _api: { kind }, _route: route }: ApiMetrics): void {
  if (kind !== REST_API) refuse('canary-signals-not-of-a-rest-stage', { given: kind.name });
  if (route) refuse('canary-signals-not-of-a-rest-stage', { given: `the route ${route.join(' ')}` });
}
