import { Duration } from 'aws-cdk-lib';
import { MethodDeploymentOptions, StageOptions } from 'aws-cdk-lib/aws-apigateway';
import { CacheSize } from './cache-size';
import { checkedCacheTtl } from './cache-ttl';

/** What the cache of an API is like. */
export interface CachingOptions {
  /**
   * How much it holds.
   *
   * @default CacheSize.GB_0_5
   */
  readonly size?: CacheSize;

  /**
   * How long answers are kept on routes with `RouteCache.on()`. 0 to 3600 s (AWS: API caching TTL); 0 keeps nothing.
   *
   * @default Duration.minutes(5)
   */
  readonly ttl?: Duration;
}

/**
 * A cache for the whole API, billed by the hour whether it is used or not. Answers in it are encrypted.
 *
 * Having one caches nothing yet: each route that wants it says `cache: RouteCache.on()` and what its answers depend on.
 * Caching every GET route at once is what shows one caller the answer made for another.
 */
export class Caching {
  /** No cache. It is written out as off, because CloudFormation leaves a cache running (and billed) that a template stops mentioning. */
  public static off(): Caching {
    return new Caching();
  }

  /** A cache of this size. Making it and resizing it takes some minutes, and resizing empties it. */
  public static on(options: CachingOptions = {}): Caching {
    const { size = CacheSize.GB_0_5, ttl = Duration.minutes(5) } = options;
    return new Caching(size, checkedCacheTtl(ttl));
  }

  private constructor(private readonly size?: CacheSize, private readonly ttl?: Duration) {}

  /** @internal */
  public get _enabled(): boolean {
    return this.size !== undefined;
  }

  /** @internal What goes into the stage, written out in both states. */
  public get _stageSetting(): StageOptions {
    return { cacheClusterEnabled: this._enabled, cacheClusterSize: this.size?._value };
  }

  /** @internal How long routes keep answers that do not say it themselves. */
  public get _ttl(): Duration | undefined {
    return this.ttl;
  }

  /** @internal What goes into the method setting of all methods: off, so that single routes opt in. */
  public get _methodSetting(): MethodDeploymentOptions {
    return this._enabled ? { cachingEnabled: false, cacheTtl: this.ttl, cacheDataEncrypted: true } : { cachingEnabled: false };
  }
}
