import { IResource, Method, RestApi } from 'aws-cdk-lib/aws-apigateway';
import { IFunction } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { Authorizers } from './authorizers';
import { RenderedBackend, renderBackend } from './integrations';
import { LambdaBackends } from './lambda-backends';
import { MethodSettings } from './method-settings';
import { PrivateIntegrations } from './private-integrations';
import { RequestModels } from './request-models';
import { RestBackendSpec, restBackend } from './rest-backend';
import { recordRoute } from './rest-guards';
import { RestRoute } from './rest-route';
import { routeParameters } from './route-parameters';
import { checkPlace } from './route-place';
import { checkStreaming, checkTimeout } from './route-time';
import { textualPreflight } from './service-properties';
import { unlessEmpty } from './unless-empty';
import { refuse } from '../core/refuse';
import { formatRouteKey, parseRouteKey, RouteKey } from '../core/route-key';
import { Backend } from '../routes/backend';
import { RouteOptions } from '../routes/route-options';
import { RouteTable } from '../routes/route-table';
import { Authorization } from '../security/authorization';
import { ResourcePolicy } from '../security/resource-policy';
import { RequestParameters } from '../traffic/cache-parameters';
import { Caching } from '../traffic/caching';
import { Cors } from '../traffic/cors';
import { VpcLinks } from '../vpc/vpc-links';

/** What the routes of an API share. */
export interface RestRoutesProps {
  readonly restApi: RestApi;
  readonly stageName: string;
  readonly edge: boolean;
  readonly binary: boolean;
  readonly authorization: Authorization;
  readonly resourcePolicy: ResourcePolicy;
  readonly apiKeyRequired: boolean;
  readonly caching: Caching;
  readonly cors: Cors;
  readonly authorizers: Authorizers;
  readonly models: RequestModels;
  readonly lambdas: LambdaBackends;
  readonly settings: MethodSettings;
  /** What stands for a function where it is called: itself, or a version of it. */
  readonly released: (handler: IFunction) => IFunction;
}

/** A route that was checked and rendered, but of which nothing is made yet. */
interface RoutePlan {
  readonly key: RouteKey;
  readonly spec: RestBackendSpec;
  readonly options: RouteOptions;
  readonly rendered: RenderedBackend;
  readonly requestParameters: RequestParameters;
}

/** The resources engine: renders routes as resources and methods of an L2 REST API. */
export class RestRoutes {
  private readonly table = new RouteTable();
  private readonly privates: PrivateIntegrations;

  constructor(private readonly door: Construct, private readonly props: RestRoutesProps) {
    this.privates = new PrivateIntegrations(props.restApi, new VpcLinks(door, 'VpcLinks'));
  }

  /** Check first, make afterwards: a refused route leaves nothing behind. */
  public add(routeKey: string, backend: Backend, options: RouteOptions): RestRoute {
    const key = parseRouteKey(routeKey);
    this.check(key, backend, options);
    const plan = this.plan(key, backend._releasedBy(this.props.released), options);

    this.table.enter(key);
    const method = this.make(plan);
    recordRoute(method, key, { ...options, byDefault: this.props.authorization });
    this.props.settings.addRoute(key, { throttle: options.throttle, cache: options.cache });
    const enableDetailedMetrics = () => this.props.settings.enableDetailedMetrics(key);
    return RestRoute._wire({ key, method, enableDetailedMetrics, restApi: this.props.restApi, stageName: this.props.stageName });
  }

  private check(key: RouteKey, backend: Backend, options: RouteOptions): void {
    this.table.check(key);
    checkPlace(this.door, this.props.restApi, key);
    this.privates.check(restBackend(key, backend));
    options.cache?._check(key, this.props.caching);
    checkStreaming(key, backend, options);
    checkTimeout(key, backend, { timeout: options.timeout, edge: this.props.edge, warnOn: this.door });
    this.props.models.check(key, options.request);
    this.checkAuthorization(key, this.authorizationOf(options));
  }

  private checkAuthorization(key: RouteKey, authorization: Authorization): void {
    if (this.props.resourcePolicy._needsIam && authorization._spec.kind !== 'iam') {
      refuse('resource-policy-accounts-need-iam', { route: formatRouteKey(key), given: authorization._label });
    }
    this.props.authorizers.check(authorization);
  }

  private plan(key: RouteKey, backend: Backend, options: RouteOptions): RoutePlan {
    const { cors, binary } = this.props;
    const cache = routeParameters(key, options, cors);
    const spec = restBackend(key, backend);
    const rendered = renderBackend(spec, { key, cache, cors, binary, timeout: options.timeout });
    return { key, spec, options, rendered, requestParameters: cache.requestParameters };
  }

  private make({ key, spec, options, rendered, requestParameters }: RoutePlan): Method {
    if (spec.kind === 'lambda') this.props.lambdas.connect(spec.handler);
    const method = this.resourceOf(key).addMethod(key.method, rendered.integration, {
      ...this.props.models.methodOptions(key, options.request),
      ...this.props.authorizers.methodOptions(this.authorizationOf(options)),
      requestParameters: unlessEmpty(requestParameters),
      apiKeyRequired: options.apiKeyRequired ?? this.props.apiKeyRequired,
      operationName: options.operationName,
      methodResponses: rendered.methodResponses,
    });
    this.privates.connect(method, spec);
    return method;
  }

  private authorizationOf({ authorization }: RouteOptions): Authorization {
    return authorization ?? this.props.authorization;
  }

  private resourceOf(key: RouteKey): IResource {
    const resource = this.props.restApi.root.resourceForPath(key.path);
    if (key.method !== 'OPTIONS') this.addPreflight(resource);
    return resource;
  }

  private addPreflight(resource: IResource): void {
    const preflight = this.props.cors._preflight();
    if (!preflight || resource.node.tryFindChild('OPTIONS')) return;
    const method = resource.addCorsPreflight(preflight);
    if (this.props.binary) textualPreflight(method);
  }
}
