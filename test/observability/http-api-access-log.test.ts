import { App, CfnResource, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { HttpApi, HttpStage } from 'aws-cdk-lib/aws-apigatewayv2';
import { CfnDeliveryStream } from 'aws-cdk-lib/aws-kinesisfirehose';
import { Key } from 'aws-cdk-lib/aws-kms';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { AwsSolutionsChecks, NagPack, ServerlessChecks } from 'cdk-nag';
import { guardsOf, PlainHttpApi, plainHttpApi } from './plain-apis';
import { Waiver } from '../../lib/core/waiver';
import { AccessLog } from '../../lib/observability/access-log';
import { HttpApiAccessLog } from '../../lib/observability/http-api-access-log';

/** With a stage that has a name, beside the one the L2 makes. */
function namedStage(): PlainHttpApi {
  const stack = new Stack(new App(), 'Shop', { env: { region: 'eu-west-1', account: '111111111111' } });
  const api = new HttpApi(stack, 'Orders', { createDefaultStage: false });
  return { stack, api, stage: new HttpStage(stack, 'Stage', { httpApi: api, stageName: 'prod', autoDeploy: true }) };
}

/** The access log rules that complain about a stack. */
function complaints(stack: Stack): string[] {
  const packs: NagPack[] = [new AwsSolutionsChecks(stack), new ServerlessChecks(stack)];
  return packs.flatMap((pack) => pack.validateScope(stack).violations)
    .map((violation) => violation.ruleName)
    .filter((rule) => /APIG1$|APIGWAccessLogging|APIGWStructuredLogging|LogGroupRetention/.test(rule));
}

describe.each([['the default stage', plainHttpApi], ['a stage with a name', namedStage]])('%s of a plain HttpApi', (_, api) => {
  test('logs to a log group of its own for one year, by the ARN of the group and not of its streams', () => {
    const { stack, stage } = api();
    const log = new HttpApiAccessLog(stack, 'AccessLog', { stage });

    const template = Template.fromStack(stack);
    const logGroupId = stack.getLogicalId(log.logGroup!.node.defaultChild as CfnResource);
    template.hasResource('AWS::Logs::LogGroup', { Properties: { RetentionInDays: 365 }, DeletionPolicy: 'RetainExceptOnCreate' });
    template.hasResourceProperties('AWS::ApiGatewayV2::Stage', {
      AccessLogSettings: {
        DestinationArn: { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':logs:eu-west-1:111111111111:log-group:', { Ref: logGroupId }]] },
        Format: AccessLog.json()._httpFormat,
      },
    });
    expect(guardsOf(stage)).toEqual([{ guard: 'accessLog', state: 'on', detail: 'JSON to CloudWatch Logs' }]);
  });

  test('satisfies the rules that it broke without', () => {
    const { stack, stage } = api();
    expect(complaints(stack).sort()).toEqual(['AwsSolutions-APIG1', 'Serverless-APIGWAccessLogging']);
    new HttpApiAccessLog(stack, 'AccessLog', { stage });
    expect(complaints(stack)).toEqual([]);
  });

  test('is waived by those rules on this stage, and by no other', () => {
    const { stack, stage } = api();
    new HttpApiAccessLog(stack, 'AccessLog', { stage, accessLog: AccessLog.none('the mock of the test suite, never public') });

    expect(complaints(stack)).toEqual([]);
    expect(Waiver.within(stack)).toMatchObject([{ path: stage.node.path, control: 'accessLog', reason: 'the mock of the test suite, never public' }]);
    Template.fromStack(stack).resourceCountIs('AWS::Logs::LogGroup', 0);
  });

  test('keeps the logical ids and the other properties it had', () => {
    const before = Template.fromStack(api().stack).toJSON().Resources;
    const { stack, stage } = api();
    new HttpApiAccessLog(stack, 'AccessLog', { stage });
    for (const [id, resource] of Object.entries<object>(before)) Template.fromStack(stack).templateMatches({ Resources: { [id]: resource } });
  });
});

test('it needs no role of the account, because the log delivery service writes the lines', () => {
  const { stack, stage } = plainHttpApi();
  new HttpApiAccessLog(stack, 'AccessLog', { stage });
  const types = Object.values<{ Type: string }>(Template.fromStack(stack).toJSON().Resources).map(({ Type }) => Type);
  expect(types.sort()).toEqual(['AWS::ApiGatewayV2::Api', 'AWS::ApiGatewayV2::Stage', 'AWS::Logs::LogGroup']);
});

test('error messages are logged when they are asked for', () => {
  const { stack, stage } = plainHttpApi();
  const accessLog = AccessLog.json().withErrorMessages();
  new HttpApiAccessLog(stack, 'AccessLog', { stage, accessLog });
  Template.fromStack(stack).hasResourceProperties('AWS::ApiGatewayV2::Stage', {
    AccessLogSettings: { Format: Match.stringLikeRegexp('"errorMessage":"\\$context\\.error\\.message"') },
  });
});

test('a log group of your own is used, also one whose name is spared the limits of the resource policy', () => {
  const { stack, stage } = plainHttpApi();
  const logGroup = new LogGroup(stack, 'Mine', { logGroupName: '/aws/vendedlogs/orders' });
  const part = new HttpApiAccessLog(stack, 'AccessLog', { stage, accessLog: AccessLog.toLogGroup(logGroup) });

  expect(part.logGroup).toBe(logGroup);
  Template.fromStack(stack).resourceCountIs('AWS::Logs::LogGroup', 1);
});

test('an imported log group loses its :*', () => {
  const { stack, stage } = plainHttpApi();
  const logGroup = LogGroup.fromLogGroupArn(stack, 'Theirs', 'arn:aws:logs:eu-west-1:111111111111:log-group:theirs:*');
  new HttpApiAccessLog(stack, 'AccessLog', { stage, accessLog: AccessLog.toLogGroup(logGroup) });
  Template.fromStack(stack).hasResourceProperties('AWS::ApiGatewayV2::Stage', {
    AccessLogSettings: { DestinationArn: { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':logs:eu-west-1:111111111111:log-group:theirs']] } },
  });
});

test('a key of your own encrypts the lines', () => {
  const { stack, stage } = plainHttpApi();
  new HttpApiAccessLog(stack, 'AccessLog', { stage, accessLog: AccessLog.json({ encryptionKey: new Key(stack, 'Key') }) });
  Template.fromStack(stack).hasResourceProperties('AWS::Logs::LogGroup', { KmsKeyId: { 'Fn::GetAtt': [Match.stringLikeRegexp('^Key'), 'Arn'] } });
});

test('no access log removes the one a stage had', () => {
  const { stack, stage } = plainHttpApi();
  new HttpApiAccessLog(stack, 'AccessLog', { stage });
  new HttpApiAccessLog(stack, 'NoAccessLog', { stage, accessLog: AccessLog.none('load test, a million lines a minute') });
  Template.fromStack(stack).hasResourceProperties('AWS::ApiGatewayV2::Stage', { AccessLogSettings: Match.absent() });
});

test('a Firehose stream is refused, because HTTP APIs cannot log to it', () => {
  const { stack, stage } = plainHttpApi();
  const stream = new CfnDeliveryStream(stack, 'Stream', { deliveryStreamName: 'amazon-apigateway-orders' });
  expect(() => new HttpApiAccessLog(stack, 'AccessLog', { stage, accessLog: AccessLog.toFirehose(stream) }))
    .toThrow(/http-access-log-to-firehose: .*CloudWatch Logs only.*; write `AccessLog\.json\(\)`/);
});

test('an imported stage is refused, because nothing of it can be changed', () => {
  const { stack, api } = plainHttpApi();
  const stage = HttpStage.fromHttpStageAttributes(stack, 'Theirs', { stageName: 'prod', api });
  expect(() => new HttpApiAccessLog(stack, 'AccessLog', { stage })).toThrow(/^http-stage-imported: the stage at Shop\/Theirs is imported/);
});
