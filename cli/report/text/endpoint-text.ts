import { EndpointRow } from '../routes/endpoint';

const TYPES: Record<EndpointRow['type'], string> = { regional: 'regional', edge: 'edge-optimised', private: 'private' };

/** How callers reach an API, in one sentence without a verb. */
export function endpointText({ type, vpcEndpoints, domains, cloudFront, defaultEndpoint }: EndpointRow): string {
  const ways = [
    [TYPES[type], ...vpcEndpoints === undefined ? [] : [`through ${countText(vpcEndpoints)}`]].join(', '),
    ...domains.length === 0 ? [] : [`as ${domains.join(', ')}`],
    ...cloudFront ? [`behind CloudFront ${cloudFront.webAcl ? 'with' : 'without'} a web ACL`] : [],
  ];
  // With no other way in, that it is open goes without saying.
  const isOnlyWay = ways.length === 1 && defaultEndpoint === 'open';
  return `endpoint: ${[...ways, ...isOnlyWay ? [] : [`default endpoint ${defaultEndpoint}`]].join('; ')}`;
}

function countText(vpcEndpoints: number): string {
  if (vpcEndpoints === 0) return 'VPC endpoints that are not associated with it';
  return `${vpcEndpoints} VPC endpoint${vpcEndpoints === 1 ? '' : 's'}`;
}
