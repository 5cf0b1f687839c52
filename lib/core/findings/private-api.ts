import type { FindingText } from './finding';

/** Ways in to private APIs, and their names. */
export const PRIVATE_API_FINDINGS = {
  'shared-domain-without-callers': {
    problem: 'the domain is shared with other accounts, and the API lets in no IAM principal of theirs',
    instead: 'name them, resourcePolicy: ResourcePolicy.rules({{ allowedAccounts: ["111122223333"] }}), or acknowledge this if only routes without IAM are for them',
  },
  'private-api-without-way-in': {
    problem: 'a private API is reached through VPC endpoints only, and the list of them is empty, so that nobody could call it',
    instead: 'name the endpoints, VpcAccess.throughEndpoints([endpoint]), or have one made, VpcAccess.inVpc(vpc)',
  },
  'vpc-without-endpoint-subnets': {
    problem: 'the VPC {vpc} has no {wanted} to put an endpoint into',
    instead: 'choose subnets it has, {{ subnets: {{ subnetType: ec2.SubnetType.PUBLIC }} }}, or add isolated subnets to it',
  },
  'endpoint-vpc-range-unknown': {
    problem: 'the address range of the VPC {vpc} is not known, so its endpoint cannot let the VPC in',
    instead: 'import the VPC with its vpcCidrBlock, or say who may connect: {{ peers: [securityGroup] }}',
  },
  'vpc-dns-off': {
    problem: '{what} needs both the DNS support and the DNS hostnames of the VPC {vpc}, and it has one of them off',
    instead: 'set enableDnsSupport and enableDnsHostnames of the VPC, or leave {what} out',
  },
  'private-dns-clash': {
    problem: 'the endpoint at {endpoint} has private DNS for execute-api, and so has the one at {other} in the same VPC, where AWS allows one',
    instead: 'share one endpoint, VpcAccess.throughEndpoints([endpoint]), or leave privateDns of one of them out',
  },
  'endpoint-policy-empty': {
    problem: 'the policy of the endpoint at {endpoint} has no statement, and AWS would put its own in place, which allows everything',
    instead: 'add a statement, or leave policy out: APIs of this account and Region',
  },
  'endpoint-dns-entry-malformed': {
    problem: 'the DNS entry of a VPC endpoint is written as the id of its hosted zone, a colon and its name, got "{given}"',
    instead: 'write for example Z38GZ743OKFT7T:vpce-0a1b2c3d-4e5f6a7b.execute-api.eu-west-1.vpce.amazonaws.com',
  },
  'ipv4-only-private-endpoint': {
    problem: 'the endpoint is to answer over IPv6 too, and its subnet {subnet} is not known to have an IPv6 range, without which it has IPv4 only',
    instead: 'choose subnets with both ranges, or leave dualStack out; acknowledge this when the range comes from elsewhere',
  },
  'resource-policy-organization-malformed': {
    problem: 'the id of an AWS organization is "o-" and 10 to 32 lower-case letters and digits, got "{given}"',
    instead: 'write it as AWS Organizations shows it: o-a1b2c3d4e5',
  },
  'private-domain-wildcard': {
    problem: 'the private domain {domainName} is a wildcard, and API Gateway has none for private APIs',
    instead: 'name one host; its certificate may be one for a wildcard',
  },
  'private-domain-base-path-too-deep': {
    problem: 'the base path "{basePath}" has several levels, and a private domain maps one',
    instead: 'use one level, or routing rules on the domain',
  },
  'private-domain-tls-outdated': {
    problem: 'the private domain {domainName} was given the TLS policy {policy}, and private APIs have never taken TLS 1.0',
    instead: 'leave tls out or write TlsPolicy.tls12()',
  },
  'private-domain-certificate-in-wrong-region': {
    problem: 'the certificate of the private domain {domainName} is in {given}, and API Gateway takes it from {needed}',
    instead: 'issue the certificate in {needed} and pass it with PrivateDomain.withCertificate',
  },
  'private-domain-validated-in-private-zone': {
    problem: 'the certificate of the private domain {domainName} was to be validated through a private hosted zone, where ACM cannot look',
    instead: 'give the public zone of the domain as publicZone, or pass a certificate with PrivateDomain.withCertificate',
  },
  'private-domain-list-not-countable': {
    problem: 'the list {option} of a private domain is one unresolved token, so it is not known what is in it',
    instead: 'give a list of strings; each of them may be a token',
  },
  'private-domain-share-malformed': {
    problem: 'a private domain cannot be shared with "{given}"',
    instead: 'write an account id of 12 digits, or the ARN of an organization or an organizational unit: arn:aws:organizations::111122223333:ou/o-…/ou-…',
  },
  'private-domain-share-outside-malformed': {
    problem: 'outside of its organization a private domain is shared with accounts, got "{given}"',
    instead: 'write an account id of 12 digits in quotes with its leading zeros',
  },
  'consumer-endpoint-malformed': {
    problem: 'a VPC endpoint of a consumer is named by its id, got "{given}"',
    instead: 'write it as EC2 shows it: vpce-0a1b2c3d4e5f6a7b8',
  },
  'private-domain-shared-without-endpoints': {
    problem: 'the private domain {domainName} is shared with other accounts, yet no endpoint of theirs may call it',
    instead: 'name their endpoints as consumerEndpoints',
  },
  'private-domain-without-zone': {
    problem: 'nothing is known of the VPC that is to find the private domain {domainName}, so it gets no hosted zone and no record',
    instead: 'give the domain a hostedZone, or the access its vpc; write records: false when the name is resolved elsewhere',
  },
  'private-domain-endpoint-without-dns': {
    problem: 'the endpoints of the private domain {domainName} come from elsewhere and their DNS names are not known, so it gets no record',
    instead: 'give the access a dnsEntry, or write records: false when the name is resolved elsewhere',
  },
  'private-domain-one-endpoint-in-dns': {
    problem: 'the record of the private domain {domainName} points at one of its {given} endpoints, and a record has room for one',
    instead: 'acknowledge this when all callers can reach the first endpoint, or give the VPCs of the others zones and records of their own',
  },
} as const satisfies Record<string, FindingText>;
