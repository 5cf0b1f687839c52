import { App, Duration, Stack, Stage } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { EventBus } from 'aws-cdk-lib/aws-events';
import { Alias } from 'aws-cdk-lib/aws-lambda';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { array, assert, constantFrom, property, shuffledSubarray, tuple } from 'fast-check';
import { HttpApiOfRoutes } from './integrations-harness';
import { IntegrationOptions } from '../../lib/http/integration-plan';
import { Backend } from '../../lib/routes/backend';
import { HttpParameterMapping } from '../../lib/routes/parameter-mapping';
import { newStack } from '../helpers/apps';
import { newFunction } from '../helpers/functions';

type RouteOf = [routeKey: string, backend: Backend, options?: IntegrationOptions];

/** The routes of a shop, made anew for each stack. */
function routesOf(stack: Stack): RouteOf[] {
  const fn = newFunction(stack, 'Orders');
  const alias = new Alias(stack, 'Live', { aliasName: 'live', version: fn.currentVersion });
  const queue = new Queue(stack, 'Queue');
  const mapping = HttpParameterMapping.of({ request: { 'append:header.x': '$context.requestId' }, responses: { 500: { 'remove:header.server': '' } } });
  return [
    ['GET /orders', Backend.lambda(fn)],
    ['GET /orders/{id}', Backend.lambda(fn)],
    ['PUT /orders/{id}', Backend.lambda(fn), { timeout: Duration.seconds(5) }],
    ['GET /live', Backend.lambda(alias)],
    ['GET /legacy', Backend.http(`https://legacy.example.com/${stack.account}`)],
    ['GET /legacy/{id}', Backend.http('https://legacy.example.com/{id}'), { mapping }],
    ['POST /orders', Backend.sqs(queue)],
    ['POST /events', Backend.eventBridge(new EventBus(stack, 'Bus'), { source: 'shop', detailType: 'OrderPlaced' })],
    ['$default', Backend.lambda(newFunction(stack, 'Rest'))],
  ];
}

const COUNT = routesOf(newStack()).length;

function template(order: number[]): { [logicalId: string]: unknown } {
  const stack = newStack();
  const routes = routesOf(stack);
  const api = new HttpApiOfRoutes(stack);
  order.forEach((index) => api.add(...routes[index]));
  return Template.fromStack(stack).toJSON().Resources;
}

const everyRoute = Array.from({ length: COUNT }, (_value, index) => index);

test('the order of routes makes no difference to any resource', () => {
  const expected = template(everyRoute);
  assert(property(shuffledSubarray(everyRoute, { minLength: COUNT }), (order) => expect(template(order)).toEqual(expected)), { numRuns: 12 });
});

test('a route more makes no difference to the resources of the others', () => {
  const all = template(everyRoute);
  assert(property(shuffledSubarray(everyRoute), (some) => expect(all).toMatchObject(template(some))), { numRuns: 12 });
});

test('integrations are told apart exactly by backend, timeout and mapping', () => {
  const texts = constantFrom('a', 'b', 'a,b', '"a"');
  const options = tuple(texts, texts, constantFrom(undefined, 1, 2));
  assert(property(array(options, { maxLength: 12 }), (given) => {
    const stack = newStack();
    const api = new HttpApiOfRoutes(stack);
    given.forEach(([name, value, seconds], index) => api.add(`GET /${index}`, Backend.http('https://a.example', { headers: { 'x-1': name, 'x-2': value } }), {
      timeout: seconds === undefined ? undefined : Duration.seconds(seconds),
    }));
    const different = new Set(given.map((one) => JSON.stringify(one)));
    expect(api.integrations.node.children).toHaveLength(different.size);
  }), { numRuns: 12 });
});

describe('the logical ids of an API', () => {
  function ids(place: (app: App) => Stack): string[] {
    const stack = place(new App());
    const api = new HttpApiOfRoutes(stack);
    routesOf(stack).forEach((route) => api.add(...route));
    return Object.keys(Template.fromStack(stack).toJSON().Resources);
  }

  test('are the same in every stage, whatever stage and stack are called', () => {
    const expected = ids((app) => new Stack(app, 'Shop'));
    expect(ids((app) => new Stack(new Stage(app, 'Prod'), 'Shop'))).toEqual(expected);
    expect(ids((app) => new Stack(new Stage(app, 'Dev'), 'Store'))).toEqual(expected);
  });

  test('are the same for backends of another stack of the same stage', () => {
    const across = (stage: string) => (app: App): string[] => {
      const around = new Stage(app, stage);
      const shop = new Stack(around, 'Shop');
      new HttpApiOfRoutes(shop).add('GET /orders', Backend.lambda(newFunction(new Stack(around, 'Functions'))));
      return Object.keys(Template.fromStack(shop).toJSON().Resources);
    };
    expect(across('Prod')(new App())).toEqual(across('Dev')(new App()));
  });
});

test('the ids of integrations begin with what people call the backend', () => {
  const stack = newStack();
  const api = new HttpApiOfRoutes(stack);
  routesOf(stack).forEach((route) => api.add(...route));
  const names = api.integrations.node.children.map(({ node }) => node.id.replace(/[0-9a-f]{8}(Role)?$/, '#$1'));
  expect(names.sort()).toEqual([
    'Bus#', 'Bus#Role', 'LegacyExampleCom#', 'LegacyExampleCom#', 'Orders#', 'Orders#', 'Orders#', 'Queue#', 'Queue#Role', 'Rest#',
  ]);
});
