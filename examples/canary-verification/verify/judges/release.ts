import { Finding, notSeen } from '../checks';
import { count, eventsOf, Look, Reply, seconds, STAGE_TYPE, StackEvent } from '../evidence';

/** One release that went through. */
export interface Release {
  /** What the answers called it. */
  readonly name: string;
  /** The bases before and after. */
  readonly from: string;
  readonly to: string;
  readonly looks: readonly Look[];
  readonly replies: readonly Reply[];
  readonly events: readonly StackEvent[];
}

/** How long something that was broken by a promotion would show. */
const AFTERMATH_MS = 60_000;
const FEW = 50;

/** V2. */
export function judgeStageUpdate(release: Release): Finding {
  const { events, looks, replies, to } = release;
  const [start, end] = ['UPDATE_IN_PROGRESS', 'UPDATE_COMPLETE'].map((wanted) => eventsOf(STAGE_TYPE, events).find(({ status }) => status === wanted));
  if (!start || !end) return notSeen('V2', 'CloudFormation told of no update of the stage.');
  const before = looks.filter(({ at }) => at < start.at).at(-1);
  const after = looks.filter(({ at }) => at >= start.at);
  if (before?.base !== to || after.length === 0) return notSeen('V2', `The stage was not seen on the new deployment before CloudFormation updated it at ${time(start.at)}.`);
  const moved = after.filter(({ base }) => base !== to);
  const bad = between(replies, start.at, end.at + AFTERMATH_MS).filter(isBroken);
  const touched = after.some(({ lastUpdated }) => lastUpdated !== before.lastUpdated);
  return {
    id: 'V2',
    answer: moved.length === 0 && bad.length === 0 ? 'yes' : 'no',
    saw: [
      `the update took ${seconds(end.at - start.at)} and ${touched ? 'moved lastUpdatedDate: the stage was patched' : 'did not move lastUpdatedDate: nothing was patched'}.`,
      `in ${count(after.length, 'look')} from then on the base was another deployment ${moved.length} times; ${count(bad.length, 'request')} failed.`,
    ],
  };
}

/** V5. */
export function judgePromotion({ looks, replies, name, from, to }: Release): Finding {
  const promoted = looks.find(({ base }) => base === to);
  const cleaned = promoted && looks.find(({ at, canary }) => at >= promoted.at && !canary);
  const last = promoted && looks.filter(({ at, base }) => base === from && at < promoted.at).at(-1);
  if (!promoted || !cleaned || !last) return notSeen('V5', 'The promotion was not seen.');
  const around = between(replies, last.at, cleaned.at + AFTERMATH_MS);
  if (around.length < FEW) return notSeen('V5', `Only ${count(around.length, 'request')} were sent around the promotion: too few to say.`);
  const broken = around.filter(isBroken);
  const stale = around.filter(({ at, release }) => at > promoted.at && release !== undefined && release !== name);
  return {
    id: 'V5',
    answer: broken.length === 0 ? 'yes' : 'no',
    saw: [
      `${broken.length} of ${count(around.length, 'request')} from the last look before the promotion to a minute after the canary was gone failed${statuses(broken)}.`,
      `the canary was seen to be gone ${seconds(cleaned.at - promoted.at)} after the promotion was seen.`,
      stale.length === 0 ? 'no answer came from the old release after the promotion was seen.'
        : `${count(stale.length, 'answer')} came from the old release after the promotion was seen, the last one ${seconds(stale.at(-1)!.at - promoted.at)} later.`,
    ],
  };
}

/** Not answered, or a 5xx. */
export function isBroken({ status }: Reply): boolean {
  return status === 0 || status >= 500;
}

function between(replies: readonly Reply[], from: number, to: number): readonly Reply[] {
  return replies.filter(({ at }) => at >= from && at <= to);
}

function statuses(replies: readonly Reply[]): string {
  const kinds = [...new Set(replies.map(({ status }) => (status === 0 ? 'no answer' : String(status))))];
  return kinds.length > 0 ? `: ${kinds.join(', ')}` : '';
}

function time(at: number): string {
  return new Date(at).toISOString();
}
