import { BAKE, MINUTE } from './support/releases';
import type { Stack } from './support/stack';
import { stage, World } from './support/world';

jest.setTimeout(30_000);

let world: World;
let stack: Stack;

beforeEach(async () => {
  world = await World.start();
  stack = world.stack();
  await stack.create({ DeploymentId: 'd1' });
});
afterEach(() => world.stop());

describe('an alarm during the first step', () => {
  test('takes the canary away within one look, fails the release with what happened, and the rollback finds nothing to do', async () => {
    const update = await stack.deploy({ DeploymentId: 'd2' });
    await world.pass(2 * MINUTE);
    expect(world.seen()).toEqual(stage('d1', 'd2@10'));

    world.cloudWatch.alarm('errors', 'ALARM', { reason: '3 of 100 requests failed' });
    await world.pass(15_000);
    expect(world.seen()).toEqual(stage('d1'));
    expect(update.said).toMatchObject({ Status: 'FAILED' });
    expect(update.said?.Reason).toContain('alarm errors is in ALARM (3 of 100 requests failed) at 10 % after 2m 15s');

    stack.giveUp();
    stack.rollBackStage();
    world.listen();
    const rollback = await stack.rollBackGate();
    await world.pass(0);
    expect(rollback.said).toMatchObject({ Status: 'SUCCESS' });
    expect(world.patches()).toEqual([[{ op: 'remove', path: '/canarySettings' }]]);
    await stack.cleanUpRollback();
    expect(world.seen()).toEqual(stage('d1'));
  });

  test('is fenced: the waiter ends with its answer and never looks again', async () => {
    await stack.deploy({ DeploymentId: 'd2' });
    await world.pass(MINUTE);
    world.cloudWatch.alarm('errors', 'ALARM');
    await world.pass(15_000);
    world.listen();
    await world.pass(60 * MINUTE);
    expect(world.plane.asked).toEqual([]);
  });
});

test.each([
  ['during the last step', BAKE + MINUTE],
  ['in the very moment of the promotion', 2 * BAKE - 1],
])('an alarm %s ends the release with the old deployment in place', async (_, when) => {
  const update = await stack.deploy({ DeploymentId: 'd2' });
  await world.pass(when);
  expect(world.seen()).toEqual(stage('d1', 'd2@50'));
  world.cloudWatch.alarm('latency', 'ALARM');
  await world.pass(15_000);
  expect(world.seen()).toEqual(stage('d1'));
  expect(update.said?.Reason).toContain('alarm latency is in ALARM');
  expect(update.said?.Reason).toContain('at 50 %');
});

test('an alarm after the promotion does not take it back: that is for the alarms of the API itself', async () => {
  const update = await stack.deploy({ DeploymentId: 'd2' });
  await world.pass(2 * BAKE);
  expect(world.seen()).toEqual(stage('d2', 'd2@0'));
  world.cloudWatch.alarm('errors', 'ALARM');
  await world.pass(15_000);
  expect(update.said).toMatchObject({ Status: 'SUCCESS' });
  expect(world.seen()).toEqual(stage('d2'));
});

test('an alarm left over from the attempt before fails the release before any traffic, and says how to go on', async () => {
  world.cloudWatch.alarm('errors', 'ALARM');
  const update = await stack.deploy({ DeploymentId: 'd2' });
  expect(update.said).toMatchObject({ Status: 'FAILED' });
  expect(update.said?.Reason).toContain('Wait until it is OK and deploy again');
  expect(world.patches()).toEqual([]);
  await stack.rollBack();
  expect(world.seen()).toEqual(stage('d1'));
});

test.each([['before it', 0], ['during it', MINUTE]])('an alarm that does not exist %s fails the release', async (_, when) => {
  if (when === 0) world.cloudWatch.deleteAlarm('latency');
  const update = await stack.deploy({ DeploymentId: 'd2' });
  await world.pass(when);
  world.cloudWatch.deleteAlarm('latency');
  await world.pass(15_000);
  expect(update.said).toMatchObject({ Status: 'FAILED' });
  expect(update.said?.Reason).toContain('alarm latency does not exist');
  expect(world.seen()).toEqual(stage('d1'));
});

test('alarms without data hold nothing up', async () => {
  for (const name of ['errors', 'latency']) world.cloudWatch.alarm(name, 'INSUFFICIENT_DATA');
  const update = await stack.deploy({ DeploymentId: 'd2' });
  await world.pass(2 * BAKE + MINUTE);
  expect(update.said).toMatchObject({ Status: 'SUCCESS' });
  expect(world.seen()).toEqual(stage('d2'));
});

test('a composite alarm ends a release like any other', async () => {
  world.cloudWatch.alarm('everything', 'OK', { composite: true });
  const update = await stack.deploy({ DeploymentId: 'd2', AlarmNames: ['everything'] });
  await world.pass(MINUTE);
  expect(world.seen()).toEqual(stage('d1', 'd2@10'));
  world.cloudWatch.alarm('everything', 'ALARM', { composite: true });
  await world.pass(15_000);
  expect(update.said?.Reason).toContain('alarm everything is in ALARM');
  expect(world.seen()).toEqual(stage('d1'));
});

test('the last of more alarms than one request tells of ends a release too', async () => {
  const names = Array.from({ length: 101 }, (_, index) => `alarm-${index}`);
  for (const name of names) world.cloudWatch.alarm(name, 'OK');
  const update = await stack.deploy({ DeploymentId: 'd2', AlarmNames: names });
  await world.pass(MINUTE);
  expect(update.said).toBeUndefined();
  world.cloudWatch.alarm('alarm-100', 'ALARM');
  await world.pass(15_000);
  expect(update.said?.Reason).toContain('alarm alarm-100 is in ALARM');
});

test('a release without alarms asks for none', async () => {
  const update = await stack.deploy({ DeploymentId: 'd2', AlarmNames: [] });
  await world.pass(2 * BAKE + MINUTE);
  expect(update.said).toMatchObject({ Status: 'SUCCESS' });
  expect(world.cloudWatch.asked).toEqual([]);
});

describe('a release that failed with --no-rollback', () => {
  beforeEach(async () => {
    await stack.deploy({ DeploymentId: 'd2' });
    await world.pass(MINUTE);
    world.cloudWatch.alarm('errors', 'ALARM');
    await world.pass(15_000);
    stack.leaveFailed();
    world.cloudWatch.alarm('errors', 'OK');
    expect(world.seen()).toEqual(stage('d1'));
  });

  test.each(['d2', 'd3'])('is tried again as a whole, with deployment %s', async (DeploymentId) => {
    const retry = await stack.deploy({ DeploymentId });
    expect(world.seen()).toEqual(stage('d1', `${DeploymentId}@10`));
    await world.pass(2 * BAKE - 1);
    expect(world.seen()).toEqual(stage('d1', `${DeploymentId}@50`));
    await world.pass(15_001);
    expect(retry.said).toMatchObject({ Status: 'SUCCESS' });
    expect(world.seen()).toEqual(stage(DeploymentId));
  });

  test('is taken back by "cdk rollback"', async () => {
    const rollback = await stack.rollBack();
    await world.pass(0);
    expect(rollback.said).toMatchObject({ Status: 'SUCCESS' });
    expect(world.seen()).toEqual(stage('d1'));
  });
});
