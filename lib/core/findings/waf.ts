import type { FindingText } from './finding';

export const WAF_FINDINGS = {
  'waf-priority-clash': {
    problem: 'the rules "{first}" and "{second}" of one web ACL both have priority {given}, and AWS WAF wants each to be different',
    instead: 'give yours one that is free, for example {free}; lower numbers are evaluated first',
  },
  'waf-priority-invalid': {
    problem: 'the priority of a rule is a whole number of 0 or more, got {given} for "{name}"',
    instead: 'write for example 700: after the rate limit, before the managed groups',
  },
  'waf-rule-name-clash': {
    problem: 'two rules of one web ACL are named "{given}"',
    instead: 'rename yours; a managed rule group goes in once',
  },
  'waf-rule-name-invalid': {
    problem: 'a rule is named with 1 to 128 letters, digits, hyphens and underscores, got "{given}"',
    instead: 'write for example "BlockOldClients"',
  },
  'waf-rule-action-invalid': {
    problem: 'the rule "{name}" must say what happens exactly once, and it has {given}',
    instead: 'set `action`, or `overrideAction` when its statement is a rule group',
  },
  'waf-rule-statement-invalid': {
    problem: 'the rule "{name}" must have exactly one statement, got {given}',
    instead: 'combine several with andStatement, orStatement or notStatement',
  },
  'waf-capacity-invalid': {
    problem: 'the capacity of "{name}" is a whole number of 1 or more, got {given}',
    instead: 'ask AWS for it: `aws wafv2 check-capacity` for a rule, `aws wafv2 describe-managed-rule-group` for a group',
  },
  'waf-capacity-warning': {
    problem: 'the rules of this web ACL need {given} capacity units, and what is above 1500 is charged per request',
    instead: 'drop a rule group the backend has no use for, or accept the price and acknowledge this',
  },
  'waf-capacity-exceeded': {
    problem: 'the rules of this web ACL need {given} capacity units, and AWS WAF takes 5000',
    instead: 'drop rule groups the backend has no use for, for example Windows rules in front of Lambda',
  },
  'waf-ip-range-malformed': {
    problem: '{list} takes address ranges (CIDR) smaller than the whole internet, got "{given}"',
    instead: 'write for example 203.0.113.0/24, 2001:db8::/32, or one address',
  },
  'waf-ip-range-contradicted': {
    problem: '"{given}" is both in blockedIps and in {list}',
    instead: 'take it out of one of them',
  },
  'waf-ip-list-too-long': {
    problem: '{list} has {given} ranges of one IP version, and an IP set takes 10000',
    instead: 'merge neighbouring ranges',
  },
  'waf-allowed-ips-empty': {
    problem: 'allowedIps is an empty list, which would block everybody',
    instead: 'name the ranges that may call, or leave allowedIps out',
  },
  'waf-country-unknown': {
    problem: 'a country is an ISO 3166 alpha-2 code in capitals, got "{given}"',
    instead: 'write for example "DE" for Germany or "GB" for the United Kingdom',
  },
  'waf-countries-empty': {
    problem: 'a country filter needs at least one country, got none',
    instead: 'name the countries, or leave countries out',
  },
  'waf-rate-limit-out-of-range': {
    problem: 'a rate limit is 10 to 2000000000 requests, got {given}',
    instead: 'write for example WafRateLimit.perIp(2000)',
  },
  'waf-rate-window-invalid': {
    problem: 'AWS WAF counts requests over 60, 120, 300 or 600 s, got {given} s',
    instead: 'write for example Duration.minutes(5)',
  },
  'waf-body-inspection-invalid': {
    problem: 'AWS WAF inspects the first 16, 32, 48 or 64 KiB of a body, got {given} KiB',
    instead: 'write for example Size.kibibytes(16)',
  },
  'waf-web-acl-not-regional': {
    problem: 'a REST API stage takes a regional AWS WAF (v2) web ACL, got "{given}"',
    instead: 'write an ARN like arn:aws:wafv2:eu-west-1:111122223333:regional/webacl/name/id',
  },
  'waf-log-destination-invalid': {
    problem: 'AWS WAF logs to a bucket, a delivery stream or a log group whose name starts with aws-waf-logs-, got "{given}"',
    instead: 'write its ARN, without ":*" at the end, for example arn:aws:s3:::aws-waf-logs-central',
  },
  'waf-redacted-header-invalid': {
    problem: 'a header to redact is named with 1 to 64 header characters, got "{given}"',
    instead: 'write its name only, for example "x-partner-token"',
  },
} as const satisfies Record<string, FindingText>;
