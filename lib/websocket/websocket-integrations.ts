import { CfnIntegration, CfnIntegrationResponse, WebSocketApi, WebSocketRouteIntegration } from 'aws-cdk-lib/aws-apigatewayv2';
import { Construct } from 'constructs';
import { IntegrationPlan, ONLY, RoutePlace } from './integration-plan';
import { checkWebSocketTimeout, MAX_MILLIS } from './integration-timeout';
import { planMock } from './mock-integrations';
import { planHttp, planLambda } from './proxy-integrations';
import { planEventBridge, planKinesis, planSqs, planStepFunctions } from './service-integrations';
import { sharedIntegration } from './shared-integration';
import { NewIntegrationSpec, webSocketBackend } from './websocket-backend';
import { digestOf } from '../core/identity';
import { LambdaPermissions } from '../core/lambda-permissions';
import { refuse, warn } from '../core/refuse';
import { Backend } from '../routes/backend';

/** AWS: "Integrations per API" of WebSocket APIs, which can be raised. */
const INTEGRATIONS_QUOTA = 300;

/** What integrations are made of. */
export interface WebSocketIntegrationsProps {
  readonly webSocketApi: WebSocketApi;
  readonly permissions: LambdaPermissions;
}

/** An integration that can be made, or one that somebody else made. */
interface Intent {
  /** The construct id, or the foreign integration itself: what routes with the same one share. */
  readonly key: string | WebSocketRouteIntegration;
  readonly make: () => WebSocketRouteIntegration;
}

/** The integrations of one WebSocket API: one for each backend and timeout, shared by the routes that lead there. */
export class WebSocketIntegrations extends Construct {
  private readonly known = new Map<string | WebSocketRouteIntegration, WebSocketRouteIntegration>();

  constructor(scope: Construct, id: string, private readonly props: WebSocketIntegrationsProps) {
    super(scope, id);
  }

  /** Refuse what cannot be behind this route. Makes nothing. */
  public check(place: RoutePlace, backend: Backend): void {
    this.intend(place, backend);
  }

  /** The integration for a route. The resource is made with the first route that leads there. */
  public integration(place: RoutePlace, backend: Backend): WebSocketRouteIntegration {
    const intent = this.intend(place, backend);
    const integration = this.known.get(intent.key) ?? intent.make();
    if (!this.known.has(intent.key) && this.known.size === INTEGRATIONS_QUOTA) {
      warn(this.props.webSocketApi, 'websocket-integrations-over-quota', { quota: INTEGRATIONS_QUOTA });
    }
    this.known.set(intent.key, integration);
    return integration;
  }

  private intend(place: RoutePlace, backend: Backend): Intent {
    const spec = webSocketBackend(place, backend);
    checkWebSocketTimeout(place.key, place.timeout);
    if (spec.kind === 'websocket-integration') {
      if (place.timeout) refuse('websocket-integration-not-adjustable', { route: place.key });
      return { key: spec.integration, make: () => spec.integration };
    }
    const plan = this.plan(spec, place);
    const timeout = place.timeout?.toMilliseconds();
    const id = `${plan.name}${digestOf(this, { ...plan.identity, timeout: timeout ?? MAX_MILLIS })}`;
    return { key: id, make: () => this.make(id, plan, timeout) };
  }

  private plan(spec: NewIntegrationSpec, place: RoutePlace): IntegrationPlan {
    switch (spec.kind) {
      case 'lambda': return planLambda(this, spec, this.props.permissions);
      case 'http': return planHttp(spec, place);
      case 'mock': return planMock(spec, place);
      case 'sqs': return planSqs(this, spec, place);
      case 'event-bridge': return planEventBridge(this, spec, place);
      case 'step-functions': return planStepFunctions(this, spec, place);
      case 'kinesis': return planKinesis(this, spec, place);
    }
  }

  /**
   * As L1 resources: the L2 knows neither HTTP integrations nor integration responses, of which AWS wants one for whatever is not passed through,
   * also where nothing goes back ("For non-proxy integrations, you must set up at least one integration response").
   */
  private make(id: string, plan: IntegrationPlan, timeoutInMillis?: number): WebSocketRouteIntegration {
    const { apiId } = this.props.webSocketApi;
    const integration = new CfnIntegration(this, id, { ...plan.bind(id), apiId, timeoutInMillis });
    if (plan.answer) {
      new CfnIntegrationResponse(this, `${id}Response`, { ...plan.answer, apiId, integrationId: integration.ref, integrationResponseKey: ONLY });
    }
    return sharedIntegration(integration);
  }
}
