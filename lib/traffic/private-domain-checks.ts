import { Token } from 'aws-cdk-lib';
import { isMultiLevel } from './custom-domain-checks';
import { refuse } from '../core/refuse';
import { TlsPolicy } from '../security/tls-policy';

/** AWS: patterns of `AccountId`, `OrganizationArn` and `OrganizationalUnitArn` in the AWS Organizations API reference. */
const ACCOUNT = /^\d{12}$/;
const ORGANIZATION = /^arn:aws[a-z-]*:organizations::\d{12}:organization\/o-[a-z0-9]{10,32}$/;
const ORGANIZATIONAL_UNIT = /^arn:aws[a-z-]*:organizations::\d{12}:ou\/o-[a-z0-9]{10,32}\/ou-[0-9a-z]{4,32}-[a-z0-9]{8,32}$/;

/** AWS: "Wildcard custom domain names aren't supported". */
export function checkNoWildcard(domainName: string): void {
  if (!Token.isUnresolved(domainName) && domainName.startsWith('*')) refuse('private-domain-wildcard', { domainName });
}

/** AWS: "Multi-level base path mapping […] isn't supported". */
export function checkOneLevel(basePath: string = ''): void {
  if (isMultiLevel(basePath)) refuse('private-domain-base-path-too-deep', { basePath });
}

/** AWS: private APIs and their domains began with TLS 1.2. */
export function checkPrivateTls(domainName: string, tls: TlsPolicy): void {
  if (tls._waiver === undefined) return;
  refuse('private-domain-tls-outdated', { domainName: printable(domainName), policy: tls._securityPolicy });
}

/** A list of strings in which tokens are skipped, checked one by one. */
export function checkedList(option: string, list: string[] = [], check: (value: string) => void): string[] {
  if (Token.isUnresolved(list)) refuse('private-domain-list-not-countable', { option });
  list.filter((value) => !Token.isUnresolved(value)).forEach(check);
  return list;
}

/** AWS: "For principals, provide an account ID or an Organizations ID". */
export function checkPrincipal(given: string): void {
  if (![ACCOUNT, ORGANIZATION, ORGANIZATIONAL_UNIT].some((pattern) => pattern.test(given))) refuse('private-domain-share-malformed', { given });
}

export function checkOutsideAccount(given: string): void {
  if (!ACCOUNT.test(given)) refuse('private-domain-share-outside-malformed', { given });
}

export function checkEndpointId(given: string): void {
  if (!/^vpce-[0-9a-f]+$/.test(given)) refuse('consumer-endpoint-malformed', { given });
}

/** Tokens are never printed. */
export function printable(domainName: string): string {
  return Token.isUnresolved(domainName) ? '(named at deployment)' : domainName;
}
