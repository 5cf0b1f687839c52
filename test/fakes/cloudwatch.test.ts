import { CloudWatchClient, DescribeAlarmsCommand, DescribeAlarmsCommandInput, GetMetricDataCommand, ListMetricsCommand } from '@aws-sdk/client-cloudwatch';
import { CloudWatchFake, CloudWatchOptions } from './cloudwatch';

const METRIC = { namespace: 'shop', metricName: 'CanaryRequests' };
const MINUTE = 60_000;
const NOON = Date.UTC(2026, 0, 1, 12);

const open: { stop(): Promise<void> }[] = [];

afterEach(() => Promise.all(open.splice(0).map((one) => one.stop())));

async function started(options: CloudWatchOptions = {}) {
  const fake = await CloudWatchFake.start(options);
  const client = new CloudWatchClient({
    endpoint: fake.url, region: 'eu-west-1', credentials: { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'secret' }, maxAttempts: 1,
  });
  open.push(fake, { stop: async () => client.destroy() });
  return {
    fake,
    describe: async (input: DescribeAlarmsCommandInput) => client.send(new DescribeAlarmsCommand(input)),
    client,
    requestsBetween: async (from: number, to: number, metric = METRIC) => {
      const Metric = { Namespace: metric.namespace, MetricName: metric.metricName };
      const { MetricDataResults } = await client.send(new GetMetricDataCommand({
        StartTime: new Date(from), EndTime: new Date(to), MetricDataQueries: [{ Id: 'requests', MetricStat: { Metric, Period: 60, Stat: 'Sum' } }],
      }));
      return MetricDataResults?.[0].Values;
    },
  };
}

describe('CloudWatch', () => {
  test('tells the states of the alarms it has, and passes over names that no alarm has', async () => {
    const { fake, describe: ask } = await started();
    fake.alarm('a', 'OK');
    fake.alarm('b', 'OK');
    fake.alarm('b', 'ALARM', { reason: 'too many' });
    const { MetricAlarms } = await ask({ AlarmNames: ['b', 'none'] });
    expect(MetricAlarms).toEqual([expect.objectContaining({ AlarmName: 'b', StateValue: 'ALARM', StateReason: 'too many' })]);
  });

  test('tells of composite alarms only when it is asked for them', async () => {
    const { fake, describe: ask } = await started();
    fake.alarm('all', 'OK', { composite: true });
    expect(await ask({ AlarmNames: ['all'] })).toMatchObject({ MetricAlarms: [], CompositeAlarms: [] });
    expect((await ask({ AlarmNames: ['all'], AlarmTypes: ['MetricAlarm', 'CompositeAlarm'] })).CompositeAlarms).toHaveLength(1);
  });

  test('takes no more than 100 names, and answers in pages of 50 unless told otherwise', async () => {
    const { fake, describe: ask } = await started();
    const names = Array.from({ length: 101 }, (_, index) => `alarm-${index}`);
    names.forEach((name) => fake.alarm(name, 'OK'));
    await expect(ask({ AlarmNames: names })).rejects.toMatchObject({ name: 'ValidationException', Error: { Code: 'ValidationError' } });
    const first = await ask({ AlarmNames: names.slice(1) });
    const second = await ask({ AlarmNames: names.slice(1), NextToken: first.NextToken });
    expect([first, second].map(({ MetricAlarms = [] }) => MetricAlarms.length)).toEqual([50, 50]);
    expect(second.NextToken).toBeUndefined();
  });

  test('counts requests by the minute: the minute of the start is whole, that of the end is left out', async () => {
    let now = NOON + 10_000;
    const { fake, requestsBetween } = await started({ metric: METRIC, now: () => now });
    fake.requests(3);
    now += MINUTE;
    fake.requests(4);
    expect(await requestsBetween(NOON + 30_000, NOON + 2 * MINUTE)).toEqual([4, 3]);
    expect(await requestsBetween(NOON + 30_000, NOON + MINUTE)).toEqual([3]);
    expect(await requestsBetween(NOON + MINUTE, NOON + 2 * MINUTE)).toEqual([4]);
  });

  test('has no values of a metric nobody writes', async () => {
    const { fake, requestsBetween } = await started({ metric: METRIC });
    fake.requests(3);
    expect(await requestsBetween(0, Date.now() + MINUTE, { ...METRIC, metricName: 'Other' })).toEqual([]);
  });

  test('refuses a time that ends before it starts', async () => {
    const { requestsBetween } = await started();
    await expect(requestsBetween(NOON, NOON)).rejects.toMatchObject({ name: 'ValidationException', Error: { Code: 'ValidationError' } });
  });

  test('fails as often as it is told, with the code of the query protocol', async () => {
    const { fake, describe: ask } = await started();
    fake.fail(1, { status: 400, code: 'Throttling', message: 'Rate exceeded' });
    await expect(ask({})).rejects.toMatchObject({ name: 'Throttling', message: 'Rate exceeded', $metadata: { httpStatusCode: 400 } });
    await expect(ask({})).resolves.toMatchObject({ MetricAlarms: [] });
    expect(fake.asked.map(({ operation }) => operation)).toEqual(['DescribeAlarms', 'DescribeAlarms']);
  });

  test('violates nothing by itself, and keeps in mind what it was asked for in vain', async () => {
    const { fake, client, describe: ask } = await started();
    await ask({});
    expect(fake.violations).toEqual([]);
    await expect(client.send(new ListMetricsCommand({}))).rejects.toThrow();
    await expect(ask({ AlarmNamePrefix: 'a' })).rejects.toThrow();
    expect(fake.violations).toEqual(['ListMetrics', 'unknown parameters: AlarmNamePrefix']);
  });

  test('understands nothing that is not signed for it', async () => {
    const { fake } = await started();
    expect((await fetch(fake.url, { method: 'POST', body: '{}' })).status).toBe(501);
    expect(fake.violations).toEqual(['a request that is not signed for monitoring']);
  });

  test('can be held up between its answer and the arrival of the answer', async () => {
    const { fake, describe: ask } = await started();
    fake.alarm('a', 'OK');
    fake.meanwhile(() => fake.alarm('a', 'ALARM'));
    expect((await ask({})).MetricAlarms).toMatchObject([{ StateValue: 'OK' }]);
    expect((await ask({})).MetricAlarms).toMatchObject([{ StateValue: 'ALARM' }]);
  });
});
