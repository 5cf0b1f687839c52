import type { ApiKind } from './api-kind';

/**
 * AWS: "Monitor WebSocket API execution with CloudWatch metrics".
 *
 * Its table of dimensions used to name a route by `Route` and names it by `Method` and `Resource` today, which no WebSocket route has.
 * The alarms that the CloudWatch user guide recommends for WebSocket APIs name it by `Route`, and so does this.
 */
export const WEBSOCKET_API: ApiKind = {
  name: 'WebSocket APIs',
  metrics: {
    connects: 'ConnectCount',
    messages: 'MessageCount',
    executionErrors: 'ExecutionError',
    integrationErrors: 'IntegrationError',
    clientErrors: 'ClientError',
    integrationLatency: 'IntegrationLatency',
  },
  routeDimensions: ['Route'],
  routeFields: ['routeKey'],
  routeValues: (route) => route,
  serverErrors: {
    measure: 'executionErrors',
    what: 'execution errors in percent of all requests',
    first: 'read the execution log, which names what API Gateway could not do: a backend that failed, is throttled, took too long or is gone, '
      + 'or a permission that is missing; if a deployment has just ended, roll it back.',
  },
  integrationErrors: {
    measure: 'integrationErrors',
    what: '4xx and 5xx answers of the backend in percent of all requests',
    first: 'count the failing lines of the access log by integrationStatus and routeKey, then read the log of the backend: '
      + '5xx says that it broke, 4xx that it refused what it got, on $connect a connection.',
  },
  clientErrors: {
    measure: 'clientErrors',
    what: 'requests that API Gateway refused with 4xx in percent of all requests',
    first: 'count the access log by status, errorType and routeKey: 401 and 403 on $connect point to authorization or an attack, '
      + 'messages without a route to a client that is older or newer than the API, 429 to a throttle.',
  },
  routeWord: 'routeKey',
  errorLines: {
    title: 'Last errors',
    lines: [
      'fields @timestamp, status, eventType, routeKey, errorType, integrationStatus, integrationError, connectionId, requestId',
      'filter status like /^[45]/ or integrationStatus like /^[45]/',
      'sort @timestamp desc',
      'limit 20',
    ],
  },
  routeLines: {
    title: 'Busiest routes',
    lines: [
      'stats count(*) as requests, pct(integrationLatency, 99) as backend by routeKey',
      'sort requests desc',
      'limit 20',
    ],
  },
  throttledErrorTypes: ['THROTTLED', 'QUOTA_EXCEEDED'],
  slowInFront: 'an authorizer',
  followSlowLine: 'look for the integrationRequestId of one slow line in the log of the backend',
  groupThrottled: 'group the 429 lines of the access log by routeKey and connectionId: one route has outgrown its throttle, '
    + 'one connection belongs to a client that sends without waiting',
};
