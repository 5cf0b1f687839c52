import { Tags } from 'aws-cdk-lib';
import { CfnApi, CfnStage, IpAddressType, WebSocketApi, WebSocketStage } from 'aws-cdk-lib/aws-apigatewayv2';
import type { IMetric } from 'aws-cdk-lib/aws-cloudwatch';
import type { ILogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { ReleasedIntegrations } from './released-integrations';
import { RequestModels } from './request-models';
import { SecureWebSocketApiProps } from './secure-websocket-api-props';
import { WebSocketApiRoute } from './websocket-api-route';
import { decide, WebSocketDecisions } from './websocket-decisions';
import { WebSocketGrants } from './websocket-grants';
import { recordGuards } from './websocket-guards';
import { checkedRouteKey } from './websocket-route-key';
import { WebSocketRouteOptions } from './websocket-route-options';
import { WebSocketRoutes } from './websocket-routes';
import { LambdaPermissions } from '../core/lambda-permissions';
import { Waiver } from '../core/waiver';
import { LambdaReleases } from '../delivery/functions/lambda-releases';
import { ApiAccountLogging } from '../observability/api-account-logging';
import { ApiAlarms } from '../observability/api-alarms';
import { ApiDashboard } from '../observability/api-dashboard';
import { ApiMetrics } from '../observability/api-metrics';
import { WebSocketApiAccessLog } from '../observability/websocket-api-access-log';
import { Backend } from '../routes/backend';
import { ConnectAuthorizer } from '../security/connect/connect-authorizer';
import { ApiEdge } from '../security/edge/api-edge';
import { ApiV2CustomDomain } from '../traffic/api-v2-custom-domain';
import { edgeInFront } from '../traffic/edge-in-front';
import { RouteSettings } from '../traffic/route-settings';
import { Throttle } from '../traffic/throttle';

/**
 * A WebSocket API that is safe, observable and ready for production with no props at all: it lets in whoever signs with IAM, and answers nobody
 * until it gets a route.
 *
 * It has the logical ids of a plain `WebSocketApi` with the same construct id, and of its routes, so an API that runs already can move in without
 * a new address. Stages of the AWS CDK stand beside their API, where everybody calls them otherwise: keep the one you have with
 * `(api.stage.node.defaultChild as CfnStage).overrideLogicalId('…')`, because two stages of one API cannot have the same name.
 */
export class SecureWebSocketApi extends Construct {
  /** The real L2 API. Routes added to it by hand work as ever, without what `addRoute` does for them. */
  public readonly webSocketApi: WebSocketApi;
  /** The real L2 stage. Every change of the API is deployed to it by itself. */
  public readonly stage: WebSocketStage;
  /** The access log and its log group. */
  public readonly accessLog: WebSocketApiAccessLog;
  /** The domain name, when there is one. */
  public readonly domain?: ApiV2CustomDomain;
  /** CloudFront and its web ACL, when they stand in front. */
  public readonly edge?: ApiEdge;
  /** What decides who may connect. */
  public readonly connectAuthorizer: ConnectAuthorizer;
  /** The metrics of the stage. */
  public readonly metrics: ApiMetrics;
  /** The alarms. */
  public readonly alarms: ApiAlarms;
  /** The dashboard. */
  public readonly dashboard: ApiDashboard;
  /** Let somebody connect (`api.grants.connect(role)`), or send to connections (`api.grants.manageConnections(fn)`). */
  public readonly grants: WebSocketGrants;
  private readonly routes: WebSocketRoutes;
  private readonly settings: RouteSettings;

  constructor(scope: Construct, id: string, props: SecureWebSocketApiProps = {}) {
    super(scope, id);
    const decisions = decide(id, props);

    this.webSocketApi = this.createWebSocketApi(decisions);
    this.stage = this.createStage(decisions);
    this.accessLog = new WebSocketApiAccessLog(this, 'AccessLog', { stage: this.stage, accessLog: decisions.accessLog });
    this.domain = this.createDomain(decisions);
    this.edge = this.createEdge(decisions);
    this.metrics = ApiMetrics.ofWebSocketStage(this.webSocketApi, decisions.stageName);
    this.settings = new RouteSettings(stageResource(this.stage), { ...decisions, detailedMetrics: true });
    this.routes = this.createRoutes(decisions);
    this.connectAuthorizer = this.createConnectAuthorizer(decisions);
    this.createConnectionRoutes(decisions);
    this.alarms = this.createAlarms(decisions);
    this.dashboard = this.createDashboard(decisions);
    this.grants = WebSocketGrants._on(this.webSocketApi, decisions.stageName);
    Object.entries(decisions.tags).forEach(([key, value]) => Tags.of(this).add(key, value));
  }

  /** Where clients connect, `wss://…`: the domain name when there is one, the default endpoint and its stage otherwise. */
  public get url(): string {
    return this.domain ? withoutSlash(this.domain.url) : this.stage.url;
  }

  /**
   * Where backends send to connections, `https://…`: the endpoint to make an `ApiGatewayManagementApiClient` with. With `edge` it is the default
   * endpoint, because callbacks do not go through CloudFront.
   */
  public get callbackUrl(): string {
    return this.domain && !this.edge ? withoutSlash(this.domain.url).replace(/^wss:/, 'https:') : this.stage.callbackUrl;
  }

  /** Everything that was turned off on this API, with the reasons, and whatever the library itself had to acknowledge. */
  public get waivers(): Waiver[] {
    return Waiver.within(this);
  }

  /**
   * Add a route for messages: `api.addRoute('sendMessage', Backend.lambda(fn))`.
   *
   * @param routeKey the value that messages of this route have where `routeSelectionExpression` looks; `$default` takes every message
   *   that no other route takes. Backends of `$connect` and `$disconnect` are props of the API
   * @param backend what gets the messages
   * @param options what this route does otherwise than the API
   */
  public addRoute(routeKey: string, backend: Backend, options: WebSocketRouteOptions = {}): WebSocketApiRoute {
    return this.routes.add(routeKey, backend, options);
  }

  /**
   * A throttle for `$connect`, `$disconnect` or a route that was added to `webSocketApi` by hand, now or later. Routes of `addRoute` have an option for it.
   *
   * @param routeKey the key of the route; one that no route of the API has is an error when the app is synthesised
   * @param throttle the throttle all connections share
   */
  public throttleRoute(routeKey: string, throttle: Throttle): void {
    this.settings.addByKey(checkedRouteKey(routeKey), { throttle });
  }

  private createWebSocketApi(decisions: WebSocketDecisions): WebSocketApi {
    const { apiName, description, routeSelectionExpression, dualStack, domain, edge } = decisions;
    const ipAddressType = dualStack ? IpAddressType.DUAL_STACK : IpAddressType.IPV4;
    const webSocketApi = new WebSocketApi(this, 'Default', { apiName, description, routeSelectionExpression, ipAddressType });
    // The L2 has no word for it. Always written, because CloudFormation leaves what a template stops to mention as it is.
    (webSocketApi.node.defaultChild as CfnApi).disableExecuteApiEndpoint = domain !== undefined && edge === undefined;
    return webSocketApi;
  }

  private createStage(decisions: WebSocketDecisions): WebSocketStage {
    const { stageName, stage: { description, variables: stageVariables } } = decisions;
    const stage = new WebSocketStage(this, 'Stage', { webSocketApi: this.webSocketApi, stageName, description, stageVariables, autoDeploy: true });
    stage.node.addDependency(ApiAccountLogging.ensure(this));
    recordGuards(stage, decisions);
    return stage;
  }

  private createDomain({ domain, edge }: WebSocketDecisions): ApiV2CustomDomain | undefined {
    return domain && new ApiV2CustomDomain(this, 'Domain', { api: this.webSocketApi, stage: this.stage, domain, records: edge === undefined });
  }

  private createEdge({ domain, edge }: WebSocketDecisions): ApiEdge | undefined {
    return edge && domain && this.domain && edgeInFront(this, { edge, domain, behind: this.domain });
  }

  private createRoutes({ routeSelectionExpression, canary }: WebSocketDecisions): WebSocketRoutes {
    const { webSocketApi, metrics, settings } = this;
    return new WebSocketRoutes({
      webSocketApi,
      metrics,
      settings,
      models: new RequestModels(this, 'RequestModels', { webSocketApi, routeSelectionExpression }),
      integrations: new ReleasedIntegrations(this, 'Integrations', {
        webSocketApi,
        releases: new LambdaReleases(this, 'Releases', { canary }),
        permissions: new LambdaPermissions(this, 'Permissions', { api: webSocketApi }),
      }),
    });
  }

  private createConnectAuthorizer({ authorization, token, origins, connect }: WebSocketDecisions): ConnectAuthorizer {
    const { webSocketApi, edge } = this;
    const echoSubprotocol = connect === undefined;
    return new ConnectAuthorizer(this, 'ConnectAuthorizer', { webSocketApi, authorization, token, origins, edge, echoSubprotocol });
  }

  /**
   * The route that lets connections in, and the one that learns of closed ones.
   *
   * The stage waits for the former: API Gateway deploys it the moment it is made, and has nothing to deploy of an API without routes
   * ("At least one route is required before deploying the Api").
   */
  private createConnectionRoutes({ connect, disconnect }: WebSocketDecisions): void {
    const { authorizer, subprotocolEcho } = this.connectAuthorizer;
    const backend = connect ?? (subprotocolEcho ? Backend.lambda(subprotocolEcho) : Backend.mock());
    const { node } = this.routes.addConnect(backend, authorizer);
    stageResource(this.stage).node.addDependency(node.defaultChild as Construct);
    if (disconnect) this.routes.addDisconnect(disconnect);
  }

  private createAlarms({ alarms }: WebSocketDecisions): ApiAlarms {
    return new ApiAlarms(this, 'Alarms', { alarms, metrics: this.metrics, ...this.signals() });
  }

  private createDashboard({ dashboard }: WebSocketDecisions): ApiDashboard {
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

function stageResource(stage: WebSocketStage): CfnStage {
  return stage.node.defaultChild as CfnStage;
}

/** A base URL of ours ends with a slash; addresses of WebSockets do not. */
function withoutSlash(url: string): string {
  return url.replace(/\/$/, '');
}
