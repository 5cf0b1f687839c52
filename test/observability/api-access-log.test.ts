import { App, CfnResource, NestedStack, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { RestApi } from 'aws-cdk-lib/aws-apigateway';
import { CfnDeliveryStream } from 'aws-cdk-lib/aws-kinesisfirehose';
import { Key } from 'aws-cdk-lib/aws-kms';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { AwsSolutionsChecks, NagPack, ServerlessChecks } from 'cdk-nag';
import { guardsOf, PLAIN_APIS, plainRestApi } from './plain-apis';
import { Waiver } from '../../lib/core/waiver';
import { AccessLog } from '../../lib/observability/access-log';
import { ApiAccessLog } from '../../lib/observability/api-access-log';

/** The access log rules that complain about a stack. */
function complaints(stack: Stack): string[] {
  const packs: NagPack[] = [new AwsSolutionsChecks(stack), new ServerlessChecks(stack)];
  return packs.flatMap((pack) => pack.validateScope(stack).violations)
    .map((violation) => violation.ruleName)
    .filter((rule) => /APIG1$|APIGWAccessLogging|APIGWStructuredLogging|LogGroupRetention/.test(rule));
}

describe.each(PLAIN_APIS)('ApiAccessLog on a plain %s', (_, api) => {
  test('logs to a log group of its own for one year, and keeps it', () => {
    const { stack, stage } = api();
    const log = new ApiAccessLog(stack, 'AccessLog', { stage });

    const template = Template.fromStack(stack);
    const logGroupId = stack.getLogicalId(log.logGroup!.node.defaultChild as CfnResource);
    template.hasResource('AWS::Logs::LogGroup', {
      Properties: { RetentionInDays: 365 },
      DeletionPolicy: 'RetainExceptOnCreate',
      UpdateReplacePolicy: 'Retain',
    });
    template.hasResourceProperties('AWS::ApiGateway::Stage', {
      AccessLogSetting: {
        DestinationArn: { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':logs:eu-west-1:111111111111:log-group:', { Ref: logGroupId }]] },
        Format: AccessLog.json()._format,
      },
    });
    expect(guardsOf(stage)).toEqual([{ guard: 'accessLog', state: 'on', detail: 'JSON to CloudWatch Logs' }]);
  });

  test('satisfies the rules that a stage without it breaks', () => {
    const { stack, stage } = api();
    expect(complaints(stack)).not.toEqual([]);
    new ApiAccessLog(stack, 'AccessLog', { stage });
    expect(complaints(stack)).toEqual([]);
  });

  test('a waiver acknowledges those rules on this stage', () => {
    const { stack, stage } = api();
    new ApiAccessLog(stack, 'AccessLog', { stage, accessLog: AccessLog.none('the mock of the test suite, never public') });

    expect(complaints(stack)).toEqual([]);
    expect(Waiver.within(stack)).toMatchObject([{ control: 'accessLog', reason: 'the mock of the test suite, never public' }]);
    Template.fromStack(stack).resourceCountIs('AWS::Logs::LogGroup', 0);
  });
});

test('retention and removal can be chosen', () => {
  const { stack, stage } = plainRestApi();
  const accessLog = AccessLog.json({ retention: RetentionDays.ONE_WEEK, removalPolicy: RemovalPolicy.DESTROY });
  new ApiAccessLog(stack, 'AccessLog', { stage, accessLog });
  Template.fromStack(stack).hasResource('AWS::Logs::LogGroup', { Properties: { RetentionInDays: 7 }, DeletionPolicy: 'Delete' });
});

test('a log group of your own is used, and no other is made', () => {
  const { stack, stage } = plainRestApi();
  const logGroup = new LogGroup(stack, 'Mine');
  const part = new ApiAccessLog(stack, 'AccessLog', { stage, accessLog: AccessLog.toLogGroup(logGroup) });

  expect(part.logGroup).toBe(logGroup);
  Template.fromStack(stack).resourceCountIs('AWS::Logs::LogGroup', 1);
});

test('an imported log group loses the :* that API Gateway refuses', () => {
  const { stack, stage } = plainRestApi();
  const logGroup = LogGroup.fromLogGroupArn(stack, 'Theirs', 'arn:aws:logs:eu-west-1:222222222222:log-group:theirs:*');
  new ApiAccessLog(stack, 'AccessLog', { stage, accessLog: AccessLog.toLogGroup(logGroup) });
  Template.fromStack(stack).hasResourceProperties('AWS::ApiGateway::Stage', {
    AccessLogSetting: { DestinationArn: { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':logs:eu-west-1:222222222222:log-group:theirs']] } },
  });
});

test('a Firehose stream gets the same lines, and there is no log group', () => {
  const { stack, stage } = plainRestApi();
  const stream = new CfnDeliveryStream(stack, 'Stream', { deliveryStreamName: 'amazon-apigateway-orders' });
  const part = new ApiAccessLog(stack, 'AccessLog', { stage, accessLog: AccessLog.toFirehose(stream) });

  expect(part.logGroup).toBeUndefined();
  Template.fromStack(stack).hasResourceProperties('AWS::ApiGateway::Stage', {
    AccessLogSetting: { DestinationArn: { 'Fn::GetAtt': ['Stream', 'Arn'] }, Format: AccessLog.json()._format },
  });
});

test('no access log removes the one a stage had', () => {
  const { stack, stage } = plainRestApi();
  new ApiAccessLog(stack, 'AccessLog', { stage });
  new ApiAccessLog(stack, 'NoAccessLog', { stage, accessLog: AccessLog.none('load test, a million lines a minute') });
  Template.fromStack(stack).hasResourceProperties('AWS::ApiGateway::Stage', { AccessLogSetting: Match.absent() });
});

describe('an encryption key', () => {
  const logsStatement = (logGroups: unknown) => Match.objectLike({
    Principal: { Service: { 'Fn::Join': ['', ['logs.eu-west-1.', { Ref: 'AWS::URLSuffix' }]] } },
    Action: Match.arrayWith(['kms:DescribeKey']),
    Condition: { ArnLike: { 'kms:EncryptionContext:aws:logs:arn': logGroups } },
  });
  const arn = (name: string) => ({ 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, `:logs:eu-west-1:111111111111:log-group:${name}`]] });

  test('of this app lets CloudWatch Logs use it, for log groups of this stack only', () => {
    const { stack, stage } = plainRestApi();
    const encryptionKey = new Key(stack, 'Key');
    new ApiAccessLog(stack, 'AccessLog', { stage, accessLog: AccessLog.json({ encryptionKey }) });

    const template = Template.fromStack(stack);
    template.hasResourceProperties('AWS::Logs::LogGroup', { KmsKeyId: Match.anyValue() });
    template.hasResourceProperties('AWS::KMS::Key', { KeyPolicy: { Statement: Match.arrayWith([logsStatement(arn('Shop-*'))]) } });
  });

  test('that was imported is used as it is', () => {
    const { stack, stage } = plainRestApi();
    const encryptionKey = Key.fromKeyArn(stack, 'Key', 'arn:aws:kms:eu-west-1:222222222222:key/1234');
    new ApiAccessLog(stack, 'AccessLog', { stage, accessLog: AccessLog.json({ encryptionKey }) });
    Template.fromStack(stack).hasResourceProperties('AWS::Logs::LogGroup', { KmsKeyId: 'arn:aws:kms:eu-west-1:222222222222:key/1234' });
  });

  test('of a nested stack, whose name is not known yet, allows the log groups of the account in this region', () => {
    const parent = new Stack(new App(), 'Parent', { env: { region: 'eu-west-1', account: '111111111111' } });
    const nested = new NestedStack(parent, 'Nested');
    const encryptionKey = new Key(nested, 'Key');
    const api = new RestApi(nested, 'Orders', { cloudWatchRole: false });
    api.root.addMethod('GET');
    new ApiAccessLog(nested, 'AccessLog', { stage: api.deploymentStage, accessLog: AccessLog.json({ encryptionKey }) });
    Template.fromStack(nested).hasResourceProperties('AWS::KMS::Key', { KeyPolicy: { Statement: Match.arrayWith([logsStatement(arn('*'))]) } });
  });
});
