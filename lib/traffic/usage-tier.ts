import { Quota } from './quota';
import { Throttle } from './throttle';
import { TierKey } from './tier-key';
import { checkedUsageName } from './usage-name';
import { refuse } from '../core/refuse';
import { formatRouteKey, parseRouteKey, RouteKey } from '../core/route-key';

/** What the callers of a tier may do. */
export interface UsageTierOptions {
  /**
   * How fast each key of the tier may call, over all routes together. The throttle of the stage holds as well.
   *
   * `Throttle.none('reason')` leaves the throttle of the stage only. That going from a rate to none removes the rate from an
   * existing plan is not proven without an account: look at the plan after such a change.
   */
  readonly throttle: Throttle;

  /**
   * How much each key of the tier may call in a period.
   *
   * @default Quota.unlimited()
   */
  readonly quota?: Quota;

  /**
   * The keys of the tier. AWS: 10,000 API keys per account and Region, fixed.
   *
   * @default []
   */
  readonly keys?: TierKey[];

  /**
   * Routes on which each key of the tier may call less than elsewhere, by route key: `{ 'POST /orders': Throttle.rate(5, 10) }`.
   * AWS: 20 method-level throttles per stage in a usage plan, can be raised.
   *
   * @default {}
   */
  readonly routes?: { [routeKey: string]: Throttle };

  /**
   * What the tier is for; shown in the console.
   *
   * @default - none
   */
  readonly description?: string;
}

/** @internal One route of a tier with a throttle of its own. */
export interface TierRoute {
  readonly key: RouteKey;
  readonly throttle: Throttle;
}

/** A class of callers: free, pro, partner. It becomes a usage plan. */
export class UsageTier {
  /**
   * A tier of this name. Choose it to stay: it is part of logical ids, so a renamed tier is a new usage plan, and a key that is in
   * the old plan cannot join the new one in the same deployment (see `TierKey.generated`).
   */
  public static named(name: string, options: UsageTierOptions): UsageTier {
    checkedUsageName('a usage tier', name);
    refuseRepeatedKeys(name, options.keys ?? []);
    return new UsageTier(name, options, checkedRoutes(name, options));
  }

  /** @internal */
  public readonly _keys: readonly TierKey[];
  /** @internal */
  public readonly _quota: Quota;
  /** @internal */
  public readonly _throttle: Throttle;
  /** @internal */
  public readonly _description?: string;

  private constructor(
    /** The name of the tier, unique in its API. */
    public readonly name: string,
    options: UsageTierOptions,
    /** @internal */
    public readonly _routes: readonly TierRoute[],
  ) {
    this._keys = [...options.keys ?? []];
    this._quota = options.quota ?? Quota.unlimited();
    this._throttle = options.throttle;
    this._description = options.description;
  }
}

function refuseRepeatedKeys(tier: string, keys: TierKey[]): void {
  const names = keys.map((key) => key.name);
  const key = names.find((name, index) => names.indexOf(name) !== index);
  if (key !== undefined) refuse('usage-key-twice-in-tier', { tier, key });
}

function checkedRoutes(tier: string, options: UsageTierOptions): TierRoute[] {
  const routes = Object.entries(options.routes ?? {}).map(([text, throttle]) => ({ key: parseRouteKey(text), throttle }));
  if (routes.length > 0 && !options.throttle._planSettings) refuse('usage-tier-route-throttle-alone', { tier });
  for (const { key, throttle } of routes) {
    if (!throttle._planSettings) refuse('usage-tier-route-throttle-none', { tier, route: formatRouteKey(key) });
  }
  return routes;
}
