import {
  APIGatewayClient, DeleteDeploymentCommand, GetDeploymentCommand, GetDeploymentsCommand, GetRestApisCommand, GetStageCommand, GetStagesCommand,
  PatchOperation, UpdateStageCommand,
} from '@aws-sdk/client-api-gateway';
import { StageControlPlane, StageControlPlaneOptions } from './stage-control-plane';

const API = 'a1b2c3d4e5';
const STAGE = { restApiId: API, stageName: 'v1' };
const SECOND = 1_000;
const START = 1_767_225_600 * SECOND;

let now = START;
let plane: StageControlPlane;
let client: APIGatewayClient;

beforeEach(() => start());

afterEach(async () => {
  await stop();
  expect(plane.violations).toEqual([]);
});

/** The SDK as everybody uses it, except that it tries once. */
async function start(options: StageControlPlaneOptions = {}): Promise<void> {
  now = START;
  plane = await StageControlPlane.start({ now: () => now, ...options });
  plane.addStage({ ...STAGE, deploymentId: 'd1', variables: { kept: 'old', changed: 'old' }, deployments: ['d2'] });
  client = new APIGatewayClient({
    endpoint: plane.url, region: 'eu-west-1', credentials: { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'secret' }, maxAttempts: 1,
  });
}

async function stop(): Promise<void> {
  client.destroy();
  await plane.stop();
}

const get = () => client.send(new GetStageCommand(STAGE));
const update = (...patchOperations: PatchOperation[]) => client.send(new UpdateStageCommand({ ...STAGE, patchOperations }));
const replace = (path: string, value: string): PatchOperation => ({ op: 'replace', path, value });
const copy = (from: string, path: string): PatchOperation => ({ op: 'copy', from, path });

const ABORT: PatchOperation = { op: 'remove', path: '/canarySettings' };
const CANARY = replace('/canarySettings/deploymentId', 'd2');
const COPIES = [copy('/canarySettings/deploymentId', '/deploymentId'), copy('/canarySettings/stageVariableOverrides', '/variables')];

function refusal(message: string, name = 'BadRequestException', httpStatusCode = 400) {
  return { name, message, $metadata: expect.objectContaining({ httpStatusCode }) };
}

test('a stage without a canary is answered without canary settings, and with dates', async () => {
  expect(await get()).toEqual({
    $metadata: expect.anything(),
    stageName: 'v1',
    deploymentId: 'd1',
    variables: { kept: 'old', changed: 'old' },
    cacheClusterEnabled: false,
    cacheClusterStatus: 'NOT_AVAILABLE',
    methodSettings: {},
    tracingEnabled: false,
    createdDate: new Date(START),
    lastUpdatedDate: new Date(START),
  });
});

describe('a canary', () => {
  test('is made by its deployment, without traffic and without a cache, and leaves the base alone', async () => {
    const stage = await update(CANARY);
    expect(stage.canarySettings).toEqual({ deploymentId: 'd2', percentTraffic: 0, useStageCache: false });
    expect(stage.deploymentId).toBe('d1');
  });

  test('that is made by its percentage leads to the base', async () => {
    expect((await update(replace('/canarySettings/percentTraffic', '50'))).canarySettings)
      .toEqual({ deploymentId: 'd1', percentTraffic: 50, useStageCache: false });
  });

  test('has variables of its own, one by one', async () => {
    await update(CANARY, replace('/canarySettings/stageVariableOverrides/changed', 'new'));
    const { canarySettings, variables } = await update(replace('/canarySettings/stageVariableOverrides/added', 'new'));
    expect(canarySettings?.stageVariableOverrides).toEqual({ changed: 'new', added: 'new' });
    expect(variables).toEqual({ kept: 'old', changed: 'old' });
  });

  test('is removed as a whole, and the base stays', async () => {
    await update(CANARY, replace('/canarySettings/percentTraffic', '12.5'));
    const stage = await update(ABORT);
    expect(stage.canarySettings).toBeUndefined();
    expect(stage.deploymentId).toBe('d1');
  });

  test('is removed and the base moved in one request', async () => {
    await update(CANARY);
    const { deploymentId, canarySettings } = await update(ABORT, replace('/deploymentId', 'd2'));
    expect({ deploymentId, canarySettings }).toEqual({ deploymentId: 'd2', canarySettings: undefined });
  });

  test('that is not there is removed, or refused, as one wants it: it is not known', async () => {
    expect((await update(ABORT)).canarySettings).toBeUndefined();
    await stop();
    await start({ removesNoCanary: false });
    await expect(update(ABORT)).rejects.toMatchObject({ name: 'BadRequestException' });
  });
});

describe('a promotion', () => {
  const DOCUMENTED = [replace('/canarySettings/percentTraffic', '0.0'), ...COPIES];

  test('makes the deployment of the canary the base, merges its variables, and leaves the canary there', async () => {
    await update(CANARY, replace('/canarySettings/percentTraffic', '50'), replace('/canarySettings/stageVariableOverrides/changed', 'new'));
    expect(await update(...DOCUMENTED)).toMatchObject({
      deploymentId: 'd2',
      variables: { kept: 'old', changed: 'new' },
      canarySettings: { deploymentId: 'd2', percentTraffic: 0, stageVariableOverrides: { changed: 'new' } },
    });
  });

  test('works without variables of the canary', async () => {
    await update(CANARY);
    expect(await update(...DOCUMENTED)).toMatchObject({ deploymentId: 'd2', variables: { kept: 'old', changed: 'old' } });
  });

  test('of a canary that is gone copies the base onto itself', async () => {
    expect(await update(...DOCUMENTED)).toMatchObject({ deploymentId: 'd1', canarySettings: { deploymentId: 'd1', percentTraffic: 0 } });
  });

  test('by copies alone is refused without a canary', async () => {
    await expect(update(...COPIES)).rejects.toMatchObject(refusal('Promotion not available. Canary does not exist.'));
  });
});

describe('a patch is refused', () => {
  beforeEach(() => update(CANARY));

  test.each([
    ['that adds', { op: 'add', path: '/canarySettings/deploymentId', value: 'd2' } as const, 'Invalid add operation with path: /canarySettings/deploymentId'],
    ['to a deployment that is not there', replace('/canarySettings/deploymentId', 'd9'), 'Deployment id does not exist'],
    ['of the base to a deployment that is not there', replace('/deploymentId', 'd9'), 'Deployment id does not exist'],
    ['that removes all variables of the canary', { op: 'remove', path: '/canarySettings/stageVariableOverrides' } as const,
      'Cannot remove method setting canarySettings/stageVariableOverrides because there is no method setting for this method '],
    ['that removes what there never is', { op: 'remove', path: '/canarySettings/badPath' } as const,
      'Cannot remove method setting canarySettings/badPath because there is no method setting for this method '],
    ['that copies the other way', copy('/variables', '/canarySettings/stageVariableOverrides'),
      'Invalid copy operation with path: /canarySettings/stageVariableOverrides and from /variables. Valid copy:path are [/deploymentId, /variables] '
      + 'and valid copy:from are [/canarySettings/deploymentId, /canarySettings/stageVariableOverrides]'],
  ])('%s', async (_, operation, message) => {
    await expect(update(operation)).rejects.toMatchObject(refusal(message));
  });

  test.each(['/canarySettings', '/canarySettings/badPath', '/canarySettings/stageVariableOverrides'])('that replaces %s, with what can be', async (path) => {
    const known = expect.stringMatching(/^Invalid method setting path: .+\. Must be one of: \[\/deploymentId, .+ \/tracingEnabled\]$/);
    await expect(update(replace(path, 'x'))).rejects.toMatchObject({ ...refusal(''), message: known });
  });

  test.each([
    replace('/canarySettings/percentTraffic', '101'),
    replace('/canarySettings/percentTraffic', 'many'),
    replace('/variables/kept', 'no spaces'),
    { op: 'remove', path: '/variables/never' } as const,
    { op: 'remove', path: '/variables/constructor' } as const,
    { op: 'remove', path: '/deploymentId' } as const,
    { op: 'move', path: '/deploymentId', from: '/variables' } as const,
  ])('%j', async (operation) => {
    await expect(update(operation)).rejects.toMatchObject({ name: 'BadRequestException' });
  });

  test('as a whole: what came before in it is not done either', async () => {
    await expect(update(replace('/canarySettings/percentTraffic', '50'), replace('/deploymentId', 'd9'))).rejects.toThrow('Deployment id does not exist');
    expect((await get()).canarySettings?.percentTraffic).toBe(0);
  });
});

test('variables are replaced and removed one by one', async () => {
  const { variables } = await update(replace('/variables/changed', 'new'), replace('/variables/added', 'new'), { op: 'remove', path: '/variables/kept' });
  expect(variables).toEqual({ changed: 'new', added: 'new' });
});

test('what was last updated moves with every patch, by the clock of the service, and not with one that is refused', async () => {
  now += 10 * SECOND;
  plane.clockSkewMs = -3 * SECOND;
  expect((await update(CANARY)).lastUpdatedDate).toEqual(new Date(START + 7 * SECOND));
  now += 10 * SECOND;
  await expect(update(replace('/deploymentId', 'd9'))).rejects.toThrow();
  expect((await get()).lastUpdatedDate).toEqual(new Date(START + 7 * SECOND));
});

describe('a deployment', () => {
  const remove = (deploymentId: string) => client.send(new DeleteDeploymentCommand({ restApiId: API, deploymentId }));
  const IN_USE = 'Active stages pointing to this deployment must be moved or deleted';

  test('that is the base of a stage cannot be deleted, nor one that a canary leads to, which is not known', async () => {
    await expect(remove('d1')).rejects.toMatchObject(refusal(IN_USE));
    await update(CANARY);
    await expect(remove('d2')).rejects.toMatchObject(refusal(IN_USE));
  });

  test('is as old as it is, also when it is named again', async () => {
    now += 10 * SECOND;
    plane.addDeployment(API, 'd3');
    plane.addStage({ ...STAGE, stageName: 'v2', deploymentId: 'd2' });
    const made = async (deploymentId: string) => (await client.send(new GetDeploymentCommand({ restApiId: API, deploymentId }))).createdDate;
    expect([await made('d2'), await made('d3')]).toEqual([new Date(START), new Date(START + 10 * SECOND)]);
    await expect(made('d9')).rejects.toMatchObject(refusal('Invalid Deployment identifier specified', 'NotFoundException', 404));
  });

  test('that no stage has is deleted once', async () => {
    expect((await remove('d2')).$metadata.httpStatusCode).toBe(202);
    await expect(remove('d2')).rejects.toMatchObject({ name: 'NotFoundException' });
    await expect(update(CANARY)).rejects.toThrow('Deployment id does not exist');
  });
});

test('stages and APIs that are not there are not found', async () => {
  plane.deleteStage(API, 'v1');
  await expect(get()).rejects.toMatchObject(refusal('Invalid Stage identifier specified', 'NotFoundException', 404));
  await expect(client.send(new GetStageCommand({ ...STAGE, restApiId: 'other' })))
    .rejects.toMatchObject(refusal('Invalid API identifier specified 111122223333:other', 'NotFoundException', 404));
});

test('APIs, stages and deployments are listed, in pages where the service has pages', async () => {
  plane.addStage({ restApiId: 'other', stageName: 'v2', deploymentId: 'd9', apiName: 'Orders' });
  const { items, position } = await client.send(new GetRestApisCommand({ limit: 1 }));
  expect(items).toEqual([{ id: API, name: API }]);
  expect((await client.send(new GetRestApisCommand({ limit: 1, position }))).items).toEqual([{ id: 'other', name: 'Orders' }]);
  expect((await client.send(new GetStagesCommand({ restApiId: API }))).item?.map(({ stageName }) => stageName)).toEqual(['v1']);
  expect((await client.send(new GetStagesCommand({ restApiId: API, deploymentId: 'd2' }))).item).toEqual([]);
  expect((await client.send(new GetDeploymentsCommand({ restApiId: API }))).items?.map(({ id }) => id)).toEqual(['d1', 'd2']);
});

test('requests can be made to fail, are kept in order, and a human can come in between', async () => {
  plane.fail(1, { status: 429, type: 'TooManyRequestsException', message: 'Too Many Requests' });
  await expect(get()).rejects.toMatchObject(refusal('Too Many Requests', 'TooManyRequestsException', 429));
  plane.meanwhile(() => void plane.patch(API, 'v1', [{ op: 'replace', path: '/canarySettings/percentTraffic', value: '5' }]));
  expect((await get()).canarySettings).toBeUndefined();
  expect((await get()).canarySettings?.percentTraffic).toBe(5);
  expect(plane.asked.map(({ operation }) => operation)).toEqual(['GetStage', 'GetStage', 'GetStage']);
});
