import type { FindingText } from './finding';

export const ROUTE_FINDINGS = {
  'route-key-malformed': {
    problem: 'a route is written as a method, one space and a path, got "{given}"',
    instead: 'write it like "GET /orders/{{id}}"',
  },
  'route-key-unresolved': {
    problem: 'a route key is decided while the app is synthesised, got a value that is only known at deployment',
    instead: 'write the method and the path out',
  },
  'route-method-lower-case': {
    problem: 'HTTP methods are upper-case, got "{given}"',
    instead: 'write "{method} {path}"',
  },
  'route-method-unknown': {
    problem: 'API Gateway knows no HTTP method "{given}"',
    instead: 'use one of {methods}',
  },
  'route-path-without-slash': {
    problem: 'a route path starts with a slash, got "{given}"',
    instead: 'write "{method} /{given}"',
  },
  'route-path-malformed': {
    problem: 'the path "{path}" has the part "{part}", which API Gateway refuses',
    instead: 'use letters, digits, hyphen, period, underscore, colon or dollar sign, or a parameter like {{id}}; no empty part and no slash at the end',
  },
  'route-greedy-not-last': {
    problem: 'the greedy parameter "{part}" takes the rest of the path, but more follows in "{path}"',
    instead: 'move it to the end, or write it without the plus sign',
  },
  'route-parameter-repeated': {
    problem: 'the path "{path}" has two parameters called "{name}"',
    instead: 'give each a name of its own',
  },
  'route-duplicate': {
    problem: 'the route "{route}" is there already',
    instead: 'remove one of the two, or merge their backends into one',
  },
  'route-parameter-renamed': {
    problem: 'the path "{path}" calls a parameter {given} where an earlier route calls it {existing}, and API Gateway allows one name in one place',
    instead: 'write {existing} in both',
  },
  'route-path-taken': {
    problem: 'the route with the path "{path}" needs the construct id "{part}", which a part of this API, a method or a resource beside it already has',
    instead: 'spell that part of the path otherwise, for example in lower case',
  },
  'route-options-answered': {
    problem: 'OPTIONS of "{path}" is answered already: by CORS, for the routes added before, or by a method made by hand',
    instead: 'leave this route out, or add it before the other routes of the path, and it answers preflights itself',
  },
  'api-name-shared': {
    problem: 'this API is called "{name}" like the one at {first}, in the same place, so the two share their metrics and alarm for one another',
    instead: 'give one of them another restApiName',
  },
  'cors-rules-of-another-api': {
    problem: 'the function {function} was told the CORS rules of another API, which differ from those of this one, and keeps the first it was told',
    instead: 'give both APIs the same Cors value, or each a function of its own; acknowledge this if the function does not answer CORS',
  },
  'api-without-routes': {
    problem: 'this API has no route yet, so a placeholder that answers 404 to signed requests holds its place',
    instead: 'add one, for example api.addRoute("GET /orders", Backend.lambda(fn))',
  },
  'stage-name-malformed': {
    problem: 'a stage name is 1 to 128 letters, digits, hyphens and underscores, got "{given}"',
    instead: 'write for example "prod"',
  },
  'stage-name-unresolved': {
    problem: 'metrics and alarms find the stage by its name while the app is synthesised, got a value that is only known at deployment',
    instead: 'write it out, for example "prod"',
  },
  'stage-variable-name-malformed': {
    problem: 'the name of a stage variable is 1 to 64 letters, digits and underscores, got "{given}"',
    instead: 'write for example "backend_host"',
  },
  'stage-variable-malformed': {
    problem: 'the stage variable "{name}" has the value "{given}", and API Gateway takes 1 to 512 letters, digits and characters of -._~:/?#&=,',
    instead: 'write a value of these, or encode it',
  },
  'compression-size-out-of-range': {
    problem: 'API Gateway compresses answers from a size of 0 to {max} bytes on, got {given}',
    instead: 'write for example Size.kibibytes(1)',
  },
  'json-schema-invalid': {
    problem: 'the request body schema of "{route}" is no valid JSON schema (draft 4): {problems}',
    instead: 'correct the schema; API Gateway models are draft 4',
  },
  'request-name-malformed': {
    problem: 'a required {kind} of "{route}" is called "{given}"',
    instead: 'use letters, digits, hyphen, underscore and period only: API Gateway cannot require other names',
  },
  'request-name-unresolved': {
    problem: 'a required {kind} of "{route}" has a name that is only known at deployment',
    instead: 'write it out: it is a key in the template, which cannot be a token',
  },
  'validation-needed': {
    problem: 'the route "{route}" declares a {kind} that the API does not validate',
    instead: 'use Validation.bodyAndParameters() on the API, or drop the declaration',
  },
  'mapping-template-malformed': {
    problem: 'the mapping template for "{contentType}" cannot be parsed: {problems}',
    instead: 'correct the Velocity template',
  },
  'mapping-template-too-large': {
    problem: 'the mapping template for "{contentType}" has {given} bytes, and API Gateway takes 300 KB',
    instead: 'do this mapping in a Lambda function',
  },
  'status-code-out-of-range': {
    problem: 'an HTTP status code lies between 200 and 599, got {given}',
    instead: 'write for example 200',
  },
  'http-mapping-without-response': {
    problem: 'an HTTP mapping has no response, so that API Gateway would answer every request with 500',
    instead: 'write for example responses: [{{ statusCode: 200 }}]',
  },
  'http-mapping-status-repeated': {
    problem: 'an HTTP mapping has two responses with the status {given}, and API Gateway keeps one per status',
    instead: 'merge them into one whose pattern matches both, for example "404|410"',
  },
  'http-mapping-default-repeated': {
    problem: 'an HTTP mapping has {given} responses without a pattern, and only one can be for everything no pattern matches',
    instead: 'give all but one a pattern',
  },
  'http-url-malformed': {
    problem: 'an HTTP backend is an absolute http:// or https:// URL, got "{given}"',
    instead: 'write for example https://orders.example.com/v1',
  },
  'http-method-unknown': {
    problem: 'an HTTP backend cannot be called with the method "{given}"',
    instead: 'use one of {methods}',
  },
  'http-url-parameter-unknown': {
    problem: 'the URL "{url}" uses the path parameter {{{name}}}, which the route "{route}" does not have',
    instead: 'name one of the route\'s own parameters in it',
  },
  'backend-not-on-rest-api': {
    problem: 'the route "{route}" has a backend that no REST API has: {given}',
    instead: '{advice}',
  },
  'timeout-too-short': {
    problem: 'the route "{route}" waits {given} ms, and an integration timeout is at least 50 ms',
    instead: 'write Duration.millis(50) or more',
  },
  'timeout-over-edge-limit': {
    problem: 'the route "{route}" waits {given} s, and an edge-optimised API gives up after 29 s',
    instead: 'use RestEndpoint.regional(), whose limit can be raised, or a timeout of 29 s',
  },
  'timeout-needs-quota': {
    problem: 'the route "{route}" waits {given} s, and an account gives up after 29 s until its quota is raised',
    instead: 'ask AWS to raise the quota "Maximum integration timeout in milliseconds" (L-E5AE38E3), or use a timeout of 29 s',
  },
  'timeout-over-streaming-limit': {
    problem: 'the route "{route}" waits {given} s, and a streamed answer ends after 900 s',
    instead: 'use a timeout of 15 minutes or less',
  },
  'streaming-with-cache': {
    problem: 'the route "{route}" streams its answer and asks for a cache, and API Gateway caches no streamed answer',
    instead: 'drop one of the two',
  },
  'too-many-authorizers': {
    problem: 'this API would have {given} authorizers, and API Gateway allows 10',
    instead: 'share one Authorization value between routes; routes with the same value share its authorizer',
  },
} as const satisfies Record<string, FindingText>;
