import { App, Duration, Lazy, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { HttpApi } from 'aws-cdk-lib/aws-apigatewayv2';
import { Dashboard, GraphWidget, IMetric, MathExpression, Metric } from 'aws-cdk-lib/aws-cloudwatch';
import * as fc from 'fast-check';
import { ApiMetrics } from '../../lib/observability/api-metrics';

const stage = ApiMetrics.ofStage('Orders', 'prod');

test.each([
  ['requests', stage.requests(), 'Count', 'SampleCount'],
  ['serverErrors', stage.serverErrors(), '5XXError', 'Sum'],
  ['clientErrors', stage.clientErrors(), '4XXError', 'Sum'],
  ['latency', stage.latency(), 'Latency', 'p99'],
  ['integrationLatency', stage.integrationLatency(), 'IntegrationLatency', 'p99'],
  ['cacheHits', stage.cacheHits(), 'CacheHitCount', 'Sum'],
  ['cacheMisses', stage.cacheMisses(), 'CacheMissCount', 'Sum'],
])('%s is the metric API Gateway reports, once a minute', (_, metric: Metric, metricName, statistic) => {
  expect(metric).toMatchObject({ namespace: 'AWS/ApiGateway', metricName, statistic, dimensions: { ApiName: 'Orders', Stage: 'prod' } });
  expect(metric.period.toSeconds()).toBe(60);
});

/** The id a measure got in an expression, without what makes it unique. */
function plain(id: string): string {
  return id.replace(/_[0-9a-f]{8}/g, '');
}

test.each([
  ['serverErrorRate', stage.serverErrorRate(), '5XXError', '100 * serverErrors'],
  ['clientErrorRate', stage.clientErrorRate(), '4XXError', '100 * clientErrors'],
])('%s is the average times 100', (_, rate: MathExpression, metricName, expression) => {
  expect(plain(rate.expression)).toBe(expression);
  expect(Object.values(rate.usingMetrics)).toMatchObject([{ metricName, statistic: 'Average' }]);
});

test('a rate ignores the statistic and obeys period, label and region', () => {
  const rate = stage.serverErrorRate({ statistic: 'Sum', period: Duration.minutes(5), label: 'broken', region: 'us-east-1' });
  expect(rate.label).toBe('broken');
  expect(rate.period.toSeconds()).toBe(300);
  expect(Object.values(rate.usingMetrics)).toMatchObject([{ statistic: 'Average', region: 'us-east-1' }]);
});

test('the cache hit ratio asks only requests that asked the cache', () => {
  const ratio = stage.cacheHitRatio();
  expect(plain(ratio.expression)).toBe('100 * FILL(cacheHits, 0) / (FILL(cacheHits, 0) + FILL(cacheMisses, 0))');
  expect(Object.values(ratio.usingMetrics)).toMatchObject([{ metricName: 'CacheHitCount' }, { metricName: 'CacheMissCount' }]);
});

test('the rates of several routes fit into one graph', () => {
  const stack = new Stack(new App(), 'Shop');
  const rates = ['/orders', '/products'].map((path) => stage.ofMethod('GET', path)).flatMap((route) => [route.serverErrorRate(), route.clientErrorRate()]);
  new Dashboard(stack, 'Dashboard', { widgets: [[new GraphWidget({ left: rates })]] });
  expect(() => Template.fromStack(stack)).not.toThrow();
});

test('options are applied last', () => {
  expect(stage.latency({ statistic: 'p50', label: 'median', dimensionsMap: { ApiName: 'Other' } })).toMatchObject({
    statistic: 'p50', label: 'median', dimensions: { ApiName: 'Other' },
  });
});

test('the metrics of a method have its method and its path as dimensions', () => {
  expect(stage.ofMethod('GET', '/orders/{id}').requests().dimensions).toEqual({
    ApiName: 'Orders', Stage: 'prod', Method: 'GET', Resource: '/orders/{id}',
  });
});

test('characters that API Gateway drops from the name are dropped here too', () => {
  fc.assert(fc.property(fc.string({ unit: 'grapheme' }), (name) => {
    expect(ApiMetrics.ofStage(`a${name}`, 'prod').requests().dimensions?.ApiName).toMatch(/^[\x00-\x7F]+$/);
  }));
  expect(ApiMetrics.ofStage('Bestellungen für München', 'prod').requests().dimensions?.ApiName).toBe('Bestellungen fr Mnchen');
});

test('a name of which nothing would be left is refused', () => {
  expect(() => ApiMetrics.ofStage('注文', 'prod')).toThrow(/^api-name-without-ascii: the API name "注文"/);
});

test('a name that is not known yet is taken as it is', () => {
  const name = Lazy.string({ produce: () => 'Later' });
  expect(ApiMetrics.ofStage(name, 'prod').requests().dimensions?.ApiName).toBe(name);
});

describe('of an HTTP API', () => {
  const newApi = (id = 'Orders') => new HttpApi(new Stack(new App(), 'Shop'), id);
  const api = newApi();
  const http = ApiMetrics.ofHttpStage(api, '$default');

  test.each([
    ['requests', http.requests(), 'Count', 'SampleCount'],
    ['serverErrors', http.serverErrors(), '5xx', 'Sum'],
    ['clientErrors', http.clientErrors(), '4xx', 'Sum'],
    ['latency', http.latency(), 'Latency', 'p99'],
    ['integrationLatency', http.integrationLatency(), 'IntegrationLatency', 'p99'],
    ['dataProcessed', http.dataProcessed(), 'DataProcessed', 'Sum'],
  ])('%s is the metric API Gateway reports, by the id of the API', (_, metric: Metric, metricName, statistic) => {
    expect(metric).toMatchObject({ namespace: 'AWS/ApiGateway', metricName, statistic, dimensions: { ApiId: api.apiId, Stage: '$default' } });
  });

  test.each([
    ['serverErrorRate', http.serverErrorRate(), '5xx', '100 * serverErrors'],
    ['clientErrorRate', http.clientErrorRate(), '4xx', '100 * clientErrors'],
  ])('%s is the average times 100', (_, rate: MathExpression, metricName, expression) => {
    expect(plain(rate.expression)).toBe(expression);
    expect(Object.values(rate.usingMetrics)).toMatchObject([{ metricName, statistic: 'Average' }]);
  });

  test('the metrics of a route have its method and its path as dimensions', () => {
    expect(http.ofMethod('GET', '/orders/{id}').requests().dimensions).toEqual({
      ApiId: api.apiId, Stage: '$default', Method: 'GET', Resource: '/orders/{id}',
    });
  });

  test.each([
    ['cacheHits', () => http.cacheHits()], ['cacheMisses', () => http.cacheMisses()], ['cacheHits', () => http.cacheHitRatio()],
  ])('there is no cache to ask for %s', (measure, ask) => {
    expect(ask).toThrow(`api-metric-not-reported: API Gateway does not report ${measure} for HTTP APIs;`);
  });

  test('an API of the same name elsewhere, and any other API, has ids of its own, so that all of them fit into one graph', () => {
    const idsOf = (metrics: ApiMetrics) => ['/orders', '/products'].map((path) => metrics.ofMethod('GET', path)).concat(metrics)
      .flatMap((part) => [part.serverErrorRate(), part.clientErrorRate()]).flatMap((rate) => Object.keys(rate.usingMetrics));
    const ids = fc.uniqueArray(fc.stringMatching(/^[A-Za-z][A-Za-z0-9-]{0,20}$/), { minLength: 2, maxLength: 5 });
    fc.assert(fc.property(ids, fc.constantFrom('$default', 'prod'), (names, stageName) => {
      const app = new App();
      const apis = names.map((name) => new HttpApi(new Stack(app, name), 'Orders', { apiName: 'orders' }));
      const all = apis.flatMap((one) => idsOf(ApiMetrics.ofHttpStage(one, stageName)));
      expect(new Set(all).size).toBe(all.length);
      for (const id of all) expect(id).toMatch(/^[a-z][A-Za-z0-9_]*$/);
    }), { numRuns: 25 });
  });

  test('the rates of two HTTP APIs and of a REST API are drawn into one graph', () => {
    const stack = new Stack(new App(), 'Shop');
    const left: IMetric[] = ['Orders', 'Products'].map((id) => ApiMetrics.ofHttpStage(new HttpApi(stack, id), '$default')).concat(stage)
      .flatMap((metrics) => [metrics.serverErrorRate(), metrics.clientErrorRate()]);
    new Dashboard(stack, 'Dashboard', { widgets: [[new GraphWidget({ left })]] });
    expect(() => Template.fromStack(stack)).not.toThrow();
  });

  test('an imported API is measured by the id it was imported with', () => {
    const imported = HttpApi.fromHttpApiAttributes(new Stack(new App(), 'Shop'), 'Theirs', { httpApiId: 'a1b2c3' });
    const metrics = ApiMetrics.ofHttpStage(imported, 'prod');
    expect(metrics.requests().dimensions).toEqual({ ApiId: 'a1b2c3', Stage: 'prod' });
    expect(metrics._subject).toBe('Theirs, stage prod');
  });

  test('it is called by its name', () => {
    const named = new HttpApi(new Stack(new App(), 'Shop'), 'Default', { apiName: 'orders' });
    const metrics = ApiMetrics.ofHttpStage(named, '$default');
    expect([metrics._title, metrics._subject]).toEqual(['orders, $default', 'orders, stage $default']);
  });
});

test('REST APIs do not report how much data they processed', () => {
  expect(() => stage.dataProcessed()).toThrow('api-metric-not-reported: API Gateway does not report dataProcessed for REST APIs;');
});
