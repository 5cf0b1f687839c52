import { Method, RestApi } from 'aws-cdk-lib/aws-apigateway';
import { formatRouteKey, RouteKey } from '../core/route-key';
import { Alarms } from '../observability/alarms';
import { ApiAlarms } from '../observability/api-alarms';
import { ApiMetrics } from '../observability/api-metrics';
import { InvokeGrants } from '../security/invoke-grants';

/** A route of a REST API, as `addRoute` returns it. Ask it for grants, metrics and alarms. */
export class RestRoute {
  /** @internal */
  public static _wire(wiring: RestRouteWiring): RestRoute {
    return new RestRoute(wiring);
  }

  /** The key it was added with: `POST /orders`. */
  public readonly routeKey: string;
  /** The real L2 method underneath: the way out to everything this library has no word for. */
  public readonly method: Method;
  /** Let somebody call this route and no other: `route.grants.invoke(role)`. */
  public readonly grants: InvokeGrants;

  private constructor(private readonly wiring: RestRouteWiring) {
    this.routeKey = formatRouteKey(wiring.key);
    this.method = wiring.method;
    this.grants = InvokeGrants._on({
      arnOf: (path) => wiring.restApi.arnForExecuteApi(wiring.key.method, path, wiring.stageName), segments: wiring.key.segments,
    });
  }

  /**
   * The metrics of this route alone. Asking for them has CloudWatch keep them (detailed metrics),
   * which is billed per metric and month.
   */
  public get metrics(): ApiMetrics {
    this.wiring.enableDetailedMetrics();
    const { key, restApi, stageName } = this.wiring;
    return ApiMetrics.ofStage(restApi.restApiName, stageName).ofMethod(key.method, key.path);
  }

  /** Alarms of this route alone, besides those of the whole API. Has CloudWatch keep the route's own metrics. */
  public addAlarms(alarms: Alarms = Alarms.standard()): ApiAlarms {
    return new ApiAlarms(this.method, 'Alarms', { metrics: this.metrics, alarms });
  }
}

/** @internal What a route needs of the API it belongs to. */
export interface RestRouteWiring {
  readonly key: RouteKey;
  readonly method: Method;
  readonly restApi: RestApi;
  readonly stageName: string;
  readonly enableDetailedMetrics: () => void;
}
