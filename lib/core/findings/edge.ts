import type { FindingText } from './finding';

/** CloudFront in front of an API. */
export const EDGE_FINDINGS = {
  'edge-web-acl-given-twice': {
    problem: 'EdgeProtection was given both a waf to make and the ARN of a web ACL that is there, and a distribution has one web ACL',
    instead: 'keep one of `waf` and `webAclArn`',
  },
  'edge-web-acl-not-global': {
    problem: 'a distribution takes an AWS WAF (v2) web ACL of scope CLOUDFRONT, got "{given}"',
    instead: 'write an ARN like arn:aws:wafv2:us-east-1:111122223333:global/webacl/name/id',
  },
  'edge-waf-existing': {
    problem: 'Waf.existing names a regional web ACL, which CloudFront does not take',
    instead: 'write EdgeProtection.cloudFront({{ webAclArn }}) with the ARN of a web ACL of scope CLOUDFRONT',
  },
  'edge-waf-without-rules': {
    problem: 'EdgeWaf makes a web ACL, and Waf.existing and Waf.none have no rules to make one of',
    instead: 'write Waf.managed() or Waf.trial(), or leave EdgeWaf out and say so to EdgeProtection: {{ webAclArn }} or {{ waf: Waf.none("reason") }}',
  },
  'edge-web-acl-outside-us-east-1': {
    problem: 'AWS WAF keeps web ACLs for CloudFront in us-east-1, and this stack is in {given}',
    instead: 'make it in a us-east-1 stack, new EdgeWaf(usEast1Stack, "EdgeWaf"), set crossRegionReferences: true on both stacks, '
      + 'and pass EdgeProtection.cloudFront({{ webAclArn: edgeWaf.webAclArn, certificate }})',
  },
  'edge-certificate-not-in-us-east-1': {
    problem: '{what} is in {given}, and CloudFront takes certificates from us-east-1 only',
    instead: 'issue one in a us-east-1 stack, set crossRegionReferences: true on both stacks, and pass it as `{option}`',
  },
  'edge-region-unknown': {
    problem: 'the region of this stack is not known, and {what} has to be in us-east-1',
    instead: 'set env: {{ region: "us-east-1" }} on the stack, or make it in a stack that has; acknowledge this if the stack is only ever deployed there',
  },
  'edge-secret-version-malformed': {
    problem: 'the version of a secret is an id of 32 to 64 letters, digits and hyphens, got "{given}"',
    instead: 'write the VersionId that `aws secretsmanager put-secret-value` printed, or leave secretVersion out for the current one',
  },
  'edge-log-retention-invalid': {
    problem: 'logs of CloudFront are kept for whole days, 1 or more, got {given} s',
    instead: 'write for example Duration.days(90)',
  },
  'edge-origin-not-alias-target': {
    problem: 'CloudFront was given the origin {given}, where it would meet {whom}',
    instead: 'pass the alias target of the API\'s regional custom domain: regionalDomainName, or domainNameAliasDomainName of a REST domain',
  },
  'edge-client-certificate-without-mutual-tls': {
    problem: 'CloudFront was given a client certificate, and the custom domain of the API asks for none: anybody could go around CloudFront',
    instead: 'give the domain mutualTls with a truststore, or leave clientCertificate out and let a secret header be the lock',
  },
  'edge-mutual-tls-without-client-certificate': {
    problem: 'the custom domain of the API asks for client certificates, and CloudFront has none to show, so no request would get through',
    instead: 'write EdgeProtection.cloudFront({{ clientCertificate }}), or leave mutualTls out of the domain',
  },
  'edge-authorization-not-guardable': {
    problem: '{given} authorization cannot be checked together with the secret header of CloudFront: a route has one authorizer',
    instead: 'use Authorization.jwt, .cognito or .none, or lock the origin with mutual TLS, EdgeProtection.cloudFront({{ clientCertificate }}), '
      + 'beside which every authorization works; or use a SecureRestApi, which has a web ACL of its own',
  },
  'edge-without-secret': {
    problem: 'the origin is locked with mutual TLS, so CloudFront sends no secret header a web ACL could look for',
    instead: 'leave the rule out, or leave clientCertificate out of EdgeProtection',
  },
} as const satisfies Record<string, FindingText>;
