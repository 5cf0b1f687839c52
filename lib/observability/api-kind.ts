/** What is measured, by the names that `ApiMetrics` gives it. */
export type Measure =
  'requests' | 'serverErrors' | 'clientErrors' | 'latency' | 'integrationLatency' | 'dataProcessed' | 'cacheHits' | 'cacheMisses'
  | 'connects' | 'messages' | 'integrationErrors' | 'executionErrors';

/** Measures whose average is a rate. */
export type ErrorMeasure = 'serverErrors' | 'clientErrors' | 'integrationErrors' | 'executionErrors';

/** One method of a REST API, or one route of an HTTP API or a WebSocket API: what CloudWatch finds it by, in the order of `routeDimensions`. */
export type MeasuredRoute = readonly string[];

/** An alarm on errors: which, what to say of them, and what to do first. */
export interface WatchedErrors {
  readonly measure: ErrorMeasure;
  readonly what: string;
  readonly first: string;
}

/** A table on the dashboard, read from the access log. */
export interface LogTable {
  readonly title: string;
  readonly lines: readonly string[];
}

/** What one kind of API is called in CloudWatch and in its access log, and what an operator can do about it. */
export interface ApiKind {
  /** As people say it, in the plural. */
  readonly name: string;
  /** What API Gateway calls what it reports. */
  readonly metrics: Partial<Record<Measure, string>>;
  /** The dimensions that name a route together. */
  readonly routeDimensions: readonly string[];
  /** The fields of the access log that name a route together. */
  readonly routeFields: readonly string[];
  /** What those fields hold when this route was called. */
  readonly routeValues: (route: MeasuredRoute) => readonly string[];
  /** What went wrong on this side of the client, and what on the other. */
  readonly serverErrors: WatchedErrors;
  readonly clientErrors: WatchedErrors;
  /** What the backend refused or broke, where that is counted apart. */
  readonly integrationErrors?: WatchedErrors;
  /** The field that names a route, in the advice of an alarm. */
  readonly routeWord: string;
  /** The lines that failed. */
  readonly errorLines: LogTable;
  /** The routes, those first that deserve a look. */
  readonly routeLines: LogTable;
  /** What else refuses too many requests, as `errorType` of the access log: gateway responses may answer with another status than 429. */
  readonly throttledErrorTypes: readonly string[];
  /** Who takes the time that the backend does not take. */
  readonly slowInFront: string;
  /** What to do with one slow line. */
  readonly followSlowLine: string;
  /** How to find out who is throttled, and what one of them means. */
  readonly groupThrottled: string;
}

const SERVER_ERRORS: WatchedErrors = {
  measure: 'serverErrors',
  what: '5xx answers in percent of all requests',
  first: 'read integrationError and integrationStatus of the failing lines in the access log, then the log of the backend they name; '
    + 'if a deployment has just ended, roll it back.',
};

function clientErrors(routeWord: string): WatchedErrors {
  return {
    measure: 'clientErrors',
    what: '4xx answers in percent of all requests',
    first: `count the access log by status, errorType and ${routeWord}: one route points to a broken client or a changed contract, `
      + '401 and 403 to authorization or an attack, 429 to a throttle.',
  };
}

function errorLines(traceField: string): LogTable {
  return {
    title: 'Last server errors',
    lines: [
      `fields @timestamp, status, method, path, errorType, integrationStatus, integrationError, requestId, ${traceField}`,
      'filter status like /^5/',
      'sort @timestamp desc',
      'limit 20',
    ],
  };
}

function routeLines(route: string): LogTable {
  return {
    title: 'Slowest routes',
    lines: [
      `stats pct(responseLatency, 99) as p99, pct(integrationLatency, 99) as backend, count(*) as requests by ${route}`,
      'sort p99 desc',
      'limit 20',
    ],
  };
}

/** AWS: "Amazon API Gateway dimensions and metrics". */
export const REST_API: ApiKind = {
  name: 'REST APIs',
  metrics: {
    requests: 'Count',
    serverErrors: '5XXError',
    clientErrors: '4XXError',
    latency: 'Latency',
    integrationLatency: 'IntegrationLatency',
    cacheHits: 'CacheHitCount',
    cacheMisses: 'CacheMissCount',
  },
  routeDimensions: ['Method', 'Resource'],
  routeFields: ['method', 'resourcePath'],
  routeValues: (route) => route,
  serverErrors: SERVER_ERRORS,
  clientErrors: clientErrors('resourcePath'),
  routeWord: 'resourcePath',
  errorLines: errorLines('xrayTraceId'),
  routeLines: routeLines('method, resourcePath'),
  throttledErrorTypes: ['THROTTLED', 'QUOTA_EXCEEDED'],
  slowInFront: 'an authorizer or the web ACL',
  followSlowLine: 'follow the xrayTraceId of one slow line',
  groupThrottled: 'group the 429 lines of the access log by apiKeyId and resourcePath: one key has outgrown its tier',
};

/** AWS: "Monitor CloudWatch metrics for HTTP APIs in API Gateway". There is no cache, no web ACL, no API key and no X-Ray. */
export const HTTP_API: ApiKind = {
  name: 'HTTP APIs',
  metrics: {
    requests: 'Count',
    serverErrors: '5xx',
    clientErrors: '4xx',
    latency: 'Latency',
    integrationLatency: 'IntegrationLatency',
    dataProcessed: 'DataProcessed',
  },
  routeDimensions: ['Method', 'Resource'],
  routeFields: ['routeKey'],
  routeValues: (route) => [route.join(' ')],
  serverErrors: SERVER_ERRORS,
  clientErrors: clientErrors('routeKey'),
  routeWord: 'routeKey',
  errorLines: errorLines('integrationRequestId'),
  routeLines: routeLines('routeKey'),
  throttledErrorTypes: [],
  slowInFront: 'an authorizer',
  followSlowLine: 'look for the integrationRequestId of one slow line in the log of the backend',
  groupThrottled: 'group the 429 lines of the access log by routeKey and sourceIp: one route has outgrown its throttle, '
    + 'one address belongs to a client that does not wait before it tries again',
};
