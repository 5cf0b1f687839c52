import { APIGatewayClient } from '@aws-sdk/client-api-gateway';
import { awsStage } from '../../../../runtime/canary/aws/stage-control';
import type { StageControl } from '../../../../runtime/canary/ports';
import { StageControlPlane, StageControlPlaneOptions } from '../../../fakes/stage-control-plane';

const API = 'a1b2c3d4e5';
const START = 1_767_225_600_000;
const CANARY = { deploymentId: 'd2', percent: 10, overrides: { changed: 'new' } };

let plane: StageControlPlane;
let client: APIGatewayClient;
let stage: StageControl;

beforeEach(() => start());

afterEach(async () => {
  await stop();
  expect(plane.violations).toEqual([]);
});

async function start(options: StageControlPlaneOptions = {}): Promise<void> {
  plane = await StageControlPlane.start({ now: () => START, ...options });
  plane.addStage({ restApiId: API, stageName: 'v1', deploymentId: 'd1', variables: { kept: 'old', changed: 'old' }, deployments: ['d2'] });
  client = new APIGatewayClient({
    endpoint: plane.url, region: 'eu-west-1', credentials: { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'secret' }, maxAttempts: 1,
  });
  stage = awsStage(client, { restApiId: API, stageName: 'v1' });
}

async function stop(): Promise<void> {
  client.destroy();
  await plane.stop();
}

const operations = () => plane.asked.map(({ operation }) => operation);

test('a stage is read with what is known of it', async () => {
  expect(await stage.read()).toEqual({ deploymentId: 'd1', variables: { kept: 'old', changed: 'old' }, lastUpdated: START, canary: undefined });
});

test('a stage that is not there, or whose API is not, is nothing', async () => {
  expect(await awsStage(client, { restApiId: 'other', stageName: 'v1' }).read()).toBeUndefined();
  plane.deleteStage(API, 'v1');
  expect(await stage.read()).toBeUndefined();
});

test('a canary is started, stepped, promoted and removed, with one request each, and each says what the stage is then', async () => {
  const base = { deploymentId: 'd1', variables: { kept: 'old', changed: 'old' }, lastUpdated: START };
  expect(await stage.start(CANARY)).toEqual({ ...base, canary: CANARY });
  expect(await stage.step(50)).toEqual({ ...base, canary: { ...CANARY, percent: 50 } });
  expect(await stage.promote()).toEqual({
    deploymentId: 'd2', variables: { kept: 'old', changed: 'new' }, lastUpdated: START, canary: { ...CANARY, percent: 0 },
  });
  await stage.removeCanary();
  expect(operations()).toEqual(['UpdateStage', 'UpdateStage', 'UpdateStage', 'UpdateStage']);
  expect(plane.stage(API, 'v1').canarySettings).toBeUndefined();
});

test('a step after an abort makes a canary that leads to the base, and a promotion after one changes nothing', async () => {
  expect((await stage.step(50)).canary).toEqual({ deploymentId: 'd1', percent: 50, overrides: {} });
  await stage.removeCanary();
  expect(await stage.promote()).toMatchObject({ deploymentId: 'd1', variables: { kept: 'old', changed: 'old' } });
});

test('a restoration brings base and variables back, and takes away what has to go', async () => {
  plane.patch(API, 'v1', [
    { op: 'replace', path: '/deploymentId', value: 'd2' }, { op: 'replace', path: '/variables/changed', value: 'new' },
    { op: 'replace', path: '/variables/added', value: 'new' },
  ]);
  await stage.restore({ deploymentId: 'd1', variables: { changed: 'old' }, remove: ['added'] });
  expect(await stage.read()).toMatchObject({ deploymentId: 'd1', variables: { kept: 'old', changed: 'old' } });
});

describe('a canary that has to be removed', () => {
  test('need not be there, and its stage neither', async () => {
    await stage.removeCanary();
    plane.deleteStage(API, 'v1');
    await stage.removeCanary();
    expect(operations()).toEqual(['UpdateStage', 'UpdateStage']);
  });

  test('need not be there if API Gateway should refuse that', async () => {
    await stop();
    await start({ removesNoCanary: false });
    await stage.removeCanary();
    expect(operations()).toEqual(['UpdateStage', 'GetStage']);
  });

  test('and came back before we looked is removed again', async () => {
    await stop();
    await start({ removesNoCanary: false });
    plane.meanwhile(() => void plane.patch(API, 'v1', [{ op: 'replace', path: '/canarySettings/percentTraffic', value: '50' }]));
    await stage.removeCanary();
    expect(operations()).toEqual(['UpdateStage', 'GetStage', 'UpdateStage']);
    expect(plane.stage(API, 'v1').canarySettings).toBeUndefined();
  });

  test('and is refused for good is an error', async () => {
    await stage.start(CANARY);
    const patch = async () => {
      plane.fail(1, { status: 400, type: 'BadRequestException', message: 'no' });
      plane.meanwhile(() => undefined);
      plane.meanwhile(patch);
    };
    await patch();
    await expect(stage.removeCanary()).rejects.toThrow('no');
    expect(operations().filter((operation) => operation === 'UpdateStage')).toHaveLength(4);
  });

  test('and cannot be because of a throttle is an error', async () => {
    plane.fail(1, { status: 429, type: 'TooManyRequestsException', message: 'Too Many Requests' });
    await expect(stage.removeCanary()).rejects.toMatchObject({ name: 'TooManyRequestsException' });
  });
});

test('other refusals are errors: of a read, and of a start with a deployment that is not there', async () => {
  await expect(stage.start({ ...CANARY, deploymentId: 'd9' })).rejects.toThrow('Deployment id does not exist');
  plane.fail(1, { status: 403, type: 'AccessDeniedException', message: 'denied' });
  await expect(stage.read()).rejects.toThrow('denied');
});

test('the time a deployment was made at is known, or nothing if it is not there', async () => {
  expect(await stage.madeAt('d2')).toBe(START);
  expect(await stage.madeAt('d9')).toBeUndefined();
});
