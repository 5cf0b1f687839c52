import { mutatedCore } from './model/core';
import { examine } from './model/examine';
import { explore, SHIPPED } from './model/explore';
import { Mutation, MUTATIONS } from './model/mutations';
import { Scenario, SCENARIOS } from './model/scenario';
import { nextPath, Scheduler } from './model/scheduler';

function scenario(name: string): Scenario {
  const found = SCENARIOS.find((one) => one.name === name);
  if (!found) throw new Error(`no scenario ${name}`);
  return found;
}

function mutation(name: string): Mutation {
  const found = MUTATIONS.find((one) => one.name === name);
  if (!found) throw new Error(`no mutation ${name}`);
  return found;
}

const FAILURE = scenario('another resource fails');

describe('the scheduler', () => {
  /** Two processes of so many turns each. */
  async function schedulesOf(turns: readonly [number, number]): Promise<string[]> {
    const schedules: string[] = [];
    for (let path: number[] | undefined = []; path;) {
      const scheduler = new Scheduler(path);
      turns.forEach((count, at) => scheduler.spawn(async () => {
        for (let turn = 0; turn < count; turn++) await scheduler.turn('ab'[at], 'goes', () => undefined);
      }));
      await scheduler.run();
      schedules.push(scheduler.trace.map((turn) => turn[0]).join(''));
      path = nextPath(scheduler);
    }
    return schedules;
  }

  test('plays every order of two processes once', async () => {
    expect((await schedulesOf([2, 2])).sort()).toEqual(['aabb', 'abab', 'abba', 'baab', 'baba', 'bbaa']);
    expect(new Set(await schedulesOf([3, 4])).size).toBe(35);
  });

  test('lets nobody go who has to wait for somebody else', async () => {
    const scheduler = new Scheduler([1]);
    let isOpen = false;
    scheduler.spawn(() => scheduler.turn('a', 'opens', () => { isOpen = true; }));
    scheduler.spawn(() => scheduler.turn('b', 'goes through', () => undefined, () => isOpen));
    await scheduler.run();
    expect(scheduler.trace).toEqual(['a: opens', 'b: goes through']);
  });

  test('makes an error of a process that of the run', async () => {
    const scheduler = new Scheduler([]);
    scheduler.spawn(async () => { throw new Error('broken'); });
    await expect(scheduler.run()).rejects.toThrow('broken');
  });
});

describe('the model check', () => {
  test('finds no wrong end where another resource fails', async () => {
    const { schedules, wrongEnds } = await explore(FAILURE, SHIPPED);
    expect(wrongEnds).toBe(0);
    expect(schedules).toBeGreaterThan(1_000);
  });

  test('catches a rollback that reads before it removes the canary, and tells the schedule', async () => {
    const { found, wrong } = await examine(mutation('rollback reads before it removes the canary'), [FAILURE]);
    expect(found).toBe('caught');
    expect(wrong?.broken).toContain('the template says d1old0, and the base is d2new0');
    const turns = wrong?.trace ?? [];
    expect(turns.indexOf('rollback: GetStage')).toBeLessThan(turns.indexOf('tick 1: promote'));
    expect(turns.indexOf('tick 1: promote')).toBeLessThan(turns.indexOf('rollback: remove the canary'));
  });

  test('catches a rollback that does not ask which deployment is older', async () => {
    await expect(examine(mutation('rollback does not ask which deployment is older'), [FAILURE])).resolves.toMatchObject({ found: 'caught' });
  });

  test('catches a promotion by value', async () => {
    await expect(examine(mutation('promote by value instead of by copy'), [FAILURE])).resolves.toMatchObject({ found: 'caught' });
  });

  test('finds a release as safe that does not ask the stack at every look', async () => {
    await expect(examine(mutation('tick does not ask the stack'), [FAILURE])).resolves.toMatchObject({ found: 'equallySafe' });
  });

  test('judges alike, whether it goes twice through the same state or not', async () => {
    const subject = { core: mutatedCore(mutation('begin does not look at the stack again').edits), makeStage: SHIPPED.makeStage };
    expect((await explore(FAILURE, subject)).wrongEnds).toBeGreaterThan(0);
    expect((await explore(FAILURE, subject, { isQuick: true })).wrongEnds).toBe(1);
    expect((await explore(FAILURE, SHIPPED, { isQuick: true })).wrongEnds).toBe(0);
  });

  test('refuses a mutation that fits nowhere in the source, or in two places', () => {
    expect(() => mutatedCore([{ file: 'tick', find: 'what nobody wrote', replace: '' }])).toThrow('tick.ts has 0 places');
    expect(() => mutatedCore([{ file: 'tick', find: 'removeCanary', replace: '' }])).toThrow('a mutation needs exactly one');
  });

  test.each(MUTATIONS.map(({ name }) => name))('can put in: %s', (name) => {
    const { begin, tick } = mutatedCore(mutation(name).edits);
    expect([typeof begin, typeof tick]).toEqual(['function', 'function']);
  });
});
