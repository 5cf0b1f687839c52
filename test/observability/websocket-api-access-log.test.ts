import { CfnResource, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { WebSocketStage } from 'aws-cdk-lib/aws-apigatewayv2';
import { CfnDeliveryStream } from 'aws-cdk-lib/aws-kinesisfirehose';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { AwsSolutionsChecks, NagPack, ServerlessChecks } from 'cdk-nag';
import { guardsOf, plainWebSocketApi } from './plain-apis';
import { Waiver } from '../../lib/core/waiver';
import { AccessLog } from '../../lib/observability/access-log';
import { WebSocketApiAccessLog } from '../../lib/observability/websocket-api-access-log';

/** The access log rules that complain about a stack. */
function complaints(stack: Stack): string[] {
  const packs: NagPack[] = [new AwsSolutionsChecks(stack), new ServerlessChecks(stack)];
  return packs.flatMap((pack) => pack.validateScope(stack).violations)
    .map((violation) => violation.ruleName)
    .filter((rule) => /APIG1$|APIGWAccessLogging|APIGWStructuredLogging|LogGroupRetention/.test(rule));
}

describe('the stage of a plain WebSocketApi', () => {
  test('logs to a log group of its own for one year, by the ARN of the group and not of its streams', () => {
    const { stack, stage } = plainWebSocketApi();
    const log = new WebSocketApiAccessLog(stack, 'AccessLog', { stage });

    const template = Template.fromStack(stack);
    const logGroupId = stack.getLogicalId(log.logGroup!.node.defaultChild as CfnResource);
    template.hasResource('AWS::Logs::LogGroup', { Properties: { RetentionInDays: 365 }, DeletionPolicy: 'RetainExceptOnCreate' });
    template.hasResourceProperties('AWS::ApiGatewayV2::Stage', {
      AccessLogSettings: {
        DestinationArn: { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':logs:eu-west-1:111111111111:log-group:', { Ref: logGroupId }]] },
        Format: AccessLog.json()._webSocketFormat,
      },
    });
    expect(guardsOf(stage)).toEqual([{ guard: 'accessLog', state: 'on', detail: 'JSON to CloudWatch Logs' }]);
  });

  test('satisfies the rules that it broke without', () => {
    const { stack, stage } = plainWebSocketApi();
    expect(complaints(stack).sort()).toEqual(['AwsSolutions-APIG1', 'Serverless-APIGWAccessLogging']);
    new WebSocketApiAccessLog(stack, 'AccessLog', { stage });
    expect(complaints(stack)).toEqual([]);
  });

  test('is waived by those rules on this stage, and loses the log it had', () => {
    const { stack, stage } = plainWebSocketApi();
    new WebSocketApiAccessLog(stack, 'AccessLog', { stage });
    new WebSocketApiAccessLog(stack, 'NoAccessLog', { stage, accessLog: AccessLog.none('load test, a million messages a minute') });

    expect(complaints(stack)).toEqual([]);
    expect(Waiver.within(stack)).toMatchObject([{ path: stage.node.path, control: 'accessLog', reason: 'load test, a million messages a minute' }]);
    Template.fromStack(stack).hasResourceProperties('AWS::ApiGatewayV2::Stage', { AccessLogSettings: Match.absent() });
  });

  test('logs to a log group of your own', () => {
    const { stack, stage } = plainWebSocketApi();
    const logGroup = new LogGroup(stack, 'Mine');
    expect(new WebSocketApiAccessLog(stack, 'AccessLog', { stage, accessLog: AccessLog.toLogGroup(logGroup) }).logGroup).toBe(logGroup);
    Template.fromStack(stack).resourceCountIs('AWS::Logs::LogGroup', 1);
  });

  test('is refused a Firehose stream, which AWS does not document for it', () => {
    const { stack, stage } = plainWebSocketApi();
    const stream = new CfnDeliveryStream(stack, 'Stream', { deliveryStreamName: 'amazon-apigateway-chat' });
    expect(() => new WebSocketApiAccessLog(stack, 'AccessLog', { stage, accessLog: AccessLog.toFirehose(stream) }))
      .toThrow(/websocket-access-log-to-firehose: .*only destination; write `AccessLog\.json\(\)`/);
  });
});

test('an imported stage is refused, because nothing of it can be changed', () => {
  const { stack, api } = plainWebSocketApi();
  const stage = WebSocketStage.fromWebSocketStageAttributes(stack, 'Theirs', { stageName: 'prod', api });
  expect(() => new WebSocketApiAccessLog(stack, 'AccessLog', { stage })).toThrow(/^websocket-stage-imported: the stage at Shop\/Theirs is imported/);
});

/** AWS: "Configure logging for WebSocket APIs in API Gateway", without the details of Cognito identities. */
const VARIABLES = [
  'apiId', 'authenticate.error', 'authenticate.latency', 'authenticate.status', 'authorize.error', 'authorize.latency', 'authorize.status',
  'authorizer.error', 'authorizer.integrationLatency', 'authorizer.integrationStatus', 'authorizer.latency', 'authorizer.principalId',
  'authorizer.requestId', 'authorizer.status', 'connectedAt', 'connectionId', 'domainName', 'error.message', 'error.responseType',
  'error.validationErrorString', 'eventType', 'extendedRequestId', 'identity.accountId', 'identity.apiKeyId', 'identity.caller', 'identity.sourceIp',
  'identity.user', 'identity.userAgent', 'identity.userArn', 'integration.error', 'integration.integrationStatus', 'integration.latency',
  'integration.requestId', 'integration.status', 'integrationLatency', 'messageId', 'requestId', 'requestTime', 'requestTimeEpoch', 'routeKey',
  'stage', 'status',
].map((variable) => `$context.${variable}`);

describe.each([
  ['the format of WebSocket APIs', AccessLog.json()._webSocketFormat],
  ['the format of WebSocket APIs with error messages', AccessLog.json().withErrorMessages()._webSocketFormat],
])('%s', (_, format) => {
  const fields: Record<string, string> = JSON.parse(format);

  test('asks only for variables that they have', () => {
    expect(Object.values(fields).filter((variable) => !VARIABLES.includes(variable))).toEqual([]);
  });

  test('tells connections and messages apart, and ties them together', () => {
    expect(fields).toMatchObject({
      requestId: '$context.requestId',
      eventType: '$context.eventType',
      routeKey: '$context.routeKey',
      connectionId: '$context.connectionId',
      messageId: '$context.messageId',
      connectedAt: '$context.connectedAt',
      principalId: '$context.authorizer.principalId',
      sourceIp: '$context.identity.sourceIp',
    });
  });

  test('has the names that the other doors use for the same', () => {
    for (const other of ['_format', '_httpFormat'] as const) {
      const others: Record<string, string> = JSON.parse(AccessLog.json().withErrorMessages()[other]);
      const common = Object.keys(fields).filter((name) => name in others);
      expect(common.length).toBeGreaterThan(15);
      expect(common.map((name) => fields[name])).toEqual(common.map((name) => others[name]));
    }
  });

  test('is one line of JSON within 3 KB, also where no variable has a value, and holds no key, token, header, query string or body', () => {
    expect(format).not.toContain('\n');
    expect(Buffer.byteLength(format)).toBeLessThan(3072);
    expect(new Set(Object.values(JSON.parse(format.replace(/\$context(\.\w+)+/g, '-'))))).toEqual(new Set(['-']));
    expect(Object.values(fields).filter((variable) => /apiKey$|token|header|querystring|body|claims|messageString/i.test(variable))).toEqual([]);
  });
});

test('texts that may repeat what the caller sent are logged only on request', () => {
  for (const text of ['$context.error.message', '$context.error.validationErrorString', '$context.authenticate.error']) {
    expect(AccessLog.json()._webSocketFormat).not.toContain(text);
    expect(AccessLog.json().withErrorMessages()._webSocketFormat).toContain(`"${text}"`);
  }
});
