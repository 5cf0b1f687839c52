import { BAKE, MINUTE } from './support/releases';
import type { Stack } from './support/stack';
import { stage, World } from './support/world';

const HANDLERS = ['the template before', 'the stage as it is'] as const;

jest.setTimeout(30_000);

let world: World;

beforeEach(async () => { world = await World.start(); });
afterEach(() => world.stop());

async function livingStack(stageHandler: typeof HANDLERS[number] = 'the template before'): Promise<Stack> {
  const stack = world.stack(stageHandler);
  await stack.create({ DeploymentId: 'd1' });
  return stack;
}

test('another resource fails during the bake, or somebody cancels the update: the canary goes with the rollback, the zombie touches nothing', async () => {
  const stack = await livingStack();
  const update = await stack.deploy({ DeploymentId: 'd2' });
  await world.pass(MINUTE);
  stack.giveUp();
  expect(world.seen()).toEqual(stage('d1', 'd2@10'));

  world.listen();
  await world.pass(15_000);
  expect(world.seen()).toEqual(stage('d1', 'd2@10'));
  expect(world.plane.asked).toEqual([]);
  expect(update.said).toMatchObject({ Status: 'FAILED' });
  expect(update.said?.Reason).toContain('the stack is UPDATE_ROLLBACK_IN_PROGRESS: this release was given up, and nothing was touched');

  const rollback = await stack.rollBackGate();
  await world.pass(0);
  expect(world.seen()).toEqual(stage('d1'));
  expect(rollback.said).toMatchObject({ Status: 'SUCCESS' });
  await stack.cleanUpRollback();
  expect(world.seen()).toEqual(stage('d1'));
});

describe('a start that CloudFormation does not wait for any more', () => {
  test('because the stack was rolled back before it began: it goes nowhere, and not "back" to the new deployment either', async () => {
    const stack = await livingStack();
    const update = await stack.deploy({ DeploymentId: 'd2' }, () => stack.giveUp());
    expect(update.said).toMatchObject({ Status: 'FAILED' });
    expect(world.seen()).toEqual(stage('d1'));
    await stack.rollBack();
    expect(world.seen()).toEqual(stage('d1'));
  });

  test.each([
    ['before it read the stage', () => world.cloudFormation],
    ['before it read the alarms', () => world.plane],
    ['before its canary was out', () => world.cloudWatch],
  ])('because the stack was rolled back %s: it takes its own canary back', async (_, service) => {
    const stack = await livingStack();
    service().meanwhile(async () => {
      stack.giveUp();
      await stack.rollBackGate();
    });
    const update = await stack.deploy({ DeploymentId: 'd2' });
    await world.pass(MINUTE);
    expect(update.said).toMatchObject({ Status: 'FAILED' });
    expect(update.said?.Reason).toContain('this release was given up while it began');
    expect(world.seen()).toEqual(stage('d1'));
    await stack.cleanUpRollback();
  });
});

describe('a zombie waiter', () => {
  test('that read the state just before it flipped and promotes is undone by the rollback', async () => {
    const stack = await livingStack();
    await stack.deploy({ DeploymentId: 'd2' });
    await world.pass(2 * BAKE - 1);
    world.cloudFormation.meanwhile(() => stack.giveUp());
    await world.pass(1);
    expect(world.seen()).toEqual(stage('d2', 'd2@0'));

    world.listen();
    const rollback = await stack.rollBackGate();
    expect(world.patches()).toEqual([
      [{ op: 'remove', path: '/canarySettings' }],
      [{ op: 'replace', path: '/deploymentId', value: 'd1' }],
      [{ op: 'remove', path: '/canarySettings' }], // of a step that a zombie took meanwhile
    ]);
    expect(world.seen()).toEqual(stage('d1'));
    await world.pass(MINUTE);
    expect(rollback.said).toMatchObject({ Status: 'SUCCESS' });
    await stack.cleanUpRollback();
    expect(world.seen()).toEqual(stage('d1'));
  });

  test.each([
    ['promotion', 'before it read the stage', 2 * BAKE - 1],
    ['promotion', 'before it read the alarms', 2 * BAKE - 1],
    ['step', 'before it read the stage', BAKE - 1],
    ['step', 'before it read the alarms', BAKE - 1],
  ])('whose %s is overtaken by the whole rollback %s brings the new deployment nowhere', async (_, where, when) => {
    const stack = await livingStack();
    const update = await stack.deploy({ DeploymentId: 'd2' });
    await world.pass(when);
    const overtaken = where === 'before it read the stage' ? world.cloudFormation : world.cloudWatch;
    overtaken.meanwhile(async () => {
      stack.giveUp();
      await stack.rollBackGate();
      await stack.cleanUpRollback();
    });
    await world.pass(1);
    expect(update.said).toMatchObject({ Status: 'FAILED' });
    expect(world.seen()).toEqual(stage('d1'));
    await world.pass(60 * MINUTE);
    expect(world.seen()).toEqual(stage('d1'));
  });

  test('that promotes after the rollback has asked for the state, and before its first patch, is undone too', async () => {
    const stack = await livingStack();
    await stack.deploy({ DeploymentId: 'd2' });
    await world.pass(2 * BAKE - 1);
    world.cloudFormation.meanwhile(async () => {
      stack.status = 'UPDATE_IN_PROGRESS'; // as the zombie has read it long before
      world.cloudFormation.meanwhile(() => stack.giveUp());
      await world.pass(1);
      expect(world.seen()).toEqual(stage('d2', 'd2@0'));
    });
    await stack.rollBackGate();
    expect(world.seen()).toEqual(stage('d1'));
    await world.pass(MINUTE);
    expect(world.seen()).toEqual(stage('d1'));
  });

  test('after the rollback finds no canary and touches nothing, also when its stack is updated again', async () => {
    const stack = await livingStack();
    const update = await stack.deploy({ DeploymentId: 'd2' });
    await world.pass(MINUTE);
    await stack.rollBack();
    const next = await stack.deploy({ DeploymentId: 'd3' });
    world.listen();
    await world.pass(15_000);
    expect(update.said).toMatchObject({ Status: 'FAILED' });
    expect(world.patches()).toEqual([]);
    expect(world.seen()).toEqual(stage('d1', 'd3@10'));
    await world.pass(2 * BAKE + MINUTE);
    expect(next.said).toMatchObject({ Status: 'SUCCESS' });
    expect(world.seen()).toEqual(stage('d3'));
  });
});

describe.each(HANDLERS)('another resource fails after the promotion, and the stage is compared with %s', (stageHandler) => {
  test('before the stage is updated: the gate brings the old deployment back', async () => {
    const stack = await livingStack(stageHandler);
    const update = await stack.deploy({ DeploymentId: 'd2' });
    await world.pass(2 * BAKE + MINUTE);
    expect(update.said).toMatchObject({ Status: 'SUCCESS' });
    expect(world.seen()).toEqual(stage('d2'));

    stack.giveUp();
    stack.rollBackStage();
    expect(world.seen()).toEqual(stage('d2'));
    const rollback = await stack.rollBackGate();
    await world.pass(0);
    expect(world.seen()).toEqual(stage('d1'));
    expect(rollback.said).toMatchObject({ Status: 'SUCCESS' });
    await stack.cleanUpRollback();
  });

  test('after the promotion, before the gate was left: the canary without traffic goes too', async () => {
    const stack = await livingStack(stageHandler);
    await stack.deploy({ DeploymentId: 'd2' });
    await world.pass(2 * BAKE);
    expect(world.seen()).toEqual(stage('d2', 'd2@0'));
    const rollback = await stack.rollBack();
    await world.pass(MINUTE);
    expect(rollback.said).toMatchObject({ Status: 'SUCCESS' });
    expect(world.seen()).toEqual(stage('d1'));
  });

  test.each([['stage', 'gate'], ['gate', 'stage']])('after the stage is updated: the old deployment is back, %s first and then %s', async (first) => {
    const stack = await livingStack(stageHandler);
    await stack.deploy({ DeploymentId: 'd2' });
    await world.pass(2 * BAKE + MINUTE);
    stack.updateStage();
    expect(world.seen()).toEqual(stage('d2'));

    stack.giveUp();
    if (first === 'stage') stack.rollBackStage();
    const rollback = await stack.rollBackGate();
    expect(world.seen()).toEqual(stage('d1'));
    if (first === 'gate') stack.rollBackStage();
    await world.pass(0);
    expect(rollback.said).toMatchObject({ Status: 'SUCCESS' });
    await stack.cleanUpRollback();
    expect(world.seen()).toEqual(stage('d1'));
  });
});

describe('another resource fails with --no-rollback while the canary is out', () => {
  let stack: Stack;

  beforeEach(async () => {
    stack = await livingStack();
    const update = await stack.deploy({ DeploymentId: 'd2' });
    await world.pass(MINUTE);
    stack.leaveFailed();
    await world.pass(15_000);
    expect(update.said?.Reason).toContain('the stack is UPDATE_FAILED');
    expect(world.seen()).toEqual(stage('d1', 'd2@10'));
  });

  test('the next attempt with the same deployment begins anew', async () => {
    const retry = await stack.deploy({ DeploymentId: 'd2' });
    expect(world.seen()).toEqual(stage('d1', 'd2@10'));
    await world.pass(2 * BAKE - 1);
    expect(world.seen()).toEqual(stage('d1', 'd2@50'));
    await world.pass(15_001);
    expect(retry.said).toMatchObject({ Status: 'SUCCESS' });
    expect(world.seen()).toEqual(stage('d2'));
  });

  test('"cdk rollback" takes the canary away', async () => {
    const rollback = await stack.rollBack();
    await world.pass(0);
    expect(rollback.said).toMatchObject({ Status: 'SUCCESS' });
    expect(world.seen()).toEqual(stage('d1'));
  });
});
