import { Duration } from 'aws-cdk-lib';
import { MathExpression, Metric, MetricOptions, Stats } from 'aws-cdk-lib/aws-cloudwatch';
import { CHAT_DIMENSION, CHAT_METRICS } from './chat-contract';
import { metricId } from '../core/metric-id';

/** Whose metrics these are, besides the name of the API. */
const NAMESPACE = 'Gatehouse/Chat';

/**
 * The CloudWatch metrics of a chat, which its functions write: what was stored, and what became of its delivery.
 * No room and no user is a dimension, because CloudWatch charges each of them as a metric of its own. Every `options` is applied last.
 */
export class ChatMetrics {
  /**
   * The metrics of a chat.
   *
   * @param apiName the `apiName` of the chat
   */
  public static of(apiName: string): ChatMetrics {
    return new ChatMetrics(apiName);
  }

  /** The namespace in CloudWatch. */
  public readonly namespace: string = NAMESPACE;

  private constructor(
    /** The dimension that tells one chat from the others. */
    public readonly apiName: string,
  ) {}

  /** Messages that were stored. */
  public stored(options: MetricOptions = {}): Metric {
    return this.sum('stored', 'Stored', options);
  }

  /** Messages that had been stored before: a client sent again. */
  public duplicates(options: MetricOptions = {}): Metric {
    return this.sum('duplicates', 'Sent again', options);
  }

  /** Frames that were refused: malformed, too fast, not allowed. */
  public refused(options: MetricOptions = {}): Metric {
    return this.sum('refused', 'Refused', options);
  }

  /** Frames that were answered with `unavailable`, because something did not work. They are among the refused ones. */
  public unavailable(options: MetricOptions = {}): Metric {
    return this.sum('unavailable', 'Unavailable', options);
  }

  /** Frames that reached a connection. */
  public delivered(options: MetricOptions = {}): Metric {
    return this.sum('delivered', 'Delivered', options);
  }

  /** Posts to connections that were gone. */
  public gone(options: MetricOptions = {}): Metric {
    return this.sum('gone', 'Gone', options);
  }

  /** Posts that API Gateway refused with 429. */
  public throttled(options: MetricOptions = {}): Metric {
    return this.sum('throttled', 'Throttled', options);
  }

  /** Posts that were given up. The client notices the gap and asks for the history. */
  public failed(options: MetricOptions = {}): Metric {
    return this.sum('failed', 'Given up', options);
  }

  /**
   * Milliseconds from a message being stored to the last post of a task. 99 of 100 tasks were faster, unless `statistic` says otherwise.
   * Typing, presence and read marks do not count.
   */
  public fanOutLatency(options: MetricOptions = {}): Metric {
    return this.metric('latency', { statistic: Stats.p(99), ...options });
  }

  /** Connections a task was for. */
  public fanOutSize(options: MetricOptions = {}): Metric {
    return this.metric('fanOut', { statistic: Stats.p(99), ...options });
  }

  /** Posts that were given up, in percent of all posts. `statistic` has no meaning here. */
  public failureShare(options: MetricOptions = {}): MathExpression {
    return this.share('failed', 'Given up [%]', options);
  }

  /** Posts that were refused with 429, in percent of all posts. `statistic` has no meaning here. */
  public throttledShare(options: MetricOptions = {}): MathExpression {
    return this.share('throttled', 'Throttled [%]', options);
  }

  /** @internal How many posts there were, as an expression over `_posts`. */
  public get _postCount(): string {
    return Object.keys(this._posts({})).map((id) => `FILL(${id}, 0)`).join(' + ');
  }

  /** @internal Everything that became of a post. A throttled one is tried again and counts once more then. */
  public _posts(options: MetricOptions): Record<string, Metric> {
    return Object.fromEntries((['delivered', 'gone', 'throttled', 'failed'] as const).map((name) => [this.id(name), this.sum(name, name, options)]));
  }

  private share(part: 'failed' | 'throttled', label: string, options: MetricOptions): MathExpression {
    return new MathExpression({
      expression: `100 * FILL(${this.id(part)}, 0) / (${this._postCount})`,
      usingMetrics: this._posts({ ...options, label: undefined }),
      label: options.label ?? label,
      color: options.color,
      period: options.period ?? Duration.minutes(1),
    });
  }

  private sum(name: keyof typeof CHAT_METRICS, label: string, options: MetricOptions): Metric {
    return this.metric(name, { statistic: Stats.SUM, label, ...options });
  }

  private metric(name: keyof typeof CHAT_METRICS, options: MetricOptions): Metric {
    return new Metric({
      namespace: this.namespace,
      metricName: CHAT_METRICS[name],
      dimensionsMap: { [CHAT_DIMENSION]: this.apiName },
      period: Duration.minutes(1),
      ...options,
    });
  }

  private id(name: string): string {
    return metricId(name, [this.namespace, this.apiName]);
  }
}
