import { Duration } from 'aws-cdk-lib';
import { Metric, Stats, Unit } from 'aws-cdk-lib/aws-cloudwatch';
import { FilterPattern, ILogGroup, JsonPattern, MetricFilter, MetricFilterOptions } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { greaterThan } from './slower-than';
import { ApiMetrics } from '../../observability/api-metrics';
import { fieldIs, metricNameOf, NAMESPACE } from '../../observability/throttled-requests';

/** What a line is counted with. */
interface Count {
  /** What the construct and the metric begin with. */
  readonly measure: string;
  readonly label: string;
  readonly where: JsonPattern[];
}

/** What a line adds to its metric. */
type Value = Pick<MetricFilterOptions, 'metricValue' | 'defaultValue' | 'unit'>;

const MINUTE = Duration.minutes(1);
/** Where the milliseconds of a request are. */
const LATENCY = '$.responseLatency';

/** Makes metrics of the lines of the canary of one stage. */
export class CanaryFilters {
  constructor(private readonly scope: Construct, private readonly logGroup: ILogGroup, private readonly metrics: ApiMetrics) {}

  public requests(): Metric {
    return this.count({ measure: 'Requests', label: 'Canary', where: [] });
  }

  public serverErrors(): Metric {
    return this.count({ measure: 'ServerErrors', label: 'Canary 5xx', where: [fieldIs('status', '5*')] });
  }

  public clientErrors(): Metric {
    return this.count({ measure: 'ClientErrors', label: 'Canary 4xx', where: [fieldIs('status', '4*')] });
  }

  public slowerThan(milliseconds: number): Metric {
    const where = [FilterPattern.regexValue(LATENCY, '=', greaterThan(milliseconds))];
    return this.count({ measure: 'SlowRequests', label: `Canary, slower than ${milliseconds} ms`, where });
  }

  /** No default value: it would make every other request look faster. */
  public latency(): Metric {
    const filter = this.filter('Latency', [FilterPattern.exists(LATENCY)], { metricValue: LATENCY, unit: Unit.MILLISECONDS });
    return filter.metric({ statistic: Stats.p(99), label: 'Canary', period: MINUTE });
  }

  private count({ measure, label, where }: Count): Metric {
    return this.filter(measure, where, { metricValue: '1', defaultValue: 0 }).metric({ statistic: Stats.SUM, label, period: MINUTE });
  }

  private filter(measure: string, where: JsonPattern[], value: Value): MetricFilter {
    return new MetricFilter(this.scope, `${measure}Filter`, {
      logGroup: this.logGroup,
      metricNamespace: NAMESPACE,
      metricName: metricNameOf(`Canary${measure}`, this.metrics),
      filterPattern: FilterPattern.all(...where, fieldIs('canary', 'true'), fieldIs('stage', this.metrics._stageName)),
      ...value,
    });
  }
}
