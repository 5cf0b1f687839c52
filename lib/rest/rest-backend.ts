import { refuse } from '../core/refuse';
import { formatRouteKey, RouteKey } from '../core/route-key';
import { Backend, BackendSpec } from '../routes/backend';

/** The backends a REST API does not have, and what to write instead. */
const ELSEWHERE = {
  'cloud-map': {
    given: 'a service of AWS Cloud Map',
    advice: 'put the service behind an Application Load Balancer and write Backend.alb(listener), or use a SecureHttpApi',
  },
  'sqs': {
    given: 'a queue',
    advice: 'write Backend.integration(new AwsIntegration({ service: "sqs", ... })) with a role that may send messages, or use a SecureHttpApi',
  },
  'event-bridge': {
    given: 'an event bus',
    advice: 'write Backend.integration(new AwsIntegration({ service: "events", action: "PutEvents", ... })) with a role that may put events, or use a SecureHttpApi',
  },
  'step-functions': {
    given: 'a state machine',
    advice: 'write Backend.integration(StepFunctionsIntegration.startExecution(stateMachine)) for an express workflow, or use a SecureHttpApi',
  },
  'kinesis': {
    given: 'a stream',
    advice: 'write Backend.integration(new AwsIntegration({ service: "kinesis", action: "PutRecord", ... })) with a role that may put records, or use a SecureHttpApi',
  },
  'http-integration': {
    given: 'an integration of HTTP APIs',
    advice: 'write Backend.integration(integration) with an integration of aws-cdk-lib/aws-apigateway',
  },
  'websocket-integration': {
    given: 'an integration of WebSocket APIs',
    advice: 'write Backend.integration(integration) with an integration of aws-cdk-lib/aws-apigateway, or use a SecureWebSocketApi',
  },
} as const;

type Elsewhere = keyof typeof ELSEWHERE;

/** What an engine for REST APIs can put behind a route. */
export type RestBackendSpec = Exclude<BackendSpec, { readonly kind: Elsewhere }>;

/** The backend as a REST API has it; refused if it has none of the kind. */
export function restBackend(key: RouteKey, { _spec: spec }: Backend): RestBackendSpec {
  switch (spec.kind) {
    case 'cloud-map':
    case 'sqs':
    case 'event-bridge':
    case 'step-functions':
    case 'kinesis':
    case 'http-integration':
    case 'websocket-integration': return refuse('backend-not-on-rest-api', { route: formatRouteKey(key), ...ELSEWHERE[spec.kind] });
    default: return spec;
  }
}
