import { Token } from 'aws-cdk-lib';
import { refuse } from '../core/refuse';
import { TlsPolicy } from '../security/tls-policy';

/** AWS: length of `DomainName` in ACM's RequestCertificate, after the common name of RFC 5280. */
const MAX_COMMON_NAME_LENGTH = 64;
/** AWS: restrictions of API mappings in the API Gateway developer guide. */
const MAX_BASE_PATH_LENGTH = 300;
const BASE_PATH = /^[a-zA-Z0-9$_.+!*'()-]+(\/[a-zA-Z0-9$_.+!*'()-]+)*$/;

/** A certificate we issue names the domain first, where there is less room. */
export function checkCommonName(domainName: string): void {
  if (Token.isUnresolved(domainName) || domainName.length <= MAX_COMMON_NAME_LENGTH) return;
  refuse('domain-name-too-long-for-certificate', { domainName, given: domainName.length, max: MAX_COMMON_NAME_LENGTH });
}

/** One or several segments, and no slash at either end. */
export function checkBasePath(basePath: string | undefined): void {
  if (basePath === undefined || Token.isUnresolved(basePath)) return;
  if (!BASE_PATH.test(basePath) || basePath.length > MAX_BASE_PATH_LENGTH) refuse('base-path-invalid', { basePath, max: MAX_BASE_PATH_LENGTH });
}

/** Several levels are another kind of mapping. */
export function isMultiLevel(basePath: string | undefined): boolean {
  return basePath !== undefined && !Token.isUnresolved(basePath) && basePath.includes('/');
}

/** AWS: "You can't enable mutual TLS on a domain name that uses an enhanced security policy". */
export function checkMutualTls(tls: TlsPolicy): void {
  if (tls._isEnhanced) refuse('mtls-with-enhanced-tls', { policy: tls._securityPolicy });
}
