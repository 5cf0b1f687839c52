import { refuse } from '../core/refuse';

/** AWS: the values of `cacheClusterSize` in the API Gateway API reference. */
const SIZES = [0.5, 1.6, 6.1, 13.5, 28.4, 58.2, 118, 237];

/** How much a cache holds. Its price per hour grows with it; changing it empties the cache. */
export class CacheSize {
  /** 0.5 GB, the smallest. */
  public static readonly GB_0_5 = CacheSize.gigabytes(0.5);
  /** 1.6 GB. */
  public static readonly GB_1_6 = CacheSize.gigabytes(1.6);
  /** 6.1 GB. */
  public static readonly GB_6_1 = CacheSize.gigabytes(6.1);
  /** 13.5 GB. */
  public static readonly GB_13_5 = CacheSize.gigabytes(13.5);
  /** 28.4 GB. */
  public static readonly GB_28_4 = CacheSize.gigabytes(28.4);
  /** 58.2 GB. */
  public static readonly GB_58_2 = CacheSize.gigabytes(58.2);
  /** 118 GB. */
  public static readonly GB_118 = CacheSize.gigabytes(118);
  /** 237 GB, the largest. */
  public static readonly GB_237 = CacheSize.gigabytes(237);

  /** A size read from configuration. Only those API Gateway has are accepted. */
  public static gigabytes(value: number): CacheSize {
    return SIZES.includes(value) ? new CacheSize(String(value)) : refuse('cache-size-unknown', { given: value, sizes: SIZES.join(', ') });
  }

  private constructor(
    /** @internal */
    public readonly _value: string,
  ) {}
}
