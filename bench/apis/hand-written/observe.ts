import { RemovalPolicy } from 'aws-cdk-lib';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { Application } from '../application';
import { addAlarms } from './alarms';
import { addDashboard } from './dashboard';
import { measuresOf, Reporting } from './measures';

/** Where the lines of the access log go. */
export function addAccessLog(scope: Construct): LogGroup {
  return new LogGroup(scope, 'AccessLog', { retention: RetentionDays.ONE_MONTH, removalPolicy: RemovalPolicy.DESTROY });
}

/** Alarms and a dashboard on what the API reports. */
export function observe(scope: Construct, application: Application, reporting: Reporting): void {
  const measures = measuresOf(scope, reporting);
  const alarms = addAlarms(scope, measures, { ...reporting, topic: application.alarmTopic });
  addDashboard(scope, measures, { ...reporting, alarms });
}
