import type { Answer, Finding } from '../checks';
import { count, eventsOf, LogLine, Look, ROLLOUT_TYPE, seconds, stackEvents, StackEvent } from '../evidence';

/** One update that came to nothing. */
export interface AbortedUpdate {
  /** `cancelled`, or what failed. */
  readonly how: string;
  /** The base before. */
  readonly base: string;
  readonly looks: readonly Look[];
  readonly events: readonly StackEvent[];
  readonly lines: readonly LogLine[];
}

/** V1. */
export function judgeRollback(updates: readonly AbortedUpdate[]): Finding {
  const judged = updates.map(judgeOne);
  return { id: 'V1', answer: worst(judged.map(({ answer }) => answer)), saw: judged.flatMap(({ saw }) => saw) };
}

function judgeOne(update: AbortedUpdate): { answer: Answer; saw: string[] } {
  const { how, events, looks } = update;
  const rollback = stackEvents(events).find(({ status }) => status === 'UPDATE_ROLLBACK_IN_PROGRESS');
  const seen = looks.some(({ canary }) => canary && canary.percent > 0);
  if (!seen || !rollback) {
    return { answer: 'not seen', saw: [`${how}: ${seen ? 'the stack never rolled back' : 'no canary was on before the update ended'}, so nothing is said about it.`] };
  }
  const saw = [...whatCloudFormationDid(update, rollback), ...whatTheWaiterDid(update, rollback), ...whatBecameOfTheStage(update)];
  return { answer: isRestored(update) ? 'yes' : 'no', saw: saw.map((sentence) => `${how}: ${sentence}`) };
}

function isRestored({ base, looks, events }: AbortedUpdate): boolean {
  const last = looks.at(-1);
  return stackEvents(events).at(-1)?.status === 'UPDATE_ROLLBACK_COMPLETE' && last?.base === base && !last.canary;
}

function whatCloudFormationDid({ events }: AbortedUpdate, rollback: StackEvent): string[] {
  const statuses = eventsOf(ROLLOUT_TYPE, events).map(({ at, status }) => `${status} ${since(rollback, at)}`);
  const end = stackEvents(events).at(-1)!;
  return [
    statuses.length > 0 ? `seen from the beginning of the rollback, the rollout was ${statuses.join(', ')}.` : 'there was no event of the rollout.',
    `the stack ended as ${end.status} ${since(rollback, end.at)}.`,
  ];
}

function whatTheWaiterDid({ lines }: AbortedUpdate, rollback: StackEvent): string[] {
  const after = lines.filter(({ at }) => at > rollback.at);
  if (after.length === 0) return ['the functions wrote nothing after the rollback had begun.'];
  return [`the functions wrote ${count(after.length, 'line')} after the rollback had begun, the last one ${since(rollback, after.at(-1)!.at)}: "${after.at(-1)!.text}"`];
}

function whatBecameOfTheStage({ base, looks }: AbortedUpdate): string[] {
  const moved = looks.filter((look) => look.base !== base);
  const on = looks.filter(({ canary }) => canary && canary.percent > 0);
  const exposed = on.length > 0 ? on.at(-1)!.at - on[0].at : 0;
  const last = looks.at(-1)!;
  return [
    `the base was the old deployment in ${looks.length - moved.length} of ${count(looks.length, 'look')}; the canary had traffic for ${seconds(exposed)}.`,
    `at the end the base was ${last.base === base ? 'the old deployment' : last.base}, ${last.canary ? 'and there was a canary' : 'and there was no canary'}.`,
  ];
}

/** Clocks of AWS differ by less than what matters here. */
function since(rollback: StackEvent, at: number): string {
  const millis = at - rollback.at;
  return millis < 0 ? `${seconds(-millis)} before` : `after ${seconds(millis)}`;
}

function worst(answers: readonly Answer[]): Answer {
  if (answers.includes('no')) return 'no';
  return answers.length === 0 || answers.includes('not seen') ? 'not seen' : 'yes';
}
