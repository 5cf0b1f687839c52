import { App, Lazy, Stack } from 'aws-cdk-lib';
import { CfnDeliveryStream } from 'aws-cdk-lib/aws-kinesisfirehose';
import { AccessLog } from '../../lib/observability/access-log';

/** What API Gateway does with a template: one text in, one line out. */
function lineOf(format: string, valueOf: (variable: string) => string): Record<string, string> {
  return JSON.parse(format.replace(/\$context(\.\w+)+/g, valueOf));
}

const FORMATS: [string, string][] = [
  ['the default format', AccessLog.json()._format],
  ['the format with error messages', AccessLog.json().withErrorMessages()._format],
  ['the default format of HTTP APIs', AccessLog.json()._httpFormat],
  ['the format of HTTP APIs with error messages', AccessLog.json().withErrorMessages()._httpFormat],
];

/** AWS: "Customize HTTP API access logs", without certificates and the details of Cognito identities. */
const HTTP_VARIABLES = [
  'accountId', 'apiId', 'authorizer.claims.sub', 'authorizer.error', 'authorizer.principalId', 'awsEndpointRequestId', 'customDomain.basePathMatched',
  'dataProcessed', 'domainName', 'domainPrefix', 'error.message', 'error.responseType', 'extendedRequestId', 'httpMethod', 'identity.accountId',
  'identity.caller', 'identity.sourceIp', 'identity.userAgent', 'integration.error', 'integration.integrationStatus', 'integration.latency',
  'integration.requestId', 'integration.status', 'path', 'protocol', 'requestId', 'requestTime', 'responseLatency', 'responseLength', 'routeKey',
  'stage', 'status',
].map((variable) => `$context.${variable}`);

describe('AccessLog format', () => {
  test.each(FORMATS)('%s is JSON when every variable has a value', (_, format) => {
    const line = lineOf(format, (variable) => variable.slice('$context.'.length));
    expect(line).toMatchObject({ requestId: 'requestId', status: 'status', integrationLatency: 'integration.latency', sub: 'authorizer.claims.sub' });
  });

  test.each(FORMATS)('%s is JSON when no variable has a value', (_, format) => {
    expect(new Set(Object.values(lineOf(format, () => '-')))).toEqual(new Set(['-']));
  });

  test.each(FORMATS)('%s is JSON when values hold escaped quotes and backslashes', (_, format) => {
    const line = lineOf(format, () => JSON.stringify('a "quoted" \\ agent').slice(1, -1));
    expect(line.userAgent).toBe('a "quoted" \\ agent');
  });

  test.each(FORMATS)('%s is one line within the 3 KB that API Gateway takes', (_, format) => {
    expect(format).not.toContain('\n');
    expect(Buffer.byteLength(format)).toBeLessThan(3072);
  });

  test.each(FORMATS)('%s names the request by the id API Gateway insists on', (_, format) => {
    expect(format).toContain('$context.requestId');
  });

  test.each(FORMATS)('%s holds no key, token, header, query string or body', (_, format) => {
    const variables = format.match(/\$context(\.\w+)+/g) ?? [];
    expect(variables).not.toHaveLength(0);
    expect(variables).not.toContain('$context.identity.apiKey');
    expect(variables.filter((variable) => /token|header|querystring|body|override/i.test(variable))).toEqual([]);
    expect(variables.filter((variable) => variable.startsWith('$context.authorizer.claims'))).toEqual(['$context.authorizer.claims.sub']);
  });

  test('texts that may repeat what the caller sent are logged only on request', () => {
    const texts = ['$context.error.message', '$context.error.validationErrorString', '$context.authenticate.error'];
    for (const text of texts) {
      expect(AccessLog.json()._format).not.toContain(text);
      expect(AccessLog.json().withErrorMessages()._format).toContain(`"${text}"`);
    }
  });

  test('HTTP APIs are asked only for variables that they have', () => {
    const variables = Object.values<string>(JSON.parse(AccessLog.json().withErrorMessages()._httpFormat));
    expect(variables.length).toBeGreaterThan(20);
    expect(variables.filter((variable) => !HTTP_VARIABLES.includes(variable))).toEqual([]);
  });

  test('a field that REST APIs and HTTP APIs both have holds the same in both', () => {
    const rest: Record<string, string> = JSON.parse(AccessLog.json().withErrorMessages()._format);
    const http: Record<string, string> = JSON.parse(AccessLog.json().withErrorMessages()._httpFormat);
    const common = Object.keys(http).filter((name) => name in rest);
    expect(common.map((name) => http[name])).toEqual(common.map((name) => rest[name]));
    expect(Object.keys(http).filter((name) => !(name in rest))).toEqual(['routeKey', 'dataProcessed']);
  });

  test('the message that an HTTP API answers with is logged only on request', () => {
    expect(AccessLog.json()._httpFormat).not.toContain('error.message');
    expect(AccessLog.json().withErrorMessages()._httpFormat).toContain('"$context.error.message"');
  });

  test('the message that brings its own quotes is never used, because without an error it is a bare dash', () => {
    for (const [, format] of FORMATS) expect(format).not.toContain('messageString');
  });

  test('asking for error messages leaves the original untouched', () => {
    const plain = AccessLog.json();
    plain.withErrorMessages();
    expect(plain._withErrorMessages).toBe(false);
  });
});

describe('AccessLog.toFirehose', () => {
  const streamNamed = (deliveryStreamName?: string) => new CfnDeliveryStream(new Stack(new App(), 'Shop'), 'Stream', { deliveryStreamName });

  test('a stream without a name is refused', () => {
    expect(() => AccessLog.toFirehose(streamNamed())).toThrow(/^firehose-stream-without-name: the Firehose stream at Shop\/Stream/);
  });

  test('a stream whose name begins otherwise is refused', () => {
    expect(() => AccessLog.toFirehose(streamNamed('orders'))).toThrow(/^firehose-stream-name-prefix: .*name it "amazon-apigateway-orders"/);
  });

  test('a name that is not known yet is accepted', () => {
    expect(() => AccessLog.toFirehose(streamNamed(Lazy.string({ produce: () => 'amazon-apigateway-later' })))).not.toThrow();
  });
});

test('AccessLog.none without a reason is refused', () => {
  expect(() => AccessLog.none(' ')).toThrow(/^waiver-without-reason/);
});
