import { MemoryWorld } from './support/memory-stage';
import { NEW, OLD, rollout } from './support/rollouts';
import { rollBack } from '../../../runtime/canary/roll-back';
import { Change, Rejected } from '../../../runtime/canary/rollout';

const BACK: Change = { to: rollout({ deploymentId: OLD }), from: rollout() };
const CANARY = { deploymentId: NEW, percent: 10, overrides: {} };

function at(deploymentId: string, more: { canary?: typeof CANARY } = {}): MemoryWorld {
  const world = new MemoryWorld({ deploymentId: OLD, deployments: [NEW], ...more });
  if (deploymentId === NEW) world.state.restore({ deploymentId: NEW, variables: {}, remove: [] });
  return world;
}

describe('a rollback', () => {
  test('removes the canary before the look that counts, and changes nothing else where the base never moved', async () => {
    const world = at(OLD, { canary: CANARY });
    await expect(rollBack(BACK, world.stage)).resolves.toBe('the stage never left its deployment');
    expect(world.asked).toEqual(['stage.read', 'stage.removeCanary', 'stage.read']);
    expect(world.state.read()).toMatchObject({ deploymentId: OLD });
    expect(world.state.read()?.canary).toBeUndefined();
  });

  test('leaves a canary of somebody else, which kept the release from beginning', async () => {
    const world = at(OLD, { canary: { ...CANARY, deploymentId: 'd9other' } });
    await expect(rollBack(BACK, world.stage)).resolves.toContain('somebody else');
    expect(world.changes).toEqual([]);
  });

  test('of a release that was promoted does not ask whose canary is there', async () => {
    const world = at(NEW, { canary: { ...CANARY, deploymentId: 'd9other' } });
    await rollBack(BACK, world.stage);
    expect(world.state.read()).toMatchObject({ deploymentId: OLD });
    expect(world.state.read()?.canary).toBeUndefined();
  });

  test('brings the base back after a promotion, and looks again', async () => {
    const world = at(NEW, { canary: CANARY });
    await expect(rollBack(BACK, world.stage)).resolves.toBe(`the stage is back on deployment ${OLD}`);
    expect(world.changes).toEqual(['stage.removeCanary', 'stage.restore', 'stage.removeCanary']);
    expect(world.asked.at(-1)).toBe('stage.read');
    expect(world.state.read()).toMatchObject({ deploymentId: OLD });
  });

  test('is content with a stage that is gone', async () => {
    const world = at(OLD);
    world.state.exists = false;
    await expect(rollBack(BACK, world.stage)).resolves.toBe('there is no such stage');
  });

  test('brings variables back that the release changed or left, and removes those that it added', async () => {
    const variables = { color: 'green', fresh: 'yes', byHand: 'kept' };
    const world = new MemoryWorld({ deploymentId: OLD, variables });
    const change: Change = {
      to: rollout({ deploymentId: OLD, variables: { color: 'blue', gone: 'soon' } }),
      from: rollout({ deploymentId: OLD, variables: { color: 'green', fresh: 'yes' } }),
    };
    await rollBack(change, world.stage);
    expect(world.state.read()?.variables).toEqual({ color: 'blue', gone: 'soon', byHand: 'kept' });
  });

  test('removes a variable of the release where nothing else is to be restored', async () => {
    const world = new MemoryWorld({ deploymentId: OLD, variables: { fresh: 'yes' }, deployments: [NEW] });
    await rollBack({ ...BACK, from: rollout({ variables: { fresh: 'yes' } }) }, world.stage);
    expect(world.state.read()?.variables).toEqual({});
  });

  test('a step between its look and the restoration leaves no canary behind', async () => {
    const world = at(NEW);
    world.before('stage.restore', () => { world.state.step(50); });
    await rollBack(BACK, world.stage);
    expect(world.state.read()).toMatchObject({ deploymentId: OLD });
    expect(world.state.read()?.canary).toBeUndefined();
  });

  test('gives up on a stage that somebody else changes each time', async () => {
    const world = at(NEW);
    const again = (): void => {
      world.state.restore({ deploymentId: NEW, variables: {}, remove: [] });
      world.before('stage.read', again);
    };
    world.before('stage.read', again);
    await expect(rollBack(BACK, world.stage)).rejects.toThrow('somebody else keeps changing stage prod');
    expect(world.changes.filter((change) => change === 'stage.restore')).toHaveLength(4);
  });

  test('is none where the stack was rolled back before the release began: nothing goes to the new deployment', async () => {
    const world = at(OLD, { canary: CANARY });
    const forward: Change = { to: BACK.from, from: BACK.to };
    const rejected = await rollBack(forward, world.stage).catch((error: unknown) => error);
    expect(rejected).toBeInstanceOf(Rejected);
    expect(String(rejected)).toContain('this release never began');
    expect(world.changes).toEqual(['stage.removeCanary']);
    expect(world.state.read()).toMatchObject({ deploymentId: OLD });
  });

  test('is none, either, to a deployment that does not exist', async () => {
    const world = at(OLD);
    await expect(rollBack({ to: rollout({ deploymentId: 'd404' }), from: BACK.to }, world.stage)).rejects.toThrow(Rejected);
    expect(world.changes).toEqual(['stage.removeCanary']);
  });

  test('goes back where the deployment of the release does not exist any more', async () => {
    const world = new MemoryWorld({ deploymentId: 'd9', deployments: [OLD] });
    await rollBack({ ...BACK, from: rollout({ deploymentId: 'd404' }) }, world.stage);
    expect(world.state.read()?.deploymentId).toBe(OLD);
  });
});
