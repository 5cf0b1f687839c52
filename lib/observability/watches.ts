import { IMetric, MathExpression } from 'aws-cdk-lib/aws-cloudwatch';
import type { GuardedWatch, Watch } from './alarm-maker';
import type { WatchedErrors } from './api-kind';
import { ApiMetrics } from './api-metrics';

/** Errors of one sort, in the words of the kind of API. */
export function errors({ measure, what, first }: WatchedErrors, metrics: ApiMetrics): GuardedWatch {
  const { expression, usingMetrics } = metrics._errors(measure).rate;
  return { expression, ...beside(usingMetrics, metrics._requestsIn(measure)), what, unit: '%', first };
}

/** The slowest answers. */
export function latency(metrics: ApiMetrics): GuardedWatch {
  return {
    expression: 'latency',
    ...beside({ latency: metrics.latency() }, metrics._requestsIn('latency')),
    what: 'p99 latency in milliseconds',
    unit: 'ms',
    first: `look whether the integration latency rose with it: if so, the backend is slow; if not, ${metrics._api.kind.slowInFront} is.`,
  };
}

/** The slowest answers of the backend. */
export function integrationLatency(metrics: ApiMetrics): GuardedWatch {
  const { routeWord, followSlowLine } = metrics._api.kind;
  return {
    expression: 'latency',
    ...beside({ latency: metrics.integrationLatency() }, metrics._requestsIn('integrationLatency')),
    what: 'p99 latency of the backend in milliseconds',
    unit: 'ms',
    first: `group the access log by ${routeWord} to find the slow route, then ${followSlowLine}.`,
  };
}

/** Requests refused by a throttle or a quota. */
export function throttled(share: MathExpression, metrics: ApiMetrics): GuardedWatch {
  return {
    expression: `100 * ${share.expression}`,
    ...beside(share.usingMetrics, metrics._requestsIn('clientErrors')),
    what: 'throttled requests in percent of all requests',
    unit: '%',
    first: `${metrics._api.kind.groupThrottled}, `
      + 'many mean that the throttle of the stage or the limit of the account is too low.',
  };
}

/** A cache that does not help. */
export function cacheHitRatio(metrics: ApiMetrics): GuardedWatch {
  const { expression, usingMetrics } = metrics.cacheHitRatio();
  return {
    expression,
    usingMetrics,
    // Not all requests: those of routes without a cache say nothing about it.
    requests: `(${Object.keys(usingMetrics).map((lookups) => `FILL(${lookups}, 0)`).join(' + ')})`,
    what: 'cache hits in percent of the requests that asked the cache',
    unit: '%',
    first: 'check that cached routes name every parameter they depend on, and no more, as cache keys; then TTL and cache size.',
  };
}

/** Requests the web ACL blocked. */
export function wafBlocked(share: IMetric): Watch {
  return {
    expression: '100 * blockedShare',
    usingMetrics: { blockedShare: share },
    what: 'requests blocked by the web ACL in percent',
    unit: '%',
    first: 'find the rule in the sampled requests of the web ACL: a managed rule that blocks real callers should count instead, '
      + 'a rate rule or a reputation list that blocks means an attack, which is being held.',
  };
}

/** The measure, and beside it the number of requests that says whether the measure counts. */
function beside(usingMetrics: Record<string, IMetric>, requests: Record<string, IMetric>): Pick<GuardedWatch, 'usingMetrics' | 'requests'> {
  return { requests: Object.keys(requests)[0], usingMetrics: { ...usingMetrics, ...requests } };
}
