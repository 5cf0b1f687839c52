import { CfnRoute, IWebSocketRouteAuthorizer, WebSocketApi, WebSocketRoute } from 'aws-cdk-lib/aws-apigatewayv2';
import { RoutePlace } from './integration-plan';
import { hasBody } from './mock-integrations';
import { RequestModels } from './request-models';
import { WebSocketApiRoute } from './websocket-api-route';
import { recordRoute } from './websocket-guards';
import { WebSocketIntegrations } from './websocket-integrations';
import { checkedMessageKey, CONNECT, DISCONNECT, idOf, takesNoMessages } from './websocket-route-key';
import { WebSocketRouteOptions } from './websocket-route-options';
import { refuse, warn } from '../core/refuse';
import { ApiMetrics } from '../observability/api-metrics';
import { Backend } from '../routes/backend';
import { RouteSettings } from '../traffic/route-settings';

/** AWS: "Routes per API" of WebSocket APIs, which can be raised. */
const ROUTES_QUOTA = 300;

/** What the routes of an API share. */
export interface WebSocketRoutesProps {
  readonly webSocketApi: WebSocketApi;
  readonly integrations: WebSocketIntegrations;
  readonly models: RequestModels;
  readonly settings: RouteSettings;
  readonly metrics: ApiMetrics;
}

/** Renders routes as routes and integrations of an L2 WebSocket API. */
export class WebSocketRoutes {
  private count = 0;

  constructor(private readonly props: WebSocketRoutesProps) {}

  /** A route for messages. Check first, make afterwards: a refused route leaves nothing behind. */
  public add(routeKey: string, backend: Backend, options: WebSocketRouteOptions): WebSocketApiRoute {
    const key = checkedMessageKey(routeKey);
    this.check(key, backend, options);

    const route = this.make(key, backend, options);
    const resource = route.node.defaultChild as CfnRoute;
    this.props.models.apply(key, resource, options.request);
    this.props.settings.addRoute(key, resource, { throttle: options.throttle });
    return WebSocketApiRoute._wire(route, this.props.metrics);
  }

  /** The route that lets connections in. */
  public addConnect(backend: Backend, authorizer: IWebSocketRouteAuthorizer): WebSocketRoute {
    return this.make(CONNECT, backend, {}, authorizer);
  }

  /** The route that learns of closed connections. */
  public addDisconnect(backend: Backend): void {
    this.make(DISCONNECT, backend, {});
  }

  private check(key: string, backend: Backend, options: WebSocketRouteOptions): void {
    const { webSocketApi, integrations, models } = this.props;
    if (webSocketApi.node.tryFindChild(idOf(key))) refuse('route-duplicate', { route: key });
    integrations.check(placeOf(key, backend, options), backend);
    models.check(key, options.request);
  }

  /** An authorizer on any other route than `$connect` is refused by the L2, and none is given. */
  private make(key: string, backend: Backend, options: WebSocketRouteOptions, authorizer?: IWebSocketRouteAuthorizer): WebSocketRoute {
    const { webSocketApi, integrations } = this.props;
    const place = placeOf(key, backend, options);
    const integration = integrations.integration(place, backend);
    const route = webSocketApi.addRoute(key, { integration, authorizer, returnResponse: place.replies });
    recordRoute(route, options);
    this.count += 1;
    if (this.count === ROUTES_QUOTA + 1) warn(webSocketApi, 'websocket-routes-over-quota', { quota: ROUTES_QUOTA });
    return route;
  }
}

/**
 * Where a backend stands. A mock with a body is there to answer.
 *
 * Behind `$connect` the status of a backend that is not passed through decides whether the connection is made, and it is taken there by a route response
 * in every sample that was found to work; a function's answer is taken without one.
 */
function placeOf(key: string, { _spec: spec }: Backend, { reply, timeout }: WebSocketRouteOptions): RoutePlace {
  const answers = reply ?? (spec.kind === 'mock' && hasBody(spec));
  const replies = key === CONNECT ? spec.kind !== 'lambda' : key !== DISCONNECT && answers;
  return { key, lifecycle: takesNoMessages(key), replies, timeout };
}
