import { Token } from 'aws-cdk-lib';
import { MethodDeploymentOptions, ThrottleSettings } from 'aws-cdk-lib/aws-apigateway';
import { CfnStage } from 'aws-cdk-lib/aws-apigatewayv2';
import { IConstruct } from 'constructs';
import { checkedReason } from '../core/reason';
import { refuse, warn } from '../core/refuse';

/** AWS: "Throttle quota per account, per Region". CloudFormation writes these by itself into a method setting that names none. */
const ACCOUNT_RATE = 10_000;
const ACCOUNT_BURST = 5_000;
/** The largest number the service's 32-bit integers hold. */
const MAX_BURST = 2_147_483_647;

/**
 * How many requests are let through; the rest is answered with 429.
 *
 * A token bucket: `burst` requests may come at once, and the bucket is refilled with `requestsPerSecond`.
 * Throttles are best effort, says the API Gateway developer guide: targets, not guaranteed ceilings, and no control of cost.
 *
 * A throttle on a stage is applied at the level of its methods, says the same guide. Whatever is written here, the account's own limit stays:
 * 10,000 requests per second with bursts of 5,000, less in newer Regions, shared by all its APIs in a Region
 * (AWS: throttle quota per account, per Region; the rate can be raised).
 */
export class Throttle {
  /**
   * Let this many requests through.
   *
   * @param requestsPerSecond in the long run; a positive number, fractions allowed
   * @param burst at once; a whole number of at least 1. One below the rate is warned about, not refused.
   */
  public static rate(requestsPerSecond: number, burst: number): Throttle {
    return new Throttle(checkedRate(requestsPerSecond), checkedBurst(burst));
  }

  /**
   * No throttle; only the limits of the account are left. Say why one API may use them up for all others.
   *
   * The service knows the value -1 for "no limit", but CloudFormation refuses it, and does not reliably undo what a template stops
   * mentioning. So the default limits of an account are written out: 10,000 requests per second, bursts of 5,000.
   * Where the account's quota was raised and this API needs it, write `Throttle.rate` with the raised numbers.
   */
  public static none(reason: string): Throttle {
    return new Throttle(undefined, undefined, checkedReason('throttle', reason));
  }

  private constructor(
    /** @internal */
    public readonly _rate?: number,
    /** @internal */
    public readonly _burst?: number,
    /** @internal */
    public readonly _waiver?: string,
  ) {}

  /**
   * @internal What goes into a method setting of a stage, always written out. The settings of a single method replace those of the
   * stage as a whole: an entry without these two would give that method the account's limits.
   */
  public get _methodSetting(): MethodDeploymentOptions {
    return { throttlingRateLimit: this._rate ?? ACCOUNT_RATE, throttlingBurstLimit: this._burst ?? ACCOUNT_BURST };
  }

  /** @internal What goes into the route settings of an HTTP API, always written out for the same reason. */
  public get _routeSetting(): CfnStage.RouteSettingsProperty {
    return { throttlingRateLimit: this._rate ?? ACCOUNT_RATE, throttlingBurstLimit: this._burst ?? ACCOUNT_BURST };
  }

  /** @internal What goes into a usage plan. Its schema has no value for "no limit", so there it is left out. */
  public get _planSettings(): ThrottleSettings | undefined {
    return this._waiver === undefined ? { rateLimit: this._rate, burstLimit: this._burst } : undefined;
  }

  /** @internal A few words for reports. */
  public get _label(): string {
    return this._waiver === undefined ? `${shown(this._rate)} requests per second, burst ${shown(this._burst)}` : 'none';
  }

  /** @internal Warn on a construct about what works, but surprises. */
  public _warnOn(scope: IConstruct, where: string): void {
    const { _rate: rate, _burst: burst } = this;
    if (rate === undefined || burst === undefined || Token.isUnresolved(rate) || Token.isUnresolved(burst)) return;
    if (burst < rate) warn(scope, 'throttle-burst-below-rate', { where, burst, rate });
  }
}

function checkedRate(rate: number): number {
  const valid = Token.isUnresolved(rate) || (Number.isFinite(rate) && rate > 0);
  return valid ? rate : refuse('throttle-rate-out-of-range', { given: rate });
}

function checkedBurst(burst: number): number {
  const valid = Token.isUnresolved(burst) || (Number.isInteger(burst) && burst >= 1 && burst <= MAX_BURST);
  return valid ? burst : refuse('throttle-burst-out-of-range', { given: burst });
}

function shown(limit?: number): string {
  return limit === undefined || Token.isUnresolved(limit) ? '?' : String(limit);
}
