import { BAKE, MINUTE } from './support/releases';
import type { Stack } from './support/stack';
import { stage, World } from './support/world';

const OLD = { level: 'info', color: 'blue' };

jest.setTimeout(30_000);

let world: World;
let stack: Stack;

beforeEach(async () => {
  world = await World.start();
  stack = world.stack();
  await stack.create({ DeploymentId: 'd1', StageVariables: OLD });
});
afterEach(() => world.stop());

describe.each([
  ['added', { ...OLD, size: 'large' }, { size: 'large' }, { ...OLD, size: 'large' }],
  ['changed', { level: 'debug', color: 'blue' }, { level: 'debug' }, { level: 'debug', color: 'blue' }],
  ['removed, which the stage keeps all the same', { level: 'info' }, undefined, OLD],
  ['added, changed and removed', { level: 'debug', size: 'large' }, { level: 'debug', size: 'large' }, { ...OLD, level: 'debug', size: 'large' }],
])('a variable that is %s', (_, StageVariables, overrides, afterwards) => {
  test('belongs to the canary alone until the promotion, and to the stage after it', async () => {
    const update = await stack.deploy({ DeploymentId: 'd2', StageVariables });
    expect(world.seen()).toEqual(stage('d1', 'd2@10', OLD));
    expect(world.overrides()).toEqual(overrides);
    await world.pass(2 * BAKE);
    expect(world.seen()).toEqual(stage('d2', 'd2@0', afterwards));
    await world.pass(15_000);
    expect(update.said).toMatchObject({ Status: 'SUCCESS' });
    stack.updateStage();
    await stack.cleanUp();
    expect(world.seen()).toEqual(stage('d2', undefined, afterwards));
  });

  test('is as it was when the release fails before its promotion', async () => {
    await stack.deploy({ DeploymentId: 'd2', StageVariables });
    await world.pass(MINUTE);
    const rollback = await stack.rollBack();
    await world.pass(MINUTE);
    expect(rollback.said).toMatchObject({ Status: 'SUCCESS' });
    expect(world.seen()).toEqual(stage('d1', undefined, OLD));
  });

  test('is as it was when something else fails after the promotion', async () => {
    await stack.deploy({ DeploymentId: 'd2', StageVariables });
    await world.pass(2 * BAKE + MINUTE);
    await stack.rollBack();
    expect(world.seen()).toEqual(stage('d1', undefined, OLD));
  });

  test('is as it was when something else fails after CloudFormation has updated the stage', async () => {
    await stack.deploy({ DeploymentId: 'd2', StageVariables });
    await world.pass(2 * BAKE + MINUTE);
    stack.updateStage();
    await stack.rollBack();
    expect(world.seen()).toEqual(stage('d1', undefined, OLD));
  });
});

describe('a release of variables alone', () => {
  const StageVariables = { level: 'debug', color: 'blue' };

  test('is a canary that leads to the deployment of the base', async () => {
    const update = await stack.deploy({ DeploymentId: 'd1', StageVariables });
    expect(world.seen()).toEqual(stage('d1', 'd1@10', OLD));
    expect(world.overrides()).toEqual({ level: 'debug' });
    await world.pass(2 * BAKE - 1);
    expect(world.seen()).toEqual(stage('d1', 'd1@50', OLD));
    await world.pass(15_001);
    expect(update.said).toMatchObject({ Status: 'SUCCESS' });
    expect(world.seen()).toEqual(stage('d1', undefined, StageVariables));
  });

  test.each([['step', BAKE - 1], ['promotion', 2 * BAKE - 1]])('that is aborted right before a %s brings no variable', async (_, when) => {
    const update = await stack.deploy({ DeploymentId: 'd1', StageVariables });
    await world.pass(when);
    world.cloudWatch.meanwhile(() => world.byHand({ op: 'remove', path: '/canarySettings' }));
    await world.pass(1);
    expect(update.said).toMatchObject({ Status: 'FAILED' });
    expect(world.seen()).toEqual(stage('d1', undefined, OLD));
  });

  test('that fails leaves the variables as they were', async () => {
    await stack.deploy({ DeploymentId: 'd1', StageVariables });
    await world.pass(MINUTE);
    await stack.rollBack();
    expect(world.seen()).toEqual(stage('d1', undefined, OLD));
  });
});

test('variables that were taken away alone pass the gate at once: a stage never loses one by an update', async () => {
  const update = await stack.deploy({ DeploymentId: 'd1', StageVariables: {} });
  await world.pass(0);
  expect(update.said).toMatchObject({ Status: 'SUCCESS' });
  expect(world.seen()).toEqual(stage('d1', undefined, OLD));
});

test('a promotion by hand that forgets the variables is completed by the release', async () => {
  const StageVariables = { ...OLD, size: 'large' };
  const update = await stack.deploy({ DeploymentId: 'd2', StageVariables });
  await world.pass(2 * MINUTE);
  world.byHand({ op: 'copy', from: '/canarySettings/deploymentId', path: '/deploymentId' });
  expect(world.seen()).toEqual(stage('d2', 'd2@10', OLD));
  await world.pass(2 * BAKE + 15_000);
  expect(update.said).toMatchObject({ Status: 'SUCCESS' });
  expect(world.seen()).toEqual(stage('d2', undefined, StageVariables));
});
