/** Something the emulator cannot take, and that is therefore not deployed to it. */
export interface Removal {
  readonly type: string;
  /**
   * Only what is at this path in the properties goes (`*`: any element of a list); the resource stays.
   *
   * @default - the whole resource goes
   */
  readonly path?: string;
  /**
   * Properties that take its place, where the emulator insists on some.
   *
   * @default - none
   */
  readonly instead?: Readonly<Record<string, unknown>>;
  /** What the emulator lacks. */
  readonly why: string;
  /**
   * Properties of a small one: every run asks the emulator whether it still refuses that.
   *
   * @default - not asked, because it can be deployed and then works wrongly
   */
  readonly example?: Readonly<Record<string, unknown>>;
}

/**
 * All that the suite takes out of a template before it deploys it. What is on this list, unit tests and cfn-lint look at; a deployment does not.
 * A run fails if an entry is not needed any more, if the emulator takes it by now, and if anything else is missing from what is deployed.
 */
export const REMOVALS: readonly Removal[] = [
  {
    type: 'AWS::WAFv2::WebACLAssociation',
    why: 'The emulator makes web ACLs, but no template can put one in front of a stage; it filters no requests anyway',
    example: { ResourceArn: 'arn:aws:apigateway:us-east-1::/restapis/a/stages/b', WebACLArn: 'arn:aws:wafv2:us-east-1:123456789012:regional/webacl/a/b' },
  },
  {
    type: 'AWS::WAFv2::LoggingConfiguration',
    why: 'The emulator filters no requests, so a web ACL has nothing to log',
    example: { LogDestinationConfigs: [], ResourceArn: 'arn:aws:wafv2:us-east-1:123456789012:regional/webacl/a/b' },
  },
  {
    type: 'AWS::CloudWatch::Alarm',
    path: 'Metrics',
    instead: { Namespace: 'AWS/ApiGateway', MetricName: 'Count', Statistic: 'Sum', Period: 60 },
    why: 'The emulator has no metric math, and rates are made with it; the alarm stays, because dashboards refer to it',
    example: {
      ComparisonOperator: 'GreaterThanThreshold',
      EvaluationPeriods: 1,
      Threshold: 1,
      Metrics: [{ Id: 'count', MetricStat: { Metric: { MetricName: 'Count' }, Period: 60, Stat: 'Sum' } }, { Id: 'rate', Expression: 'FILL(count, 0)' }],
    },
  },
  {
    type: 'AWS::IAM::Role',
    path: 'Policies/*/PolicyDocument/Statement/*/Condition/ArnEquals',
    why: 'The emulator evaluates IAM policies, but does not know the condition key iam:PolicyARN; without it nobody may attach a policy at all',
  },
  {
    type: 'AWS::ApiGatewayV2::VpcLink',
    why: 'The emulator has no VPC links: routes into a VPC are deployed, and lead nowhere',
    example: { Name: 'link', SubnetIds: ['subnet-1'] },
  },
  {
    type: 'AWS::ApiGatewayV2::Integration',
    path: 'ConnectionId',
    why: 'It would name the VPC link, which the emulator has not; the integration stays, and answers 502',
  },
  {
    type: 'AWS::EC2::FlowLog',
    why: 'The emulator has VPCs without any packets in them, and so no logs of those',
    example: { ResourceId: 'vpc-1', ResourceType: 'VPC', TrafficType: 'ALL', LogGroupName: 'flows', DeliverLogsPermissionArn: 'arn:aws:iam::123456789012:role/flows' },
  },
  {
    type: 'AWS::SQS::QueuePolicy',
    why: 'It denies whatever comes without TLS, and the emulator, which does hold everybody to it, is spoken to without',
  },
  {
    type: 'Custom::VpcRestrictDefaultSG',
    why: "CDK's function that empties the default security group takes the SDK from Lambda's runtime, and the emulator's has no EC2 client",
  },
  {
    type: 'AWS::EC2::SecurityGroupIngress',
    why: 'The emulator keeps rules only inside the security groups themselves, and lets everything through anyway',
    example: { GroupId: 'sg-1', IpProtocol: 'tcp', FromPort: 80, ToPort: 80, CidrIp: '10.0.0.0/8' },
  },
  {
    type: 'AWS::EC2::SecurityGroupEgress',
    why: 'The emulator keeps rules only inside the security groups themselves, and lets everything through anyway',
    example: { GroupId: 'sg-1', IpProtocol: 'tcp', FromPort: 80, ToPort: 80, CidrIp: '10.0.0.0/8' },
  },
  {
    type: 'AWS::ApiGateway::RestApi',
    path: 'Policy',
    why: 'The emulator evaluates resource policies, but does not know through which VPC endpoint a request came: a private API would deny everybody',
  },
  {
    type: 'AWS::ApiGateway::DomainNameV2',
    why: 'The emulator has no private domains: with one, a private API is deployed as it would be without',
    example: { DomainName: 'ledger.internal.example', EndpointConfiguration: { Types: ['PRIVATE'] } },
  },
  {
    type: 'AWS::ApiGateway::BasePathMappingV2',
    why: 'It leads from a private domain to its API, and the emulator has no private domains',
    example: { DomainNameArn: 'arn:aws:apigateway:us-east-1:123456789012:/domainnames/ledger.internal.example+a', RestApiId: 'a', Stage: 'prod' },
  },
  {
    type: 'AWS::ApiGateway::DomainNameAccessAssociation',
    why: 'It ties a VPC endpoint to a private domain, and the emulator has no private domains',
    example: {
      DomainNameArn: 'arn:aws:apigateway:us-east-1:123456789012:/domainnames/ledger.internal.example+a',
      AccessAssociationSource: 'vpce-1',
      AccessAssociationSourceType: 'VPCE',
    },
  },
  {
    type: 'AWS::Route53::RecordSet',
    path: 'AliasTarget',
    instead: { TTL: '60', ResourceRecords: ['192.0.2.1'] },
    why: 'The emulator makes VPC endpoints without names in DNS, so there is nothing an alias could point at',
  },
  {
    type: 'AWS::ApiGatewayV2::RouteResponse',
    why: 'The emulator has none, and hands every answer of a function back over the connection: that they are declared, unit tests see',
    example: { ApiId: 'a', RouteId: 'b', RouteResponseKey: '$default' },
  },
  {
    type: 'AWS::ApiGatewayV2::IntegrationResponse',
    why: 'The emulator cannot make them from a template: mocks behind a WebSocket API answer nothing, so a ping has no pong',
    example: { ApiId: 'a', IntegrationId: 'b', IntegrationResponseKey: '$default' },
  },
  {
    type: 'AWS::Cognito::ManagedLoginBranding',
    why: 'The emulator has sign-in pages of one look, and serves them whether a client was given a look or not',
    example: { UserPoolId: 'us-east-1_a', ClientId: 'b', UseCognitoProvidedValues: true },
  },
  {
    type: 'Custom::CDKBucketDeployment',
    why: "CDK's function that copies files into a bucket runs the AWS CLI of a Lambda layer in /opt, where the emulator puts no layers",
  },
  {
    type: 'Custom::S3AutoDeleteObjects',
    why: "CDK's function that empties a bucket takes the SDK from Lambda's runtime, and the emulator's has no S3 client",
  },
];

/** How an entry is called in messages and in the test that pins the list. */
export function nameOf({ type, path }: Removal): string {
  return path ? `${type}/${path}` : type;
}
