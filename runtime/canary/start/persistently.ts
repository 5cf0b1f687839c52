import { log } from '../../shared/log';
import { inWords } from '../failure';

export interface Persistence {
  /** Milliseconds until Lambda ends us. */
  timeLeft(): number;
  pause(milliseconds: number): Promise<void>;
  /** Whether to try again, so long after the first try. */
  isWorthIt(error: unknown, elapsed: number): boolean;
}

/** Milliseconds. */
const FIRST_PAUSE = 1_000;
const LONGEST_PAUSE = 10_000;
/** For one more try, and for the answer. */
const TO_ANSWER = 30_000;

/** Tries again what failed for a reason that passes. Pauses are random, so that stacks that were refused together do not come back together. */
export async function persistently<T>(work: () => Promise<T>, { timeLeft, pause, isWorthIt }: Persistence): Promise<T> {
  const atFirst = timeLeft();
  for (let longest = FIRST_PAUSE; ; longest = Math.min(2 * longest, LONGEST_PAUSE)) {
    try {
      return await work();
    } catch (error) {
      if (!isWorthIt(error, atFirst - timeLeft()) || timeLeft() < longest + TO_ANSWER) throw error;
      log('info', `tried again: ${inWords(error)}`);
      await pause(longest * Math.random());
    }
  }
}
