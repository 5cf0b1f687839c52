import { RestEndpoint } from './rest-endpoint';
import { RestFrontDoorProps } from './rest-front-door-props';
import { ResourcePolicy } from '../security/resource-policy';
import { TlsPolicy } from '../security/tls-policy';
import { CustomDomain } from '../traffic/custom-domain';

/** The decisions of a secure REST API. None is needed. */
export interface SecureRestApiProps extends RestFrontDoorProps {
  /**
   * Where the API listens.
   *
   * @default RestEndpoint.regional()
   */
  readonly endpoint?: RestEndpoint;

  /**
   * Which TLS versions callers may use, on the API itself.
   *
   * @default TlsPolicy.modern() - TlsPolicy.tls12() with mutual TLS
   */
  readonly tls?: TlsPolicy;

  /**
   * Where calls may come from at all.
   *
   * @default ResourcePolicy.open()
   */
  readonly resourcePolicy?: ResourcePolicy;

  /**
   * A domain name of your own. With one, the default `execute-api` endpoint is closed.
   *
   * @default - the default endpoint
   */
  readonly domain?: CustomDomain;
}
