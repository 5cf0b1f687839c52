/** What is measured, by the names that `ApiMetrics` gives it. */
export type Measure =
  'requests' | 'serverErrors' | 'clientErrors' | 'latency' | 'integrationLatency' | 'dataProcessed' | 'cacheHits' | 'cacheMisses';

/** One method of a REST API, or one route of an HTTP API. */
export interface MeasuredRoute {
  readonly method: string;
  readonly path: string;
}

/** What one kind of API is called in CloudWatch and in its access log, and what an operator can do about it. */
export interface ApiKind {
  /** As people say it, in the plural. */
  readonly name: string;
  /** What API Gateway calls what it reports. */
  readonly metrics: Partial<Record<Measure, string>>;
  /** The fields of the access log that name a route together. */
  readonly routeFields: readonly string[];
  /** What those fields hold when this route was called. */
  readonly routeValues: (route: MeasuredRoute) => readonly string[];
  /** The field that names a route, in the advice of an alarm. */
  readonly routeWord: string;
  /** The field that leads from a line to what happened behind the gateway. */
  readonly traceField: string;
  /** What else refuses too many requests, as `errorType` of the access log: gateway responses may answer with another status than 429. */
  readonly throttledErrorTypes: readonly string[];
  /** Who takes the time that the backend does not take. */
  readonly slowInFront: string;
  /** What to do with one slow line. */
  readonly followSlowLine: string;
  /** How to find out who is throttled, and what one of them means. */
  readonly groupThrottled: string;
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
  routeFields: ['method', 'resourcePath'],
  routeValues: ({ method, path }) => [method, path],
  routeWord: 'resourcePath',
  traceField: 'xrayTraceId',
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
  routeFields: ['routeKey'],
  routeValues: ({ method, path }) => [`${method} ${path}`],
  routeWord: 'routeKey',
  traceField: 'integrationRequestId',
  throttledErrorTypes: [],
  slowInFront: 'an authorizer',
  followSlowLine: 'look for the integrationRequestId of one slow line in the log of the backend',
  groupThrottled: 'group the 429 lines of the access log by routeKey and sourceIp: one route has outgrown its throttle, '
    + 'one address belongs to a client that does not wait before it tries again',
};
