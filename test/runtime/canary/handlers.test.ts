import { properties, Services } from './support/services';
import { startHandler } from '../../../runtime/canary/start/handler';
import { tickHandler } from '../../../runtime/canary/tick/handler';
import { STACK_ID } from '../../fakes/cloudformation';
import { CapturedLog } from '../shared/captured-log';

const MINUTE = 60_000;
const START = 1_767_225_600_000;
/** What throttled services say. */
const TOO_MANY = { status: 429, type: 'TooManyRequestsException', code: 'Throttling', message: 'Too Many Requests' };
const DENIED = { status: 403, code: 'AccessDenied', message: 'not authorized' };

const environment = { ...process.env };
let now: number;
let paused: number;
let services: Services;
let log: CapturedLog;

beforeEach(async () => {
  now = START;
  paused = 0;
  services = await Services.start(() => now);
  Object.assign(process.env, services.environment);
  log = new CapturedLog();
  jest.spyOn(Math, 'random').mockReturnValue(0); // the SDK pauses for a random time
});

afterEach(async () => {
  jest.restoreAllMocks();
  process.env = { ...environment };
  await services.stop();
});

/** As the framework calls it: everything CloudFormation sent. The clock stands still except for pauses, which are as long as they can be. */
function start(request: object, timeout = 5 * MINUTE) {
  const pause = async () => {
    paused += 10_000;
  };
  const event = {
    RequestType: 'Update',
    StackId: STACK_ID,
    ResponseURL: 'https://mailbox.test',
    PhysicalResourceId: 'api/v1',
    ResourceProperties: properties('d2'),
    OldResourceProperties: properties('d1'),
    ...request,
  };
  const handler = startHandler({ now: () => now, pause });
  return handler(event, { getRemainingTimeInMillis: () => timeout - paused });
}

/** As the framework calls it: the same, and what the first function answered. */
function look(answer: object) {
  return tickHandler({ now: () => now })({ RequestType: 'Update', StackId: STACK_ID, ResourceProperties: properties('d2'), ...answer });
}

const STARTED = { Started: { startedAt: START, base: 'd1' } };
const ROLLBACK = { ResourceProperties: properties('d1'), OldResourceProperties: properties('d2') };
const seen = () => {
  const { deploymentId, canarySettings } = services.stages.stage('api', 'v1');
  return canarySettings ? `${deploymentId}, ${canarySettings.deploymentId}@${canarySettings.percentTraffic}` : deploymentId;
};

describe('onEvent', () => {
  test('of a stage that is made has nothing to watch, and asks nobody', async () => {
    const answer = await start({ RequestType: 'Create', PhysicalResourceId: undefined, OldResourceProperties: undefined });
    expect(answer).toEqual({ PhysicalResourceId: 'api/v1', Settled: 'the first deployment of a stage gets all its traffic' });
    expect(services.asked()).toEqual([]);
  });

  test('of an update starts a canary, and hands on when that was and what the base is', async () => {
    expect(await start({})).toEqual({ PhysicalResourceId: 'api/v1', ...STARTED });
    expect(seen()).toBe('d1, d2@10');
    expect(log.lines()).toEqual([{ level: 'info', message: 'a canary was started', request: 'Update', deployment: 'd2' }]);
  });

  test('of a change of the canary alone has nothing to watch', async () => {
    expect(await start({ ResourceProperties: properties('d1', { Steps: ['5'] }) })).toMatchObject({ Settled: expect.any(String) });
    expect(seen()).toBe('d1');
  });

  test('of another stage is another resource', async () => {
    expect(await start({ ResourceProperties: properties('d2', { StageName: 'v2' }) })).toMatchObject({ PhysicalResourceId: 'api/v2' });
  });

  test('of an emulator that forgets the old properties starts a canary all the same', async () => {
    expect(await start({ OldResourceProperties: undefined, PhysicalResourceId: undefined })).toMatchObject({ ...STARTED, PhysicalResourceId: 'api/v1' });
  });

  test.each([
    ['no event', undefined],
    ['a request nobody knows', { RequestType: 'Inspect' }],
    ['a property that is not there', { ResourceProperties: properties('') }],
  ])('of %s is an error, and nothing was changed', async (_, request) => {
    await expect(request ? start(request) : startHandler()(undefined, { getRemainingTimeInMillis: () => MINUTE })).rejects.toThrow('canary');
    expect(services.asked()).toEqual([]);
    expect(log.lines()).toEqual([{ level: 'error', message: expect.stringContaining('canary'), stack: expect.stringContaining('    at ') }]);
  });
});

describe('onEvent of a deletion', () => {
  const remove = () => start({ RequestType: 'Delete', OldResourceProperties: undefined });
  const canary = (deployment: string) => services.stages.patch('api', 'v1', [
    { op: 'replace', path: '/canarySettings/deploymentId', value: deployment },
    { op: 'replace', path: '/canarySettings/percentTraffic', value: '10' },
  ]);

  test('removes the canary of the release, and leaves the base', async () => {
    canary('d2');
    expect(await remove()).toEqual({ PhysicalResourceId: 'api/v1', Settled: 'no canary leads to deployment d2 any more' });
    expect(seen()).toBe('d1');
  });

  test('leaves a canary of somebody else', async () => {
    canary('d3');
    await remove();
    expect(seen()).toBe('d1, d3@10');
  });

  test('succeeds when the stage is gone already, and under the name it was made with', async () => {
    services.stages.deleteStage('api', 'v1');
    expect(await start({ RequestType: 'Delete', PhysicalResourceId: 'from-another-life' })).toMatchObject({ PhysicalResourceId: 'from-another-life' });
  });

  test('of a stage that was given another name is denied by then, which is no reason for the clean-up to fail', async () => {
    services.stages.fail(100, { ...DENIED, type: 'AccessDeniedException' });
    expect(await remove()).toEqual({
      PhysicalResourceId: 'api/v1', Settled: 'this function may not look at stage v1 of api any more, and leaves it as it is',
    });
    expect(paused).toBe(0);
  });

  test('fails when the service is broken for as long as Lambda lets it try', async () => {
    services.stages.fail(1_000, { status: 500, type: 'ServiceUnavailableException', message: 'broken' });
    await expect(remove()).rejects.toThrow('broken');
  });

  test('is tried again when the service is busy', async () => {
    canary('d2');
    services.stages.fail(20, TOO_MANY);
    await remove();
    expect(seen()).toBe('d1');
  });
});

describe('onEvent of a service that is busy', () => {
  beforeEach(() => {
    services.stages.patch('api', 'v1', [{ op: 'replace', path: '/deploymentId', value: 'd2' }]);
    services.stacks.status = 'UPDATE_ROLLBACK_IN_PROGRESS';
  });

  test('goes on rolling back until it succeeds', async () => {
    services.stages.fail(100, TOO_MANY);
    expect(await start(ROLLBACK)).toMatchObject({ Settled: 'the stage is back on deployment d1' });
    expect(seen()).toBe('d1');
    expect(paused).toBeGreaterThan(MINUTE);
    expect(log.lines()).toContainEqual({ level: 'info', message: 'tried again: TooManyRequestsException: Too Many Requests' });
  });

  test('fails in time to say so', async () => {
    services.stages.fail(1_000, TOO_MANY);
    await expect(start(ROLLBACK)).rejects.toThrow('TooManyRequestsException: Too Many Requests');
    expect(5 * MINUTE - paused).toBeGreaterThanOrEqual(30_000);
    expect(5 * MINUTE - paused).toBeLessThan(50_000);
  });

  test('does not begin a release after a minute', async () => {
    services.stacks.status = 'UPDATE_IN_PROGRESS';
    services.stages.fail(1_000, TOO_MANY);
    await expect(start({ ResourceProperties: properties('d3') })).rejects.toThrow('Too Many Requests');
    expect(paused).toBe(MINUTE);
  });

  test('does not know which way to go before it has asked, and goes on asking', async () => {
    services.stacks.fail(100, { ...TOO_MANY, status: 400 });
    await start(ROLLBACK);
    expect(seen()).toBe('d1');
  });
});

test('onEvent waits a little for permissions that came with the same update, and not for long', async () => {
  services.alarms.fail(2, DENIED);
  expect(await start({})).toMatchObject(STARTED);
  expect(paused).toBe(20_000);

  services.alarms.fail(100, DENIED);
  await expect(start({ ResourceProperties: properties('d3', { OnForeignCanary: 'takeOver' }) })).rejects.toThrow('AccessDenied');
  expect(paused).toBe(20_000 + MINUTE);
});

describe('isComplete', () => {
  test('ends at once when there is nothing to watch, and asks nobody', async () => {
    expect(await look({ Settled: 'the stage has this deployment already' })).toEqual({ IsComplete: true });
    expect(services.asked()).toEqual([]);
  });

  test('looks, steps, promotes and ends, with a line in the log for each look', async () => {
    const answer = await start({});
    const looked: boolean[] = [];
    for (const minutes of [1, 10, 10, 0]) {
      now += minutes * MINUTE;
      looked.push((await look(answer)).IsComplete);
    }
    expect(looked).toEqual([false, false, false, true]);
    expect(seen()).toBe('d2');
    expect(log.lines().slice(1)).toEqual([
      { level: 'info', message: 'at 10 % after 1m 0s', isComplete: false },
      { level: 'info', message: 'now at 50 %', isComplete: false },
      { level: 'info', message: 'promoted', isComplete: false },
      { level: 'info', message: 'all traffic goes to deployment d2', isComplete: true },
    ]);
  });

  test('fails for an alarm in words that fit into an answer to CloudFormation, without our stack frames, once nobody is on the canary any more', async () => {
    const answer = await start({});
    services.alarms.alarm('errors', 'ALARM', { reason: '5 errors '.repeat(1_000) });
    const error = await look(answer).catch((thrown: Error) => thrown);
    expect(error).toMatchObject({ name: 'Rejected', message: expect.stringMatching(/^alarm errors is in ALARM \(5 errors .{900,1000}…$/) });
    expect((error as Error).stack).toBe(`Rejected: ${(error as Error).message}`);
    expect(log.lines().at(-1)).toEqual({ level: 'error', message: (error as Error).message });
    expect(seen()).toBe('d1');
  });

  test.each(['stages', 'alarms', 'stacks'] as const)('has looked in vain when %s are busy: nothing is changed, and the next look goes on', async (service) => {
    const answer = await start({});
    services[service].fail(2, TOO_MANY);
    now += 11 * MINUTE;
    expect(await look(answer)).toEqual({ IsComplete: false });
    expect(log.lines().at(-1)).toMatchObject({ message: expect.stringMatching(/^looked in vain: .+: Too Many Requests$/), isComplete: false });
    expect(seen()).toBe('d1, d2@10');
    await look(answer);
    expect(seen()).toBe('d1, d2@50');
  });

  test('has looked in vain when somebody else changes the API at that moment', async () => {
    const answer = await start({});
    now += 11 * MINUTE;
    services.alarms.meanwhile(() => services.stages.fail(1, { status: 409, type: 'ConflictException', message: 'concurrent modification' }));
    expect(await look(answer)).toEqual({ IsComplete: false });
    expect(seen()).toBe('d1, d2@10');
  });

  test('bears the lack of a permission in the first minute, and not later', async () => {
    const answer = await start({});
    services.alarms.fail(2, DENIED);
    expect(await look(answer)).toEqual({ IsComplete: false });
    now += 2 * MINUTE;
    await expect(look(answer)).rejects.toThrow('AccessDenied: not authorized');
  });

  test.each([{}, { Started: { startedAt: 'yesterday', base: 'd1' } }, { Started: null }])('of a start that is not known is an error: %j', async (answer) => {
    await expect(look(answer)).rejects.toThrow('the event tells of no release that was started');
    expect(services.asked()).toEqual([]);
  });
});
