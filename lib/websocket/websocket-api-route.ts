import { WebSocketRoute } from 'aws-cdk-lib/aws-apigatewayv2';
import { Alarms } from '../observability/alarms';
import { ApiAlarms } from '../observability/api-alarms';
import { ApiMetrics } from '../observability/api-metrics';

/** A route of a WebSocket API, as `addRoute` returns it. Ask it for metrics and alarms. */
export class WebSocketApiRoute {
  /** @internal */
  public static _wire(route: WebSocketRoute, stageMetrics: ApiMetrics): WebSocketApiRoute {
    return new WebSocketApiRoute(route, stageMetrics.ofRoute(route.routeKey));
  }

  /** The key it was added with: `sendMessage`. */
  public readonly routeKey: string;

  private constructor(
    /** The real L2 route underneath: the way out to everything this library has no word for. */
    public readonly route: WebSocketRoute,
    /** The metrics of this route alone. */
    public readonly metrics: ApiMetrics,
  ) {
    this.routeKey = route.routeKey;
  }

  /** Alarms of this route alone, besides those of the whole API. */
  public addAlarms(alarms: Alarms = Alarms.standard()): ApiAlarms {
    return new ApiAlarms(this.route, 'Alarms', { metrics: this.metrics, alarms });
  }
}
