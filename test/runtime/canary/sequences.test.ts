import { API, MINUTE, STAGE } from './support/releases';
import { stage, World } from './support/world';

/** The patches of A4.3, word by word. */
const START = [
  { op: 'replace', path: '/canarySettings/deploymentId', value: 'd2' },
  { op: 'replace', path: '/canarySettings/useStageCache', value: 'false' },
  { op: 'replace', path: '/canarySettings/percentTraffic', value: '10' },
];
const STEP = [{ op: 'replace', path: '/canarySettings/percentTraffic', value: '50' }];
const PROMOTE = [
  { op: 'replace', path: '/canarySettings/percentTraffic', value: '0.0' },
  { op: 'copy', from: '/canarySettings/stageVariableOverrides', path: '/variables' },
  { op: 'copy', from: '/canarySettings/deploymentId', path: '/deploymentId' },
];
const CLEAN = [{ op: 'remove', path: '/canarySettings' }];

jest.setTimeout(30_000);

let world: World;

beforeEach(async () => { world = await World.start(); });
afterEach(() => world.stop());

describe('a first deployment', () => {
  test('passes the gate at once, without a single request, and has its stage from CloudFormation', async () => {
    const created = await world.stack().create({ DeploymentId: 'd1' });
    expect(created.said).toMatchObject({ Status: 'SUCCESS', PhysicalResourceId: `${API}/${STAGE}` });
    expect([world.plane, world.cloudWatch, world.cloudFormation].flatMap(({ asked }) => asked)).toEqual([]);
    expect(world.seen()).toEqual(stage('d1'));
  });

  test('on a stage that has been there for long, as when canaries are turned on, passes the gate at once too', async () => {
    world.plane.addStage({ restApiId: API, stageName: STAGE, deploymentId: 'd1', deployments: ['d2'] });
    const adopted = await world.stack().createGate({ DeploymentId: 'd2' });
    await world.pass(0);
    expect(adopted.said).toMatchObject({ Status: 'SUCCESS' });
    expect(world.seen()).toEqual(stage('d1'));
  });
});

describe.each(['the template before', 'the stage as it is'] as const)('a release, of a stack whose stage is compared with %s', (stageHandler) => {
  test('goes to all in two steps, and CloudFormation finds nothing left to do', async () => {
    const stack = world.stack(stageHandler);
    await stack.create({ DeploymentId: 'd1' });
    await world.pass(0);
    world.listen();

    const update = await stack.deploy({ DeploymentId: 'd2', BakeSeconds: 600, DeadlineSeconds: 1380 });
    expect(world.cloudFormation.asked).toHaveLength(2); // before it starts, and after
    expect(world.cloudWatch.asked).toHaveLength(1);
    expect(world.plane.asked.map(({ operation }) => operation)).toEqual(['GetStage', 'UpdateStage']);
    expect(world.patches()).toEqual([START]);
    expect(world.seen()).toEqual(stage('d1', 'd2@10'));

    await world.pass(10 * MINUTE - 1);
    expect(world.patches()).toEqual([START]);
    expect(world.seen()).toEqual(stage('d1', 'd2@10'));

    await world.pass(1);
    expect(world.patches()).toEqual([START, STEP]);
    expect(world.seen()).toEqual(stage('d1', 'd2@50'));

    await world.pass(10 * MINUTE - 1);
    expect(world.seen()).toEqual(stage('d1', 'd2@50'));

    await world.pass(1);
    expect(world.patches()).toEqual([START, STEP, PROMOTE]);
    expect(world.seen()).toEqual(stage('d2', 'd2@0'));
    expect(update.said).toBeUndefined();

    await world.pass(15_000);
    expect(world.patches()).toEqual([START, STEP, PROMOTE, CLEAN]);
    expect(world.seen()).toEqual(stage('d2'));
    expect(update.said).toMatchObject({ Status: 'SUCCESS', PhysicalResourceId: `${API}/${STAGE}` });

    stack.updateStage();
    await stack.cleanUp();
    expect(world.seen()).toEqual(stage('d2'));
    await world.pass(60 * MINUTE);
    expect(world.patches()).toHaveLength(4);
  });
});

describe('every look at a release', () => {
  test('asks CloudFormation, API Gateway and CloudWatch once each, changes nothing, and leaves one line', async () => {
    const stack = world.stack();
    await stack.create({ DeploymentId: 'd1' });
    await stack.deploy({ DeploymentId: 'd2' });
    await world.pass(0);
    world.listen();
    await world.pass(15_000);
    expect(world.cloudFormation.asked).toHaveLength(1);
    expect(world.plane.asked.map(({ operation }) => operation)).toEqual(['GetStage']);
    expect(world.cloudWatch.asked).toEqual([expect.objectContaining({ operation: 'DescribeAlarms' })]);
    expect(world.log).toEqual([{ level: 'info', message: 'at 10 % after 0m 15s', isComplete: false }]);
  });

  test('happens four times a minute, so that twenty releases at once stay below ten requests a second', async () => {
    const stack = world.stack();
    await stack.create({ DeploymentId: 'd1' });
    await stack.deploy({ DeploymentId: 'd2' });
    await world.pass(0);
    world.listen();
    await world.pass(MINUTE);
    expect(world.plane.asked).toHaveLength(4);
  });
});

describe('an update that releases nothing', () => {
  test('as one of steps and alarms only passes the gate at once', async () => {
    const stack = world.stack();
    await stack.create({ DeploymentId: 'd1', StageVariables: { level: 'info' } });
    const update = await stack.deploy({ DeploymentId: 'd1', StageVariables: { level: 'info' }, Steps: [5], AlarmNames: ['none'] });
    await world.pass(0);
    expect(update.said).toMatchObject({ Status: 'SUCCESS' });
    expect(world.patches()).toEqual([]);
    expect(world.seen()).toEqual(stage('d1', undefined, { level: 'info' }));
  });

  test('is rolled back without a change too', async () => {
    const stack = world.stack();
    await stack.create({ DeploymentId: 'd1' });
    await stack.deploy({ DeploymentId: 'd1', Steps: [5] });
    await world.pass(0);
    const rollback = await stack.rollBack();
    await world.pass(0);
    expect(rollback.said).toMatchObject({ Status: 'SUCCESS' });
    expect(world.seen()).toEqual(stage('d1'));
  });
});

describe('a stage with another name', () => {
  test('is made with the new deployment, and the gate of the old one goes with its stage', async () => {
    const stack = world.stack();
    await stack.create({ DeploymentId: 'd1' });
    const update = await stack.deploy({ DeploymentId: 'd2', StageName: 'v2' });
    await world.pass(0);
    expect(update.said).toMatchObject({ Status: 'SUCCESS', PhysicalResourceId: `${API}/v2` });
    expect(world.seen()).toEqual(stage('d1'));

    stack.updateStage();
    expect(world.seen('v2')).toEqual(stage('d2'));
    await stack.cleanUp();
    const gone = await stack.deleteGateBefore();
    await world.pass(0);
    expect(gone.said).toMatchObject({ Status: 'SUCCESS', PhysicalResourceId: `${API}/${STAGE}` });
    expect(world.seen('v2')).toEqual(stage('d2'));
    expect(world.patches()).toEqual([]);
  });

  test('is taken back without harm to the stage that has the old name', async () => {
    const stack = world.stack();
    await stack.create({ DeploymentId: 'd1' });
    await stack.deploy({ DeploymentId: 'd2', StageName: 'v2' });
    await world.pass(0);
    stack.giveUp();
    const rollback = await stack.rollBackGate();
    await world.pass(0);
    expect(rollback.said).toMatchObject({ Status: 'SUCCESS', PhysicalResourceId: `${API}/${STAGE}` });
    expect(world.seen()).toEqual(stage('d1'));
  });
});

describe('a gate that is deleted', () => {
  test('with its stack finds its stage gone, and that is well', async () => {
    const stack = world.stack();
    await stack.create({ DeploymentId: 'd1' });
    const gone = await stack.delete();
    await world.pass(0);
    expect(gone.said).toMatchObject({ Status: 'SUCCESS' });
    expect(world.patches()).toEqual([]);
  });

  test('alone, because nobody wants canaries any more, leaves the stage its deployment', async () => {
    const stack = world.stack();
    await stack.create({ DeploymentId: 'd1' });
    const gone = await stack.deleteGate();
    await world.pass(0);
    expect(gone.said).toMatchObject({ Status: 'SUCCESS' });
    expect(world.seen()).toEqual(stage('d1'));
  });

  test('takes a canary along that leads to its deployment, and never touches the base', async () => {
    const stack = world.stack();
    await stack.create({ DeploymentId: 'd1' });
    world.byHand({ op: 'replace', path: '/deploymentId', value: 'd9' }, ...canaryTo('d1'));
    const gone = await stack.deleteGate();
    await world.pass(0);
    expect(gone.said).toMatchObject({ Status: 'SUCCESS' });
    expect(world.seen()).toEqual(stage('d9'));
  });

  test('leaves the canary of somebody else', async () => {
    const stack = world.stack();
    await stack.create({ DeploymentId: 'd1' });
    world.byHand(...canaryTo('d9'));
    const gone = await stack.deleteGate();
    await world.pass(0);
    expect(gone.said).toMatchObject({ Status: 'SUCCESS' });
    expect(world.seen()).toEqual(stage('d1', 'd9@5'));
  });
});

function canaryTo(deploymentId: string) {
  return [
    { op: 'replace', path: '/canarySettings/deploymentId', value: deploymentId },
    { op: 'replace', path: '/canarySettings/percentTraffic', value: '5' },
  ];
}
