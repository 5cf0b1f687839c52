import type { ALBEvent, APIGatewayProxyEventV2, SQSEvent, SQSRecord } from 'aws-lambda';

/** What a test says about a request; the rest is what AWS always sends. */
export interface Ask {
  readonly path?: Record<string, string>;
  readonly query?: Record<string, string>;
  readonly headers?: Record<string, string>;
}

const HEADERS = { 'host': 'api.example', 'user-agent': 'shop-page/1.0' };

/** An event of an HTTP API (payload format 2.0), in which what is empty is absent, as the service sends it. */
export function apiEvent(routeKey: string, { path, query, headers }: Ask = {}): APIGatewayProxyEventV2 {
  const [method = '', rawPath = ''] = routeKey.split(' ');
  return {
    version: '2.0',
    routeKey,
    rawPath,
    rawQueryString: new URLSearchParams(query).toString(),
    headers: { ...HEADERS, ...headers },
    ...(path && { pathParameters: path }),
    ...(query && { queryStringParameters: query }),
    isBase64Encoded: false,
    requestContext: {
      accountId: '123456789012',
      apiId: 'a1b2c3',
      domainName: 'api.example',
      domainPrefix: 'api',
      http: { method, path: rawPath, protocol: 'HTTP/1.1', sourceIp: '192.0.2.1', userAgent: 'shop-page/1.0' },
      requestId: 'request-1',
      routeKey,
      stage: '$default',
      time: '21/Nov/2026:08:00:00 +0000',
      timeEpoch: 1_795_248_000_000,
    },
  };
}

/** An event of a load balancer: names and values of the query are as they were sent, encoded. */
export function loadBalancerEvent(route: string, { query = {}, headers = {} }: Ask = {}): ALBEvent {
  const [httpMethod = '', path = ''] = route.split(' ');
  return {
    requestContext: { elb: { targetGroupArn: 'arn:aws:elasticloadbalancing:eu-west-1:123456789012:targetgroup/search/1' } },
    httpMethod,
    path,
    queryStringParameters: query,
    headers: { ...HEADERS, ...headers },
    body: '',
    isBase64Encoded: false,
  };
}

/** Messages as Lambda brings them from a queue, all of them sent at once. */
export function queueEvent(bodies: Record<string, unknown>, sentAt = 1_000): SQSEvent {
  return { Records: Object.entries(bodies).map(([messageId, body]) => record(messageId, typeof body === 'string' ? body : JSON.stringify(body), sentAt)) };
}

function record(messageId: string, body: string, sentAt: number): SQSRecord {
  return {
    messageId,
    body,
    receiptHandle: 'handle',
    md5OfBody: '',
    messageAttributes: {},
    attributes: {
      ApproximateReceiveCount: '1',
      ApproximateFirstReceiveTimestamp: String(sentAt + 1),
      SenderId: 'AROAEXAMPLE:api-gateway',
      SentTimestamp: String(sentAt),
    },
    eventSource: 'aws:sqs',
    eventSourceARN: 'arn:aws:sqs:eu-west-1:123456789012:imports',
    awsRegion: 'eu-west-1',
  };
}
