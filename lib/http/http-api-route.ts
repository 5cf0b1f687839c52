import { HttpApi, HttpRoute } from 'aws-cdk-lib/aws-apigatewayv2';
import { formatHttpRouteKey, isDefaultRoute } from './http-route-key';
import { RouteKey } from '../core/route-key';
import { Alarms } from '../observability/alarms';
import { ApiAlarms } from '../observability/api-alarms';
import { ApiMetrics } from '../observability/api-metrics';
import { InvokeGrants } from '../security/invoke-grants';

/** A route of an HTTP API, as `addRoute` returns it. Ask it for grants, metrics and alarms. */
export class HttpApiRoute {
  /** @internal */
  public static _wire(wiring: HttpApiRouteWiring): HttpApiRoute {
    return new HttpApiRoute(wiring);
  }

  /** The key it was added with: `POST /orders`. */
  public readonly routeKey: string;
  /** The real L2 route underneath: the way out to everything this library has no word for. */
  public readonly route: HttpRoute;
  /** Let somebody call this route and no other (that of `$default`: every route): `route.grants.invoke(role)`. For routes with IAM authorization. */
  public readonly grants: InvokeGrants;
  /** The metrics of this route alone. */
  public readonly metrics: ApiMetrics;

  private constructor({ key, route, httpApi, stageMetrics }: HttpApiRouteWiring) {
    this.routeKey = formatHttpRouteKey(key);
    this.route = route;
    this.grants = InvokeGrants._on({
      arnOf: (path) => httpApi.arnForExecuteApi(key.method, path, '$default'), segments: isDefaultRoute(key) ? ['*'] : key.segments,
    });
    this.metrics = stageMetrics.ofMethod(key.method, key.path);
  }

  /** Alarms of this route alone, besides those of the whole API. */
  public addAlarms(alarms: Alarms = Alarms.standard()): ApiAlarms {
    return new ApiAlarms(this.route, 'Alarms', { metrics: this.metrics, alarms });
  }
}

/** @internal What a route needs of the API it belongs to. */
export interface HttpApiRouteWiring {
  readonly key: RouteKey;
  readonly route: HttpRoute;
  readonly httpApi: HttpApi;
  readonly stageMetrics: ApiMetrics;
}
