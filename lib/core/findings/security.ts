import type { FindingText } from './finding';

export const SECURITY_FINDINGS = {
  'authorization-without-user-pool': {
    problem: 'Cognito authorization needs at least one user pool, got none',
    instead: 'write Authorization.cognito([userPool])',
  },
  'authorizer-ttl-out-of-range': {
    problem: 'an authorizer keeps an answer for 0 to 3600 s, got {given} s',
    instead: 'write for example Duration.minutes(5), or Duration.seconds(0) to ask every time',
  },
  'authorizer-cache-without-identity': {
    problem: 'a request authorizer that keeps its answers for {ttl} s needs an identity source to keep them by, got none',
    instead: 'name what tells callers apart, for example identitySources: [IdentitySource.header("Authorization")], or set ttl: Duration.seconds(0)',
  },
  'resource-policy-empty': {
    problem: 'a resource policy that allows nothing and denies nothing decides nothing',
    instead: 'name address ranges, accounts or VPC endpoints, or use ResourcePolicy.open()',
  },
  'resource-policy-range-malformed': {
    problem: 'an address range is written as CIDR, got "{given}"',
    instead: 'write for example 203.0.113.0/24 or 2001:db8::/32',
  },
  'resource-policy-account-malformed': {
    problem: 'an AWS account id has 12 digits, got "{given}"',
    instead: 'write it in quotes with its leading zeros',
  },
  'resource-policy-too-large': {
    problem: 'the resource policy has {given} characters, and API Gateway takes 8192',
    instead: 'merge address ranges, or move them into an IP set of the web ACL: a web ACL with an allow list',
  },
} as const satisfies Record<string, FindingText>;
