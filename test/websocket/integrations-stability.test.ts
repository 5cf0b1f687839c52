import { App, Duration, Stack, Stage } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { EventBus } from 'aws-cdk-lib/aws-events';
import { Alias } from 'aws-cdk-lib/aws-lambda';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { assert, property, shuffledSubarray } from 'fast-check';
import { Backend } from '../../lib/routes/backend';
import { Authorization } from '../../lib/security/authorization';
import { ApiTickets } from '../../lib/security/connect/api-tickets';
import { SecureWebSocketApi } from '../../lib/websocket/secure-websocket-api';
import { WebSocketRouteOptions } from '../../lib/websocket/websocket-route-options';
import { newStack } from '../helpers/apps';
import { newFunction } from '../helpers/functions';

type RouteOf = [routeKey: string, backend: Backend, options?: WebSocketRouteOptions];

/** The routes of a game, made anew for each stack. */
function routesOf(stack: Stack): RouteOf[] {
  const fn = newFunction(stack, 'Moves');
  const alias = new Alias(stack, 'Live', { aliasName: 'live', version: fn.currentVersion });
  const request = { body: { type: 'object', required: ['action'] } };
  return [
    ['move', Backend.lambda(fn)],
    ['undo', Backend.lambda(fn), { reply: true, request }],
    ['watch', Backend.lambda(fn), { timeout: Duration.seconds(5), request }],
    ['live', Backend.lambda(alias)],
    ['legacy', Backend.http(`https://legacy.example.com/${stack.account}`)],
    ['log', Backend.sqs(new Queue(stack, 'Log'))],
    ['publish', Backend.eventBridge(new EventBus(stack, 'Bus'), { source: 'game', detailType: 'Moved' })],
    ['ping', Backend.mock({ body: { type: 'pong' } })],
    ['$default', Backend.mock({ body: { type: 'unknown' } })],
  ];
}

const COUNT = routesOf(newStack()).length;

function template(order: number[]): { [logicalId: string]: unknown } {
  const stack = newStack();
  const routes = routesOf(stack);
  const api = new SecureWebSocketApi(stack, 'Game');
  order.forEach((index) => api.addRoute(...routes[index]));
  return Template.fromStack(stack).toJSON().Resources;
}

const everyRoute = Array.from({ length: COUNT }, (_value, index) => index);

test('the order of routes makes no difference to any resource', () => {
  const expected = template(everyRoute);
  assert(property(shuffledSubarray(everyRoute, { minLength: COUNT }), (order) => expect(template(order)).toEqual(expected)), { numRuns: 8 });
});

test('a route more makes no difference to the resources of the others', () => {
  const all = template(everyRoute);
  assert(property(shuffledSubarray(everyRoute), (some) => expect(all).toMatchObject(template(some))), { numRuns: 8 });
});

test.each<[string, (stack: Stack) => Authorization]>([
  ['signs', () => Authorization.iam()],
  ['shows a ticket', (stack) => Authorization.ticket(new ApiTickets(stack, 'Tickets'))],
  ['shows a token', () => Authorization.jwt({ issuer: 'https://login.example.com', audiences: ['game'] })],
  ['asks a function of yours', (stack) => Authorization.lambdaRequest(newFunction(stack, 'Check'))],
])('the logical ids of an API whose client %s are the same in every stage, whatever stage and stack are called', (_how, authorizationIn) => {
  const ids = (place: (app: App) => Stack): string[] => {
    const stack = place(new App());
    const api = new SecureWebSocketApi(stack, 'Game', { authorization: authorizationIn(stack) });
    routesOf(stack).forEach((route) => api.addRoute(...route));
    return Object.keys(Template.fromStack(stack).toJSON().Resources);
  };
  const expected = ids((app) => new Stack(app, 'Game'));
  expect(ids((app) => new Stack(new Stage(app, 'Prod'), 'Game'))).toEqual(expected);
  expect(ids((app) => new Stack(new Stage(app, 'Dev'), 'Play'))).toEqual(expected);
});
