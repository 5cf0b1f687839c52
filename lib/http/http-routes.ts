import { CfnRoute, HttpApi, HttpMethod, HttpRoute, HttpRouteKey } from 'aws-cdk-lib/aws-apigatewayv2';
import { IConstruct } from 'constructs';
import { HttpApiRoute } from './http-api-route';
import { HttpAuthorizers } from './http-authorizers';
import { recordRoute } from './http-guards';
import { HttpIntegrations } from './http-integrations';
import { formatHttpRouteKey, isDefaultRoute, parseHttpRouteKey, requestsOf } from './http-route-key';
import { HttpRouteOptions } from './http-route-options';
import { PlannedRoute } from './openapi-routes';
import { refuse, warn } from '../core/refuse';
import { RouteKey } from '../core/route-key';
import { ApiMetrics } from '../observability/api-metrics';
import { Backend } from '../routes/backend';
import { Authorization } from '../security/authorization';
import { Cors } from '../traffic/cors';
import { RouteSettings } from '../traffic/route-settings';

/** AWS: "Routes per API", which can be raised. */
const ROUTES_QUOTA = 300;

/** What the routes of an API share. */
export interface HttpRoutesProps {
  readonly httpApi: HttpApi;
  readonly cors: Cors;
  readonly authorization: Authorization;
  /** What an authorization becomes that must not be gone around. */
  readonly guard: (authorization: Authorization) => Authorization;
  readonly authorizers: HttpAuthorizers;
  readonly integrations: HttpIntegrations;
  readonly settings: RouteSettings;
  readonly metrics: ApiMetrics;
}

/** Renders routes as routes and integrations of an L2 HTTP API. */
export class HttpRoutes {
  private readonly taken = new Set<string>();
  private readonly made = new Set<IConstruct>();

  constructor(private readonly props: HttpRoutesProps) {}

  /** Check first, make afterwards: a refused route leaves nothing behind. */
  public add(routeKey: string, backend: Backend, options: HttpRouteOptions): HttpApiRoute {
    const key = parseHttpRouteKey(routeKey);
    this.check(key, backend, options);

    this.taken.add(requestsOf(key));
    const route = this.make(key, backend, options);
    this.made.add(route);
    recordRoute(route, key, { ...options, byDefault: this.props.authorization, cors: this.props.cors });
    this.props.settings.addRoute(formatHttpRouteKey(key), route.node.defaultChild as CfnRoute, { throttle: options.throttle });
    const { httpApi, metrics } = this.props;
    if (this.taken.size === ROUTES_QUOTA + 1) warn(httpApi, 'http-routes-over-quota', { quota: ROUTES_QUOTA });
    return HttpApiRoute._wire({ key, route, httpApi, stageMetrics: metrics });
  }

  /** Whether a route was made here, and not by hand. */
  public has(route: IConstruct): boolean {
    return this.made.has(route);
  }

  /** All of them or, if one is refused, none. */
  public addAll(routes: PlannedRoute[]): HttpApiRoute[] {
    const keys = routes.map(({ routeKey }) => parseHttpRouteKey(routeKey));
    const repeated = keys.find((key, index) => keys.slice(0, index).some((other) => requestsOf(other) === requestsOf(key)));
    if (repeated) refuse('route-duplicate', { route: formatHttpRouteKey(repeated) });
    routes.forEach(({ backend, options }, index) => this.check(keys[index], backend, options));
    this.props.authorizers.check(routes.map(({ options }) => this.authorizationOf(options)));
    return routes.map(({ routeKey, backend, options }) => this.add(routeKey, backend, options));
  }

  private check(key: RouteKey, backend: Backend, options: HttpRouteOptions): void {
    const { httpApi } = this.props;
    const isMade = this.taken.has(requestsOf(key)) || httpApi.node.tryFindChild(idOf(key)) !== undefined;
    if (isMade) refuse('route-duplicate', { route: formatHttpRouteKey(key) });
    this.props.integrations.check(key, backend, options);
    this.props.authorizers.check([this.authorizationOf(options)]);
  }

  private make(key: RouteKey, backend: Backend, options: HttpRouteOptions): HttpRoute {
    const { httpApi, integrations, authorizers } = this.props;
    const authorization = this.authorizationOf(options);
    const wiring = {
      integration: integrations.integration(key, backend, options),
      authorizer: authorizers.authorizer(authorization),
      authorizationScopes: authorization._scopes,
    };
    if (isDefaultRoute(key)) return new HttpRoute(httpApi, idOf(key), { httpApi, routeKey: HttpRouteKey.DEFAULT, ...wiring });
    return httpApi.addRoutes({ path: key.path, methods: [key.method as HttpMethod], ...wiring })[0];
  }

  private authorizationOf({ authorization }: HttpRouteOptions): Authorization {
    return this.props.guard(authorization ?? this.props.authorization);
  }
}

/** The id the L2 gives: routes of an API that moves in are kept, not made anew beside their old selves, and one made by hand is found. */
function idOf(key: RouteKey): string {
  return isDefaultRoute(key) ? 'DefaultRoute' : `${key.method}${key.path}`;
}
