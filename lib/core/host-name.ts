import { Token } from 'aws-cdk-lib';
import type { IHostedZone } from 'aws-cdk-lib/aws-route53';
import { refuse } from './refuse';

const HOST_NAME = /^(\*\.)?([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/;

/** A host name API Gateway takes: lower case, nothing around it. */
export function checkDomainName(domainName: string): void {
  if (Token.isUnresolved(domainName)) return;
  if (!HOST_NAME.test(domainName)) refuse('domain-name-invalid', { domainName });
}

/** A record outside of its zone is not an error anywhere until nobody finds it. */
export function checkInZone(domainName: string, hostedZone: IHostedZone): void {
  if (Token.isUnresolved(domainName) || Token.isUnresolved(hostedZone.zoneName)) return;
  const zoneName = hostedZone.zoneName.replace(/\.$/, '').toLowerCase();
  if (domainName !== zoneName && !domainName.endsWith(`.${zoneName}`)) refuse('domain-outside-zone', { domainName, zoneName });
}

/** Tokens are never printed. */
export function printable(domainName: string): string {
  return Token.isUnresolved(domainName) ? 'the custom domain' : domainName;
}
