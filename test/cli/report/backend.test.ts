import { backendOf } from '../../../cli/report/routes/backend';
import { resourceFinder } from '../../../cli/report/template';

const find = resourceFinder({
  Resources: {
    Alb: { Type: 'AWS::ElasticLoadBalancingV2::LoadBalancer' },
    Nlb: { Type: 'AWS::ElasticLoadBalancingV2::LoadBalancer', Properties: { Type: 'network' } },
    Listener: { Type: 'AWS::ElasticLoadBalancingV2::Listener', Properties: { LoadBalancerArn: { Ref: 'Nlb' } } },
    Service: { Type: 'AWS::ServiceDiscovery::Service' },
  },
});

/** As the AWS CDK writes it when the Region is not known. */
function uri(rest: string): object {
  return { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':apigateway:', { Ref: 'AWS::Region' }, `:${rest}`]] };
}

describe('the backend of a route', () => {
  test.each<[string | undefined, object]>([
    ['Lambda', { Type: 'AWS_PROXY', Uri: uri('lambda:path/2015-03-31/functions/arn/invocations') }],
    ['Lambda', { IntegrationType: 'AWS_PROXY', IntegrationUri: { 'Fn::GetAtt': ['Handler', 'Arn'] } }],
    ['Lambda', { type: 'aws_proxy', uri: 'arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/arn/invocations' }],
    ['AWS dynamodb', { Type: 'AWS', Uri: uri('dynamodb:action/PutItem') }],
    ['AWS sqs', { Type: 'AWS', Uri: uri('sqs:path/123456789012/Orders') }],
    ['AWS s3', { Type: 'AWS', Uri: uri('my-bucket.s3:path/{key}') }],
    ['HTTP', { Type: 'HTTP', Uri: 'https://partner.example' }],
    ['HTTP', { Type: 'HTTP_PROXY', ConnectionType: 'INTERNET', Uri: 'https://partner.example' }],
    ['mock', { Type: 'MOCK' }],
    ['SQS', { IntegrationType: 'AWS_PROXY', IntegrationSubtype: 'SQS-SendMessage' }],
    ['Step Functions', { IntegrationType: 'AWS_PROXY', IntegrationSubtype: 'StepFunctions-StartSyncExecution' }],
    [undefined, {}],
  ])('is %s for %j', (backend, integration) => {
    expect(backendOf(integration, find)).toBe(backend);
  });

  test.each<[string, unknown]>([
    ['ALB', { Ref: 'Alb' }],
    ['NLB', { Ref: 'Listener' }],
    ['NLB', { 'Fn::Join': ['', ['http://', { 'Fn::GetAtt': ['Nlb', 'DNSName'] }]] }],
    ['Cloud Map', { 'Fn::GetAtt': ['Service', 'Arn'] }],
    ['ALB', 'arn:aws:elasticloadbalancing:eu-west-1:123456789012:listener/app/shop/1/2'],
    ['NLB', { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':elasticloadbalancing:eu-west-1:123456789012:loadbalancer/net/shop/1']] }],
    ['Cloud Map', 'arn:aws:servicediscovery:eu-west-1:123456789012:service/srv-1'],
    ['VPC link', { 'Fn::ImportValue': 'Listener' }],
  ])('is %s when a VPC link leads to %j', (backend, target) => {
    expect(backendOf({ IntegrationType: 'HTTP_PROXY', ConnectionType: 'VPC_LINK', IntegrationUri: target }, find)).toBe(backend);
    expect(backendOf({ Type: 'HTTP_PROXY', ConnectionType: 'VPC_LINK', Uri: 'http://inside', IntegrationTarget: target }, find)).toBe(backend);
  });

  test('is nothing without an integration', () => {
    expect(backendOf(undefined, find)).toBeUndefined();
  });
});
