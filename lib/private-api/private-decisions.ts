import { Construct } from 'constructs';
import { PrivateApiProps } from './private-api-props';
import { warn } from '../core/refuse';
import { decideShared, RestDecisions } from '../rest/rest-decisions';
import { RestEndpoint } from '../rest/rest-endpoint';
import { ResourcePolicy } from '../security/resource-policy';
import { TlsPolicy } from '../security/tls-policy';
import { PrivateDomain } from '../traffic/private-domain';
import { OpenedAccess } from '../vpc/vpc-access';

/** What a door inside VPCs builds from. */
export interface PrivateDecisions extends RestDecisions {
  readonly access: OpenedAccess;
  readonly domain?: PrivateDomain;
}

/** Decide how the API is reached from inside VPCs, and everything else as on every door. The way in is opened on the door. */
export function decide(door: Construct, id: string, props: PrivateApiProps): PrivateDecisions {
  const { domain, resourcePolicy = ResourcePolicy.open(), tls = TlsPolicy.modern() } = props;
  const shared = decideShared(id, props);
  // Before the way in is opened, so that a policy for other endpoints leaves nothing behind.
  const privateTls = tls._forPrivate();
  const access = props.access._open(door);
  if (domain?._isShared && shared.authorization._spec.kind === 'iam' && !resourcePolicy._needsIam) warn(door, 'shared-domain-without-callers', {});
  return {
    ...shared,
    access,
    domain,
    endpoint: RestEndpoint._private(access.endpoints),
    tls: privateTls,
    resourcePolicy: resourcePolicy._through([...access.ids, ...domain?._consumerEndpoints ?? []]),
    closeDefaultEndpoint: false,
  };
}
