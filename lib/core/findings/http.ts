import type { FindingText } from './finding';

export const HTTP_FINDINGS = {
  'edge-route-unguarded': {
    problem: 'the route {route} was made by hand on an API behind CloudFront, and whoever knows the API\'s own domain reaches it past the web ACL',
    instead: 'add it with addRoute, or acknowledge this if its own authorizer asks for the secret header',
  },
  'edge-without-domain': {
    problem: 'an API was to get CloudFront in front of it and has no domain of its own, so its default endpoint would stay open beside CloudFront',
    instead: "add domain: CustomDomain.inZone({{ domainName: 'api.shop.example', hostedZone }})",
  },
  'http-routes-over-quota': {
    problem: 'this API has more than {quota} routes, and an account has {quota} per API until its quota is raised',
    instead: 'ask AWS to raise the quota "Routes per API", or split the API behind one domain with base paths',
  },
  'backend-not-on-http-api': {
    problem: 'the route "{route}" has a backend that no HTTP API has: {given}',
    instead: '{advice}',
  },
  'http-integration-not-adjustable': {
    problem: 'the route "{route}" gives {given} to an integration that somebody else made',
    instead: 'give it to the integration itself, where it is made',
  },
  'timeout-over-http-limit': {
    problem: 'the route "{route}" waits {given} s, and an HTTP API gives up after 30 s, which cannot be raised',
    instead: 'use a timeout of 30 s, answer early and go on by yourself, or use a SecureRestApi, whose limit can be raised',
  },
  'too-many-integrations': {
    problem: 'this API would have {given} integrations, and API Gateway allows 300 per HTTP API, which cannot be raised',
    instead: 'let routes share backends: routes with the same backend, timeout and mapping share their integration; or split the API',
  },
  'mapping-on-service-backend': {
    problem: 'the route "{route}" maps parameters of a request that goes to an AWS service, and such a request is made of what the backend says',
    instead: 'say it with the options of the backend, and map answers only',
  },
  'mapping-target-malformed': {
    problem: 'a {direction} has no "{given}" that a mapping could change',
    instead: 'write one of {examples}',
  },
  'mapping-header-reserved': {
    problem: 'the header "{given}" is reserved by API Gateway, and no mapping can change it on an HTTP API',
    instead: 'use a header of your own, such as x-shop-{given}',
  },
  'mapping-clash': {
    problem: 'two mappings change the same place, "{first}" and "{second}", and nobody says which comes first',
    instead: 'leave one of them out; what the options of a backend say (its headers, its path) is a mapping too',
  },
  'mapping-value-malformed': {
    problem: 'API Gateway cannot read "{given}", the value of "{target}"',
    instead: 'write a fixed text, $context.name (letters, digits, period and underscore), $stageVariables.name, or one of {examples}; several of them each in braces, like ${{context.stage}}',
  },
  'mapping-value-not-fixed': {
    problem: 'the fixed value of "{target}" is "{given}", and an HTTP API would not take it as it stands',
    instead: 'write a text that is not empty and has no variables; for variables use HttpParameterMapping on the route',
  },
  'mapping-removes-value': {
    problem: 'the mapping "{target}" removes something and has the value "{given}"',
    instead: 'write an empty text',
  },
  'fifo-queue-without-group': {
    problem: 'the FIFO queue {queue} takes no message without a group',
    instead: 'write for example Backend.sqs(queue, {{ messageGroupId: "$request.header.Tenant" }})',
  },
  'fifo-queue-without-deduplication': {
    problem: 'the FIFO queue {queue} has nothing to tell repeated messages by, and takes none',
    instead: 'write {{ deduplicationId: "$request.header.Idempotency-Key" }}, or give the queue contentBasedDeduplication: true',
  },
  'deduplication-on-standard-queue': {
    problem: 'the queue {queue} is no FIFO queue, and takes no message with a deduplication id',
    instead: 'leave deduplicationId out, or use a FIFO queue; import one with fifo: true if its name is only known at deployment',
  },
  'event-source-reserved': {
    problem: 'events may not come from "{given}": EventBridge keeps sources that begin with "aws." for AWS',
    instead: 'write a source of your own, such as shop.orders',
  },
  'event-detail-type-too-long': {
    problem: 'a detail type has at most 128 characters, got {given}',
    instead: 'write a short name, such as OrderPlaced, and put the rest into the detail',
  },
  'wait-for-standard-workflow': {
    problem: 'the state machine {stateMachine} is no express workflow, and nobody can wait for another',
    instead: 'make it with stateMachineType: StateMachineType.EXPRESS, or leave out {{ wait: true }}',
  },
} as const satisfies Record<string, FindingText>;
