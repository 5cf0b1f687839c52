import * as fc from 'fast-check';
import { Pacer } from '../../../client/chat/pacer';

const ALLOWANCE = { framesPerSecond: 5, frameBurst: 10 };

/** The server's rule (GCRA): whether it accepts frames that arrive at these times. */
function accepts(times: readonly number[]): boolean {
  const every = 1_000 / ALLOWANCE.framesPerSecond;
  let tat = -Infinity;
  return times.every((time) => {
    const next = Math.max(tat, time);
    if (next - time > every * (ALLOWANCE.frameBurst - 1)) return false;
    tat = next + every;
    return true;
  });
}

/** When frames leave that were wanted at these times. */
function leaving(wanted: readonly number[]): number[] {
  const pacer = new Pacer(ALLOWANCE);
  let now = 0;
  return wanted.map((time) => {
    now = Math.max(now, time);
    for (let wait = pacer.take(now); wait > 0; wait = pacer.take(now)) now += wait;
    return now;
  });
}

test('what is sent now and then leaves at once', () => {
  expect(leaving([0, 1_000, 2_000])).toEqual([0, 1_000, 2_000]);
});

test('after a burst, frames leave at the pace of the server', () => {
  const times = leaving(Array.from({ length: 40 }, () => 0));
  expect(times.filter((time) => time === 0)).toHaveLength(ALLOWANCE.frameBurst - 2);
  expect(times.at(-1)! - times.at(-11)!).toBeCloseTo(10 * 1_000 / 4.5);
});

test('the server never has to refuse a frame, hello included', () => {
  fc.assert(fc.property(fc.array(fc.nat(3_000), { minLength: 1, maxLength: 100 }), (pauses) => {
    let time = 0;
    expect(accepts([0, ...leaving(pauses.map((pause) => (time += pause % 7 === 0 ? pause : 0)))])).toBe(true);
  }));
});

test('a server that allows no burst gets frames one by one', () => {
  const pacer = new Pacer({ framesPerSecond: 1, frameBurst: 1 });
  expect(pacer.take(0)).toBe(0);
  expect(pacer.take(0)).toBeGreaterThan(1_000);
});
