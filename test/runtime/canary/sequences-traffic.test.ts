import type { Request } from './support/provider';
import { counting, MINUTE } from './support/releases';
import type { Stack } from './support/stack';
import { stage, World } from './support/world';

jest.setTimeout(30_000);

let world: World;
let stack: Stack;
let update: Request;

beforeEach(async () => {
  world = await World.start();
  stack = world.stack();
  await stack.create({ DeploymentId: 'd1' });
  update = await stack.deploy(counting(50, { DeploymentId: 'd2' }));
});
afterEach(() => world.stop());

/** So many requests in the middle of every minute. */
async function busy(minutes: number, perMinute: number): Promise<void> {
  for (let minute = 0; minute < minutes; minute++) {
    await world.pass(MINUTE / 2);
    world.cloudWatch.requests(perMinute);
    await world.pass(MINUTE / 2);
  }
}

describe('a release that waits for 50 requests', () => {
  test('takes its steps in time when they come', async () => {
    await busy(3, 20);
    expect(world.seen()).toEqual(stage('d1', 'd2@50'));
    await busy(4, 20);
    expect(update.said).toMatchObject({ Status: 'SUCCESS' });
    expect(world.seen()).toEqual(stage('d2'));
  });

  test('extends a step until they have come, and goes on then', async () => {
    await busy(4, 10);
    expect(world.seen()).toEqual(stage('d1', 'd2@10'));
    expect(world.log.at(-1)).toMatchObject({ message: 'at 10 %: 40 of 50 requests' });
    await busy(1, 10);
    expect(world.seen()).toEqual(stage('d1', 'd2@50'));
  });

  test('counts those of the step alone', async () => {
    await busy(3, 100);
    expect(world.seen()).toEqual(stage('d1', 'd2@50'));
    await world.pass(8 * MINUTE);
    expect(update.said).toBeUndefined();
    expect(world.seen()).toEqual(stage('d1', 'd2@50'));
    expect(world.log.at(-1)).toMatchObject({ message: 'at 50 %: 0 of 50 requests' });
  });

  test('fails when they never come, with how many there were', async () => {
    await busy(3, 5);
    await world.pass(12 * MINUTE);
    expect(world.seen()).toEqual(stage('d1', 'd2@10'));
    await world.pass(15_000);
    expect(update.said).toMatchObject({ Status: 'FAILED' });
    expect(update.said?.Reason).toContain('the canary had 15 of 50 requests within 15m 0s');
    expect(world.seen()).toEqual(stage('d1'));
    await stack.rollBack();
    expect(world.seen()).toEqual(stage('d1'));
  });

  test('is ended by an alarm also while it waits', async () => {
    await world.pass(5 * MINUTE);
    world.cloudWatch.alarm('errors', 'ALARM');
    await world.pass(15_000);
    expect(update.said?.Reason).toContain('alarm errors is in ALARM');
    expect(world.seen()).toEqual(stage('d1'));
  });

  test('waits as well while CloudWatch is asked too often, and counts what came meanwhile', async () => {
    await busy(2, 20);
    world.cloudWatch.fail(10, { status: 400, code: 'Throttling', message: 'Rate exceeded' }); // five looks
    await busy(1, 20);
    expect(update.said).toBeUndefined();
    expect(world.seen()).toEqual(stage('d1', 'd2@10'));
    await world.pass(30_000);
    expect(world.seen()).toEqual(stage('d1', 'd2@50'));
  });
});
