import { Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';

interface Query { readonly Id: string; readonly MetricStat: { readonly Metric: { readonly MetricName: string } } }

/** The math of every alarm by its id, with the metrics it reads; ids without what makes them unique. */
export function mathOf(stack: Stack): Record<string, { expression: string; reads: Record<string, string> }> {
  const alarms = Object.entries(Template.fromStack(stack).findResources('AWS::CloudWatch::Alarm'));
  return Object.fromEntries(alarms.map(([id, alarm]) => {
    const [math, ...metrics] = alarm.Properties.Metrics;
    const reads = Object.fromEntries(metrics.map((query: Query) => [plain(query.Id), query.MetricStat.Metric.MetricName]));
    return [id.replace(/^Alarms(\w+)........$/, '$1'), { expression: plain(math.Expression), reads }];
  }));
}

/** An id without what makes it unique. */
export function plain(text: string): string {
  return text.replace(/_[0-9a-f]{8}/g, '');
}

export interface Widget {
  readonly type: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly properties: { title: string; metrics?: unknown[][]; query?: string; alarms?: string[] };
}

/** The body as CloudWatch would read it, with a word in place of everything CloudFormation fills in. */
export function widgetsOf(stack: Stack): Widget[] {
  const [dashboard] = Object.values(Template.fromStack(stack).findResources('AWS::CloudWatch::Dashboard'));
  const body = dashboard.Properties.DashboardBody;
  const text = typeof body === 'string' ? body : body['Fn::Join'][1].map((part: unknown) => (typeof part === 'string' ? part : 'deployed')).join('');
  return JSON.parse(text).widgets;
}

/** The titles, row by row. */
export function rows(widgets: Widget[]): string[][] {
  const tops = [...new Set(widgets.map((widget) => widget.y))];
  return tops.map((y) => widgets.filter((widget) => widget.y === y).map((widget) => widget.properties.title));
}
