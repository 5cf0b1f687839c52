import type { Rate } from '../ports';

/**
 * The generic cell rate algorithm: a connection's allowance is one number, the time at which it will have been idle long enough to be full
 * again (`tat`, theoretical arrival time). Every frame moves it on by one interval; a frame that would move it more than a burst into the
 * future is too early. In any time t no more than `burst + perSecond * t` frames pass.
 */

/** Milliseconds one frame costs; rounded up to a microsecond, so that rows hold short numbers. */
export const interval = ({ perSecond }: Rate): number => Math.ceil(1e6 / perSecond) / 1e3;

/** The latest `tat` at which a frame may pass now. */
export const latestTat = (now: number, rate: Rate): number => now + (rate.burst - 1) * interval(rate);

/** Milliseconds until a frame may pass; nothing when it may at once. */
export function waitOf(tat: number, now: number, rate: Rate): number {
  return Math.max(0, Math.ceil(tat - latestTat(now, rate)));
}
