import { BAKE, MINUTE } from './support/releases';
import type { Stack } from './support/stack';
import { stage, World } from './support/world';

const ABORT = { op: 'remove', path: '/canarySettings' };

jest.setTimeout(30_000);

let world: World;
let stack: Stack;

beforeEach(async () => {
  world = await World.start();
  stack = world.stack();
  await stack.create({ DeploymentId: 'd1' });
});
afterEach(() => world.stop());

function percent(value: string) {
  return { op: 'replace', path: '/canarySettings/percentTraffic', value };
}

function canaryTo(value: string, share = '5') {
  return [{ op: 'replace', path: '/canarySettings/deploymentId', value }, percent(share)];
}

/** As the console and the guide do it. */
const RECIPE = [
  percent('0.0'),
  { op: 'copy', from: '/canarySettings/stageVariableOverrides', path: '/variables' },
  { op: 'copy', from: '/canarySettings/deploymentId', path: '/deploymentId' },
];

describe('somebody aborts the canary by hand', () => {
  test('and the next look fails the release, touches nothing, and the rollback finds nothing to do', async () => {
    const update = await stack.deploy({ DeploymentId: 'd2' });
    await world.pass(MINUTE);
    world.byHand(ABORT);
    world.listen();
    await world.pass(15_000);
    expect(update.said).toMatchObject({ Status: 'FAILED' });
    expect(update.said?.Reason).toContain('the canary was aborted by somebody else');
    expect(world.patches()).toEqual([]);
    await stack.rollBack();
    expect(world.seen()).toEqual(stage('d1'));
  });

  test.each([
    ['step', BAKE - 1],
    ['promotion', 2 * BAKE - 1],
  ])('right before the patch of a %s, which then brings nothing but the old deployment', async (_, when) => {
    const update = await stack.deploy({ DeploymentId: 'd2' });
    await world.pass(when);
    world.cloudWatch.meanwhile(() => world.byHand(ABORT)); // the stage was read, and the alarms are fine
    await world.pass(1);
    expect(update.said).toMatchObject({ Status: 'FAILED' });
    expect(update.said?.Reason).toContain('the canary was taken away during');
    expect(world.seen()).toEqual(stage('d1'));
    await stack.rollBack();
    expect(world.seen()).toEqual(stage('d1'));
  });
});

describe('somebody promotes the canary by hand', () => {
  test.each([
    ['by the recipe of the guide', RECIPE],
    ['and leaves it its traffic', RECIPE.slice(1)],
    ['and removes it', [...RECIPE, ABORT]],
  ])('%s, and the release is done early', async (_, operations) => {
    const update = await stack.deploy({ DeploymentId: 'd2' });
    await world.pass(MINUTE);
    world.byHand(...operations);
    expect(world.seen().base).toBe('d2');
    await world.pass(15_000);
    expect(update.said).toMatchObject({ Status: 'SUCCESS' });
    expect(world.seen()).toEqual(stage('d2'));
    stack.updateStage();
    await stack.cleanUp();
    expect(world.seen()).toEqual(stage('d2'));
  });

  test('and CloudFormation rolls back all the same, if something else fails afterwards', async () => {
    await stack.deploy({ DeploymentId: 'd2' });
    await world.pass(MINUTE);
    world.byHand(...RECIPE);
    await stack.rollBack();
    expect(world.seen()).toEqual(stage('d1'));
  });
});

describe('somebody changes the percentage by hand', () => {
  test('and the bake begins again, to go on with the next larger step', async () => {
    const update = await stack.deploy({ DeploymentId: 'd2' });
    await world.pass(BAKE - MINUTE);
    world.byHand(percent('30'));
    await world.pass(BAKE - 1);
    expect(world.seen()).toEqual(stage('d1', 'd2@30'));
    await world.pass(1);
    expect(world.seen()).toEqual(stage('d1', 'd2@50'));
    expect(update.said).toBeUndefined();
  });

  test('to nothing at all, and it goes on with the first step', async () => {
    await stack.deploy({ DeploymentId: 'd2' });
    await world.pass(MINUTE);
    world.byHand(percent('0.0'));
    expect(world.seen()).toEqual(stage('d1', 'd2@0'));
    await world.pass(BAKE);
    expect(world.seen()).toEqual(stage('d1', 'd2@10'));
  });

  test('to more than the last step, and the promotion comes next, a bake later', async () => {
    const update = await stack.deploy({ DeploymentId: 'd2' });
    await world.pass(MINUTE);
    world.byHand(percent('80'));
    await world.pass(BAKE - 1);
    expect(world.seen()).toEqual(stage('d1', 'd2@80'));
    await world.pass(15_001);
    expect(update.said).toMatchObject({ Status: 'SUCCESS' });
    expect(world.seen()).toEqual(stage('d2'));
  });

  test('so often that the time is up: the release fails with its canary taken away', async () => {
    const update = await stack.deploy({ DeploymentId: 'd2' });
    for (const share of ['11', '12', '13']) {
      await world.pass(2.5 * MINUTE);
      world.byHand(percent(share));
    }
    await world.pass(1.5 * MINUTE);
    expect(world.seen()).toEqual(stage('d1', 'd2@13'));
    await world.pass(15_000);
    expect(update.said).toMatchObject({ Status: 'FAILED' });
    expect(update.said?.Reason).toContain('the release took longer than 9m 0s');
    expect(world.seen()).toEqual(stage('d1'));
    await stack.rollBack();
    expect(world.seen()).toEqual(stage('d1'));
  });
});

describe('somebody points the canary at another deployment', () => {
  test('and the release fails, and leaves the canary as it is', async () => {
    const update = await stack.deploy({ DeploymentId: 'd2' });
    await world.pass(MINUTE);
    world.byHand(...canaryTo('d9'));
    world.listen();
    await world.pass(15_000);
    expect(update.said).toMatchObject({ Status: 'FAILED' });
    expect(update.said?.Reason).toContain('it leads to deployment d9 now, and is left as it is');
    expect(world.patches()).toEqual([]);
    expect(world.seen()).toEqual(stage('d1', 'd9@5'));
    await stack.rollBack();
    expect(world.seen()).toEqual(stage('d1', 'd9@5'));
  });

  test('right before a promotion, and the stage is not left on it', async () => {
    const update = await stack.deploy({ DeploymentId: 'd2' });
    await world.pass(2 * BAKE - 1);
    world.cloudWatch.meanwhile(() => world.byHand(...canaryTo('d9')));
    await world.pass(1);
    expect(update.said).toMatchObject({ Status: 'FAILED' });
    await stack.rollBack();
    expect(world.seen()).toEqual(stage('d1'));
  });
});

describe('somebody gives the stage another deployment meanwhile', () => {
  const DRIFT = { op: 'replace', path: '/deploymentId', value: 'd9' };

  test('and the release goes on, a bake longer, and its promotion overwrites it', async () => {
    const update = await stack.deploy({ DeploymentId: 'd2' });
    await world.pass(2 * MINUTE);
    world.byHand(DRIFT);
    expect(world.seen()).toEqual(stage('d9', 'd2@10'));
    await world.pass(2 * BAKE - 1);
    expect(world.seen()).toEqual(stage('d9', 'd2@50'));
    await world.pass(15_001);
    expect(update.said).toMatchObject({ Status: 'SUCCESS' });
    expect(world.seen()).toEqual(stage('d2'));
  });

  test('and an alarm takes the canary away: the rollback brings back what the template had', async () => {
    await stack.deploy({ DeploymentId: 'd2' });
    await world.pass(2 * MINUTE);
    world.byHand(DRIFT);
    world.cloudWatch.alarm('errors', 'ALARM');
    await world.pass(15_000);
    expect(world.seen()).toEqual(stage('d9'));
    await stack.rollBack();
    expect(world.seen()).toEqual(stage('d1'));
  });

  test('and the release fails with failOnDrift, and the rollback brings back what the template had', async () => {
    const update = await stack.deploy({ DeploymentId: 'd2', OnDrift: 'fail' });
    await world.pass(MINUTE);
    world.byHand(DRIFT);
    await world.pass(15_000);
    expect(update.said).toMatchObject({ Status: 'FAILED' });
    expect(update.said?.Reason).toContain('the stage was given another deployment, d9, by somebody else at 10 % after');
    expect(world.seen()).toEqual(stage('d9'));
    await stack.rollBack();
    expect(world.seen()).toEqual(stage('d1'));
  });
});

describe('somebody has a canary on the stage before', () => {
  beforeEach(() => world.byHand(...canaryTo('d9')));

  test('and the release fails before any change', async () => {
    const update = await stack.deploy({ DeploymentId: 'd2' });
    expect(update.said).toMatchObject({ Status: 'FAILED' });
    expect(update.said?.Reason).toContain('5 % go to deployment d9');
    expect(update.said?.Reason).toContain('onForeignCanary');
    expect(world.patches()).toEqual([]);
    expect(world.seen()).toEqual(stage('d1', 'd9@5'));
    await stack.rollBack();
    expect(world.seen()).toEqual(stage('d1', 'd9@5'));
  });

  test('with variables of its own, and the release takes over: nothing is left of it', async () => {
    world.byHand({ op: 'replace', path: '/canarySettings/stageVariableOverrides/level', value: 'debug' });
    const update = await stack.deploy({ DeploymentId: 'd2', OnForeignCanary: 'takeOver' });
    expect(world.seen()).toEqual(stage('d1', 'd2@10'));
    await world.pass(2 * BAKE + MINUTE);
    expect(update.said).toMatchObject({ Status: 'SUCCESS' });
    expect(world.seen()).toEqual(stage('d2'));
  });

  test.each([
    ['without traffic', [percent('0.0')]],
    ['to the base', canaryTo('d1')],
  ])('%s, which is nobody\'s release: it is in nobody\'s way', async (_, operations) => {
    world.byHand(...operations);
    const update = await stack.deploy({ DeploymentId: 'd2' });
    expect(update.said).toBeUndefined();
    expect(world.seen()).toEqual(stage('d1', 'd2@10'));
  });
});
