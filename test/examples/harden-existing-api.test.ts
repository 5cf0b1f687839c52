import { isDeepStrictEqual } from 'node:util';
import { App, AppProps, Stack } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import { existingApi } from '../../examples/harden-existing-api/existing-api';
import { ParcelsStack } from '../../examples/harden-existing-api/stack';
import { FLAGS, nagFindings } from '../helpers/apps';

const [[, RECOMMENDED]] = FLAGS;
const newParcels = (app: AppProps = RECOMMENDED) => new ParcelsStack(new App(app), 'Parcels');
const template = Template.fromStack(newParcels());

test.each([
  'AWS::WAFv2::WebACLAssociation', 'AWS::CloudWatch::Dashboard', 'AWS::ApiGateway::UsagePlan', 'Custom::ApiGatewayAccountLogging',
])('the API that was there already gets a %s', (type) => {
  template.resourceCountIs(type, 1);
});

test('its stage writes an access log, after the account may', () => {
  template.hasResource('AWS::ApiGateway::Stage', {
    DependsOn: Match.arrayWith([Match.stringLikeRegexp('AccountLogging')]),
    Properties: { AccessLogSetting: { DestinationArn: Match.anyValue(), Format: Match.anyValue() }, StageName: 'prod' },
  });
});

test('each depot has a key of its own', () => {
  template.resourceCountIs('AWS::ApiGateway::ApiKey', 2);
  template.resourceCountIs('AWS::ApiGateway::UsagePlanKey', 2);
});

test('its alarms watch it by the names it has', () => {
  template.hasResourceProperties('AWS::CloudWatch::Alarm', {
    Metrics: Match.arrayWith([Match.objectLike({
      MetricStat: Match.objectLike({
        Metric: Match.objectLike({ Dimensions: [{ Name: 'ApiName', Value: 'parcels' }, { Name: 'Stage', Value: 'prod' }] }),
      }),
    })]),
  });
});

describe.each(FLAGS)('%s', (_name, app) => {
  test('cdk-nag finds nothing in it', () => {
    expect(nagFindings(newParcels(app))).toEqual([]);
  });

  test('it causes no warning', () => {
    expect(Annotations.fromStack(newParcels(app)).findWarning('*', Match.anyValue())).toEqual([]);
  });
});

describe('compared with what was found', () => {
  const found = new Stack(new App(RECOMMENDED), 'Parcels');
  existingApi(found);
  const before: Record<string, { Type: string }> = Template.fromStack(found).toJSON().Resources;
  const after: Record<string, { Type: string }> = template.toJSON().Resources;

  test('nothing is gone or has another logical id', () => {
    expect(Object.keys(after)).toEqual(expect.arrayContaining(Object.keys(before)));
  });

  test('nothing is changed but the log settings of the stage', () => {
    const changed = Object.keys(before).filter((logicalId) => !isDeepStrictEqual(before[logicalId], after[logicalId]));
    expect(changed.map((logicalId) => before[logicalId].Type)).toEqual(['AWS::ApiGateway::Stage']);
    const [stage] = changed;
    const { Properties: { AccessLogSetting, ...rest } } = after[stage] as { Type: string; Properties: Record<string, unknown> };
    expect(AccessLogSetting).toBeDefined();
    expect(before[stage]).toMatchObject({ Properties: rest });
  });
});
