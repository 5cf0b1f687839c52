import { App, Stack, Token } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import { ApiDefinition, ApiKey, MockIntegration, RestApi, SpecRestApi, Stage } from 'aws-cdk-lib/aws-apigateway';
import { Waiver } from '../../lib/core/waiver';
import { ApiUsagePlans } from '../../lib/traffic/api-usage-plans';
import { Quota } from '../../lib/traffic/quota';
import { Throttle } from '../../lib/traffic/throttle';
import { TierKey } from '../../lib/traffic/tier-key';
import { UsageTier } from '../../lib/traffic/usage-tier';

const throttle = Throttle.rate(10, 20);
const free = (...keys: string[]) => UsageTier.named('free', { throttle, keys: keys.map((name) => TierKey.generated(name)) });
const pro = (...keys: string[]) => UsageTier.named('pro', { throttle, keys: keys.map((name) => TierKey.generated(name)) });

function restStage(): { stack: Stack; stage: Stage } {
  const stack = new Stack(new App(), 'Stack');
  const api = new RestApi(stack, 'Api');
  api.root.addMethod('GET', new MockIntegration(), { apiKeyRequired: true });
  return { stack, stage: api.deploymentStage };
}

function synthesise(...tiers: UsageTier[]): Template {
  const { stack, stage } = restStage();
  new ApiUsagePlans(stack, 'UsagePlans', { stage, tiers });
  return Template.fromStack(stack);
}

/** Everything the part makes, by logical id. */
function made(template: Template): { [logicalId: string]: unknown } {
  const types = ['ApiKey', 'UsagePlan', 'UsagePlanKey'].map((type) => `AWS::ApiGateway::${type}`);
  return Object.assign({}, ...types.map((type) => template.findResources(type)));
}

test('a tier becomes a usage plan on the stage', () => {
  const tier = UsageTier.named('pro', { throttle, quota: Quota.perMonth(100_000, { offset: 3 }), description: 'paying customers' });
  synthesise(tier).hasResourceProperties('AWS::ApiGateway::UsagePlan', {
    ApiStages: [{ ApiId: { Ref: 'ApiF70053CD' }, Stage: { Ref: 'ApiDeploymentStageprod3EB9684E' }, Throttle: {} }],
    Description: 'paying customers',
    Quota: { Limit: 100_000, Offset: 3, Period: 'MONTH' },
    Throttle: { RateLimit: 10, BurstLimit: 20 },
  });
});

test('a tier without quota and throttle writes neither', () => {
  synthesise(UsageTier.named('partner', { throttle: Throttle.none('trusted partners') })).hasResourceProperties('AWS::ApiGateway::UsagePlan', {
    Quota: Match.absent(),
    Throttle: Match.absent(),
  });
});

test('throttles of single routes are named by path, slash and method, the root by two slashes', () => {
  const routes = { 'POST /orders/{id}': Throttle.rate(1, 2), 'GET /': Throttle.rate(0.5, 1) };
  synthesise(UsageTier.named('free', { throttle, routes })).hasResourceProperties('AWS::ApiGateway::UsagePlan', {
    ApiStages: [Match.objectLike({
      Stage: { Ref: 'ApiDeploymentStageprod3EB9684E' },
      Throttle: { '/orders/{id}/POST': { RateLimit: 1, BurstLimit: 2 }, '//GET': { RateLimit: 0.5, BurstLimit: 1 } },
    })],
  });
});

test('a stage added to the L2 plan later leaves the throttles of single routes alone', () => {
  const { stack, stage } = restStage();
  const routes = { 'GET /': Throttle.rate(1, 2) };
  const plans = new ApiUsagePlans(stack, 'UsagePlans', { stage, tiers: [UsageTier.named('free', { throttle, routes })] });
  const second = new Stage(stack, 'Second', { deployment: stage.restApi.latestDeployment!, stageName: 'second' });
  plans.tiers.free.addApiStage({ stage: second });
  Template.fromStack(stack).hasResourceProperties('AWS::ApiGateway::UsagePlan', {
    ApiStages: [Match.objectLike({ Throttle: { '//GET': { RateLimit: 1, BurstLimit: 2 } } }), Match.objectLike({ Throttle: {} })],
  });
});

test('each key of a tier is made and put into its plan', () => {
  const template = synthesise(free('mobile-app', 'web'));
  template.resourceCountIs('AWS::ApiGateway::ApiKey', 2);
  template.hasResourceProperties('AWS::ApiGateway::UsagePlanKey', {
    KeyId: { Ref: 'UsagePlansKeymobileapp43A6A45E' },
    KeyType: 'API_KEY',
    UsagePlanId: { Ref: 'UsagePlansTierfree8429EEC9' },
  });
});

test('an existing key is put into the plan by its id', () => {
  synthesise(UsageTier.named('partner', { throttle, keys: [TierKey.existing('acme', 'abc123')] }))
    .hasResourceProperties('AWS::ApiGateway::UsagePlanKey', { KeyId: 'abc123' });
});

test('tiers and keys keep their logical ids when others are added, removed and reordered, and when tiers are', () => {
  const before = made(synthesise(free('mobile-app', 'web'), pro('acme')));
  const after = made(synthesise(pro('umbrella', 'acme'), UsageTier.named('trial', { throttle }), free('kiosk', 'web', 'mobile-app')));
  expect(after).toMatchObject(before);
  expect(Object.keys(after)).toHaveLength(Object.keys(before).length + 5);
});

test('renaming one key changes that key and no other', () => {
  const before = Object.keys(made(synthesise(free('mobile-app', 'web'))));
  const after = Object.keys(made(synthesise(free('mobile-app-2', 'web'))));
  const kept = before.filter((logicalId) => after.includes(logicalId));
  expect(kept).toHaveLength(3);
  expect(kept.join()).toContain('Keyweb');
});

test('a key keeps its logical id when its tier is renamed', () => {
  const before = synthesise(free('mobile-app')).findResources('AWS::ApiGateway::ApiKey');
  const after = synthesise(pro('mobile-app')).findResources('AWS::ApiGateway::ApiKey');
  expect(after).toEqual(before);
});

test('keys are found by name', () => {
  const { stack, stage } = restStage();
  const mine = new ApiKey(stack, 'Mine');
  const tiers = [free('mobile-app'), UsageTier.named('partner', { throttle, keys: [TierKey.fromApiKey('acme', mine)] })];
  const plans = new ApiUsagePlans(stack, 'UsagePlans', { stage, tiers });
  expect(plans.keyOf('acme')).toBe(mine);
  expect(Token.isUnresolved(plans.keyOf('mobile-app').keyId)).toBe(true);
  expect(() => plans.keyOf('mobil-app')).toThrow(/usage-key-unknown: no usage tier has an API key "mobil-app"; use one of: mobile-app, acme$/);
});

test('plans are found by the name of their tier', () => {
  const { stack, stage } = restStage();
  const plans = new ApiUsagePlans(stack, 'UsagePlans', { stage, tiers: [free(), pro()] });
  expect(Object.keys(plans.tiers)).toEqual(['free', 'pro']);
  expect(stack.resolve(plans.tiers.pro.usagePlanId)).toEqual({ Ref: 'UsagePlansTierproFD4D0C78' });
});

test('two tiers of one name are refused', () => {
  expect(() => synthesise(free('a'), free('b'))).toThrow(/^\[Stack\/UsagePlans\] usage-tier-name-clash: two usage tiers are called "free";/);
});

test('one key in two tiers is refused', () => {
  expect(() => synthesise(free('mobile-app'), pro('mobile-app')))
    .toThrow(/usage-key-in-two-tiers: the API key "mobile-app" is in the usage tiers "free" and "pro"/);
});

test('a throttle for a route the API does not have is refused when the routes are given', () => {
  const { stack, stage } = restStage();
  const tiers = [UsageTier.named('free', { throttle, routes: { 'GET /orders': Throttle.rate(1, 2), 'PUT /orders': Throttle.rate(1, 2) } })];
  expect(() => new ApiUsagePlans(stack, 'UsagePlans', { stage, tiers, routes: ['GET /orders', 'POST /orders'] }))
    .toThrow(/usage-tier-route-unknown: the usage tier "free" throttles the route "PUT \/orders".*; use one of: GET \/orders, POST \/orders$/);
});

test('throttles for routes the API has are accepted', () => {
  const { stack, stage } = restStage();
  const tiers = [UsageTier.named('free', { throttle, routes: { 'GET /': Throttle.rate(1, 2) } })];
  expect(() => new ApiUsagePlans(stack, 'UsagePlans', { stage, tiers, routes: ['GET /'] })).not.toThrow();
});

test('the given routes must be route keys', () => {
  const { stack, stage } = restStage();
  expect(() => new ApiUsagePlans(stack, 'UsagePlans', { stage, tiers: [], routes: ['/orders'] })).toThrow(/route-key-malformed/);
});

test('unknown routes can be found once all routes are known', () => {
  const { stack, stage } = restStage();
  const tiers = [UsageTier.named('free', { throttle, routes: { 'GET /orders': Throttle.rate(1, 2) } })];
  const plans = new ApiUsagePlans(stack, 'UsagePlans', { stage, tiers });
  expect(plans._checkRoutes(['GET /orders'])).toEqual([]);
  expect(plans._checkRoutes(['GET /order'])).toEqual([expect.stringMatching(/^usage-tier-route-unknown: .*"GET \/orders"/)]);
});

test('a tier without throttle is a waiver on its plan', () => {
  const { stack, stage } = restStage();
  const plans = new ApiUsagePlans(stack, 'UsagePlans', { stage, tiers: [UsageTier.named('partner', { throttle: Throttle.none('trusted partners') })] });
  const [waiver] = Waiver.within(plans);
  expect(waiver).toMatchObject({ control: 'throttle of usage tier partner', reason: 'trusted partners', path: 'Stack/UsagePlans/Tier-partner' });
});

test('a burst below the rate is warned about on the plan, for the tier and for single routes', () => {
  const { stack, stage } = restStage();
  const tiers = [UsageTier.named('free', { throttle: Throttle.rate(20, 10), routes: { 'GET /': Throttle.rate(5, 1) } })];
  new ApiUsagePlans(stack, 'UsagePlans', { stage, tiers });
  const warnings = Annotations.fromStack(stack);
  warnings.hasWarning('/Stack/UsagePlans/Tier-free', Match.stringLikeRegexp('throttle-burst-below-rate: the throttle of usage tier "free" has'));
  warnings.hasWarning('/Stack/UsagePlans/Tier-free', Match.stringLikeRegexp('throttle-burst-below-rate: the throttle of "GET /" in usage tier "free" has'));
});

test.each([[20, 0], [21, 1]])('%p throttled routes in a tier give %p warnings', (count, expected) => {
  const { stack, stage } = restStage();
  const routes = Object.fromEntries(Array.from({ length: count }, (_, index) => [`GET /orders${index}`, Throttle.rate(1, 2)]));
  new ApiUsagePlans(stack, 'UsagePlans', { stage, tiers: [UsageTier.named('free', { throttle, routes })] });
  expect(Annotations.fromStack(stack).findWarning('*', Match.stringLikeRegexp('usage-tier-many-route-throttles: .*throttles 21 routes'))).toHaveLength(expected);
});

test('usage plans work on the stage of an OpenAPI document', () => {
  const stack = new Stack(new App(), 'Stack');
  const body = { openapi: '3.0.1', info: { title: 'orders', version: '1' }, paths: { '/orders': { get: {} } } };
  const api = new SpecRestApi(stack, 'Api', { apiDefinition: ApiDefinition.fromInline(body) });
  const tiers = [UsageTier.named('free', { throttle, routes: { 'GET /orders': Throttle.rate(1, 2) }, keys: [TierKey.generated('web')] })];
  new ApiUsagePlans(stack, 'UsagePlans', { stage: api.deploymentStage, tiers });
  Template.fromStack(stack).hasResourceProperties('AWS::ApiGateway::UsagePlan', {
    ApiStages: [{ ApiId: { Ref: 'ApiF70053CD' }, Stage: Match.anyValue(), Throttle: { '/orders/GET': { RateLimit: 1, BurstLimit: 2 } } }],
  });
});

test('an API without tiers gets no usage plan', () => {
  synthesise().resourceCountIs('AWS::ApiGateway::UsagePlan', 0);
});
