import { RoutePlace } from './integration-plan';
import { refuse } from '../core/refuse';
import { Backend, BackendSpec } from '../routes/backend';

/** The backends a WebSocket API has. */
export type WebSocketBackendSpec = Exclude<BackendSpec, { kind: 'http-mapping' | 'integration' | 'http-integration' | 'alb' | 'nlb' | 'cloud-map' }>;
/** Those whose integration we make. */
export type NewIntegrationSpec = Exclude<WebSocketBackendSpec, { kind: 'websocket-integration' }>;
/** One kind of them. */
export type SpecOf<Kind extends NewIntegrationSpec['kind']> = Extract<NewIntegrationSpec, { kind: Kind }>;

/** What it does not have, and what to write instead. */
interface Missing { readonly given: string; readonly advice: string }

/**
 * AWS is of two minds about VPC links: "Supported only for HTTP APIs" says CloudFormation's reference of `ConnectionId`, while an article of its knowledge
 * center passes messages to a Network Load Balancer through a VPC link of REST APIs. Without a proof there is no word for it here.
 */
const INSIDE_VPC = 'put a Lambda function in the VPC, which passes messages on, behind the route';

const MISSING: Record<Exclude<BackendSpec['kind'], WebSocketBackendSpec['kind']>, Missing> = {
  'http-mapping': { given: 'Backend.httpWithMapping', advice: 'write Backend.http(url), or answer from a Lambda function' },
  'integration': {
    given: 'Backend.integration',
    advice: 'write Backend.webSocketIntegration(integration) with an integration of aws-cdk-lib/aws-apigatewayv2-integrations',
  },
  'http-integration': {
    given: 'an integration of HTTP APIs',
    advice: 'write Backend.webSocketIntegration(integration) with an integration of aws-cdk-lib/aws-apigatewayv2-integrations',
  },
  'alb': { given: 'an Application Load Balancer', advice: INSIDE_VPC },
  'nlb': { given: 'a Network Load Balancer', advice: INSIDE_VPC },
  'cloud-map': { given: 'a service of AWS Cloud Map', advice: INSIDE_VPC },
};

const STREAMING: Missing = { given: 'one that streams its answer', advice: 'leave out { streaming: true }, and send parts through the callback URL of the API' };

/** The backend as a WebSocket API carries it out; refused if it cannot. */
export function webSocketBackend({ key: route }: Pick<RoutePlace, 'key'>, { _spec: spec }: Backend): WebSocketBackendSpec {
  switch (spec.kind) {
    case 'http-mapping':
    case 'integration':
    case 'http-integration':
    case 'alb':
    case 'nlb':
    case 'cloud-map': return refuse('backend-not-on-websocket-api', { route, ...MISSING[spec.kind] });
  }
  const streaming = spec.kind === 'lambda' ? spec.streaming : spec.kind === 'http' && spec.options.streaming === true;
  return streaming ? refuse('backend-not-on-websocket-api', { route, ...STREAMING }) : spec;
}
