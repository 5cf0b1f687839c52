import { CfnIntegration, HttpApi, HttpIntegration, HttpRouteIntegration } from 'aws-cdk-lib/aws-apigatewayv2';
import { Construct } from 'constructs';
import { httpBackend, NewIntegrationSpec } from './http-backend';
import { formatHttpRouteKey } from './http-route-key';
import { MappingRules, merged, removals, responseParameters } from './integration-mapping';
import { IntegrationOptions, IntegrationPlan } from './integration-plan';
import { checkHttpTimeout, MAX_MILLIS } from './integration-timeout';
import { planPrivate } from './private-integrations';
import { planHttp, planLambda } from './proxy-integrations';
import { planEventBridge, planKinesis, planSqs, planStepFunctions } from './service-integrations';
import { sharedIntegration } from './shared-integration';
import { digestOf } from '../core/identity';
import { LambdaPermissions } from '../core/lambda-permissions';
import { refuse } from '../core/refuse';
import { RouteKey } from '../core/route-key';
import { Backend } from '../routes/backend';
import { VpcLinks } from '../vpc/vpc-links';

/** AWS: "Integrations per API" of HTTP APIs, which cannot be raised. */
const MAX_INTEGRATIONS = 300;

/** What integrations are made of. */
export interface HttpIntegrationsProps {
  readonly httpApi: HttpApi;
  readonly links: VpcLinks;
  readonly permissions: LambdaPermissions;
  /** Headers no backend gets to see, because they are between API Gateway and what stands in front of it. */
  readonly withheld: string[];
}

/** An integration that can be made, or one that somebody else made. */
interface Intent {
  /** The construct id, or the foreign integration itself: what routes with the same one share. */
  readonly key: string | HttpRouteIntegration;
  readonly make: () => HttpRouteIntegration;
}

/** The integrations of one HTTP API: one for each backend, timeout and mapping, shared by the routes that lead there. */
export class HttpIntegrations extends Construct {
  private readonly known = new Map<string | HttpRouteIntegration, HttpRouteIntegration>();

  constructor(scope: Construct, id: string, private readonly props: HttpIntegrationsProps) {
    super(scope, id);
  }

  /** Refuse what cannot be behind this route, and one more integration than an API can have. Makes nothing. */
  public check(key: RouteKey, backend: Backend, options: IntegrationOptions): void {
    const intent = this.intend(key, backend, options);
    if (this.known.has(intent.key)) return;
    if (this.known.size === MAX_INTEGRATIONS) refuse('too-many-integrations', { given: this.known.size + 1 }, this);
  }

  /** The integration for a route. The resource is made with the first route that leads there. */
  public integration(key: RouteKey, backend: Backend, options: IntegrationOptions): HttpRouteIntegration {
    const intent = this.intend(key, backend, options);
    const integration = this.known.get(intent.key) ?? intent.make();
    this.known.set(intent.key, integration);
    return integration;
  }

  private intend(key: RouteKey, backend: Backend, options: IntegrationOptions): Intent {
    const spec = httpBackend(key, backend);
    checkHttpTimeout(key, options.timeout);
    if (spec.kind === 'http-integration') {
      checkAdopted(key, options);
      return { key: spec.integration, make: () => spec.integration };
    }
    const plan = this.plan(spec, key);
    const request = this.requestRules(key, plan, options);
    const id = `${plan.name}${this.digest(plan, request, options)}`;
    return { key: id, make: () => this.make(id, plan, { ...options, request }) };
  }

  private requestRules(key: RouteKey, plan: IntegrationPlan, { mapping }: IntegrationOptions): MappingRules {
    const ofRoute = mapping?._request ?? {};
    if (!plan.service) return merged(merged(plan.request, removals(this.props.withheld)), ofRoute);
    return Object.keys(ofRoute).length === 0 ? plan.request : refuse('mapping-on-service-backend', { route: formatHttpRouteKey(key) });
  }

  private plan(spec: NewIntegrationSpec, key: RouteKey): IntegrationPlan {
    switch (spec.kind) {
      case 'lambda': return planLambda(spec, this.props.permissions);
      case 'http': return planHttp(spec, key);
      case 'alb':
      case 'nlb':
      case 'cloud-map': return planPrivate(spec, key, this.props.links);
      case 'sqs': return planSqs(this, spec);
      case 'event-bridge': return planEventBridge(this, spec);
      case 'step-functions': return planStepFunctions(this, spec);
      case 'kinesis': return planKinesis(this, spec);
    }
  }

  /** What a service is told follows from its identity, and may be told otherwise one day without another integration. */
  private digest({ identity, service }: IntegrationPlan, request: MappingRules, { timeout, mapping }: IntegrationOptions): string {
    const mapped = { request: service ? undefined : request, responses: mapping?._responses ?? {}, timeout: timeout?.toMilliseconds() ?? MAX_MILLIS };
    return digestOf(this, { ...identity, ...mapped });
  }

  private make(id: string, plan: IntegrationPlan, options: IntegrationOptions & { request: MappingRules }): HttpRouteIntegration {
    const { request, timeout, mapping } = options;
    const config = plan.bind(id);
    const { type, subtype, uri, ...rest } = config;
    const integration = new HttpIntegration(this, id, {
      httpApi: this.props.httpApi, integrationType: type, integrationSubtype: subtype, integrationUri: uri, ...rest,
    });
    const resource = integration.node.defaultChild as CfnIntegration;
    const responses = responseParameters(mapping?._responses ?? {});
    // The L2 has no mapping of answers, and no second between 29 and 30.
    resource.timeoutInMillis = timeout?.toMilliseconds();
    resource.requestParameters = unlessEmpty(request);
    resource.responseParameters = unlessEmpty(responses);
    return sharedIntegration(integration, config);
  }
}

/** It has its own timeout and its own mapping, and others may use it. */
function checkAdopted(key: RouteKey, { timeout, mapping }: IntegrationOptions): void {
  const given = timeout ? 'a timeout' : mapping && 'a mapping';
  if (given) refuse('http-integration-not-adjustable', { route: formatHttpRouteKey(key), given });
}

function unlessEmpty(map: object): object | undefined {
  return Object.keys(map).length > 0 ? map : undefined;
}
