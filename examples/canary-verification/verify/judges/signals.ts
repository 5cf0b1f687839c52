import { Finding, notSeen } from '../checks';
import { count, Reply } from '../evidence';

/** Requests as CloudWatch counted them, by the value of the dimension Stage. */
export type CountsByStage = Readonly<Record<string, number>>;

/** V3. */
export function judgeMetrics(replies: readonly Reply[], counts: CountsByStage, stage: string): Finding {
  const canary = replies.filter(({ isCanary }) => isCanary).length;
  const all = replies.filter(({ status }) => status !== 0).length;
  if (canary === 0) return notSeen('V3', 'The canary answered no request.');
  if (!counts[stage]) return notSeen('V3', `CloudWatch had no requests of the stage ${stage} yet, so that it had none of the canary says nothing.`);
  const found = counts[`${stage}/Canary`];
  const values = Object.entries(counts).map(([value, number]) => `${value}: ${number}`).join(', ');
  return {
    id: 'V3',
    answer: found ? 'yes' : 'no',
    saw: [
      `${count(all, 'request')} were answered, ${canary} of them by the canary; CloudWatch counted, by stage, ${values}.`,
      `the count of ${stage} is nearer to ${Math.abs(counts[stage] - all) <= Math.abs(counts[stage] - (all - canary)) ? 'all of them' : 'those of the base'}.`,
    ],
  };
}

/** Lines of one access log group, by the id of their request. */
export type LoggedIds = ReadonlySet<string>;

/** V4. */
export function judgeLogs(replies: readonly Reply[], main: LoggedIds, canary: LoggedIds): Finding {
  const [ofCanary, ofBase] = [true, false].map((wanted) => idsOf(replies.filter(({ isCanary }) => isCanary === wanted)));
  if (ofCanary.length === 0) return notSeen('V4', 'The canary answered no request.');
  if (main.size + canary.size === 0) return notSeen('V4', 'Neither log group has a line.');
  const within = (ids: readonly string[], group: LoggedIds) => `${ids.filter((id) => group.has(id)).length} of ${ids.length}`;
  return {
    id: 'V4',
    answer: ofCanary.some((id) => canary.has(id)) ? 'yes' : 'no',
    saw: [
      `of the requests that the canary answered, ${within(ofCanary, canary)} are in the group of the canary and ${within(ofCanary, main)} in the main one.`,
      `of those that the base answered meanwhile, ${within(ofBase, canary)} are in the group of the canary and ${within(ofBase, main)} in the main one.`,
    ],
  };
}

function idsOf(replies: readonly Reply[]): string[] {
  return replies.flatMap(({ requestId }) => requestId ?? []);
}
