import fc from 'fast-check';
import { World } from './world';
import type { Rate } from '../../../../runtime/chat/ports';
import { DynamoRegistry } from '../../../../runtime/chat/store/dynamo-registry';
import { connectionPk } from '../../../../runtime/chat/store/keys';
import { interval, latestTat, waitOf } from '../../../../runtime/chat/store/rate';

const RATE: Rate = { perSecond: 5, burst: 10 };
const rates = fc.record({ perSecond: fc.integer({ min: 1, max: 50 }), burst: fc.integer({ min: 1, max: 12 }) });

let world: World;
let registry: DynamoRegistry;
let count = 0;
beforeAll(async () => {
  world = await World.start();
  registry = new DynamoRegistry(world.props);
});
afterAll(() => world.stop());

async function hello(): Promise<string> {
  count += 1;
  await registry.register({ id: `c${count}`, user: 'ada', since: world.time, expiresAt: world.time + 3_600_000 });
  return `c${count}`;
}

describe('the allowance of frames, as numbers', () => {
  test('lets through, in any time t, a burst and what the rate gives in t, and never less than one after the wait it named', () => {
    fc.assert(fc.property(rates, fc.array(fc.integer({ min: 0, max: 1_500 }), { maxLength: 100 }), (rate, pauses) => {
      let [now, tat] = [0, 0];
      const passed: number[] = [];
      for (const pause of pauses) {
        now += pause;
        const wait = waitOf(tat, now, rate);
        expect(waitOf(tat, now + wait, rate)).toBe(0);
        if (wait > 0) continue;
        passed.push(now);
        tat = Math.max(tat, now) + interval(rate);
      }
      holds(passed, rate);
    }));
  });

  test('is full again after a burst\'s worth of time', () => {
    fc.assert(fc.property(rates, (rate) => {
      const emptied = 1_000 + rate.burst * interval(rate);
      expect(waitOf(emptied, 1_000, rate)).toBeGreaterThan(0);
      expect(latestTat(emptied, rate)).toBeGreaterThanOrEqual(emptied);
    }));
  });
});

describe('the allowance of frames, in the table', () => {
  test('lets through, in any time t, a burst and what the rate gives in t, and all that is within it', async () => {
    await fc.assert(fc.asyncProperty(rates, fc.array(fc.integer({ min: 0, max: 600 }), { maxLength: 25 }), async (rate, pauses) => {
      const id = await hello();
      const passed: number[] = [];
      let tat = 0;
      for (const pause of pauses) {
        world.time += pause;
        const fits = waitOf(tat, world.time, rate) === 0;
        const answer = await registry.takeFrame(id, rate);
        expect(answer === 'ok').toBe(fits);
        if (!fits) continue;
        passed.push(world.time);
        tat = Math.max(tat, world.time) + interval(rate);
      }
      holds(passed, rate);
    }), { numRuns: 25 });
  }, 60_000);

  test('is one burst, though all frames come at once', async () => {
    const id = await hello();
    const answers = await Promise.all(Array.from({ length: 25 }, () => registry.takeFrame(id, RATE)));
    expect(answers.filter((answer) => answer === 'ok')).toHaveLength(RATE.burst);
  });

  test('is there again when it said it would be, and no sooner', async () => {
    const id = await hello();
    const rate = { perSecond: 3, burst: 1 };
    await registry.takeFrame(id, rate);
    const answer = await registry.takeFrame(id, rate);
    expect(answer).toEqual({ retryAfterMs: 334, violations: 1 });
    world.time += 333;
    expect(await registry.takeFrame(id, rate)).toEqual({ retryAfterMs: 1, violations: expect.any(Number) });
    world.time += 1;
    expect(await registry.takeFrame(id, rate)).toBe('ok');
  });

  test('costs one write after a pause, and two at most', async () => {
    const id = await hello();
    const writes: number[] = [];
    for (let frame = 0; frame < 14; frame += 1) {
      let commands = 0;
      const counting = new DynamoRegistry(world.through((send, command) => {
        commands += command.constructor.name === 'UpdateCommand' ? 1 : 0;
        return send();
      }));
      await counting.takeFrame(id, RATE);
      writes.push(commands);
    }
    expect(writes).toEqual([1, ...Array.from({ length: 13 }, () => 2)]);
  });

  test('is nobody\'s who has not said hello, and makes no row for them', async () => {
    expect(await registry.takeFrame('other', RATE)).toBe('unknown');
    expect(await world.rows(connectionPk('other'))).toEqual([]);
  });
});

describe('violations', () => {
  const strict = { perSecond: 0.001, burst: 1 };
  const violations = async (id: string) => {
    const answer = await registry.takeFrame(id, strict);
    return typeof answer === 'object' ? answer.violations : answer;
  };

  test('are counted within a minute of the clock', async () => {
    const id = await hello();
    world.time = Math.ceil(world.time / 60_000) * 60_000;
    const counts = [await violations(id), await violations(id), await violations(id)];
    world.time += 59_999;
    counts.push(await violations(id));
    world.time += 1;
    counts.push(await violations(id), await violations(id));
    expect(counts).toEqual(['ok', 1, 2, 3, 1, 2]);
  });

  test('are counted, all but those of the first moment, when they come at once', async () => {
    const id = await hello();
    await violations(id);
    await violations(id);
    await Promise.all(Array.from({ length: 10 }, () => violations(id)));
    expect(await violations(id)).toBe(12);
  });
});

/** No stretch of time, from any frame to any later one, has more than its share. */
function holds(passed: readonly number[], { perSecond, burst }: Rate): void {
  passed.forEach((from, first) => passed.slice(first).forEach((to, further) => {
    expect(further + 1).toBeLessThanOrEqual(burst + perSecond * (to - from) / 1000 + 1e-6);
  }));
}
