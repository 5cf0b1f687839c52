import { App, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { Application, BuildApi } from '../../bench/apis/application';
import { gatehouse } from '../../bench/apis/gatehouse';
import { plain } from '../../bench/apis/plain';

/** What both must have equally many of, or the comparison is none. */
const FEATURES = {
  'AWS::ApiGateway::Authorizer': 1,
  'AWS::ApiGateway::ApiKey': 1,
  'AWS::ApiGateway::GatewayResponse': 6,
  'AWS::ApiGateway::Method': 12,
  'AWS::ApiGateway::Model': 3,
  'AWS::ApiGateway::RequestValidator': 1,
  'AWS::ApiGateway::Resource': 5,
  'AWS::ApiGateway::UsagePlan': 1,
  'AWS::CloudWatch::Alarm': 6,
  'AWS::CloudWatch::Dashboard': 1,
  'AWS::Logs::MetricFilter': 1,
  'AWS::WAFv2::LoggingConfiguration': 1,
  'AWS::WAFv2::WebACL': 1,
  'AWS::WAFv2::WebACLAssociation': 1,
};

describe.each<[string, BuildApi]>([['plain', plain], ['gatehouse', gatehouse]])('the %s API of the benchmark', (_, build) => {
  const stack = new Stack(new App(), 'Orders', { env: { account: '123456789012', region: 'eu-west-1' } });
  build(stack, new Application(stack, 12));
  const template = Template.fromStack(stack);

  test.each(Object.entries(FEATURES))('has %s as often as the other: %i', (type, count) => {
    template.resourceCountIs(type, count);
  });

  test('has four WAF rules, a stage with everything on, and validated bodies', () => {
    const [webAcl] = Object.values(template.findResources('AWS::WAFv2::WebACL'));
    expect(webAcl.Properties.Rules).toHaveLength(4);
    const [stage] = Object.values(template.findResources('AWS::ApiGateway::Stage'));
    expect(stage.Properties).toMatchObject({
      AccessLogSetting: { Format: expect.stringContaining('requestId') },
      TracingEnabled: true,
      MethodSettings: [expect.objectContaining({ LoggingLevel: 'ERROR', ThrottlingRateLimit: 1000, ThrottlingBurstLimit: 2000 })],
    });
    template.allResourcesProperties('AWS::ApiGateway::Method', { ApiKeyRequired: true, AuthorizationType: 'COGNITO_USER_POOLS' });
    template.resourcePropertiesCountIs('AWS::ApiGateway::Method', { RequestModels: { 'application/json': Match.anyValue() } }, 5);
  });
});
