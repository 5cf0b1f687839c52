import { CHAT_METRICS } from '../../../../lib/chat/chat-contract';
import { EmbeddedMetrics } from '../../../../runtime/chat/metrics/emf';
import { metricsIn } from '../../../../runtime/chat/metrics/from-environment';

function metrics() {
  const lines: string[] = [];
  return { lines, emf: new EmbeddedMetrics({ namespace: 'Gatehouse/Chat', api: 'team-chat', now: () => 1_750_000_000_000, write: (line) => void lines.push(line) }) };
}

/** What CloudWatch asks of a document (CloudWatch user guide, "Embedded metric format specification"). */
function checked(line: string): Record<string, unknown> {
  expect(line.endsWith('\n')).toBe(true);
  const document = JSON.parse(line);
  const { _aws: { Timestamp, CloudWatchMetrics }, ...root } = document;
  expect(Number.isInteger(Timestamp)).toBe(true);
  for (const { Namespace, Dimensions, Metrics } of CloudWatchMetrics) {
    expect(Namespace).toMatch(/^[^:]{1,255}$/);
    for (const name of Dimensions.flat()) expect(typeof root[name]).toBe('string');
    expect(Metrics.length).toBeLessThanOrEqual(100);
    for (const { Name, Unit } of Metrics) {
      expect(['Count', 'Milliseconds']).toContain(Unit);
      const values = [root[Name]].flat();
      expect(values.length).toBeGreaterThan(0);
      expect(values.length).toBeLessThanOrEqual(100);
      expect(values.every((value) => typeof value === 'number')).toBe(true);
    }
  }
  return document;
}

describe('embedded metrics', () => {
  test('one document has all counts, added up, and the dimension of the API', () => {
    const { lines, emf } = metrics();
    emf.count(CHAT_METRICS.delivered, 3);
    emf.count(CHAT_METRICS.delivered, 4);
    emf.count(CHAT_METRICS.gone, 0);
    emf.times(CHAT_METRICS.latency, [12, 15]);
    emf.times(CHAT_METRICS.fanOut, [200]);
    emf.flush();
    expect(lines.map(checked)).toEqual([{
      _aws: {
        Timestamp: 1_750_000_000_000,
        CloudWatchMetrics: [{
          Namespace: 'Gatehouse/Chat',
          Dimensions: [['Api']],
          Metrics: [
            { Name: 'Delivered', Unit: 'Count' }, { Name: 'Gone', Unit: 'Count' },
            { Name: 'FanOutLatency', Unit: 'Milliseconds' }, { Name: 'FanOutSize', Unit: 'Count' },
          ],
        }],
      },
      Api: 'team-chat',
      Delivered: 7,
      Gone: 0,
      FanOutLatency: [12, 15],
      FanOutSize: [200],
    }]);
  });

  test('more than a hundred values are in several documents, each value and each count once', () => {
    const { lines, emf } = metrics();
    const millis = Array.from({ length: 250 }, (_, index) => index);
    emf.count(CHAT_METRICS.delivered, 1);
    emf.times(CHAT_METRICS.latency, millis.slice(0, 120));
    emf.times(CHAT_METRICS.latency, millis.slice(120));
    emf.times(CHAT_METRICS.fanOut, millis.slice(0, 101));
    emf.flush();
    const documents = lines.map(checked);
    expect(documents.flatMap(({ FanOutLatency }) => FanOutLatency)).toEqual(millis);
    expect(documents.flatMap(({ FanOutSize }) => FanOutSize ?? [])).toEqual(millis.slice(0, 101));
    expect(documents.flatMap(({ Delivered }) => Delivered ?? [])).toEqual([1]);
  });

  test('nothing is written for nothing, and nothing twice', () => {
    const { lines, emf } = metrics();
    emf.times(CHAT_METRICS.latency, []);
    emf.flush();
    emf.count(CHAT_METRICS.stored, 1);
    emf.flush();
    emf.flush();
    expect(lines).toHaveLength(1);
  });

  test('go to the log of the function, under the names of its environment', () => {
    const write = jest.spyOn(process.stdout, 'write').mockReturnValue(true);
    const made = metricsIn({ CHAT_METRICS_NAMESPACE: 'N', CHAT_METRICS_API: 'a' }, () => 5);
    made.count(CHAT_METRICS.stored, 1);
    made.flush();
    expect(JSON.parse(String(write.mock.calls[0][0]))).toMatchObject({ Api: 'a', Stored: 1, _aws: { CloudWatchMetrics: [{ Namespace: 'N' }] } });
    write.mockRestore();
    expect(() => metricsIn({ CHAT_METRICS_NAMESPACE: 'N' }, () => 5)).toThrow('CHAT_METRICS_API');
  });
});
