import { Duration } from 'aws-cdk-lib';
import { IResource, Method, RestApi } from 'aws-cdk-lib/aws-apigateway';
import { Function } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { Authorizers } from './authorizers';
import { RenderedBackend, renderBackend } from './integrations';
import { LambdaPermissions } from './lambda-permissions';
import { MethodSettings } from './method-settings';
import { RequestModels, requiredParameters } from './request-models';
import { NO_COGNITO } from './rest-guards';
import { RestRoute } from './rest-route';
import { guardWaived } from '../core/guards';
import { refuse, warn } from '../core/refuse';
import { Waiver } from '../core/waiver';
import { Backend } from '../routes/backend';
import { formatRouteKey, parseRouteKey, RouteKey } from '../routes/route-key';
import { RouteOptions } from '../routes/route-options';
import { RouteTable } from '../routes/route-table';
import { Authorization } from '../security/authorization';
import { RequestParameters } from '../traffic/cache-parameters';
import { Caching } from '../traffic/caching';
import { Cors } from '../traffic/cors';
import { RouteCache } from '../traffic/route-cache';

/** What the routes of an API share. */
export interface RestRoutesProps {
  readonly restApi: RestApi;
  readonly stageName: string;
  readonly edge: boolean;
  readonly authorization: Authorization;
  readonly apiKeyRequired: boolean;
  readonly caching: Caching;
  readonly cors: Cors;
  readonly authorizers: Authorizers;
  readonly models: RequestModels;
  readonly permissions: LambdaPermissions;
  readonly settings: MethodSettings;
}

/** A route that was checked and rendered, but of which nothing is made yet. */
interface RoutePlan {
  readonly key: RouteKey;
  readonly backend: Backend;
  readonly options: RouteOptions;
  readonly rendered: RenderedBackend;
  readonly requestParameters: RequestParameters;
}

/** The resources engine: renders routes as resources and methods of an L2 REST API. */
export class RestRoutes {
  private readonly table = new RouteTable();

  constructor(private readonly door: Construct, private readonly props: RestRoutesProps) {}

  /** The route keys added so far. */
  public list(): string[] {
    return this.table.list();
  }

  /** Check first, make afterwards: a refused route leaves nothing behind. */
  public add(routeKey: string, backend: Backend, options: RouteOptions): RestRoute {
    const key = parseRouteKey(routeKey);
    this.check(key, backend, options);
    const plan = this.plan(key, backend, options);

    this.table.enter(key);
    const method = this.make(plan);
    this.remark(method, key, options);
    this.props.settings.addRoute(key, { throttle: options.throttle, cache: options.cache });
    const enableDetailedMetrics = () => this.props.settings.enableDetailedMetrics(key);
    return RestRoute._wire({ key, method, enableDetailedMetrics, restApi: this.props.restApi, stageName: this.props.stageName });
  }

  private check(key: RouteKey, backend: Backend, options: RouteOptions): void {
    this.table.check(key);
    checkTaken(this.door, key);
    options.cache?._check(key, this.props.caching);
    checkStreaming(key, backend, options);
    this.checkTimeout(key, backend, options.timeout);
    this.props.models.check(key, options.request);
    this.props.authorizers.check(this.authorizationOf(options));
  }

  private plan(key: RouteKey, backend: Backend, options: RouteOptions): RoutePlan {
    const cache = (options.cache ?? RouteCache.off())._parameters(key, requiredParameters(key, options.request));
    const rendered = renderBackend(backend._spec, { key, cache, cors: this.props.cors, timeout: options.timeout });
    return { key, backend, options, rendered, requestParameters: cache.requestParameters };
  }

  private make({ key, backend, options, rendered, requestParameters }: RoutePlan): Method {
    this.connectLambda(backend);
    return this.resourceOf(key).addMethod(key.method, rendered.integration, {
      ...this.props.models.methodOptions(key, options.request),
      ...this.props.authorizers.methodOptions(this.authorizationOf(options)),
      requestParameters: Object.keys(requestParameters).length > 0 ? requestParameters : undefined,
      apiKeyRequired: options.apiKeyRequired ?? this.props.apiKeyRequired,
      operationName: options.operationName,
      methodResponses: rendered.methodResponses,
    });
  }

  private authorizationOf({ authorization }: RouteOptions): Authorization {
    return authorization ?? this.props.authorization;
  }

  private connectLambda(backend: Backend): void {
    if (backend._spec.kind !== 'lambda') return;
    const { handler } = backend._spec;
    this.props.permissions.allow(handler);
    if (handler instanceof Function) {
      Object.entries(this.props.cors._environment()).forEach(([name, value]) => handler.addEnvironment(name, value));
    }
  }

  private resourceOf(key: RouteKey): IResource {
    const resource = this.props.restApi.root.resourceForPath(key.path);
    const preflight = this.props.cors._preflight();
    if (preflight && key.method !== 'OPTIONS' && !resource.node.tryFindChild('OPTIONS')) resource.addCorsPreflight(preflight);
    return resource;
  }

  /** What a reviewer wants to know of this route besides what holds for the whole API. */
  private remark(method: Method, key: RouteKey, { authorization, cache, throttle }: RouteOptions): void {
    const byDefault = this.props.authorization._spec.kind;
    const spec = authorization?._spec;
    if (spec?.kind === 'none') guardWaived(method, 'authorization', spec.reason);
    else if (spec && spec.kind !== 'cognito' && byDefault === 'cognito') Waiver.record(method, NO_COGNITO);
    if ((spec?.kind ?? byDefault) !== 'none') cache?._warnOn(method, key);
    throttle?._warnOn(method, `"${formatRouteKey(key)}"`);
  }

  private checkTimeout(key: RouteKey, backend: Backend, timeout?: Duration): void {
    if (!timeout || timeout.isUnresolved()) return;
    const route = formatRouteKey(key);
    const given = timeout.toMilliseconds() / 1000;
    if (given < 0.05) refuse('timeout-too-short', { given: given * 1000 });
    if (isStreaming(backend)) {
      if (given > 900) refuse('timeout-over-streaming-limit', { route, given });
    } else if (given > 29) {
      if (this.props.edge) refuse('timeout-over-edge-limit', { route, given });
      warn(this.door, 'timeout-needs-quota', { route, given });
    }
  }
}

/** The L2 sits under the id `Default`, which logical ids leave out: a path part spelled like one of our children would meet it there. */
function checkTaken(door: Construct, key: RouteKey): void {
  const [part] = key.segments;
  if (part !== undefined && part !== 'Default' && door.node.tryFindChild(part)) refuse('route-path-taken', { path: key.path, part });
}

function checkStreaming(key: RouteKey, backend: Backend, { cache }: RouteOptions): void {
  if (isStreaming(backend) && cache?._enabled) refuse('streaming-with-cache', { route: formatRouteKey(key) });
}

function isStreaming({ _spec: spec }: Backend): boolean {
  return spec.kind === 'lambda' ? spec.streaming : spec.kind === 'http' && spec.options.streaming === true;
}
