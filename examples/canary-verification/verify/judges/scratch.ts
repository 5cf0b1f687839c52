import { Finding, notSeen } from '../checks';

/** What API Gateway said to a request: nothing if it did as told. */
export interface Attempt {
  readonly what: string;
  readonly refusal?: string;
}

/** V6. */
export function judgeDeletion(attempt: Attempt | undefined, isStillThere: boolean): Finding {
  if (!attempt) return notSeen('V6', 'There was no canary to delete the deployment under.');
  const said = attempt.refusal === undefined ? 'DeleteDeployment was accepted' : `DeleteDeployment was refused: ${attempt.refusal}`;
  return { id: 'V6', answer: isStillThere ? 'yes' : 'no', saw: [`${said}.`, `afterwards the deployment was ${isStillThere ? 'still there' : 'gone'}.`] };
}

/** One patch of a canary, and the date of the stage before and after it. */
export interface Patched extends Attempt {
  readonly before: number;
  readonly after: number;
  /** By the clock of this machine, when the answer was there. */
  readonly at: number;
}

/** V7. */
export function judgeDates(patches: readonly Patched[]): Finding {
  const done = patches.filter(({ refusal }) => refusal === undefined);
  if (patches.length === 0 || done.length < patches.length) return notSeen('V7', patches.length === 0 ? 'Nothing was patched.' : refusals(patches));
  const still = done.filter(({ before, after }) => after <= before).map(({ what }) => what);
  const skews = done.map(({ after, at }) => Math.round((after - at) / 1_000));
  return {
    id: 'V7',
    answer: still.length === 0 ? 'yes' : 'no',
    saw: [
      still.length === 0 ? `it moved with ${done.map(({ what }) => what).join(', ')}.` : `it did not move with ${still.join(', ')}.`,
      `it was ${Math.min(...skews)} to ${Math.max(...skews)} s ahead of the clock here.`,
    ],
  };
}

/** V8. */
export function judgeCached(status: string | undefined, attempts: readonly Attempt[]): Finding {
  if (status !== 'AVAILABLE') return notSeen('V8', `The cache cluster did not become available in time: ${status ?? 'there was no stage'}.`);
  if (attempts.length === 0) return notSeen('V8', 'Nothing was tried.');
  const refused = attempts.some(({ refusal }) => refusal !== undefined);
  return {
    id: 'V8',
    answer: refused ? 'no' : 'yes',
    saw: [refused ? refusals(attempts) : `with its cache cluster available, the stage took ${attempts.map(({ what }) => what).join(', ')}.`],
  };
}

function refusals(attempts: readonly Attempt[]): string {
  return attempts.filter(({ refusal }) => refusal !== undefined).map(({ what, refusal }) => `${what} was refused: ${refusal}`).join('; ');
}
