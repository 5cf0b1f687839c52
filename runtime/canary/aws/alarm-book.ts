import { CloudWatchClient, paginateDescribeAlarms } from '@aws-sdk/client-cloudwatch';
import type { AlarmBook, AlarmView } from '../ports';

/** AWS: DescribeAlarms, "AlarmNames" and "MaxRecords". */
const MOST_NAMES = 100;

export function awsAlarms(client: CloudWatchClient): AlarmBook {
  return {
    async find(names) {
      const found = await Promise.all(chunks(names, MOST_NAMES).map((some) => findSome(client, some)));
      return found.flat();
    },
  };
}

/** Composite alarms are found only by those who say so. */
async function findSome(client: CloudWatchClient, AlarmNames: string[]): Promise<AlarmView[]> {
  const alarms: AlarmView[] = [];
  const pages = paginateDescribeAlarms({ client, pageSize: MOST_NAMES }, { AlarmNames, AlarmTypes: ['MetricAlarm', 'CompositeAlarm'] });
  for await (const { MetricAlarms = [], CompositeAlarms = [] } of pages) {
    for (const { AlarmName: name = '', StateValue: state = '', StateReason: reason = '' } of [...MetricAlarms, ...CompositeAlarms]) {
      alarms.push({ name, state, reason });
    }
  }
  return alarms;
}

function chunks<T>(all: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(all.length / size) }, (_, index) => all.slice(index * size, (index + 1) * size));
}
