/**
 * The fields of one access log line, by the names that queries, filters and dashboards use.
 *
 * Every value is quoted, numbers too: API Gateway writes `-` for a variable that has no value in a request
 * (no authorizer ran, no web ACL is there, a stream has no length), and a bare `-` would make the whole line unreadable
 * to metric filters and Logs Insights. Metric filters compare quoted numbers as texts, which is enough for a status; Logs Insights
 * calculates with them, as the developer guide's own format, all quoted, lets it: not proven without an account.
 *
 * What is not here is left out on purpose: the API key (its id is here), query strings, headers, bodies and claims other than the subject.
 */
const FIELDS = {
  requestId: 'requestId',
  // The caller of a REST API may choose requestId with a header; this one nobody can forge. For HTTP APIs it is the same as requestId.
  extendedRequestId: 'extendedRequestId',
  xrayTraceId: 'xrayTraceId',
  time: 'requestTime',
  apiId: 'apiId',
  stage: 'stage',
  canary: 'isCanaryRequest',
  domainName: 'domainName',
  basePath: 'customDomain.basePathMatched',
  method: 'httpMethod',
  resourcePath: 'resourcePath',
  path: 'path',
  protocol: 'protocol',
  tlsVersion: 'tlsVersion',
  cipherSuite: 'cipherSuite',
  status: 'status',
  responseLength: 'responseLength',
  responseLatency: 'responseLatency',
  errorType: 'error.responseType',
  integrationStatus: 'integration.status',
  // The status of the service that ran the backend; with Lambda it stays 200 while integrationStatus is the function's own.
  integrationServiceStatus: 'integration.integrationStatus',
  integrationLatency: 'integration.latency',
  integrationError: 'integration.error',
  integrationRequestId: 'integration.requestId',
  sourceIp: 'identity.sourceIp',
  userAgent: 'identity.userAgent',
  vpcEndpointId: 'identity.vpceId',
  accountId: 'identity.accountId',
  caller: 'identity.caller',
  principalId: 'authorizer.principalId',
  sub: 'authorizer.claims.sub',
  apiKeyId: 'identity.apiKeyId',
  authenticateStatus: 'authenticate.status',
  authorizeStatus: 'authorize.status',
  authorizerStatus: 'authorizer.status',
  authorizerLatency: 'authorizer.latency',
  authorizerError: 'authorizer.error',
  wafStatus: 'waf.status',
  wafResponseCode: 'wafResponseCode',
  wafLatency: 'waf.latency',
  wafError: 'waf.error',
  webAclArn: 'webaclArn',
} as const;

/**
 * Texts that repeat what the caller sent. A request that is refused for its Authorization header can be answered with that header
 * in the message, and the validator quotes the values it refuses, so a password that is too short would end up in the log.
 */
const MESSAGE_FIELDS = {
  // `error.messageString` brings its own quotes, but only if there is an error: on success it is a bare `-`, which is no JSON.
  errorMessage: 'error.message',
  validationError: 'error.validationErrorString',
  authenticateError: 'authenticate.error',
} as const;

/** Of the fields above, those that no variable of HTTP APIs holds. AWS: "Customize HTTP API access logs". */
const REST_ONLY: ReadonlySet<string> = new Set<keyof typeof FIELDS | keyof typeof MESSAGE_FIELDS>([
  'xrayTraceId', 'canary', 'resourcePath', 'tlsVersion', 'cipherSuite', 'vpcEndpointId', 'apiKeyId', 'authenticateStatus', 'authorizeStatus',
  'authorizerStatus', 'authorizerLatency', 'wafStatus', 'wafResponseCode', 'wafLatency', 'wafError', 'webAclArn',
  'validationError', 'authenticateError',
]);

/** What only HTTP APIs know. */
const HTTP_ONLY = {
  // The method and the path of the route, or `$default`.
  routeKey: 'routeKey',
  dataProcessed: 'dataProcessed',
} as const;

/**
 * Of the fields of REST APIs, those that no variable of WebSocket APIs holds (AWS: "Configure logging for WebSocket APIs in API Gateway"),
 * and those of the web ACL, which a WebSocket API cannot have although their variables are listed.
 */
const NOT_WEBSOCKET: ReadonlySet<string> = new Set<keyof typeof FIELDS>([
  'xrayTraceId', 'canary', 'basePath', 'method', 'resourcePath', 'path', 'protocol', 'tlsVersion', 'cipherSuite',
  'responseLength', 'responseLatency', 'vpcEndpointId', 'sub', 'wafStatus', 'wafResponseCode', 'wafLatency', 'wafError', 'webAclArn',
]);

/**
 * What only WebSocket APIs know. Why a connection was closed is in the event that the backend of `$disconnect` gets, but not among the
 * variables that AWS lists for the log.
 */
const WEBSOCKET_ONLY = {
  // CONNECT, MESSAGE or DISCONNECT.
  eventType: 'eventType',
  // `$connect`, `$disconnect`, `$default`, or what the route selection expression found in the message.
  routeKey: 'routeKey',
  connectionId: 'connectionId',
  connectedAt: 'connectedAt',
  messageId: 'messageId',
} as const;

/**
 * The access log template of a REST API, on one line as the service wants it.
 * Quotes and backslashes inside a value (a user agent, say) are escaped by API Gateway:
 * seen on REST APIs since 2024, documented nowhere, not proven without an account.
 */
export function accessLogFormat(withErrorMessages: boolean): string {
  return template(fields(withErrorMessages));
}

/** The access log template of an HTTP API: what it has in common with a REST API is called the same, so that one query reads both. */
export function httpAccessLogFormat(withErrorMessages: boolean): string {
  return template({ ...without(REST_ONLY, fields(withErrorMessages)), ...HTTP_ONLY });
}

/** The access log template of a WebSocket API: one line per connection that is opened or closed and per message of a client. */
export function webSocketAccessLogFormat(withErrorMessages: boolean): string {
  return template({ ...without(NOT_WEBSOCKET, fields(withErrorMessages)), ...WEBSOCKET_ONLY });
}

function without(left: ReadonlySet<string>, named: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(named).filter(([name]) => !left.has(name)));
}

function fields(withErrorMessages: boolean): Record<string, string> {
  return withErrorMessages ? { ...FIELDS, ...MESSAGE_FIELDS } : FIELDS;
}

function template(named: Record<string, string>): string {
  return JSON.stringify(Object.fromEntries(Object.entries(named).map(([name, variable]) => [name, `$context.${variable}`])));
}
