import { API, BAKE, MINUTE, STAGE } from './support/releases';
import { stage, World } from './support/world';

const OTHER_STACK = 'arn:aws:cloudformation:eu-west-1:111122223333:stack/other/0a1b2c3d-9999-1111-2222-333344445555';

jest.setTimeout(30_000);

let world: World;

beforeEach(async () => { world = await World.start(); });
afterEach(() => world.stop());

describe('several stages of one API', () => {
  test('are released side by side, each with its own canary and its own end', async () => {
    const one = world.stack();
    const two = world.stack('the template before', OTHER_STACK);
    await one.create({ DeploymentId: 'd1' });
    await two.create({ DeploymentId: 'd1', StageName: 'beta', AlarmNames: ['beta-errors'] });
    world.cloudWatch.alarm('beta-errors', 'OK');
    const [update, other] = [await one.deploy({ DeploymentId: 'd2' }), await two.deploy({ DeploymentId: 'd3', StageName: 'beta', AlarmNames: ['beta-errors'] })];
    expect([world.seen(), world.seen('beta')]).toEqual([stage('d1', 'd2@10'), stage('d1', 'd3@10')]);

    await world.pass(BAKE + MINUTE);
    world.cloudWatch.alarm('beta-errors', 'ALARM');
    await world.pass(15_000);
    expect([world.seen(), world.seen('beta')]).toEqual([stage('d1', 'd2@50'), stage('d1')]);
    expect(other.said).toMatchObject({ Status: 'FAILED' });
    await two.rollBack();

    await world.pass(BAKE);
    expect(update.said).toMatchObject({ Status: 'SUCCESS' });
    expect([world.seen(), world.seen('beta')]).toEqual([stage('d2'), stage('d1')]);
  });
});

describe('a second stack on the same stage', () => {
  test('fails before any change while the first has a canary there', async () => {
    const one = world.stack();
    const two = world.stack('the template before', OTHER_STACK);
    await one.create({ DeploymentId: 'd1' });
    await two.createGate({ DeploymentId: 'd1' });
    await world.pass(0);
    const update = await one.deploy({ DeploymentId: 'd2' });
    await world.pass(MINUTE);

    const intruder = await two.deploy({ DeploymentId: 'd3' });
    expect(intruder.said).toMatchObject({ Status: 'FAILED' });
    expect(intruder.said?.Reason).toContain('10 % go to deployment d2');
    two.giveUp();
    await two.rollBackGate();
    expect(world.seen()).toEqual(stage('d1', 'd2@10'));
    await world.pass(2 * BAKE);
    expect(update.said).toMatchObject({ Status: 'SUCCESS' });
    expect(world.seen()).toEqual(stage('d2'));
  });
});

test('a stage that is deleted during its release fails it, and the rollback finds nothing to do', async () => {
  const stack = world.stack();
  await stack.create({ DeploymentId: 'd1' });
  const update = await stack.deploy({ DeploymentId: 'd2' });
  await world.pass(MINUTE);
  world.plane.deleteStage(API, STAGE);
  await world.pass(15_000);
  expect(update.said).toMatchObject({ Status: 'FAILED' });
  expect(update.said?.Reason).toContain('there is no stage prod any more');
  stack.giveUp();
  const rollback = await stack.rollBackGate();
  await world.pass(0);
  expect(rollback.said).toMatchObject({ Status: 'SUCCESS' });
});

test('a stage that is not there yet passes the gate at once: it is made with the new deployment', async () => {
  const stack = world.stack();
  await stack.createGate({ DeploymentId: 'd1' });
  await world.pass(0);
  const update = await stack.deploy({ DeploymentId: 'd2' });
  await world.pass(0);
  expect(update.said).toMatchObject({ Status: 'SUCCESS' });
  expect(world.patches()).toEqual([]);
});
