import { Pace } from '../../../../runtime/chat/fan-out/pace';

/** What a caller who does nothing else gets in so many milliseconds. */
function turnsIn(millis: number, pace: Pace, clock: { time: number }): number {
  const end = clock.time + millis;
  let turns = 0;
  for (let wait = pace.take(); clock.time + wait <= end; wait = pace.take()) {
    clock.time += wait;
    turns += 1;
  }
  return turns;
}

function paced(perSecond: number) {
  const clock = { time: 0 };
  return { clock, pace: new Pace(perSecond, () => clock.time) };
}

describe('a pace', () => {
  test('gives so many turns a second, evenly spaced', () => {
    const { clock, pace } = paced(100);
    expect(turnsIn(10_000, pace, clock)).toBeLessThanOrEqual(1_003);
    clock.time += 10;
    const waits = [pace.take(), pace.take(), pace.take()];
    expect(waits[2] - waits[1]).toBeCloseTo(10);
  });

  test('does not save up what was not used', () => {
    const { clock, pace } = paced(1_000);
    clock.time += 3_600_000;
    expect(turnsIn(1_000, pace, clock)).toBeLessThanOrEqual(1_021);
  });

  test('is halved, and comes back little by little', () => {
    const { clock, pace } = paced(1_000);
    pace.halve();
    expect(pace.perSecond).toBe(500);
    clock.time += 5_000;
    expect(pace.perSecond).toBe(750);
    clock.time += 60_000;
    expect(pace.perSecond).toBe(1_000);
  });

  test('never stops, however often it is halved', () => {
    const { pace } = paced(1_600);
    for (let times = 0; times < 20; times += 1) pace.halve();
    expect(pace.perSecond).toBe(100);
  });
});
