import { App, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { Application, BuildApi } from '../../bench/apis/application';
import { gatehouse as httpGatehouse } from '../../bench/apis/http/gatehouse';
import { plain as httpPlain } from '../../bench/apis/http/plain';
import { gatehouse as privateGatehouse } from '../../bench/apis/private/gatehouse';
import { plain as privatePlain } from '../../bench/apis/private/plain';
import { gatehouse as restGatehouse } from '../../bench/apis/rest/gatehouse';
import { plain as restPlain } from '../../bench/apis/rest/plain';

type Wirings = Array<[string, BuildApi]>;

/** What all wirings of a door must have equally many of, or the comparison is none. */
type Features = Record<string, number>;

const EVERYWHERE: Features = {
  'AWS::CloudWatch::Dashboard': 1,
  'AWS::Logs::MetricFilter': 1,
};

const REST: Features = {
  ...EVERYWHERE,
  'AWS::ApiGateway::Authorizer': 1,
  'AWS::ApiGateway::ApiKey': 1,
  'AWS::ApiGateway::GatewayResponse': 6,
  'AWS::ApiGateway::Method': 12,
  'AWS::ApiGateway::Model': 3,
  'AWS::ApiGateway::RequestValidator': 1,
  'AWS::ApiGateway::Resource': 5,
  'AWS::ApiGateway::UsagePlan': 1,
  'AWS::CloudWatch::Alarm': 6,
  'AWS::WAFv2::LoggingConfiguration': 1,
  'AWS::WAFv2::WebACL': 1,
  'AWS::WAFv2::WebACLAssociation': 1,
};

const PRIVATE: Features = {
  ...REST,
  'AWS::EC2::SecurityGroup': 1,
  'AWS::EC2::VPCEndpoint': 1,
};

const HTTP: Features = {
  ...EVERYWHERE,
  'AWS::ApiGatewayV2::Api': 1,
  'AWS::ApiGatewayV2::Authorizer': 0,
  'AWS::ApiGatewayV2::Integration': 2,
  'AWS::ApiGatewayV2::Route': 12,
  'AWS::ApiGatewayV2::Stage': 1,
  'AWS::CloudWatch::Alarm': 5,
  'AWS::Logs::LogGroup': 1,
};

function built(build: BuildApi): Template {
  const stack = new Stack(new App(), 'Orders', { env: { account: '123456789012', region: 'eu-west-1' } });
  build(stack, new Application(stack, 12));
  return Template.fromStack(stack);
}

function only(template: Template, type: string): Record<string, unknown> {
  const resources = Object.values(template.findResources(type));
  expect(resources).toHaveLength(1);
  return resources[0].Properties;
}

const REST_WIRINGS: Wirings = [['plain', restPlain], ['gatehouse', restGatehouse]];
const PRIVATE_WIRINGS: Wirings = [['plain', privatePlain], ['gatehouse', privateGatehouse]];
const HTTP_WIRINGS: Wirings = [['plain', httpPlain], ['gatehouse', httpGatehouse]];

describe.each([
  ...REST_WIRINGS.map(([name, build]) => ({ api: `${name} REST API`, template: built(build), features: REST })),
  ...PRIVATE_WIRINGS.map(([name, build]) => ({ api: `${name} private API`, template: built(build), features: PRIVATE })),
  ...HTTP_WIRINGS.map(([name, build]) => ({ api: `${name} HTTP API`, template: built(build), features: HTTP })),
])('the $api of the benchmark', ({ template, features }) => {
  test.each(Object.entries(features))('has %s as often as the other: %i', (type, count) => {
    template.resourceCountIs(type, count);
  });

  test('tells the topic of the application with every alarm', () => {
    template.allResourcesProperties('AWS::CloudWatch::Alarm', { AlarmActions: [{ Ref: Match.stringLikeRegexp('^ApplicationAlarms') }] });
  });
});

describe.each([...REST_WIRINGS, ...PRIVATE_WIRINGS])('the %s REST or private API of the benchmark', (_, build) => {
  test('has four WAF rules, a stage with everything on, and validated bodies', () => {
    const template = built(build);
    expect(only(template, 'AWS::WAFv2::WebACL').Rules).toHaveLength(4);
    expect(only(template, 'AWS::ApiGateway::Stage')).toMatchObject({
      AccessLogSetting: { Format: expect.stringContaining('requestId') },
      TracingEnabled: true,
      MethodSettings: [expect.objectContaining({ LoggingLevel: 'ERROR', ThrottlingRateLimit: 1000, ThrottlingBurstLimit: 2000 })],
    });
    template.allResourcesProperties('AWS::ApiGateway::Method', { ApiKeyRequired: true, AuthorizationType: 'COGNITO_USER_POOLS' });
    template.resourcePropertiesCountIs('AWS::ApiGateway::Method', { RequestModels: { 'application/json': Match.anyValue() } }, 5);
  });
});

describe.each(PRIVATE_WIRINGS)('the %s private API of the benchmark', (_, build) => {
  test('is reached through its own endpoint only, from the VPC on port 443, by one name', () => {
    const template = built(build);
    const [endpoint] = Object.keys(template.findResources('AWS::EC2::VPCEndpoint'));
    expect(only(template, 'AWS::ApiGateway::RestApi')).toMatchObject({
      EndpointConfiguration: { Types: ['PRIVATE'], VpcEndpointIds: [{ Ref: endpoint }] },
      EndpointAccessMode: 'BASIC',
      Policy: {
        Statement: expect.arrayContaining([
          expect.objectContaining({ Effect: 'Deny', Condition: { StringNotEquals: { 'aws:SourceVpce': expect.anything() } } }),
        ]),
      },
    });
    expect(only(template, 'AWS::EC2::VPCEndpoint')).toMatchObject({
      PrivateDnsEnabled: false,
      SubnetIds: [expect.anything(), expect.anything()],
      PolicyDocument: { Statement: [expect.objectContaining({ Action: 'execute-api:Invoke', Effect: 'Allow' })] },
    });
    expect(only(template, 'AWS::EC2::SecurityGroup').SecurityGroupIngress).toEqual([expect.objectContaining({ FromPort: 443, ToPort: 443 })]);
  });
});

describe.each(HTTP_WIRINGS)('the %s HTTP API of the benchmark', (_, build) => {
  test('has a stage with everything on, answers over IPv6 too, and asks for signatures on every route', () => {
    const template = built(build);
    expect(only(template, 'AWS::ApiGatewayV2::Stage')).toMatchObject({
      AccessLogSettings: { Format: expect.stringContaining('requestId') },
      AutoDeploy: true,
      DefaultRouteSettings: { DetailedMetricsEnabled: true, ThrottlingRateLimit: 1000, ThrottlingBurstLimit: 2000 },
      StageName: '$default',
    });
    expect(only(template, 'AWS::ApiGatewayV2::Api').IpAddressType).toBe('dualstack');
    template.allResourcesProperties('AWS::ApiGatewayV2::Route', { AuthorizationType: 'AWS_IAM' });
  });
});
