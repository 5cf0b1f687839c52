import { App, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { WebSocketApi, WebSocketStage } from 'aws-cdk-lib/aws-apigatewayv2';
import { Certificate } from 'aws-cdk-lib/aws-certificatemanager';
import { HostedZone } from 'aws-cdk-lib/aws-route53';
import { ApiEdge } from '../../../lib/security/edge/api-edge';
import { EdgeProtection } from '../../../lib/security/edge/edge-protection';
import { ApiV2CustomDomain } from '../../../lib/traffic/api-v2-custom-domain';
import { CustomDomain } from '../../../lib/traffic/custom-domain';

/** A plain WebSocket API under a name of its own, with CloudFront in front of it. */
function frontedWebSocketApi(): { apiEdge: ApiEdge; template: Template } {
  const stack = new Stack(new App(), 'Chat', { env: { account: '111122223333', region: 'us-east-1' } });
  const hostedZone = HostedZone.fromHostedZoneAttributes(stack, 'Zone', { hostedZoneId: 'Z1', zoneName: 'chat.example' });
  const certificate = Certificate.fromCertificateArn(stack, 'Certificate', 'arn:aws:acm:us-east-1:111122223333:certificate/abc');
  const api = new WebSocketApi(stack, 'Api');
  const stage = new WebSocketStage(stack, 'Stage', { webSocketApi: api, stageName: 'prod', autoDeploy: true });
  const domain = new ApiV2CustomDomain(stack, 'Domain', {
    api, stage, domain: CustomDomain.withCertificate({ domainName: 'ws.chat.example', certificate }), records: false,
  });
  const apiEdge = new ApiEdge(stack, 'Edge', {
    edge: EdgeProtection.cloudFront(),
    domainName: 'ws.chat.example',
    hostedZone,
    originDomainName: domain.regionalDomainName,
    originCertificate: domain.certificate,
  });
  return { apiEdge, template: Template.fromStack(stack) };
}

describe('in front of a WebSocket API', () => {
  test('callers meet CloudFront and its web ACL', () => {
    const { template } = frontedWebSocketApi();
    template.hasResourceProperties('AWS::CloudFront::Distribution', {
      DistributionConfig: Match.objectLike({ Aliases: ['ws.chat.example'], WebACLId: Match.anyValue() }),
    });
    template.allResourcesProperties('AWS::Route53::RecordSet', { Name: 'ws.chat.example.' });
  });

  test('every header of the handshake goes on to the API, and the secret with them', () => {
    const { apiEdge, template } = frontedWebSocketApi();
    template.hasResourceProperties('AWS::CloudFront::Distribution', {
      DistributionConfig: Match.objectLike({
        DefaultCacheBehavior: Match.objectLike({ OriginRequestPolicyId: '216adef6-5c7f-47e4-b989-5492eafa07d3' }), // AWS: AllViewer
        Origins: [Match.objectLike({ OriginCustomHeaders: [Match.objectLike({ HeaderName: apiEdge.headerName })] })],
      }),
    });
    expect(apiEdge.secret).toBeDefined();
  });
});
