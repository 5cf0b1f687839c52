import { RestFrontDoorProps } from '../rest/rest-front-door-props';
import { ResourcePolicy } from '../security/resource-policy';
import { TlsPolicy } from '../security/tls-policy';
import { PrivateDomain } from '../traffic/private-domain';
import { VpcAccess } from '../vpc/vpc-access';

/** The decisions of a private API. Only the way in is needed. */
export interface PrivateApiProps extends RestFrontDoorProps {
  /** The VPC endpoints the API is reached through: ones you have, or one that is made for it. There is no other way in. */
  readonly access: VpcAccess;

  /**
   * A domain name of your own inside your VPCs. The `execute-api` name of the API stays open to whoever comes through its VPC endpoints:
   * whether it can be closed on a private API is not documented.
   *
   * @default - the names AWS gives the API
   */
  readonly domain?: PrivateDomain;

  /**
   * What else must hold for a call, besides coming through one of the VPC endpoints: certain accounts, for example.
   * That requests come through the endpoints is always written into the policy.
   *
   * @default ResourcePolicy.open()
   */
  readonly resourcePolicy?: ResourcePolicy;

  /**
   * Which TLS versions and ciphers callers may use. The endpoint access mode of the newer policies is basic here, also with private DNS or
   * a domain: in the strict one nobody could call by the name of a VPC endpoint (AWS: "Endpoint access mode"), and going back
   * from strict to basic makes an API unavailable for about 15 minutes. The access mode of a domain is strict.
   *
   * @default TlsPolicy.modern()
   */
  readonly tls?: TlsPolicy;
}
