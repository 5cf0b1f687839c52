import { Lazy } from 'aws-cdk-lib';
import { CfnRoute, CfnStage } from 'aws-cdk-lib/aws-apigatewayv2';
import { RoutesByHand } from './routes-by-hand';
import { Throttle } from './throttle';
import type { ExecutionLog } from '../observability/execution-log';

/** What the stage says of every route that has no entry of its own. */
export interface StageWideRouteSettings {
  readonly throttle: Throttle;
  readonly detailedMetrics: boolean;
  /** WebSocket APIs have one, HTTP APIs have not. */
  readonly executionLog?: ExecutionLog;
}

/** What one route wants other than the rest of the stage. */
export interface OwnRouteSettings {
  readonly throttle?: Throttle;
}

/**
 * The route settings of the stage of an HTTP or WebSocket API.
 *
 * The default is written whole: CloudFormation leaves what a template stops to mention as it is. An entry of a route replaces the default,
 * it does not add to it, so every entry repeats everything, also when it says the same as the default. The map is there when it is empty,
 * so that the last entry is taken away like any other.
 *
 * A route has an entry only when it asks for one. An entry for each, with the default's values, would be the surer way to undo a throttle,
 * and a trap for whoever removes a route: UpdateStage adds the entries it gets to those it has and fails ("Unable to find Route by key … within
 * the provided RouteSettings") while any of them names a route that is gone. Entries must therefore go before their routes do, which
 * the dependency sees to: CloudFormation changes the stage, and then deletes routes. That it takes entries away when they leave the template is
 * not documented, and not proven without an account; should it not, a few routes are in trouble and not all of them.
 */
export class RouteSettings {
  private readonly throttles = new Map<string, Throttle>();
  private readonly byHand: RoutesByHand;

  constructor(private readonly stage: CfnStage, private readonly common: StageWideRouteSettings) {
    this.byHand = new RoutesByHand(stage);
    stage.defaultRouteSettings = this.settings(common.throttle);
    stage.routeSettings = Lazy.any({ produce: () => this.render() });
  }

  /** Settings of a route this library made. Its children, alarms for instance, may need the stage: only the route itself is waited for. */
  public addRoute(routeKey: string, route: CfnRoute, { throttle }: OwnRouteSettings): void {
    if (!throttle) return;
    this.throttles.set(routeKey, throttle);
    this.stage.node.addDependency(route);
  }

  /** Settings of a route that is made by hand, before or after this. Whether there is such a route is looked at in the end. */
  public addByKey(routeKey: string, { throttle }: OwnRouteSettings): void {
    if (!throttle) return;
    this.throttles.set(routeKey, throttle);
    this.byHand.expect(routeKey);
  }

  private settings(throttle: Throttle): CfnStage.RouteSettingsProperty {
    const { detailedMetrics, executionLog } = this.common;
    return { detailedMetricsEnabled: detailedMetrics, ...throttle._routeSetting, ...executionLog?._routeSetting };
  }

  /** A map of free form, whose values CloudFormation wants spelt its own way; the CDK turns nothing into capitals there. */
  private render(): { [routeKey: string]: unknown } {
    return Object.fromEntries([...this.throttles].map(([key, throttle]) => [key, spelt(this.settings(throttle))]));
  }
}

function spelt(settings: CfnStage.RouteSettingsProperty): { [name: string]: unknown } {
  return Object.fromEntries(Object.entries(settings).map(([name, value]) => [`${name[0].toUpperCase()}${name.slice(1)}`, value]));
}
