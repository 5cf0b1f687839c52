import { App, AppProps, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Certificate, ICertificate } from 'aws-cdk-lib/aws-certificatemanager';
import { Construct } from 'constructs';
import { ApiEdge, ApiEdgeProps } from '../../../lib/security/edge/api-edge';
import { EdgeProtection, EdgeProtectionOptions } from '../../../lib/security/edge/edge-protection';

export const ACCOUNT = '111122223333';
export const ORIGIN = 'd-0a1b2c3d4e.execute-api.us-east-1.amazonaws.com';
export const WEB_ACL = `arn:aws:wafv2:us-east-1:${ACCOUNT}:global/webacl/central/0a1b2c3d`;

export function certificateIn(scope: Construct, region: string, id = 'Certificate'): ICertificate {
  return Certificate.fromCertificateArn(scope, id, `arn:aws:acm:${region}:${ACCOUNT}:certificate/${id}`);
}

export function stackIn(region?: string, props?: AppProps): Stack {
  return new Stack(new App(props), 'Shop', { env: { account: ACCOUNT, region } });
}

export interface EdgeStack {
  readonly stack: Stack;
  readonly apiEdge: ApiEdge;
  /** Synthesises: ask when everything is in. */
  template(): Template;
}

/** A stack with an ApiEdge as most people have it, in us-east-1. */
export function edgeStack(options: EdgeProtectionOptions = {}, overrides: Partial<ApiEdgeProps> = {}, stack = stackIn('us-east-1')): EdgeStack {
  const apiEdge = new ApiEdge(stack, 'Edge', {
    edge: EdgeProtection.cloudFront(options),
    domainName: 'api.shop.example',
    originDomainName: ORIGIN,
    ...overrides,
    originCertificate: overrides.originCertificate ?? certificateIn(stack, 'us-east-1'),
  });
  return { stack, apiEdge, template: () => Template.fromStack(stack) };
}
