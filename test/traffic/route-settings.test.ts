import { Lazy, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { CfnRoute, CfnStage, HttpApi, HttpMethod, HttpRoute, HttpRouteKey } from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpUrlIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { Alarm, Metric } from 'aws-cdk-lib/aws-cloudwatch';
import * as fc from 'fast-check';
import { parseRouteKey } from '../../lib/core/route-key';
import { SecureHttpApi } from '../../lib/http/secure-http-api';
import { RouteSettings } from '../../lib/traffic/route-settings';
import { Throttle } from '../../lib/traffic/throttle';
import { FLAGS, nagFindings, newStack } from '../helpers/apps';

const COMMON = { throttle: Throttle.rate(1000, 2000), detailedMetrics: true };
const OWN = { throttle: Throttle.rate(0.5, 10) };

interface Made {
  readonly stack: Stack;
  readonly api: HttpApi;
  readonly stage: CfnStage;
  readonly settings: RouteSettings;
}

describe('the default of the stage', () => {
  test('is written whole, metrics included, and there are no entries', () => {
    const { stack } = made();
    Template.fromStack(stack).hasResourceProperties('AWS::ApiGatewayV2::Stage', {
      DefaultRouteSettings: { DetailedMetricsEnabled: true, ThrottlingRateLimit: 1000, ThrottlingBurstLimit: 2000 },
    });
    expect(entriesOf(stack)).toEqual({});
  });

  test('says so when metrics are off, because CloudFormation leaves on what is not mentioned', () => {
    const { stack } = made({ ...COMMON, detailedMetrics: false });
    Template.fromStack(stack).hasResourceProperties('AWS::ApiGatewayV2::Stage', { DefaultRouteSettings: { DetailedMetricsEnabled: false } });
  });

  test('writes the limits of the account out when there is no throttle', () => {
    const { stack } = made({ ...COMMON, throttle: Throttle.none('internal batch API, SEC-7') });
    Template.fromStack(stack).hasResourceProperties('AWS::ApiGatewayV2::Stage', {
      DefaultRouteSettings: { ThrottlingRateLimit: 10_000, ThrottlingBurstLimit: 5_000 },
    });
  });

  test.each(FLAGS)('is seen by reviewers\' tools, %s', (_flags, props) => {
    const { stack } = made(COMMON, newStack(props));
    expect(nagFindings(stack).filter((finding) => finding.includes('Throttling'))).toEqual([]);
  });
});

describe('a route', () => {
  test('without a throttle of its own has no entry, and the stage does not wait for it', () => {
    const { stack, api, settings } = made();
    settings.addRoute('GET /orders', resourceOf(route(api, 'GET /orders')), {});
    expect(entriesOf(stack)).toEqual({});
    expect(dependenciesOf(stack)).toEqual([]);
  });

  test('with a throttle of its own has an entry that repeats everything, spelt as CloudFormation wants it', () => {
    const { stack, api, settings } = made();
    settings.addRoute('GET /orders/{id}', resourceOf(route(api, 'GET /orders/{id}')), OWN);
    expect(entriesOf(stack)).toEqual({ 'GET /orders/{id}': { DetailedMetricsEnabled: true, ThrottlingRateLimit: 0.5, ThrottlingBurstLimit: 10 } });
  });

  test('whose throttle is that of the stage has an entry all the same: that is how another throttle is undone for certain', () => {
    const { stack, api, settings } = made();
    settings.addRoute('GET /orders', resourceOf(route(api, 'GET /orders')), { throttle: COMMON.throttle });
    expect(entriesOf(stack)).toMatchObject({ 'GET /orders': { ThrottlingRateLimit: 1000, ThrottlingBurstLimit: 2000 } });
  });

  test('takes its metrics from the stage, which its entry would turn off otherwise', () => {
    const { stack, api, settings } = made({ ...COMMON, detailedMetrics: false });
    settings.addRoute('GET /orders', resourceOf(route(api, 'GET /orders')), OWN);
    expect(entriesOf(stack)).toMatchObject({ 'GET /orders': { DetailedMetricsEnabled: false } });
  });

  test('for everything else is called $default', () => {
    const { stack, api, settings } = made();
    settings.addRoute('$default', resourceOf(new HttpRoute(api, 'Rest', { httpApi: api, routeKey: HttpRouteKey.DEFAULT, integration: backend() })), OWN);
    expect(Object.keys(entriesOf(stack))).toEqual(['$default']);
  });

  test('with settings is waited for by the stage, and no other', () => {
    const { stack, api, settings } = made();
    const [first, second] = [route(api, 'GET /orders'), route(api, 'POST /orders')];
    settings.addRoute('POST /orders', resourceOf(second), OWN);
    settings.addRoute('GET /orders', resourceOf(first), {});
    expect(dependenciesOf(stack)).toEqual([logicalId(stack, second)]);
  });

  test('is waited for without what hangs below it, which may need the stage', () => {
    const { stack, api, stage, settings } = made();
    const orders = route(api, 'GET /orders');
    const metric = new Metric({ namespace: 'AWS/ApiGateway', metricName: '5xx', dimensionsMap: { Stage: stage.ref } });
    new Alarm(orders, 'Alarm', { metric, threshold: 1, evaluationPeriods: 1 });
    settings.addRoute('GET /orders', resourceOf(orders), OWN);
    expect(dependenciesOf(stack)).toEqual([logicalId(stack, orders)]);
  });

  test('may have limits that are only known at deployment', () => {
    const { stack, api, settings } = made();
    const later = Lazy.number({ produce: () => 7 });
    settings.addRoute('GET /orders', resourceOf(route(api, 'GET /orders')), { throttle: Throttle.rate(later, later) });
    expect(entriesOf(stack)).toMatchObject({ 'GET /orders': { ThrottlingRateLimit: 7, ThrottlingBurstLimit: 7 } });
  });

  test('has exactly one entry if it has a throttle, and is waited for, whatever the others have', () => {
    const method = fc.constantFrom('GET', 'POST', 'PUT', 'DELETE', 'ANY');
    const path = fc.array(fc.stringMatching(/^([a-z]{1,4}|\{[a-z]{1,4}\})$/), { maxLength: 3 }).map((parts) => `/${parts.join('/')}`);
    const throttle = fc.option(fc.tuple(fc.double({ min: 0.1, max: 1e6, noNaN: true }), fc.integer({ min: 1, max: 1e6 })), { nil: undefined });
    const routes = fc.uniqueArray(fc.tuple(method, path, throttle), { maxLength: 8, selector: ([verb, where]) => `${verb} ${where}` });
    fc.assert(fc.property(routes, (chosen) => {
      const { stack, api, settings } = made();
      chosen.forEach(([verb, where, limits], index) => {
        const construct = new HttpRoute(api, `Route${index}`, { httpApi: api, routeKey: HttpRouteKey.with(where, verb as HttpMethod), integration: backend() });
        settings.addRoute(`${verb} ${where}`, resourceOf(construct), { throttle: limits && Throttle.rate(...limits) });
      });
      const throttled = chosen.filter(([,, limits]) => limits !== undefined);
      expect(Object.keys(entriesOf(stack)).sort()).toEqual(throttled.map(([verb, where]) => `${verb} ${where}`).sort());
      expect(dependenciesOf(stack)).toHaveLength(throttled.length);
    }), { numRuns: 15 });
  });
});

describe('a route made by hand', () => {
  test.each([true, false])('is throttled by its key and waited for, made before the throttle or after it: %p', (before) => {
    const { stack, api, settings } = made();
    const early = before ? route(api, 'GET /by-hand') : undefined;
    settings.addByKey('GET /by-hand', OWN);
    const byHand = early ?? route(api, 'GET /by-hand');
    expect(entriesOf(stack)).toMatchObject({ 'GET /by-hand': { ThrottlingRateLimit: 0.5 } });
    expect(dependenciesOf(stack)).toEqual([logicalId(stack, byHand)]);
  });

  test('may be an L1 anywhere in the stack, and may be $default', () => {
    const { stack, api, settings } = made();
    const byHand = new CfnRoute(stack, 'ByHand', { apiId: api.apiId, routeKey: '$default' });
    settings.addByKey('$default', OWN);
    expect(dependenciesOf(stack)).toEqual([stack.getLogicalId(byHand)]);
  });

  test('that is nowhere is refused in the end', () => {
    const { stack, api, settings } = made();
    route(api, 'GET /orders');
    settings.addByKey('GET /oders', OWN);
    expect(() => Template.fromStack(stack)).toThrow(/throttle-on-unknown-route: .*"GET \/oders".*; use one of: GET \/orders/);
  });

  test('of another API is not meant', () => {
    const { stack, settings } = made();
    route(new HttpApi(stack, 'Other'), 'GET /orders');
    settings.addByKey('GET /orders', OWN);
    expect(() => Template.fromStack(stack)).toThrow(/throttle-on-unknown-route/);
  });

  test('with a key that is only known at deployment may be the one, and is waited for', () => {
    const { stack, api, settings } = made();
    const byHand = new CfnRoute(stack, 'ByHand', { apiId: api.apiId, routeKey: Lazy.string({ produce: () => 'GET /later' }) });
    settings.addByKey('GET /later', OWN);
    expect(dependenciesOf(stack)).toEqual([stack.getLogicalId(byHand)]);
  });

  test('is named by a route key, and nothing else', () => {
    expect(() => new SecureHttpApi(newStack(), 'Orders').throttleRoute('/orders', OWN.throttle)).toThrow(/^route-key-malformed/);
  });

  test('without a throttle changes nothing', () => {
    const { stack, settings } = made();
    settings.addByKey('GET /nowhere', {});
    expect(entriesOf(stack)).toEqual({});
  });
});

function made(common: typeof COMMON = COMMON, stack: Stack = newStack()): Made {
  const api = new HttpApi(stack, 'Api');
  const stage = api.defaultStage?.node.defaultChild as CfnStage;
  return { stack, api, stage, settings: new RouteSettings(stage, common) };
}

/** An L2 integration belongs to one API. */
function backend(): HttpUrlIntegration {
  return new HttpUrlIntegration('Backend', 'https://backend.example');
}

function route(api: HttpApi, key: string): HttpRoute {
  const { method, path } = parseRouteKey(key);
  return api.addRoutes({ path, methods: [method as HttpMethod], integration: backend() })[0];
}

function stageOf(stack: Stack): { DependsOn?: string[]; Properties: { RouteSettings?: Record<string, unknown> } } {
  const [stage] = Object.values(Template.fromStack(stack).findResources('AWS::ApiGatewayV2::Stage', { Properties: { ApiId: { Ref: Match.stringLikeRegexp('^Api') } } }));
  return stage as ReturnType<typeof stageOf>;
}

/** The map is there also when it is empty. */
function entriesOf(stack: Stack): Record<string, unknown> {
  const { RouteSettings: entries } = stageOf(stack).Properties;
  expect(entries).toBeDefined();
  return entries ?? {};
}

function dependenciesOf(stack: Stack): string[] {
  return stageOf(stack).DependsOn ?? [];
}

function logicalId(stack: Stack, added: HttpRoute): string {
  return stack.getLogicalId(resourceOf(added));
}

function resourceOf({ node }: HttpRoute): CfnRoute {
  return node.defaultChild as CfnRoute;
}
