import { decideShared, RestDecisions } from './rest-decisions';
import { RestEndpoint } from './rest-endpoint';
import { SecureRestApiProps } from './secure-rest-api-props';
import { refuse } from '../core/refuse';
import { ResourcePolicy } from '../security/resource-policy';
import { TlsPolicy } from '../security/tls-policy';
import { CustomDomain } from '../traffic/custom-domain';

/** What a door to the world builds from. */
export interface SecureRestDecisions extends RestDecisions {
  readonly domain?: CustomDomain;
}

/** Decide how the world reaches the API, and everything else as on every door. */
export function decide(id: string, props: SecureRestApiProps): SecureRestDecisions {
  const endpoint = props.endpoint ?? RestEndpoint.regional();
  return {
    ...decideShared(id, props),
    endpoint,
    domain: props.domain,
    tls: decideTls(endpoint, props),
    resourcePolicy: props.resourcePolicy ?? ResourcePolicy.open(),
    closeDefaultEndpoint: props.domain !== undefined,
  };
}

/** Mutual TLS and the enhanced policies exclude each other, on the API as on its domain. */
function decideTls(endpoint: RestEndpoint, { tls, domain }: SecureRestApiProps): TlsPolicy {
  const mutual = domain?._mutualTls !== undefined;
  const decided = tls ?? (mutual ? TlsPolicy.tls12() : TlsPolicy.modern());
  if (mutual && decided._isEnhanced) refuse('mtls-with-enhanced-tls', { policy: decided._securityPolicy });
  return endpoint._isEdge ? decided._forEdge() : decided._forRegion();
}
