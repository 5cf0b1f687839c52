import type { Construct } from 'constructs';
import type { ApiV2CustomDomain } from './api-v2-custom-domain';
import type { CustomDomain } from './custom-domain';
import { ApiEdge } from '../security/edge/api-edge';
import type { EdgeProtection } from '../security/edge/edge-protection';

/** What CloudFront stands in front of. */
export interface Fronted {
  readonly edge: EdgeProtection;
  readonly domain: CustomDomain;
  /** The domain that was made, whose records lead to CloudFront from now on. */
  readonly behind: ApiV2CustomDomain;
}

/** Put CloudFront in front of the custom domain of an HTTP or WebSocket API. */
export function edgeInFront(scope: Construct, { edge, domain, behind }: Fronted): ApiEdge {
  const made = new ApiEdge(scope, 'Edge', {
    edge,
    domainName: domain.domainName,
    originDomainName: behind.regionalDomainName,
    originCertificate: behind.certificate,
    mutualTls: domain._mutualTls !== undefined,
  });
  behind._leadTo(domain, made._aliasTarget);
  made._foundBy(behind.records);
  return made;
}
