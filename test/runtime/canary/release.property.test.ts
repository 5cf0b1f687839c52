import * as fc from 'fast-check';
import { MemoryWorld } from './support/memory-stage';
import { MINUTE, NEW, OLD, rollout } from './support/rollouts';
import { begin } from '../../../runtime/canary/begin';
import { Started } from '../../../runtime/canary/rollout';
import { tick } from '../../../runtime/canary/tick';

const OTHER = 'd9';
const INTERVAL = 15_000;

type Act = 'abort' | 'promote' | 'percent' | 'elsewhere' | 'drift' | 'alarm';

/** Somebody does something before the look of this number. */
interface Event { readonly at: number; readonly act: Act }

interface Story { readonly steps: number[]; readonly bakeMinutes: number; readonly events: Event[] }

const STORY: fc.Arbitrary<Story> = fc.record({
  steps: fc.uniqueArray(fc.integer({ min: 1, max: 100 }), { minLength: 1, maxLength: 5 }).map((steps) => steps.sort((one, other) => one - other)),
  bakeMinutes: fc.integer({ min: 3, max: 10 }),
  events: fc.array(fc.record({
    at: fc.integer({ min: 0, max: 150 }),
    act: fc.constantFrom<Act>('abort', 'promote', 'percent', 'elsewhere', 'drift', 'alarm'),
  }), { maxLength: 3 }),
});

interface Told { readonly end: 'complete' | 'rejected' | 'endless'; readonly percents: number[]; readonly ownPromotions: string[]; readonly world: MemoryWorld }

function act(world: MemoryWorld, { act: what }: Event): void {
  const acts: Record<Act, () => void> = {
    abort: () => world.state.removeCanary(),
    promote: () => { world.state.promote(); },
    percent: () => { world.state.step(2); },
    elsewhere: () => { world.state.start({ deploymentId: OTHER, percent: 5, overrides: {} }); },
    drift: () => world.state.restore({ deploymentId: OTHER, variables: {}, remove: [] }),
    alarm: () => world.alarm('errors', 'ALARM'),
  };
  acts[what]();
}

async function tell({ steps, bakeMinutes, events }: Story): Promise<Told> {
  const world = new MemoryWorld({ deploymentId: OLD, deployments: [NEW, OTHER] });
  world.alarm('errors');
  const deadlineMs = steps.length * bakeMinutes * MINUTE + 5 * MINUTE;
  const release = rollout({ steps, bakeMs: bakeMinutes * MINUTE, deadlineMs, alarms: ['errors'] });
  const begun = await begin({ to: release, from: rollout({ deploymentId: OLD }) }, world);
  const { started } = begun as { started: Started };
  const percents = [world.state.read()?.canary?.percent ?? 0];
  const ownPromotions: string[] = [];
  for (let at = 0; at <= deadlineMs / INTERVAL + 2; at++) {
    events.filter((event) => event.at === at).forEach((event) => act(world, event));
    const before = world.state.read();
    const progress = await tick(release, started, world).catch(() => undefined);
    const after = world.state.read();
    if (after?.canary?.deploymentId === NEW && after.canary.percent !== before?.canary?.percent) percents.push(after.canary.percent);
    if (after && after.deploymentId !== before?.deploymentId) ownPromotions.push(after.deploymentId);
    if (!progress) return { end: 'rejected', percents, ownPromotions, world };
    if (progress.isComplete) return { end: 'complete', percents, ownPromotions, world };
    world.time += INTERVAL;
  }
  return { end: 'endless', percents, ownPromotions, world };
}

describe('whatever people and alarms do, and whenever', () => {
  test('a release ends, promotes nothing but its deployment, and sends no more traffic than its steps say', async () => {
    await fc.assert(fc.asyncProperty(STORY, async (story) => {
      const { end, percents, ownPromotions } = await tell(story);
      expect(end).not.toBe('endless');
      expect(ownPromotions.every((deploymentId) => deploymentId === NEW)).toBe(true);
      expect(percents.every((percent) => percent === 0 || story.steps.includes(percent))).toBe(true);
    }), { numRuns: 150 });
  });

  test('a release that is complete leaves its deployment to everybody, and no canary', async () => {
    await fc.assert(fc.asyncProperty(STORY, async (story) => {
      const { end, world } = await tell(story);
      if (end !== 'complete') return;
      expect(world.state.read()).toMatchObject({ deploymentId: NEW });
      expect(world.state.read()?.canary).toBeUndefined();
    }), { numRuns: 150 });
  });

  test('a release nobody disturbs takes all its steps, in order, and is complete', async () => {
    await fc.assert(fc.asyncProperty(STORY, async (story) => {
      const { end, percents } = await tell({ ...story, events: [] });
      expect(end).toBe('complete');
      expect(percents).toEqual([...story.steps, 0]);
    }), { numRuns: 50 });
  });

  test('a release after an alarm promotes nothing', async () => {
    await fc.assert(fc.asyncProperty(STORY, fc.integer({ min: 0, max: 11 }), async (story, at) => {
      const { end, ownPromotions, world } = await tell({ ...story, events: [{ at, act: 'alarm' }] });
      expect([end, ownPromotions]).toEqual(['rejected', []]);
      expect(world.state.read()?.canary).toBeUndefined();
    }), { numRuns: 50 });
  });
});
