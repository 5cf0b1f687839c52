import type { Request } from './support/provider';
import { manual, MINUTE } from './support/releases';
import type { Stack } from './support/stack';
import { stage, World } from './support/world';

jest.setTimeout(30_000);

let world: World;
let stack: Stack;
let update: Request;

beforeEach(async () => {
  world = await World.start();
  stack = world.stack();
  await stack.create(manual({ DeploymentId: 'd1' }));
  update = await stack.deploy(manual({ DeploymentId: 'd2', StageVariables: { level: 'debug' } }));
  await world.pass(5 * MINUTE);
});
afterEach(() => world.stop());

describe('a release that is left to an operator', () => {
  test('waits, however long its steps would have been', () => {
    expect(update.said).toBeUndefined();
    expect(world.seen()).toEqual(stage('d1', 'd2@10'));
    expect(world.patches()).toHaveLength(1);
    expect(world.log.at(-1)).toMatchObject({ message: 'waiting for somebody to promote or abort at 10 % after 5m 0s' });
  });

  test('goes to all when the operator promotes it', async () => {
    world.byHand(
      { op: 'replace', path: '/canarySettings/percentTraffic', value: '0.0' },
      { op: 'copy', from: '/canarySettings/stageVariableOverrides', path: '/variables' },
      { op: 'copy', from: '/canarySettings/deploymentId', path: '/deploymentId' },
    );
    await world.pass(15_000);
    expect(update.said).toMatchObject({ Status: 'SUCCESS' });
    expect(world.seen()).toEqual(stage('d2', undefined, { level: 'debug' }));
    stack.updateStage();
    await stack.cleanUp();
    expect(world.seen()).toEqual(stage('d2', undefined, { level: 'debug' }));
  });

  test('may get more traffic from the operator, and still waits', async () => {
    world.byHand({ op: 'replace', path: '/canarySettings/percentTraffic', value: '50' });
    await world.pass(5 * MINUTE);
    expect(update.said).toBeUndefined();
    expect(world.seen()).toEqual(stage('d1', 'd2@50'));
  });

  test('fails when the operator aborts it, and is rolled back', async () => {
    world.byHand({ op: 'remove', path: '/canarySettings' });
    await world.pass(15_000);
    expect(update.said).toMatchObject({ Status: 'FAILED' });
    expect(update.said?.Reason).toContain('the canary was aborted by somebody else');
    await stack.rollBack();
    expect(world.seen()).toEqual(stage('d1'));
  });

  test('is ended by an alarm, without the operator', async () => {
    world.cloudWatch.alarm('errors', 'ALARM');
    await world.pass(15_000);
    expect(update.said?.Reason).toContain('alarm errors is in ALARM');
    expect(world.seen()).toEqual(stage('d1'));
  });

  test('is taken back when nobody decides in time', async () => {
    await world.pass(45 * MINUTE);
    expect(world.seen()).toEqual(stage('d1', 'd2@10'));
    await world.pass(15_000);
    expect(update.said).toMatchObject({ Status: 'FAILED' });
    expect(update.said?.Reason).toContain('nobody promoted the canary within 50m 0s');
    expect(world.seen()).toEqual(stage('d1'));
    await stack.rollBack();
    expect(world.seen()).toEqual(stage('d1'));
  });
});
