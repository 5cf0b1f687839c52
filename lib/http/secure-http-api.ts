import { Aspects, Tags } from 'aws-cdk-lib';
import { CfnStage, HttpApi, HttpStage, IpAddressType } from 'aws-cdk-lib/aws-apigatewayv2';
import type { IMetric } from 'aws-cdk-lib/aws-cloudwatch';
import type { ILogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { HttpApiRoute } from './http-api-route';
import { HttpAuthorizers } from './http-authorizers';
import { decide, HttpDecisions } from './http-decisions';
import { recordGuards } from './http-guards';
import { formatHttpRouteKey, parseHttpRouteKey } from './http-route-key';
import { HttpRouteOptions } from './http-route-options';
import { HttpRoutes } from './http-routes';
import { OpenApiOptions } from './openapi-options';
import { planOpenApi, warnOfExtensions } from './openapi-routes';
import { ReleasedIntegrations } from './released-integrations';
import { SecureHttpApiProps } from './secure-http-api-props';
import { UnguardedRoutes } from './unguarded-routes';
import { LambdaPermissions } from '../core/lambda-permissions';
import { Waiver } from '../core/waiver';
import { LambdaReleases } from '../delivery/functions/lambda-releases';
import { ApiAlarms } from '../observability/api-alarms';
import { ApiDashboard } from '../observability/api-dashboard';
import { ApiMetrics } from '../observability/api-metrics';
import { HttpApiAccessLog } from '../observability/http-api-access-log';
import { Backend } from '../routes/backend';
import { OpenApiDocument } from '../routes/openapi-document';
import { ApiEdge } from '../security/edge/api-edge';
import { InvokeGrants } from '../security/invoke-grants';
import { ApiV2CustomDomain } from '../traffic/api-v2-custom-domain';
import { edgeInFront } from '../traffic/edge-in-front';
import { RouteSettings } from '../traffic/route-settings';
import { Throttle } from '../traffic/throttle';
import { VpcLinks } from '../vpc/vpc-links';

/** The stage that adds nothing to the paths. */
const STAGE_NAME = '$default';

/**
 * An HTTP API that is safe, observable and ready for production with no props at all.
 *
 * The cheaper and faster of the two kinds of HTTP-speaking APIs. It has the logical ids of a plain `HttpApi` with the same construct id,
 * so an API that runs already can move in without a new URL. What the service lacks has no prop here; `SecureRestApi` has it.
 */
export class SecureHttpApi extends Construct {
  /**
   * The real L2 API. Routes added to it by hand work as ever, without what `addRoute` does for them:
   * one that names no authorizer is open to everybody, and review tools say so, unless the API is for everybody.
   * With `edge` it is reached around CloudFront too, whatever its authorizer, unless that looks for the secret header itself.
   */
  public readonly httpApi: HttpApi;
  /** The real L2 stage, `$default`. */
  public readonly stage: HttpStage;
  /** The access log and its log group. */
  public readonly accessLog: HttpApiAccessLog;
  /** The domain name, when there is one. */
  public readonly domain?: ApiV2CustomDomain;
  /** CloudFront and its web ACL, when they stand in front. */
  public readonly edge?: ApiEdge;
  /** The metrics of the stage. */
  public readonly metrics: ApiMetrics;
  /** The alarms. */
  public readonly alarms: ApiAlarms;
  /** The dashboard. */
  public readonly dashboard: ApiDashboard;
  /** Let somebody call every route with IAM authorization: `api.grants.invoke(role)`. Ask a route for less. */
  public readonly grants: InvokeGrants;
  private readonly routes: HttpRoutes;
  private readonly settings: RouteSettings;

  constructor(scope: Construct, id: string, props: SecureHttpApiProps = {}) {
    super(scope, id);
    const decisions = decide(id, props);

    this.httpApi = this.createHttpApi(decisions);
    this.stage = this.createStage(decisions);
    this.accessLog = new HttpApiAccessLog(this, 'AccessLog', { stage: this.stage, accessLog: decisions.accessLog });
    this.domain = this.createDomain(decisions);
    this.edge = this.createEdge(decisions);
    this.metrics = ApiMetrics.ofHttpStage(this.httpApi, STAGE_NAME);
    this.settings = new RouteSettings(stageResource(this.stage), { throttle: decisions.throttle, detailedMetrics: true });
    this.routes = this.createRoutes(decisions);
    if (this.edge?.secret) Aspects.of(this.httpApi).add(new UnguardedRoutes((route) => this.routes.has(route)));
    this.alarms = this.createAlarms(decisions);
    this.dashboard = this.createDashboard(decisions);
    this.grants = InvokeGrants._on({ arnOf: (path) => this.httpApi.arnForExecuteApi('*', path, STAGE_NAME), segments: ['*'] });
    Object.entries(decisions.tags).forEach(([key, value]) => Tags.of(this).add(key, value));
  }

  /** Where the API answers: its domain name when it has one, the default endpoint otherwise. */
  public get url(): string {
    return this.domain?.url ?? `${this.httpApi.apiEndpoint}/`;
  }

  /** Everything that was turned off on this API, with the reasons, and whatever the library itself had to acknowledge. */
  public get waivers(): Waiver[] {
    return Waiver.within(this);
  }

  /**
   * Add a route: `api.addRoute('POST /orders', Backend.lambda(fn))`.
   *
   * @param routeKey the method in capitals, one space, and the path; `{id}` is a parameter, `{rest+}` at the end takes everything that follows.
   *   `$default` takes every request that no other route takes
   * @param backend what answers
   * @param options what this route does otherwise than the API
   */
  public addRoute(routeKey: string, backend: Backend, options: HttpRouteOptions = {}): HttpApiRoute {
    return this.routes.add(routeKey, backend, options);
  }

  /**
   * Add a route for every operation of an OpenAPI document: `api.addOpenApi(OpenApiDocument.fromFile('orders.yaml'), { listOrders: backend })`.
   * Either all of them or, if anything is wrong, none.
   *
   * @param document the document
   * @param backends what answers each operation, by `operationId`: all of them, and no others
   * @param options what the security schemes of the document mean, and what single operations do otherwise
   * @returns the routes by `operationId`
   */
  public addOpenApi(
    document: OpenApiDocument,
    backends: { [operationId: string]: Backend },
    options: OpenApiOptions = {},
  ): { [operationId: string]: HttpApiRoute } {
    const planned = planOpenApi(document, backends, options);
    const routes = this.routes.addAll(planned);
    warnOfExtensions(this, document);
    return Object.fromEntries(planned.map(({ operationId }, index) => [operationId, routes[index]]));
  }

  /**
   * A throttle for a route that was added to `httpApi` by hand, now or later. Routes of `addRoute` have an option for it.
   *
   * @param routeKey the key of the route, `GET /orders/{id}`; a key that no route of the API has is an error when the app is synthesised
   * @param throttle the throttle all callers of the route share
   */
  public throttleRoute(routeKey: string, throttle: Throttle): void {
    this.settings.addByKey(formatHttpRouteKey(parseHttpRouteKey(routeKey)), { throttle });
  }

  private createHttpApi({ apiName, description, dualStack, cors, domain }: HttpDecisions): HttpApi {
    return new HttpApi(this, 'Default', {
      apiName,
      description,
      corsPreflight: cors._httpPreflight(),
      disableExecuteApiEndpoint: domain !== undefined,
      ipAddressType: dualStack ? IpAddressType.DUAL_STACK : IpAddressType.IPV4,
    });
  }

  private createStage(decisions: HttpDecisions): HttpStage {
    const stage = this.httpApi.defaultStage as HttpStage;
    const resource = stageResource(stage);
    resource.description = decisions.stage.description;
    resource.stageVariables = decisions.stage.variables;
    recordGuards(this.httpApi, stage, decisions);
    return stage;
  }

  private createDomain({ domain, edge }: HttpDecisions): ApiV2CustomDomain | undefined {
    return domain && new ApiV2CustomDomain(this, 'Domain', { api: this.httpApi, stage: this.stage, domain, records: edge === undefined });
  }

  private createEdge({ domain, edge }: HttpDecisions): ApiEdge | undefined {
    return edge && domain && this.domain && edgeInFront(this, { edge, domain, behind: this.domain });
  }

  private createRoutes({ authorization, cors, canary }: HttpDecisions): HttpRoutes {
    const { httpApi, metrics, edge } = this;
    return new HttpRoutes({
      httpApi,
      metrics,
      cors,
      authorization,
      guard: (asked) => edge ? edge.guard(asked) : asked,
      authorizers: new HttpAuthorizers(httpApi),
      integrations: new ReleasedIntegrations(this, 'Integrations', {
        httpApi,
        releases: new LambdaReleases(this, 'Releases', { canary }),
        withheld: edge?.secret ? [edge.headerName] : [],
        links: new VpcLinks(this, 'VpcLinks'),
        permissions: new LambdaPermissions(this, 'Permissions', { api: httpApi }),
      }),
      settings: this.settings,
    });
  }

  private createAlarms({ alarms }: HttpDecisions): ApiAlarms {
    return new ApiAlarms(this, 'Alarms', { alarms, metrics: this.metrics, ...this.signals() });
  }

  private createDashboard({ dashboard }: HttpDecisions): ApiDashboard {
    return new ApiDashboard(this, 'Dashboard', {
      dashboard,
      metrics: this.metrics,
      alarms: this.alarms.all,
      throttledShare: this.alarms.throttledShare,
      ...this.signals(),
    });
  }

  /** A web ACL made here is in us-east-1, as are its metrics and we; of one made elsewhere nothing is known. */
  private signals(): { accessLogGroup?: ILogGroup; wafBlockedShare?: IMetric } {
    return { accessLogGroup: this.accessLog.logGroup, wafBlockedShare: this.edge?.wafMetrics?.blockedShare() };
  }
}

function stageResource(stage: HttpStage): CfnStage {
  return stage.node.defaultChild as CfnStage;
}
