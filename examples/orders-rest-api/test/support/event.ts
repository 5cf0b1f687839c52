import type { APIGatewayProxyEvent } from 'aws-lambda';

/** What a test says about a request; the rest is what API Gateway always sends. */
export interface Ask {
  readonly customer?: string;
  readonly path?: Record<string, string>;
  readonly query?: Record<string, string>;
  readonly headers?: Record<string, string>;
  readonly body?: unknown;
}

/** A proxy event as API Gateway sends it, with everything in it that is absent set to null as the service does. */
export function event(route: string, ask: Ask = {}): APIGatewayProxyEvent {
  const [httpMethod = '', resource = ''] = route.split(' ');
  return {
    httpMethod,
    resource,
    path: resource,
    headers: ask.headers ?? {},
    multiValueHeaders: {},
    pathParameters: ask.path ?? null,
    queryStringParameters: ask.query ?? null,
    multiValueQueryStringParameters: null,
    stageVariables: null,
    body: ask.body === undefined ? null : text(ask.body),
    isBase64Encoded: false,
    requestContext: contextOf(httpMethod, resource, ask.customer),
  };
}

function text(body: unknown): string {
  return typeof body === 'string' ? body : JSON.stringify(body);
}

function contextOf(httpMethod: string, resource: string, customer?: string): APIGatewayProxyEvent['requestContext'] {
  return {
    accountId: '123456789012',
    apiId: 'a1b2c3',
    authorizer: customer === undefined ? undefined : { claims: { sub: customer } },
    httpMethod,
    identity: IDENTITY,
    path: `/prod${resource}`,
    protocol: 'HTTP/1.1',
    requestId: 'request-1',
    requestTimeEpoch: 1_763_700_000_000,
    resourceId: 'r1',
    resourcePath: resource,
    stage: 'prod',
  };
}

const IDENTITY: APIGatewayProxyEvent['requestContext']['identity'] = {
  accessKey: null,
  accountId: null,
  apiKey: 'key',
  apiKeyId: 'key-id',
  caller: null,
  clientCert: null,
  cognitoAuthenticationProvider: null,
  cognitoAuthenticationType: null,
  cognitoIdentityId: null,
  cognitoIdentityPoolId: null,
  principalOrgId: null,
  sourceIp: '192.0.2.1',
  user: null,
  userAgent: 'shop-app/1.0',
  userArn: null,
};
