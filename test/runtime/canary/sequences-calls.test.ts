import { BAKE, MINUTE } from './support/releases';
import type { Stack } from './support/stack';
import { stage, World } from './support/world';

const THROTTLED = { status: 429, code: 'TooManyRequestsException', message: 'Too Many Requests' };
const CONFLICT = { status: 409, code: 'ConflictException', message: 'Unable to complete operation due to concurrent modification. Please try again later.' };
const BROKEN = { status: 500, code: 'InternalFailure', message: 'Internal server error' };
const DENIED = { status: 403, code: 'AccessDeniedException', message: 'User is not authorized to perform this action' };
const QUERY_THROTTLED = { status: 400, code: 'Throttling', message: 'Rate exceeded' };

/** As often as the requests of two looks are tried. */
const OFTEN = 4;

jest.setTimeout(30_000);

let world: World;
let stack: Stack;

beforeEach(async () => {
  world = await World.start();
  stack = world.stack();
  await stack.create({ DeploymentId: 'd1' });
});
afterEach(() => world.stop());

describe.each([
  ['API Gateway is asked too often', () => world.plane.fail(OFTEN, THROTTLED)],
  ['API Gateway has another change to make', () => world.plane.fail(OFTEN, CONFLICT)],
  ['API Gateway is broken', () => world.plane.fail(OFTEN, BROKEN)],
  ['CloudWatch is asked too often', () => world.cloudWatch.fail(OFTEN, QUERY_THROTTLED)],
  ['CloudWatch is broken', () => world.cloudWatch.fail(OFTEN, BROKEN)],
  ['CloudFormation is asked too often', () => world.cloudFormation.fail(OFTEN, QUERY_THROTTLED)],
  ['CloudFormation is broken', () => world.cloudFormation.fail(OFTEN, BROKEN)],
])('while %s', (_, fail) => {
  test('a release waits, and then goes on as if nothing had been', async () => {
    const update = await stack.deploy({ DeploymentId: 'd2' });
    await world.pass(MINUTE);
    fail();
    await world.pass(15_000);
    expect(update.said).toBeUndefined();
    expect(world.seen()).toEqual(stage('d1', 'd2@10'));
    await world.pass(2 * BAKE);
    expect(update.said).toMatchObject({ Status: 'SUCCESS' });
    expect(world.seen()).toEqual(stage('d2'));
  });
});

describe('a patch that API Gateway refuses for a while', () => {
  test.each([
    ['step', BAKE - 1, 'd2@10', 'd2@50'],
    ['promotion', 2 * BAKE - 1, 'd2@50', 'd2@0'],
  ])('is made a look later: %s', async (_, when, before, after) => {
    const update = await stack.deploy({ DeploymentId: 'd2' });
    await world.pass(when);
    world.cloudWatch.meanwhile(() => world.plane.fail(2, THROTTLED)); // the stage was read already
    await world.pass(1);
    expect(world.seen()).toEqual(stage('d1', before));
    await world.pass(15_000);
    expect(world.seen().canary).toBe(after);
    expect(update.said).toBeUndefined();
  });

  test('is made a look later: the one that takes the canary away, and only then the release fails', async () => {
    const update = await stack.deploy({ DeploymentId: 'd2' });
    await world.pass(MINUTE);
    world.cloudWatch.alarm('errors', 'ALARM');
    world.cloudWatch.meanwhile(() => world.plane.fail(2, THROTTLED));
    await world.pass(15_000);
    expect(update.said).toBeUndefined();
    expect(world.seen()).toEqual(stage('d1', 'd2@10'));
    await world.pass(15_000);
    expect(update.said).toMatchObject({ Status: 'FAILED' });
    expect(world.seen()).toEqual(stage('d1'));
  });
});

describe('a start', () => {
  test.each([['asked too often', THROTTLED], ['in another change', CONFLICT], ['broken', BROKEN]])('is tried again while API Gateway is %s', async (_, fault) => {
    world.plane.fail(3, fault);
    const update = await stack.deploy({ DeploymentId: 'd2' });
    expect(update.said).toBeUndefined();
    expect(world.seen()).toEqual(stage('d1', 'd2@10'));
  });

  test.each([
    ['API Gateway', () => world.plane],
    ['CloudWatch', () => world.cloudWatch],
    ['CloudFormation', () => world.cloudFormation],
  ])('that %s denies fails with its words and without a canary, once the permission had a minute to spread', async (_, service) => {
    const begun = world.clock.now();
    service().fail(1_000, DENIED);
    const update = await stack.deploy({ DeploymentId: 'd2' });
    expect(update.said).toMatchObject({ Status: 'FAILED' });
    expect(update.said?.Reason).toContain(DENIED.message);
    expect(world.clock.now() - begun).toBeGreaterThanOrEqual(MINUTE);
    expect(world.seen()).toEqual(stage('d1'));
  });

  test('that is denied only until the permission has spread begins', async () => {
    world.cloudWatch.fail(10, DENIED);
    await stack.deploy({ DeploymentId: 'd2' });
    expect(world.seen()).toEqual(stage('d1', 'd2@10'));
  });

  test('of a deployment that does not exist fails with the words of API Gateway', async () => {
    world.cloudWatch.meanwhile(() => stack.loseDeployment());
    const update = await stack.deploy({ DeploymentId: 'd2' });
    expect(update.said).toMatchObject({ Status: 'FAILED' });
    expect(update.said?.Reason).toContain('Deployment id does not exist');
    expect(world.seen()).toEqual(stage('d1'));
  });
});

test('looks that are in vain for ever end with the waiter; the canary goes with the rollback', async () => {
  const update = await stack.deploy({ DeploymentId: 'd2' });
  await world.pass(MINUTE);
  world.cloudWatch.fail(10_000, QUERY_THROTTLED);
  await world.pass(10 * MINUTE);
  expect(update.said).toMatchObject({ Status: 'FAILED', Reason: 'Operation timed out' });
  expect(world.seen()).toEqual(stage('d1', 'd2@10'));
  await stack.rollBack();
  expect(world.seen()).toEqual(stage('d1'));
});

test('a look that is denied fails the release; the canary goes with the rollback', async () => {
  const update = await stack.deploy({ DeploymentId: 'd2' });
  await world.pass(MINUTE);
  world.plane.fail(1, DENIED);
  await world.pass(15_000);
  expect(update.said).toMatchObject({ Status: 'FAILED' });
  expect(update.said?.Reason).toContain(DENIED.message);
  await stack.rollBack();
  expect(world.seen()).toEqual(stage('d1'));
});

describe('a rollback', () => {
  const PERSISTENT = 40;

  beforeEach(async () => {
    await stack.deploy({ DeploymentId: 'd2' });
    await world.pass(MINUTE);
    stack.giveUp();
  });

  test.each([['asked too often', THROTTLED], ['in another change', CONFLICT], ['broken', BROKEN]])('is tried again and again while API Gateway is %s', async (_, fault) => {
    world.plane.fail(PERSISTENT, fault);
    const rollback = await stack.rollBackGate();
    await world.pass(0);
    expect(rollback.said).toMatchObject({ Status: 'SUCCESS' });
    expect(world.seen()).toEqual(stage('d1'));
  });

  test('is tried again while CloudFormation is asked too often', async () => {
    world.cloudFormation.fail(PERSISTENT, QUERY_THROTTLED);
    const rollback = await stack.rollBackGate();
    await world.pass(0);
    expect(rollback.said).toMatchObject({ Status: 'SUCCESS' });
    expect(world.seen()).toEqual(stage('d1'));
  });

  test('asks CloudWatch nothing: what it says makes no difference any more', async () => {
    world.listen();
    await stack.rollBackGate();
    expect(world.cloudWatch.asked).toEqual([]);
  });

  test('that API Gateway never lets through fails in time to say so, with the canary still on', async () => {
    const begun = world.clock.now();
    world.plane.fail(10_000, BROKEN);
    const rollback = await stack.rollBackGate();
    expect(rollback.said).toMatchObject({ Status: 'FAILED' });
    expect(rollback.said?.Reason).toContain(BROKEN.message);
    expect(world.clock.now() - begun).toBeLessThan(5 * MINUTE);
    expect(world.seen()).toEqual(stage('d1', 'd2@10'));
  });

  test('that failed is gone through again once somebody has aborted the canary by hand, and API Gateway is well', async () => {
    world.plane.fail(1_000, DENIED);
    const failed = await stack.rollBackGate();
    expect(failed.said).toMatchObject({ Status: 'FAILED' });
    world.plane.recover();
    world.byHand({ op: 'remove', path: '/canarySettings' });
    const again = await stack.rollBackGate();
    await world.pass(0);
    expect(again.said).toMatchObject({ Status: 'SUCCESS' });
    expect(world.seen()).toEqual(stage('d1'));
  });
});

describe('a clock of API Gateway', () => {
  const SKEW = 30_000;

  test('that is ahead makes every step longer by as much, and none shorter', async () => {
    world.plane.clockSkewMs = SKEW;
    const update = await stack.deploy({ DeploymentId: 'd2' });
    await world.pass(BAKE + SKEW - 1);
    expect(world.seen()).toEqual(stage('d1', 'd2@10'));
    await world.pass(BAKE + SKEW);
    expect(world.seen()).toEqual(stage('d1', 'd2@50'));
    await world.pass(15_001);
    expect(update.said).toMatchObject({ Status: 'SUCCESS' });
    expect(world.seen()).toEqual(stage('d2'));
  });

  test('that is behind makes the first step no shorter, and a later one by no more than that', async () => {
    world.plane.clockSkewMs = -SKEW;
    const update = await stack.deploy({ DeploymentId: 'd2' });
    await world.pass(BAKE - 1);
    expect(world.seen()).toEqual(stage('d1', 'd2@10'));
    await world.pass(BAKE - SKEW);
    expect(world.seen()).toEqual(stage('d1', 'd2@50'));
    await world.pass(15_001);
    expect(update.said).toMatchObject({ Status: 'SUCCESS' });
    expect(world.seen()).toEqual(stage('d2'));
  });

  test('that is far off delays a release until its time is up, and never promotes it early', async () => {
    world.plane.clockSkewMs = 30 * MINUTE;
    const update = await stack.deploy({ DeploymentId: 'd2' });
    await world.pass(2 * BAKE + 3 * MINUTE);
    expect(world.seen()).toEqual(stage('d1', 'd2@10'));
    await world.pass(15_000);
    expect(update.said).toMatchObject({ Status: 'FAILED' });
    expect(world.seen()).toEqual(stage('d1'));
  });
});
