import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { awsAlarms } from '../../../../runtime/canary/aws/alarm-book';
import { awsTraffic } from '../../../../runtime/canary/aws/traffic';
import { CloudWatchFake } from '../../../fakes/cloudwatch';

const MINUTE = 60_000;
const START = 1_767_225_600_000;
const METRIC = { namespace: 'shop/canary', metricName: 'Requests' };

let now = START;
let fake: CloudWatchFake;
let client: CloudWatchClient;

beforeEach(async () => {
  now = START;
  fake = await CloudWatchFake.start({ now: () => now, metric: METRIC });
  client = new CloudWatchClient({
    endpoint: fake.url, region: 'eu-west-1', credentials: { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'secret' }, maxAttempts: 1,
  });
});

afterEach(async () => {
  client.destroy();
  await fake.stop();
  expect(fake.violations).toEqual([]);
});

describe('alarms', () => {
  test('are found whether composite or not, with their state and its reason; those that are not there are left out', async () => {
    fake.alarm('errors', 'ALARM', { reason: '5 of 100 failed' });
    fake.alarm('together', 'OK', { composite: true, reason: 'all is well' });
    fake.alarm('other', 'ALARM');
    expect(await awsAlarms(client).find(['errors', 'together', 'missing'])).toEqual([
      { name: 'errors', state: 'ALARM', reason: '5 of 100 failed' },
      { name: 'together', state: 'OK', reason: 'all is well' },
    ]);
  });

  test('are asked for a hundred at a time', async () => {
    const names = Array.from({ length: 201 }, (_, index) => `alarm-${index}`);
    for (const name of names) fake.alarm(name, 'OK');
    const found = await awsAlarms(client).find(names);
    expect(found.map(({ name }) => name)).toEqual(names);
    expect(fake.asked).toHaveLength(3);
  });

  test('without names nothing is asked', async () => {
    expect(await awsAlarms(client).find([])).toEqual([]);
    expect(fake.asked).toEqual([]);
  });
});

describe('requests of the canary', () => {
  const since = (millis: number) => awsTraffic(client, METRIC, () => now).requestsSince(millis);

  test('are counted in whole minutes: the one a step began in is not its own', async () => {
    fake.requests(7);
    now = START + MINUTE;
    fake.requests(3);
    now = START + 3 * MINUTE;
    fake.requests(2);
    now += 1_000;
    expect(await since(START)).toBe(12);
    expect(await since(START + 1_000)).toBe(5);
  });

  test('are none in the first minute, and CloudWatch is not asked for a time that has not begun', async () => {
    now = START + 30_000;
    fake.requests(3);
    expect(await since(START + 10_000)).toBe(0);
    expect(fake.asked).toEqual([]);
  });

  test('cannot be counted without a metric', async () => {
    await expect(awsTraffic(client, undefined, () => now).requestsSince(START)).rejects.toThrow('the property RequestsMetric of the canary is needed');
  });
});
