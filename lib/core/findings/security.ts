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
  'identity-source-malformed': {
    problem: 'an authorizer cannot find callers by the identity source "{given}"',
    instead: 'write IdentitySource.header("Authorization"); request authorizers also take queryString, stageVariable and context',
  },
  'scopes-without-cognito': {
    problem: 'OAuth scopes are checked by Cognito authorization only, and this is {given} authorization',
    instead: 'write Authorization.cognito([userPool]).withScopes("orders/write"), or check them in the authorizer function',
  },
  'tls-policy-outdated': {
    problem: 'the TLS policy "{given}" lets callers use TLS 1.0',
    instead: 'write TlsPolicy.legacy("who still needs it"), or TlsPolicy.modern()',
  },
  'tls-policy-for-other-endpoint': {
    problem: 'the TLS policy {policy} is not one for {endpoint} endpoint',
    instead: 'write TlsPolicy.modern() or TlsPolicy.strictTls13(), which fit both kinds, or the name of another policy',
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
  'resource-policy-accounts-need-iam': {
    problem: 'the route "{route}" has {given} authorization, and the resource policy lets in principals of certain accounts only, so nobody could call it',
    instead: 'leave allowedAccounts out, or write Authorization.iam()',
  },
  'resource-policy-accounts-with-cors': {
    problem: 'CORS was combined with allowedAccounts, and browsers ask for leave without an AWS account, so no page could call',
    instead: 'leave allowedAccounts out and let IAM policies decide, or write Cors.off()',
  },
  'resource-policy-endpoints-on-public-api': {
    problem: 'the resource policy lets requests in through VPC endpoints only, and regional and edge-optimised APIs are not called through those',
    instead: 'leave allowedVpcEndpoints out, or make a private API',
  },
  'resource-policy-too-large': {
    problem: 'the resource policy has {given} characters, and API Gateway takes 8192',
    instead: 'merge address ranges, or move them into an IP set of the web ACL: a web ACL with an allow list',
  },
} as const satisfies Record<string, FindingText>;
