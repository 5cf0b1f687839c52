import { Duration } from 'aws-cdk-lib';
import { MethodDeploymentOptions } from 'aws-cdk-lib/aws-apigateway';
import { IConstruct } from 'constructs';
import { CacheKey } from './cache-key';
import { CacheParameters, cacheParameters, RequestParameters } from './cache-parameters';
import { checkedCacheTtl } from './cache-ttl';
import { Caching } from './caching';
import { refuse, warn } from '../core/refuse';
import { formatRouteKey, RouteKey } from '../core/route-key';

/** What the cached answers of a route depend on. */
export interface RouteCacheOptions {
  /**
   * Everything the answer depends on besides the path and its parameters: query parameters, headers.
   * What is left out here is ignored: requests that differ in it get the same answer.
   *
   * @default []
   */
  readonly keys?: CacheKey[];
}

interface RouteCacheValues {
  readonly enabled: boolean;
  readonly ttl?: Duration;
  readonly keys: readonly CacheKey[];
}

/**
 * Whether the answers of a route are kept in the cache of the API, for how long, and what they depend on. GET routes only.
 *
 * The path parameters of the route always are part of the key. Without that, `GET /orders/{id}` would answer every id with the
 * first one that was asked for, which is what API Gateway does by itself.
 */
export class RouteCache {
  /** Keep answers as long as `caching` of the API says. */
  public static on(options: RouteCacheOptions = {}): RouteCache {
    return new RouteCache({ enabled: true, keys: [...options.keys ?? []] });
  }

  /** Keep answers this long: 0 to 3600 s (AWS: API caching TTL). */
  public static ttl(ttl: Duration, options: RouteCacheOptions = {}): RouteCache {
    return new RouteCache({ enabled: true, ttl: checkedCacheTtl(ttl), keys: [...options.keys ?? []] });
  }

  /** Ask the backend every time. Written out as off, because CloudFormation does not undo a cache that is left out. */
  public static off(): RouteCache {
    return new RouteCache({ enabled: false, keys: [] });
  }

  private constructor(private readonly values: RouteCacheValues) {}

  /** @internal */
  public get _enabled(): boolean {
    return this.values.enabled;
  }

  /** @internal Refuse a cache this route cannot have. */
  public _check(route: RouteKey, caching: Caching): void {
    if (!this._enabled) return;
    if (route.method !== 'GET') refuse('cache-on-non-get-route', { route: formatRouteKey(route) });
    if (!caching._enabled) refuse('cache-without-cluster', { route: formatRouteKey(route) });
    for (const key of this.values.keys) {
      if (key._location === 'path' && !route.parameters.includes(key._name)) {
        refuse('cache-key-unknown-path-parameter', { route: formatRouteKey(route), given: key._name });
      }
    }
  }

  /** @internal Warn about a route that knows its callers and serves all of them from one cache entry. */
  public _warnOn(scope: IConstruct, route: RouteKey): void {
    const separated = this.values.keys.some((key) => key._location === 'header' && key._name.toLowerCase() === 'authorization');
    if (this._enabled && !separated) warn(scope, 'cache-shared-between-callers', { route: formatRouteKey(route) });
  }

  /** @internal What goes into the method setting of the route. */
  public _methodSetting(caching: Caching): MethodDeploymentOptions {
    return this._enabled ? { cachingEnabled: true, cacheTtl: this.values.ttl ?? caching._ttl, cacheDataEncrypted: true } : { cachingEnabled: false };
  }

  /** @internal What goes into the method and its integration; `declared` are the request parameters the route has anyway. */
  public _parameters(route: RouteKey, declared: RequestParameters = {}): CacheParameters {
    const keys = this._enabled ? [...route.parameters.map((name) => CacheKey.path(name)), ...this.values.keys] : [];
    return cacheParameters(keys, declared);
  }
}
