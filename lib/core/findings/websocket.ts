import type { FindingText } from './finding';

/** lib/websocket: the two-way door. */
export const WEBSOCKET_FINDINGS = {
  'websocket-route-key-malformed': {
    problem: 'a route key of a WebSocket API is a text without spaces at its ends, which messages are matched with, got "{given}"',
    instead: 'write for example "sendMessage", or "$default" for messages that no other route takes',
  },
  'websocket-route-key-unresolved': {
    problem: 'a route key is decided while the app is synthesised, got a value that is only known at deployment',
    instead: 'write it out, for example "sendMessage"',
  },
  'websocket-route-key-reserved': {
    problem: 'API Gateway keeps route keys that begin with a dollar sign for itself, got "{given}"',
    instead: 'write for example "sendMessage"; the only such route for messages is "$default"',
  },
  'websocket-route-not-for-messages': {
    problem: 'the route "{given}" takes no messages: it is there when a connection is opened or closed',
    instead: 'give its backend to the API itself, as {prop}: Backend.lambda(fn)',
  },
  'websocket-routes-over-quota': {
    problem: 'this API has more than {quota} routes, and an account has {quota} per WebSocket API until its quota is raised',
    instead: 'ask AWS to raise the quota "Routes per API", or tell messages apart in the backend of one route',
  },
  'websocket-integrations-over-quota': {
    problem: 'this API has more than {quota} integrations, and an account has {quota} per WebSocket API until its quota is raised',
    instead: 'ask AWS to raise the quota "Integrations per API", or let routes share backends: the same backend with the same timeout is one integration',
  },
  'backend-not-on-websocket-api': {
    problem: 'the route "{route}" has a backend that no WebSocket API has: {given}',
    instead: '{advice}',
  },
  'websocket-integration-not-adjustable': {
    problem: 'the route "{route}" gives a timeout to an integration that somebody else made',
    instead: 'give it to the integration itself, where it is made',
  },
  'websocket-mock-answers-body-only': {
    problem: 'the mock behind the route "{route}" has {given}, and what a WebSocket API answers is a message, which has a body only',
    instead: 'write Backend.mock({{ body: {{ … }} }})',
  },
  'websocket-expression-unreadable': {
    problem: 'API Gateway cannot read "{given}" where the route "{route}" is taken: {why}',
    instead: 'write a fixed text, $context.connectionId or another variable of the context, $stageVariables.name, or $request.body.name of a message',
  },
  'websocket-http-method-any': {
    problem: 'the backend of "{route}" is to be called with the method ANY, which is that of the request, and messages have none',
    instead: 'leave the method out for POST, or name one: Backend.http(url, {{ method: "PUT" }})',
  },
  'websocket-header-malformed': {
    problem: 'the fixed header "{name}" of the backend of "{route}" is "{given}", and a WebSocket API cannot write that',
    instead: 'use a name of letters, digits and characters of -_. and a value without single quotes',
  },
  'timeout-over-websocket-limit': {
    problem: 'the route "{route}" waits {given} s, and a WebSocket API gives up after 29 s, which cannot be raised',
    instead: 'use a timeout of 29 s, or answer early and send the rest through the callback URL of the API',
  },
  'route-selection-expression-malformed': {
    problem: 'a route selection expression is a variable such as $request.body.action, several of them in braces, or \\$default, got "{given}"',
    instead: 'write for example "$request.body.action" or "${{request.body.service}}/${{request.body.action}}"',
  },
} as const satisfies Record<string, FindingText>;
