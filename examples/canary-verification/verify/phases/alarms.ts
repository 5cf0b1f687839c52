import { DeleteAlarmsCommand, PutCompositeAlarmCommand } from '@aws-sdk/client-cloudwatch';
import { InvokeCommand } from '@aws-sdk/client-lambda';
import { COMPOSITE_ALARM, DRILL_ALARM, OTHER_ALARM } from '../../names';
import type { Finding } from '../checks';
import { judgeAlarms, Probed } from '../judges/alarms';
import type { Run } from '../run';

/** As `DescribeAlarms` takes them. */
const [METRIC, BOTH] = [['MetricAlarm'], ['MetricAlarm', 'CompositeAlarm']];

const QUESTIONS = [
  { asked: 'a metric alarm that is allowed, asked for as one', alarm: DRILL_ALARM, AlarmTypes: METRIC, isOurs: false },
  { asked: 'the same, asked for as the library does, which may be either kind', alarm: DRILL_ALARM, AlarmTypes: BOTH, isOurs: true },
  { asked: 'a composite alarm that is allowed', alarm: COMPOSITE_ALARM, AlarmTypes: BOTH, isOurs: false },
  { asked: 'an alarm that is not allowed', alarm: OTHER_ALARM, AlarmTypes: BOTH, isOurs: false },
] as const;

/** V9: a function that may describe single alarms describes them. */
export async function alarmsPhase(run: Run): Promise<Finding[]> {
  run.say('V9: alarms described with a permission for some of them');
  const { cloudWatch } = run.account;
  await cloudWatch.send(new PutCompositeAlarmCommand({ AlarmName: COMPOSITE_ALARM, AlarmRule: `ALARM("${DRILL_ALARM}")` }));
  try {
    return [judgeAlarms(await probes(run))];
  } finally {
    await cloudWatch.send(new DeleteAlarmsCommand({ AlarmNames: [COMPOSITE_ALARM] }));
  }
}

async function probes({ account, outputs }: Run): Promise<Probed[]> {
  const probed: Probed[] = [];
  for (const { alarm, AlarmTypes, ...question } of QUESTIONS) {
    const Payload = JSON.stringify({ AlarmNames: [alarm], AlarmTypes });
    const { FunctionError, Payload: answer } = await account.lambda.send(new InvokeCommand({ FunctionName: outputs.ProbeName, Payload }));
    const text = answer?.transformToString() ?? '{}';
    if (FunctionError) throw new Error(`the function that describes alarms did not: ${text}`);
    probed.push({ ...question, alarm, ...JSON.parse(text) as Pick<Probed, 'found' | 'error'> });
  }
  return probed;
}
