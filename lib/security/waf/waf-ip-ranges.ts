import { isIP } from 'node:net';
import { Token } from 'aws-cdk-lib';
import { CfnIPSet, CfnWebACL } from 'aws-cdk-lib/aws-wafv2';
import { WebAclSite } from './waf-rule-draft';
import { refuse } from '../../core/refuse';

/** AWS: "Maximum number of IP addresses in CIDR notation per IP set". */
const MAX_RANGES = 10_000;

/** A list of address ranges, sorted by IP version, because an IP set holds one version only. */
export class WafIpRanges {
  /** Check every range. A token, for one range or for the whole list, cannot be looked into and counts as IPv4. */
  public static of(list: string, ranges: readonly string[]): WafIpRanges {
    if (Token.isUnresolved(ranges)) return new WafIpRanges(list, [...ranges], []);
    const distinct = [...new Set(ranges.map((range) => checkedRange(list, range)))];
    const isV6 = (range: string) => !Token.isUnresolved(range) && range.includes(':');
    return new WafIpRanges(list, distinct.filter((range) => !isV6(range)), distinct.filter(isV6));
  }

  private constructor(private readonly list: string, private readonly v4: string[], private readonly v6: string[]) {
    for (const { length } of [v4, v6]) {
      if (length > MAX_RANGES) refuse('waf-ip-list-too-long', { list, given: length });
    }
  }

  public get isEmpty(): boolean {
    return this.v4.length + this.v6.length === 0;
  }

  /** One capacity unit per IP set. AWS WAF developer guide, "Using match rule statements". */
  public get capacity(): number {
    return [this.v4, this.v6].filter((ranges) => ranges.length > 0).length;
  }

  /** Refuse a range that is also in the other list: one of the two would never be heard. */
  public mustNotShare(other: WafIpRanges): void {
    const shared = [...this.v4, ...this.v6].find((range) => [...other.v4, ...other.v6].includes(range));
    if (shared !== undefined) refuse('waf-ip-range-contradicted', { given: shared, list: other.list });
  }

  /** A statement that matches an address of either version, over IP sets made on the site. */
  public statement(site: WebAclSite, rule: string): CfnWebACL.StatementProperty {
    const statements = [
      ...ipSetStatement(site, { id: `${rule}V4`, ipAddressVersion: 'IPV4', addresses: this.v4 }),
      ...ipSetStatement(site, { id: `${rule}V6`, ipAddressVersion: 'IPV6', addresses: this.v6 }),
    ];
    return statements.length === 1 ? statements[0] : { orStatement: { statements } };
  }
}

interface IpSetValues {
  readonly id: string;
  readonly ipAddressVersion: string;
  readonly addresses: string[];
}

/** No name: CloudFormation makes one, so that a set that must be replaced does not collide with itself. */
function ipSetStatement({ construct, scope }: WebAclSite, { id, ...values }: IpSetValues): CfnWebACL.StatementProperty[] {
  if (values.addresses.length === 0) return [];
  const ipSet = new CfnIPSet(construct, id, { scope, ...values });
  return [{ ipSetReferenceStatement: { arn: ipSet.attrArn } }];
}

/** One address is a range of one: AWS WAF wants the prefix length written out. */
function checkedRange(list: string, range: string): string {
  if (Token.isUnresolved(range)) return range;
  const [address, bits, ...more] = range.split('/');
  const most = { 4: 32, 6: 128 }[isIP(address)];
  if (most === undefined || address.includes('%') || more.length > 0) return refuse('waf-ip-range-malformed', { list, given: range });
  return isPrefix(bits ?? `${most}`, most) ? `${address}/${bits ?? most}` : refuse('waf-ip-range-malformed', { list, given: range });
}

/** AWS WAF takes every prefix length but 0. */
function isPrefix(bits: string, most: number): boolean {
  return /^[1-9]\d{0,2}$/.test(bits) && Number(bits) <= most;
}
