import { formatHttpRouteKey } from './http-route-key';
import { refuse } from '../core/refuse';
import { RouteKey } from '../core/route-key';
import { Backend, BackendSpec } from '../routes/backend';

/** The backends an HTTP API has. */
export type HttpBackendSpec = Exclude<BackendSpec, { kind: 'mock' | 'http-mapping' | 'integration' | 'websocket-integration' }>;
/** Those whose integration we make. */
export type NewIntegrationSpec = Exclude<HttpBackendSpec, { kind: 'http-integration' }>;

/** What it does not have, and what to write instead. */
interface Missing { readonly given: string; readonly advice: string }

const MISSING: Record<Exclude<BackendSpec['kind'], HttpBackendSpec['kind']>, Missing> = {
  'mock': { given: 'Backend.mock', advice: 'answer from a Lambda function, or use a SecureRestApi' },
  'http-mapping': { given: 'Backend.httpWithMapping', advice: 'write Backend.http(url) and give the route an HttpParameterMapping, or use a SecureRestApi' },
  'integration': {
    given: 'Backend.integration',
    advice: 'write Backend.httpIntegration(integration) with an integration of aws-cdk-lib/aws-apigatewayv2-integrations, or use a SecureRestApi',
  },
  'websocket-integration': {
    given: 'an integration of WebSocket APIs',
    advice: 'write Backend.httpIntegration(integration) with an integration of aws-cdk-lib/aws-apigatewayv2-integrations, or use a SecureWebSocketApi',
  },
};

const STREAMING: Missing = { given: 'one that streams its answer', advice: 'leave out { streaming: true }, or use a SecureRestApi' };

/** The backend as an HTTP API carries it out; refused if it cannot. */
export function httpBackend(key: RouteKey, { _spec: spec }: Backend): HttpBackendSpec {
  const route = formatHttpRouteKey(key);
  switch (spec.kind) {
    case 'mock':
    case 'http-mapping':
    case 'integration':
    case 'websocket-integration': return refuse('backend-not-on-http-api', { route, ...MISSING[spec.kind] });
  }
  const streaming = spec.kind === 'lambda' ? spec.streaming : spec.kind === 'http' && spec.options.streaming === true;
  return streaming ? refuse('backend-not-on-http-api', { route, ...STREAMING }) : spec;
}
