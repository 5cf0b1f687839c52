import type { APIGatewayProxyEvent } from 'aws-lambda';

/** What a test says about a request; the rest is what API Gateway always sends. */
export interface Ask {
  /** Whom IAM vouches for. */
  readonly caller?: string | null;
  readonly account?: string;
  readonly query?: Record<string, string>;
  readonly headers?: Record<string, string>;
  readonly body?: unknown;
}

export const BILLING = 'arn:aws:sts::123456789012:assumed-role/billing/function';

/** A proxy event as API Gateway sends it, with everything in it that is absent set to null as the service does. */
export function event(route: string, ask: Ask = {}): APIGatewayProxyEvent {
  const [httpMethod = '', resource = ''] = route.split(' ');
  return {
    httpMethod,
    resource,
    path: resource,
    headers: ask.headers ?? {},
    multiValueHeaders: {},
    pathParameters: ask.account === undefined ? null : { account: ask.account },
    queryStringParameters: ask.query ?? null,
    multiValueQueryStringParameters: null,
    stageVariables: null,
    body: ask.body === undefined ? null : text(ask.body),
    isBase64Encoded: false,
    requestContext: contextOf(httpMethod, resource, ask.caller === undefined ? BILLING : ask.caller),
  };
}

function text(body: unknown): string {
  return typeof body === 'string' ? body : JSON.stringify(body);
}

function contextOf(httpMethod: string, resource: string, userArn: string | null): APIGatewayProxyEvent['requestContext'] {
  return {
    accountId: '123456789012',
    apiId: 'a1b2c3',
    authorizer: undefined,
    httpMethod,
    identity: { ...NOBODY, userArn },
    path: `/prod${resource}`,
    protocol: 'HTTP/1.1',
    requestId: 'request-1',
    requestTimeEpoch: 1_763_700_000_000,
    resourceId: 'r1',
    resourcePath: resource,
    stage: 'prod',
  };
}

const NOBODY: APIGatewayProxyEvent['requestContext']['identity'] = {
  accessKey: null,
  accountId: null,
  apiKey: null,
  apiKeyId: null,
  caller: null,
  clientCert: null,
  cognitoAuthenticationProvider: null,
  cognitoAuthenticationType: null,
  cognitoIdentityId: null,
  cognitoIdentityPoolId: null,
  principalOrgId: null,
  sourceIp: '10.20.0.17',
  user: null,
  userAgent: 'node',
  userArn: null,
};
