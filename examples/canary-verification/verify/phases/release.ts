import { GetMetricDataCommand, paginateListMetrics } from '@aws-sdk/client-cloudwatch';
import { paginateFilterLogEvents } from '@aws-sdk/client-cloudwatch-logs';
import { API_NAME, STAGE_NAME } from '../../names';
import { Finding, notSeen } from '../checks';
import { judgePromotion, judgeStageUpdate } from '../judges/release';
import { CountsByStage, judgeLogs, judgeMetrics, LoggedIds } from '../judges/signals';
import { Run, witness, Witnessed } from '../run';

const NAMESPACE = 'AWS/ApiGateway';
/** Metrics and log lines come late. */
const SIGNALS_WITHIN = { millis: 600_000, every: 30_000 };
const CANARY_SUFFIX = '/Canary';

/** V2 to V5: one release that goes through. */
export async function releasePhase(run: Run): Promise<Finding[]> {
  run.say('V2 to V5: a release, at 10 and 50 percent, while clients call');
  const name = run.nextRelease();
  const witnessed = await witness(run, { release: name });
  const [from, to] = [witnessed.looks[0]?.base, witnessed.looks.at(-1)?.base];
  if (!witnessed.succeeded || !from || !to || from === to) {
    return (['V2', 'V3', 'V4', 'V5'] as const).map((id) => notSeen(id, 'The release did not go through.'));
  }
  const release = { ...witnessed, name, from, to };
  run.say('V3 and V4: waiting for metrics and log lines');
  return [judgeStageUpdate(release), await metrics(run, witnessed), await logs(run, witnessed), judgePromotion(release)];
}

async function metrics(run: Run, { since, replies }: Witnessed): Promise<Finding> {
  if (!replies.some(({ isCanary }) => isCanary)) return judgeMetrics(replies, {}, STAGE_NAME);
  const answered = replies.filter(({ status }) => status !== 0).length;
  let counts: CountsByStage = {};
  await run.patience.until(async () => {
    counts = await countsSince(run, since);
    return (counts[STAGE_NAME] ?? 0) + (counts[STAGE_NAME + CANARY_SUFFIX] ?? 0) >= answered ? true : undefined;
  }, SIGNALS_WITHIN);
  return judgeMetrics(replies, counts, STAGE_NAME);
}

async function countsSince({ account: { cloudWatch } }: Run, since: number): Promise<CountsByStage> {
  const counts: Record<string, number> = {};
  const wanted = { Namespace: NAMESPACE, MetricName: 'Count', Dimensions: [{ Name: 'ApiName', Value: API_NAME }] };
  for await (const { Metrics = [] } of paginateListMetrics({ client: cloudWatch }, wanted)) {
    for (const Metric of Metrics.filter(({ Dimensions = [] }) => Dimensions.length === 2)) {
      const stage = Metric.Dimensions?.find(({ Name }) => Name === 'Stage')?.Value;
      if (stage === undefined) continue;
      const { MetricDataResults: [{ Values = [] }] = [{}] } = await cloudWatch.send(new GetMetricDataCommand({
        StartTime: new Date(since), EndTime: new Date(), MetricDataQueries: [{ Id: 'count', MetricStat: { Metric, Period: 60, Stat: 'Sum' } }],
      }));
      counts[stage] = Values.reduce((sum, value) => sum + value, 0);
    }
  }
  return counts;
}

async function logs(run: Run, { since, replies }: Witnessed): Promise<Finding> {
  const { outputs: { AccessLogGroup } } = run;
  const expected = replies.filter(({ isCanary }) => isCanary).length;
  let canary: LoggedIds = new Set();
  await run.patience.until(async () => {
    canary = await idsIn(run, AccessLogGroup + CANARY_SUFFIX, since);
    return canary.size >= expected ? true : undefined;
  }, SIGNALS_WITHIN);
  return judgeLogs(replies, await idsIn(run, AccessLogGroup, since), canary);
}

async function idsIn({ account: { logs: client } }: Run, logGroupName: string, startTime: number): Promise<LoggedIds> {
  const ids = new Set<string>();
  for await (const { events = [] } of paginateFilterLogEvents({ client }, { logGroupName, startTime })) {
    events.forEach(({ message = '' }) => ids.add(requestIdIn(message)));
  }
  return ids;
}

/** Of a line of the access log, which is JSON. */
export function requestIdIn(line: string): string {
  return /"requestId":"([^"]+)"/.exec(line)?.[1] ?? line;
}
