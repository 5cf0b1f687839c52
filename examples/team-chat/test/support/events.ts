import type { APIGatewayProxyEventV2WithJWTAuthorizer } from 'aws-lambda';
import { USER_CLAIM } from '../../handlers/http/route';

/** What a test says about a request; the rest is what AWS always sends. */
export interface Ask {
  readonly user?: string;
  readonly path?: Record<string, string>;
  /** Sent as JSON, unless it is a text. */
  readonly body?: unknown;
  readonly isBase64Encoded?: boolean;
}

/** An event of an HTTP API (payload format 2.0) with a JWT authorizer. What is empty is absent, as the service sends it. */
export function apiEvent(routeKey: string, { user = 'ada', path, body, isBase64Encoded = false }: Ask = {}): APIGatewayProxyEventV2WithJWTAuthorizer {
  const [method = '', rawPath = ''] = routeKey.split(' ');
  return {
    version: '2.0',
    routeKey,
    rawPath,
    rawQueryString: '',
    headers: { 'host': 'api.example', 'content-type': 'application/json' },
    ...(path && { pathParameters: path }),
    ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    isBase64Encoded,
    requestContext: {
      accountId: '123456789012',
      apiId: 'a1b2c3',
      authorizer: { principalId: '', integrationLatency: 0, jwt: { claims: { [USER_CLAIM]: user, token_use: 'access' }, scopes: [] } },
      domainName: 'api.example',
      domainPrefix: 'api',
      http: { method, path: rawPath, protocol: 'HTTP/1.1', sourceIp: '192.0.2.1', userAgent: 'team-chat' },
      requestId: 'request-1',
      routeKey,
      stage: '$default',
      time: '21/Nov/2026:08:00:00 +0000',
      timeEpoch: 1_795_248_000_000,
    },
  };
}
