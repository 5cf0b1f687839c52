import { WafIpRanges } from './waf-ip-ranges';
import { allowing, blocking, WafRuleDraft } from './waf-rule-draft';
import { refuse } from '../../core/refuse';

/** The address lists of a web ACL. */
interface IpLists {
  readonly allowedIps?: string[];
  readonly blockedIps?: string[];
  readonly trustedIps?: string[];
}

/** Where the three rules stand. */
interface IpPriorities {
  readonly blocked: number;
  readonly trusted: number;
  readonly allowed: number;
}

/**
 * One rule per list that is not empty.
 * An allow list blocks everybody else instead of letting its own in: AWS WAF stops at the first rule that allows,
 * and who may call should still not be allowed to attack.
 */
export function ipRules(lists: IpLists, priority: IpPriorities): WafRuleDraft[] {
  if (lists.allowedIps?.length === 0) refuse('waf-allowed-ips-empty', {});
  const blocked = WafIpRanges.of('blockedIps', lists.blockedIps ?? []);
  const trusted = WafIpRanges.of('trustedIps', lists.trustedIps ?? []);
  const allowed = WafIpRanges.of('allowedIps', lists.allowedIps ?? []);
  blocked.mustNotShare(trusted);
  blocked.mustNotShare(allowed);
  return [
    ...rule(blocked, (capacity) => blocking({
      name: 'BlockedIps', priority: priority.blocked, capacity, statement: (site) => blocked.statement(site, 'BlockedIps'),
    })),
    ...rule(trusted, (capacity) => allowing({
      name: 'TrustedIps', priority: priority.trusted, capacity, statement: (site) => trusted.statement(site, 'TrustedIps'),
    })),
    ...rule(allowed, (capacity) => blocking({
      name: 'AllowedIps',
      priority: priority.allowed,
      capacity,
      statement: (site) => ({ notStatement: { statement: allowed.statement(site, 'AllowedIps') } }),
    })),
  ];
}

function rule(ranges: WafIpRanges, draft: (capacity: number) => WafRuleDraft): WafRuleDraft[] {
  return ranges.isEmpty ? [] : [draft(ranges.capacity)];
}
