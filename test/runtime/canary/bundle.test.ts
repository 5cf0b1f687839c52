import { execFile } from 'node:child_process';
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { properties, Services } from './support/services';
import { STACK_ID } from '../../fakes/cloudformation';

const ASSETS = join(__dirname, '..', '..', '..', 'assets', 'canary');

/** Calls a handler as Lambda would: in a process of its own, with nothing but the bundle. The last line is for us. */
const LAMBDA = `
  const [bundle, event] = process.argv.slice(1);
  require(bundle).handler(JSON.parse(event), { getRemainingTimeInMillis: () => 300000 })
    .then((answer) => ({ answer }), ({ message: error }) => ({ error }))
    .then((outcome) => console.log(JSON.stringify(outcome)));
`;

/** What a process wrote: the log, and how the call ended. */
interface Run { readonly log: readonly unknown[]; readonly answer?: object; readonly error?: string }

let services: Services;

beforeEach(async () => {
  services = await Services.start();
});

afterEach(() => services.stop());

async function run(asset: 'start' | 'tick', event: object): Promise<Run> {
  const request = { RequestType: 'Update', StackId: STACK_ID, ResourceProperties: properties('d2'), OldResourceProperties: properties('d1'), ...event };
  const args = ['-e', LAMBDA, join(ASSETS, asset, 'index.js'), JSON.stringify(request)];
  const { stdout } = await promisify(execFile)(process.execPath, args, { env: services.environment });
  const lines = stdout.trim().split('\n').map((line): object => JSON.parse(line));
  return { log: lines.slice(0, -1), ...lines.at(-1) };
}

const canary = () => services.stages.stage('api', 'v1').canarySettings;

test('what is shipped starts a canary, and looks at it until it has ended', async () => {
  const begun = await run('start', {});
  expect(begun).toEqual({
    log: [{ level: 'info', message: 'a canary was started', request: 'Update', deployment: 'd2' }],
    answer: { PhysicalResourceId: 'api/v1', Started: { startedAt: expect.any(Number), base: 'd1' } },
  });
  expect(canary()).toMatchObject({ deploymentId: 'd2', percentTraffic: 10 });

  const waiting = await run('tick', { ...begun.answer });
  expect(waiting.answer).toEqual({ IsComplete: false });
  expect(waiting.log).toHaveLength(1);

  services.alarms.alarm('errors', 'ALARM', { reason: '5 of 100 failed' });
  const ended = await run('tick', { ...begun.answer });
  expect(ended.error).toMatch(/^alarm errors is in ALARM \(5 of 100 failed\) at 10 % after 0m \d+s\. No traffic goes to the new deployment any more$/);
  expect(canary()).toBeUndefined();
});

test('what is shipped rolls back', async () => {
  services.stages.patch('api', 'v1', [{ op: 'replace', path: '/deploymentId', value: 'd2' }]);
  services.stacks.status = 'UPDATE_ROLLBACK_IN_PROGRESS';
  const { answer } = await run('start', { ResourceProperties: properties('d1'), OldResourceProperties: properties('d2') });
  expect(answer).toEqual({ PhysicalResourceId: 'api/v1', Settled: 'the stage is back on deployment d1' });
  expect((await run('tick', { ...answer })).answer).toEqual({ IsComplete: true });
});

/** A bundle that grew has got something new inside: look what, before the number here is raised. */
test.each(['start', 'tick'])('the bundle %s has less than 450,000 bytes', (asset) => {
  expect(statSync(join(ASSETS, asset, 'index.js')).size).toBeLessThan(450_000);
});
