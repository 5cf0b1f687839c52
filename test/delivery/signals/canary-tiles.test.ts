import { Duration, Stack } from 'aws-cdk-lib';
import { Dashboard } from 'aws-cdk-lib/aws-cloudwatch';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { CanarySignals } from '../../../lib/delivery/signals/canary-signals';
import { ApiDashboard } from '../../../lib/observability/api-dashboard';
import { ApiMetrics } from '../../../lib/observability/api-metrics';
import { newStack } from '../../helpers/apps';
import { plain, rows, Widget, widgetsOf } from '../../observability/reading';

const METRICS = ApiMetrics.ofStage('Orders', 'prod');

function signalsOf(stack: Stack, metrics: ApiMetrics = METRICS): CanarySignals {
  return new CanarySignals(stack, `Signals${stack.node.children.length}`, { metrics, accessLogGroup: new LogGroup(stack, `Log${stack.node.children.length}`) });
}

function shown(): Widget[] {
  const stack = newStack();
  new Dashboard(stack, 'Dashboard', { widgets: [signalsOf(stack).widgets] });
  return widgetsOf(stack);
}

/** What a graph reads, in the words of CloudWatch: math as `label = expression`, metrics by their names. */
function linesOf({ properties: { metrics = [] } }: Widget): string[] {
  return metrics.map((line) => {
    const last = line.at(-1);
    const { expression, label } = typeof last === 'object' && last !== null ? { expression: undefined, label: undefined, ...last } : {};
    return expression ? plain(`${label} = ${expression}`) : `${line[0]} ${line[1]}`;
  });
}

test('one row shows the stage beside its canary', () => {
  const widgets = shown();
  expect(rows(widgets)).toEqual([['Error rates, stage and canary', 'Latency p99, stage and canary', 'Requests, stage and canary']]);
  expect(widgets.map(({ width }) => width)).toEqual([8, 8, 8]);
});

test('error rates are percentages of what is measured in the same place', () => {
  expect(linesOf(shown()[0])).toEqual([
    'Stage 5xx [%] = 100 * serverErrors',
    'AWS/ApiGateway 5XXError',
    'Canary 5xx [%] = 100 * canaryServerErrors / canaryRequests',
    'cdk-gatehouse CanaryServerErrors Orders prod',
    'cdk-gatehouse CanaryRequests Orders prod',
    'Stage 4xx [%] = 100 * clientErrors',
    'AWS/ApiGateway 4XXError',
    'Canary 4xx [%] = 100 * canaryClientErrors / canaryRequests',
    'cdk-gatehouse CanaryClientErrors Orders prod',
  ]);
});

test('latency and requests of the two are lines of one graph', () => {
  const [, latency, requests] = shown();
  expect(linesOf(latency)).toEqual(['AWS/ApiGateway Latency', 'cdk-gatehouse CanaryLatency Orders prod']);
  expect(linesOf(requests)).toEqual(['AWS/ApiGateway Count', 'cdk-gatehouse CanaryRequests Orders prod']);
});

test('the row goes below those of the dashboard of an API, and the rows of two stages go onto one page', () => {
  const stack = newStack();
  const { dashboard } = new ApiDashboard(stack, 'Page', { metrics: METRICS });
  dashboard?.addWidgets(...signalsOf(stack).widgets);
  dashboard?.addWidgets(...signalsOf(stack, ApiMetrics.ofStage('Orders', 'test')).widgets);
  expect(rows(widgetsOf(stack)).slice(-2)).toEqual([
    ['Error rates, stage and canary', 'Latency p99, stage and canary', 'Requests, stage and canary'],
    ['Error rates, stage and canary', 'Latency p99, stage and canary', 'Requests, stage and canary'],
  ]);
});

test('the metrics are reported once a minute, and shown so', () => {
  const { requests, serverErrors, clientErrors, latency } = signalsOf(newStack());
  expect([requests, serverErrors, clientErrors, latency].map(({ period }) => period)).toEqual(new Array(4).fill(Duration.minutes(1)));
});
