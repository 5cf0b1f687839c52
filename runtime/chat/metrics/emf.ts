import { CHAT_DIMENSION, CHAT_METRICS } from '../../../lib/chat/chat-contract';
import type { Metrics, Now } from '../ports';

export interface EmbeddedMetricsProps {
  readonly namespace: string;
  /** The value of the one dimension. */
  readonly api: string;
  readonly now: Now;
  /** Writes one line. @default - to stdout, which Lambda brings to CloudWatch Logs */
  readonly write?: (line: string) => void;
}

/** CloudWatch, "Embedded metric format specification": the most values that one metric may have in a document. */
const MOST_VALUES = 100;

/** Metrics in the embedded metric format: lines of the log that CloudWatch makes metrics of, with no call to it. */
export class EmbeddedMetrics implements Metrics {
  private readonly counts = new Map<string, number>();
  private readonly values = new Map<string, number[]>();

  constructor(private readonly props: EmbeddedMetricsProps) {}

  public count(name: string, value: number): void {
    this.counts.set(name, (this.counts.get(name) ?? 0) + value);
  }

  public times(name: string, millis: readonly number[]): void {
    this.values.set(name, [...this.values.get(name) ?? [], ...millis]);
  }

  public flush(): void {
    const { write = (line: string) => void process.stdout.write(line) } = this.props;
    for (const metrics of this.documents()) write(`${JSON.stringify(this.document(metrics))}\n`);
    this.counts.clear();
    this.values.clear();
  }

  /** What does not fit into the first document is in others: counts are in the first one only, as CloudWatch would add them up. */
  private documents(): Metric[][] {
    const counts: Metric[] = [...this.counts];
    const documents = [counts];
    for (const [name, values] of this.values) {
      for (let start = 0; start < values.length; start += MOST_VALUES) {
        (documents[start / MOST_VALUES] ??= []).push([name, values.slice(start, start + MOST_VALUES)]);
      }
    }
    return documents.filter((metrics) => metrics.length > 0);
  }

  private document(metrics: readonly Metric[]): object {
    const { namespace, api, now } = this.props;
    const definitions = metrics.map(([Name]) => ({ Name, Unit: unitOf(Name) }));
    return {
      _aws: { Timestamp: now(), CloudWatchMetrics: [{ Namespace: namespace, Dimensions: [[CHAT_DIMENSION]], Metrics: definitions }] },
      [CHAT_DIMENSION]: api,
      ...Object.fromEntries(metrics),
    };
  }
}

type Metric = [name: string, value: number | readonly number[]];

function unitOf(name: string): 'Milliseconds' | 'Count' {
  return name === CHAT_METRICS.latency ? 'Milliseconds' : 'Count';
}
