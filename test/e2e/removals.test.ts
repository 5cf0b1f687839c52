import { nameOf, REMOVALS } from '../../e2e/removals';

test('the list of what is not deployed end to end grows only together with this test', () => {
  expect(REMOVALS.map(nameOf)).toEqual([
    'AWS::WAFv2::WebACLAssociation',
    'AWS::WAFv2::LoggingConfiguration',
    'AWS::CloudWatch::Alarm/Metrics',
    'AWS::IAM::Role/Policies/*/PolicyDocument/Statement/*/Condition/ArnEquals',
    'AWS::ApiGatewayV2::VpcLink',
    'AWS::ApiGatewayV2::Integration/ConnectionId',
    'AWS::EC2::FlowLog',
    'AWS::SQS::QueuePolicy',
    'Custom::VpcRestrictDefaultSG',
    'AWS::EC2::SecurityGroupIngress',
    'AWS::EC2::SecurityGroupEgress',
    'AWS::ApiGateway::RestApi/Policy',
    'AWS::ApiGateway::DomainNameV2',
    'AWS::ApiGateway::BasePathMappingV2',
    'AWS::ApiGateway::DomainNameAccessAssociation',
    'AWS::Route53::RecordSet/AliasTarget',
    'AWS::ApiGatewayV2::RouteResponse',
    'AWS::ApiGatewayV2::IntegrationResponse',
    'AWS::Cognito::ManagedLoginBranding',
    'Custom::CDKBucketDeployment',
    'Custom::S3AutoDeleteObjects',
  ]);
});

test.each(REMOVALS.map((removal) => [nameOf(removal), removal] as const))('%s is removed for a reason', (_name, { why }) => {
  expect(why.split(' ').length).toBeGreaterThan(8);
});
