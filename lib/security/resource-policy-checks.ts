import { isIP } from 'node:net';
import { refuse } from '../core/refuse';

/** CIDR, or one address. */
export function checkRange(range: string): void {
  const [address, bits, ...more] = range.split('/');
  const version = isIP(address);
  const valid = version !== 0 && more.length === 0 && (bits === undefined || isPrefix(bits, version === 4 ? 32 : 128));
  if (!valid) refuse('resource-policy-range-malformed', { given: range });
}

function isPrefix(bits: string, most: number): boolean {
  return /^\d{1,3}$/.test(bits) && Number(bits) <= most;
}

/** AWS: pattern of `AccountId` in the AWS Organizations API reference. */
export function checkAccount(account: string): void {
  if (!/^\d{12}$/.test(account)) refuse('resource-policy-account-malformed', { given: account });
}

/** AWS: pattern of `OrganizationId` in the AWS Organizations API reference. */
export function checkOrganization(organization: string): void {
  if (!/^o-[a-z0-9]{10,32}$/.test(organization)) refuse('resource-policy-organization-malformed', { given: organization });
}
