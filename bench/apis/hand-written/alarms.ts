import { Alarm, ComparisonOperator, IMetric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { ITopic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import { API_NAME, Measures, STAGE_NAME, whenBusy } from './measures';

/** The six alarms a REST API without a cache wants. */
export function addAlarms(scope: Construct, measures: Measures, topic: ITopic): Alarm[] {
  const { requests } = measures;
  const alarms = [
    alarm(scope, 'ServerErrors', whenBusy(measures.serverErrors, requests), 1),
    alarm(scope, 'ClientErrors', whenBusy(measures.clientErrors, requests), 25),
    alarm(scope, 'Latency', whenBusy(measures.latency, requests), 3000),
    alarm(scope, 'IntegrationLatency', whenBusy(measures.integrationLatency, requests), 2500),
    alarm(scope, 'ThrottledRequests', whenBusy(measures.throttled, requests), 1),
    alarm(scope, 'BlockedRequests', measures.blocked, 25),
  ];
  alarms.forEach((each) => each.addAlarmAction(new SnsAction(topic)));
  return alarms;
}

function alarm(scope: Construct, id: string, metric: IMetric, threshold: number): Alarm {
  return new Alarm(scope, `${id}Alarm`, {
    metric,
    threshold,
    evaluationPeriods: 5,
    datapointsToAlarm: 3,
    comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
    treatMissingData: TreatMissingData.NOT_BREACHING,
    alarmDescription: `${API_NAME}, stage ${STAGE_NAME}: ${id} above ${threshold}. Look at the dashboard first, then at the access log.`,
  });
}
