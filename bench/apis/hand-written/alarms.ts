import { Alarm, AlarmProps, ComparisonOperator, IMetric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { ITopic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import { API_NAME, Measures, whenBusy } from './measures';

/** The alarms an API without a cache wants: five, and one more for its web ACL. */
export function addAlarms(scope: Construct, measures: Measures, { topic, stageName }: { topic: ITopic; stageName: string }): Alarm[] {
  const { requests } = measures;
  const alarm = (id: string, metric: IMetric, threshold: number) => addAlarm(scope, `${id}Alarm`, {
    metric, threshold, alarmDescription: `${API_NAME}, stage ${stageName}: ${id} above ${threshold}. ${ADVICE}`,
  });
  const alarms = [
    alarm('ServerErrors', whenBusy(measures.serverErrors, requests), 1),
    alarm('ClientErrors', whenBusy(measures.clientErrors, requests), 25),
    alarm('Latency', whenBusy(measures.latency, requests), 3000),
    alarm('IntegrationLatency', whenBusy(measures.integrationLatency, requests), 2500),
    alarm('ThrottledRequests', whenBusy(measures.throttled, requests), 1),
    ...measures.blocked ? [alarm('BlockedRequests', measures.blocked, 25)] : [],
  ];
  alarms.forEach((each) => each.addAlarmAction(new SnsAction(topic)));
  return alarms;
}

const ADVICE = 'Look at the dashboard first, then at the access log.';

function addAlarm(scope: Construct, id: string, props: Pick<AlarmProps, 'metric' | 'threshold' | 'alarmDescription'>): Alarm {
  return new Alarm(scope, id, {
    ...props,
    evaluationPeriods: 5,
    datapointsToAlarm: 3,
    comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
    treatMissingData: TreatMissingData.NOT_BREACHING,
  });
}
