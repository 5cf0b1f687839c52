import type { CfnCustomResource } from 'aws-cdk-lib';
import { CfnOutput, CfnWaitCondition, CfnWaitConditionHandle, RemovalPolicy, Stack, StackProps, Duration } from 'aws-cdk-lib';
import type { RestApi } from 'aws-cdk-lib/aws-apigateway';
import { Alarm, IAlarm, Metric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import type { ILogGroup } from 'aws-cdk-lib/aws-logs';
import { AccessLog, AlarmThreshold, ApiAccessLog, ApiAccountLogging, ApiCanary, ApiMetrics, Canary } from 'cdk-gatehouse';
import { Construct } from 'constructs';
import { AlarmProbe } from './constructs/alarm-probe';
import { releasedApi } from './constructs/released-api';
import { API_NAME, COMPOSITE_ALARM, DRILL_ALARM, OTHER_ALARM, STAGE_NAME } from './names';

export interface CanaryVerificationProps extends StackProps {
  /**
   * What every answer of the API says it is. Another one is another deployment.
   *
   * @default '1'
   */
  readonly release?: string;

  /**
   * Whether the stack gets a resource that fails while the canary bakes.
   *
   * @default false
   */
  readonly failingNeighbour?: boolean;

  /**
   * How long a step lasts, past all checks of the library: for machines, which have no patience.
   *
   * @default - four minutes, as the canary says
   */
  readonly bakeSeconds?: string;
}

/** An API that has a canary and nothing to protect: whoever knows its URL may read the number of the release. */
export class CanaryVerificationStack extends Stack {
  constructor(scope: Construct, id: string, props: CanaryVerificationProps = {}) {
    super(scope, id, props);
    const restApi = releasedApi(this, props.release ?? '1');
    const accessLogGroup = this.accessLog(restApi);
    const drill = this.alarm('DrillAlarm', DRILL_ALARM);
    const { resource } = new ApiCanary(this, 'Canary', { restApi, accessLogGroup, metrics: ApiMetrics.ofStage(API_NAME, STAGE_NAME), canary: canary(drill) });
    if (props.bakeSeconds) (resource?.node.defaultChild as CfnCustomResource).addPropertyOverride('BakeSeconds', props.bakeSeconds);
    if (props.failingNeighbour) this.failingNeighbour();
    this.alarm('OtherAlarm', OTHER_ALARM);
    this.output(restApi, accessLogGroup, new AlarmProbe(this, 'AlarmProbe', { alarmNames: [DRILL_ALARM, COMPOSITE_ALARM] }));
  }

  private accessLog(restApi: RestApi): ILogGroup {
    const { deploymentStage: stage } = restApi;
    stage.node.addDependency(ApiAccountLogging.ensure(this));
    const accessLog = AccessLog.json({ removalPolicy: RemovalPolicy.DESTROY });
    return new ApiAccessLog(this, 'AccessLog', { stage, accessLog }).logGroup!;
  }

  /** Of a metric that nobody writes: it is set by hand. */
  private alarm(id: string, alarmName: string): Alarm {
    return new Alarm(this, id, {
      alarmName,
      metric: new Metric({ namespace: API_NAME, metricName: 'Drill', period: Duration.minutes(1) }),
      threshold: 1,
      evaluationPeriods: 1,
      treatMissingData: TreatMissingData.NOT_BREACHING,
    });
  }

  /** Waits for a signal that nobody gives, for less than the canary bakes. */
  private failingNeighbour(): void {
    const handle = new CfnWaitConditionHandle(this, 'NeighbourHandle');
    new CfnWaitCondition(this, 'Neighbour', { handle: handle.ref, timeout: '90', count: 1 });
  }

  private output(restApi: RestApi, accessLogGroup: ILogGroup, probe: AlarmProbe): void {
    new CfnOutput(this, 'ApiUrl', { value: restApi.url });
    new CfnOutput(this, 'RestApiId', { value: restApi.restApiId });
    new CfnOutput(this, 'AccessLogGroup', { value: accessLogGroup.logGroupName });
    new CfnOutput(this, 'ProbeName', { value: probe.functionName });
  }
}

/** As short as it can be with an alarm that looks at each minute. */
function canary(drill: IAlarm): Canary {
  return Canary.steps([10, 50], {
    bake: Duration.minutes(4),
    serverErrorRate: AlarmThreshold.above(50, { period: Duration.minutes(1), evaluationPeriods: 1 }),
    alarms: [drill],
  });
}
