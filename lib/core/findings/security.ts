import type { FindingText } from './finding';

export const SECURITY_FINDINGS = {
  'grant-path-parameter-unknown': {
    problem: 'a grant names the path parameter "{given}", and what is granted has these: {known}',
    instead: 'name a parameter of the route: route.grants.invoke(role, {{ pathParameters: {{ account: "4711" }} }})',
  },
  'authorization-without-user-pool': {
    problem: 'Cognito authorization needs at least one user pool, got none',
    instead: 'write Authorization.cognito([userPool])',
  },
  'jwt-issuer-malformed': {
    problem: 'the issuer of JSON web tokens is an https:// URL as in their claim "iss", got "{given}"',
    instead: 'write for example https://login.example.com/',
  },
  'jwt-without-audience': {
    problem: 'JWT authorization needs the audiences its tokens are issued for, got none, and would take tokens meant for others',
    instead: 'name them, audiences: ["https://api.example.com"]; for Cognito pass the app clients, Authorization.cognito([pool], {{ clients: [client] }})',
  },
  'jwt-audiences-too-many': {
    problem: 'JWT authorization was given {given} audiences, and API Gateway allows 50 per authorizer',
    instead: 'make several Authorization values and give them to different routes',
  },
  'jwt-one-user-pool': {
    problem: 'Cognito authorization of an HTTP or WebSocket API was given {given} user pools, and its authorizer knows one issuer',
    instead: 'give each route of an HTTP API the pool it is for, use Authorization.lambdaRequest, or a SecureRestApi, which takes several pools',
  },
  'scopes-too-many': {
    problem: 'a route asks for {given} OAuth scopes, and an HTTP API allows 10 per route',
    instead: 'ask for one scope that stands for them',
  },
  'authorization-not-on-rest-api': {
    problem: 'a REST API has no {given} authorization',
    instead: '{advice}',
  },
  'authorization-not-on-http-api': {
    problem: 'an HTTP API has no {given} authorization',
    instead: '{advice}',
  },
  'authorization-not-on-websocket-api': {
    problem: 'a WebSocket API has no {given} authorization',
    instead: '{advice}',
  },
  'authorizer-asks-nobody': {
    problem: '{given}, which opens routes to everybody and does not say why',
    instead: 'write Authorization.none("reason")',
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
    problem: 'OAuth scopes are checked by Cognito and JWT authorization only, and this is {given} authorization',
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
    problem: 'the route "{route}" has {given} authorization, and the resource policy lets in principals of certain accounts or organizations only, so nobody could call it',
    instead: 'leave allowedAccounts and allowedOrganizations out, or write Authorization.iam()',
  },
  'resource-policy-accounts-with-cors': {
    problem: 'CORS was combined with allowedAccounts or allowedOrganizations, and browsers ask for leave without an AWS account, so no page could call',
    instead: 'leave them out and let IAM policies decide, or write Cors.off()',
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
