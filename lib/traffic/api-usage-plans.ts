import { CfnUsagePlan, CfnUsagePlanKey, IApiKey, Stage, ThrottleSettings, UsagePlan } from 'aws-cdk-lib/aws-apigateway';
import { Construct } from 'constructs';
import { TierKey } from './tier-key';
import { TierRoute, UsageTier } from './usage-tier';
import { findingMessage } from '../core/findings';
import { refuse, warn } from '../core/refuse';
import { formatRouteKey, parseRouteKey } from '../core/route-key';
import { Waiver } from '../core/waiver';

/** AWS: "Method-level throttles per stage in a usage plan". */
const ROUTE_THROTTLES_WITHOUT_ASKING = 20;

/** What the usage plans are for. */
export interface ApiUsagePlansProps {
  /** The stage callers call: of a `RestApi` or a `SpecRestApi`, made by anybody. Its methods must require an API key. */
  readonly stage: Stage;

  /** One usage plan is made for each. AWS: 300 usage plans per account and Region, can be raised. */
  readonly tiers: UsageTier[];

  /**
   * The routes the API has, as route keys (`GET /orders`), so that a tier that throttles any other is refused here and
   * not by the service while it is deployed.
   *
   * @default - the routes of the tiers are not checked
   */
  readonly routes?: string[];
}

/** Usage plans and API keys for the tiers of an API. */
export class ApiUsagePlans extends Construct {
  /** The usage plans by the name of their tier. */
  public readonly tiers: { [name: string]: UsagePlan };

  private readonly keys = new Map<string, IApiKey>();
  private readonly throttlingTiers: readonly UsageTier[];

  constructor(scope: Construct, id: string, props: ApiUsagePlansProps) {
    super(scope, id);
    this.throttlingTiers = props.tiers.filter((tier) => tier._routes.length > 0);
    this.refuseClashes(props.tiers);
    if (props.routes) this.refuseUnknownRoutes(props.routes);
    this.tiers = Object.fromEntries(props.tiers.map((tier) => [tier.name, this.makePlan(tier, props.stage)]));
  }

  /** The API key of this name, for example to export its id or to grant reading it: `plans.keyOf('mobile-app').keyId`. */
  public keyOf(name: string): IApiKey {
    return this.keys.get(name) ?? refuse('usage-key-unknown', { given: name, known: [...this.keys.keys()].join(', ') }, this);
  }

  /** @internal What is wrong with the routes the tiers throttle, for a validation once all routes of the API are known. */
  public _checkRoutes(known: string[]): string[] {
    return this.unknownRoutes(known).map((values) => findingMessage('usage-tier-route-unknown', values));
  }

  private makePlan(tier: UsageTier, stage: Stage): UsagePlan {
    const plan = new UsagePlan(this, `Tier-${tier.name}`, {
      apiStages: [{ stage }],
      description: tier._description,
      quota: tier._quota._settings,
      throttle: tier._throttle._planSettings,
    });
    if (tier._routes.length > 0) throttleRoutes(plan, tier._routes);
    tier._keys.forEach((key) => this.attach(key, plan));
    this.remark(tier, plan);
    return plan;
  }

  /** The L2's own `addApiKey` names the first key of a plan differently from the others, so that reordering replaces them. */
  private attach(key: TierKey, plan: UsagePlan): void {
    const apiKey = key._bind(this, `Key-${key.name}`);
    this.keys.set(key.name, apiKey);
    new CfnUsagePlanKey(plan, `Key-${key.name}`, { keyId: apiKey.keyId, keyType: 'API_KEY', usagePlanId: plan.usagePlanId });
  }

  private remark(tier: UsageTier, plan: UsagePlan): void {
    const { name, _throttle: throttle, _routes: routes } = tier;
    if (throttle._waiver !== undefined) Waiver.record(plan, { control: `throttle of usage tier ${name}`, reason: throttle._waiver });
    throttle._warnOn(plan, `usage tier "${name}"`);
    routes.forEach((route) => route.throttle._warnOn(plan, `"${formatRouteKey(route.key)}" in usage tier "${name}"`));
    if (routes.length > ROUTE_THROTTLES_WITHOUT_ASKING) warn(plan, 'usage-tier-many-route-throttles', { tier: name, given: routes.length });
  }

  private refuseClashes(tiers: UsageTier[]): void {
    const tierOfKey = new Map<string, string>();
    const names = new Set<string>();
    for (const { name, _keys: keys } of tiers) {
      if (names.has(name)) refuse('usage-tier-name-clash', { tier: name }, this);
      names.add(name);
      for (const key of keys) {
        const first = tierOfKey.get(key.name);
        if (first !== undefined) refuse('usage-key-in-two-tiers', { key: key.name, first, second: name }, this);
        tierOfKey.set(key.name, name);
      }
    }
  }

  private refuseUnknownRoutes(known: string[]): void {
    const [unknown] = this.unknownRoutes(known.map((text) => formatRouteKey(parseRouteKey(text))));
    if (unknown) refuse('usage-tier-route-unknown', unknown, this);
  }

  private unknownRoutes(known: string[]): { tier: string; route: string; known: string }[] {
    return this.throttlingTiers.flatMap((tier) => tier._routes
      .map((route) => formatRouteKey(route.key))
      .filter((route) => !known.includes(route))
      .map((route) => ({ tier: tier.name, route, known: known.join(', ') })));
  }
}

/**
 * Written beside the L2, which wants a `Method` construct for each: routes of an OpenAPI document have none.
 * A method is named by its path, a slash and its HTTP method, so that the root's is `//GET`.
 */
function throttleRoutes(plan: UsagePlan, routes: readonly TierRoute[]): void {
  const entries = routes.map(({ key, throttle }) => [`${key.path}/${key.method}`, inTemplate(throttle._planSettings ?? {})]);
  const resource = plan.node.defaultChild;
  if (resource instanceof CfnUsagePlan) resource.addPropertyOverride('ApiStages.0.Throttle', Object.fromEntries(entries));
}

function inTemplate(settings: ThrottleSettings): { BurstLimit?: number; RateLimit?: number } {
  return { BurstLimit: settings.burstLimit, RateLimit: settings.rateLimit };
}
