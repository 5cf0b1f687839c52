import { Aspects, Tags } from 'aws-cdk-lib';
import { RestApi, Stage } from 'aws-cdk-lib/aws-apigateway';
import { IMetric } from 'aws-cdk-lib/aws-cloudwatch';
import { IFunction } from 'aws-cdk-lib/aws-lambda';
import { ILogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { warnOfSharedName } from './api-names';
import { Authorizers } from './authorizers';
import { LambdaBackends } from './lambda-backends';
import { releasedVersion } from './lambda-function';
import { MethodSettings } from './method-settings';
import { PlaceholderRoute } from './placeholder-route';
import { RequestModels } from './request-models';
import { RestDecisions } from './rest-decisions';
import { recordGuards } from './rest-guards';
import { RestRoute } from './rest-route';
import { RestRoutes } from './rest-routes';
import { applyTls, stageResource } from './service-properties';
import { Waiver } from '../core/waiver';
import { ApiCanary } from '../delivery/api-canary';
import { ApiAccessLog } from '../observability/api-access-log';
import { ApiAccountLogging } from '../observability/api-account-logging';
import { ApiAlarms } from '../observability/api-alarms';
import { ApiDashboard } from '../observability/api-dashboard';
import { ApiMetrics } from '../observability/api-metrics';
import { Backend } from '../routes/backend';
import { RouteOptions } from '../routes/route-options';
import { InvokeGrants } from '../security/invoke-grants';
import { ApiWaf } from '../security/waf/api-waf';
import { ApiGatewayResponses } from '../traffic/api-gateway-responses';
import { ApiUsagePlans } from '../traffic/api-usage-plans';

/**
 * What all doors of REST APIs have, wherever they listen. A door adds how the API is reached.
 *
 * @internal Not exported: jsii gives its members to each door, so that no language has to know of it. Without type parameters, which would
 * have jsii forget that a door is a construct.
 */
export abstract class RestFrontDoor extends Construct {
  /**
   * The real L2 API. Methods added to it by hand work as ever, without what `addRoute` does for them:
   * one that names no authorization is open to everybody, and review tools say so.
   */
  public readonly restApi: RestApi;
  /** The real L2 stage. */
  public readonly stage: Stage;
  /** The web ACL in front of the stage. */
  public readonly waf: ApiWaf;
  /** The access log and its log group. */
  public readonly accessLog: ApiAccessLog;
  /** The JSON errors API Gateway itself answers with. */
  public readonly gatewayResponses: ApiGatewayResponses;
  /** The usage tiers and their keys. */
  public readonly usagePlans: ApiUsagePlans;
  /** The alarms. */
  public readonly alarms: ApiAlarms;
  /** The dashboard. */
  public readonly dashboard: ApiDashboard;
  /** What takes new deployments to the stage bit by bit; undefined with `Canary.off()`. */
  public readonly canary?: ApiCanary;
  /** Let somebody call every route: `api.grants.invoke(role)`. Ask a route for less. */
  public readonly grants: InvokeGrants;
  /** The metrics of the stage. */
  public readonly metrics: ApiMetrics;
  private readonly routes: RestRoutes;

  constructor(scope: Construct, id: string, decide: (door: Construct) => RestDecisions) {
    super(scope, id);
    const decisions = decide(this);

    this.restApi = this.createRestApi(decisions);
    this.stage = this.createStage(decisions);
    this.gatewayResponses = new ApiGatewayResponses(this, 'GatewayResponses', { restApi: this.restApi, ...decisions });
    this.routes = this.createRoutes(decisions);
    this.accessLog = new ApiAccessLog(this, 'AccessLog', { stage: this.stage, accessLog: decisions.accessLog });
    this.waf = new ApiWaf(this, 'Waf', { stage: this.stage, waf: decisions.waf });
    this.usagePlans = this.createUsagePlans(decisions);
    this.metrics = ApiMetrics.ofStage(decisions.restApiName, decisions.stageName);
    this.alarms = this.createAlarms(decisions);
    this.dashboard = this.createDashboard(decisions);
    this.canary = this.createCanary(decisions);
    this.grants = InvokeGrants._on({ arnOf: (path) => this.restApi.arnForExecuteApi('*', path, decisions.stageName), segments: ['*'] });
    warnOfSharedName(this, decisions.restApiName);
    Aspects.of(this.restApi).add(new PlaceholderRoute(this.restApi));
    Object.entries(decisions.tags).forEach(([key, value]) => Tags.of(this).add(key, value));
  }

  /** Everything that was turned off on this API, with the reasons, and whatever the library itself had to acknowledge. */
  public get waivers(): Waiver[] {
    return Waiver.within(this);
  }

  /**
   * Add a route: `api.addRoute('POST /orders', Backend.lambda(fn))`.
   *
   * @param routeKey the method in capitals, one space, and the path. `{id}` is a parameter, `{rest+}` at the end takes everything that follows
   * @param backend what answers
   * @param options what this route does otherwise than the API
   */
  public addRoute(routeKey: string, backend: Backend, options: RouteOptions = {}): RestRoute {
    return this.routes.add(routeKey, backend, options);
  }

  private createRestApi(decisions: RestDecisions): RestApi {
    const restApi = new RestApi(this, 'Default', {
      restApiName: decisions.restApiName,
      description: decisions.description,
      endpointConfiguration: decisions.endpoint._configuration,
      policy: decisions.resourcePolicy._document(),
      disableExecuteApiEndpoint: decisions.closeDefaultEndpoint,
      binaryMediaTypes: decisions.binaryMediaTypes,
      minCompressionSize: decisions.minCompressionSize,
      // The account's CloudWatch role is ensured by ApiAccountLogging; the L2 would overwrite it, and delete it one day.
      cloudWatchRole: false,
      deployOptions: {
        stageName: decisions.stageName,
        description: decisions.stage.description ?? decisions.description,
        variables: decisions.stage.variables,
        tracingEnabled: decisions.tracing._enabled,
        ...decisions.caching._stageSetting,
      },
    });
    applyTls(restApi, decisions.tls);
    return restApi;
  }

  private createStage(decisions: RestDecisions): Stage {
    const stage = this.restApi.deploymentStage;
    stage.node.addDependency(ApiAccountLogging.ensure(this));
    recordGuards(this.restApi, stage, decisions);
    return stage;
  }

  private createRoutes(decisions: RestDecisions): RestRoutes {
    const { restApi } = this;
    const released = (handler: IFunction) => (decisions.canary._isOn ? releasedVersion(handler, restApi) : handler);
    return new RestRoutes(this, {
      ...decisions,
      restApi,
      released,
      edge: decisions.endpoint._isEdge,
      binary: (decisions.binaryMediaTypes ?? []).length > 0,
      apiKeyRequired: decisions.usageTiers.length > 0,
      authorizers: new Authorizers(this, 'Authorizers', { restApi, released }),
      models: new RequestModels(this, 'RequestModels', { restApi, validation: decisions.validation }),
      lambdas: new LambdaBackends(this, 'Permissions', { restApi, cors: decisions.cors }),
      settings: new MethodSettings(stageResource(this.stage), decisions),
    });
  }

  private createUsagePlans({ usageTiers }: RestDecisions): ApiUsagePlans {
    const plans = new ApiUsagePlans(this, 'UsagePlans', { stage: this.stage, tiers: usageTiers });
    // Routes come after the constructor, so only the end can tell which of them a tier means.
    this.node.addValidation({ validate: () => plans._checkRoutes(this.routeKeys()) });
    return plans;
  }

  /** Of all methods there are, those added by hand among them. */
  private routeKeys(): string[] {
    return this.restApi.methods.map(({ httpMethod, resource }) => `${httpMethod} ${resource.path}`);
  }

  private createAlarms({ alarms, caching }: RestDecisions): ApiAlarms {
    return new ApiAlarms(this, 'Alarms', { metrics: this.metrics, alarms, cached: caching._enabled, ...this.signals() });
  }

  private createDashboard({ dashboard, caching }: RestDecisions): ApiDashboard {
    return new ApiDashboard(this, 'Dashboard', {
      metrics: this.metrics,
      dashboard,
      cached: caching._enabled,
      alarms: this.alarms.all,
      throttledShare: this.alarms.throttledShare,
      ...this.signals(),
    });
  }

  private createCanary({ canary, alarms }: RestDecisions): ApiCanary | undefined {
    if (!canary._isOn) return undefined;
    const { restApi, stage, metrics, accessLog: { logGroup: accessLogGroup } } = this;
    const part = new ApiCanary(this, 'Canary', { restApi, stage, metrics, canary, accessLogGroup, actions: alarms._settings?.actions });
    this.dashboard.dashboard?.addWidgets(...part.signals?.widgets ?? []);
    return part;
  }

  /** What other parts of this door can tell about its health. */
  private signals(): { accessLogGroup?: ILogGroup; wafBlockedShare?: IMetric } {
    return { accessLogGroup: this.accessLog.logGroup, wafBlockedShare: this.waf.metrics?.blockedShare() };
  }
}
