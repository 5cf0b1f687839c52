import type { FindingText } from './finding';

export const VPC_FINDINGS = {
  'cloud-map-without-vpc': {
    problem: 'a Cloud Map backend was given neither a VPC nor a VPC link, and the service does not know where its instances are',
    instead: 'write Backend.cloudMap(service, {{ vpc, instances, port: 8080 }})',
  },
  'cloud-map-any-port': {
    problem: 'the Cloud Map backend {service} names no port, so the VPC link may reach every TCP port of its instances',
    instead: 'write the port the instances listen on, for example {{ vpc, port: 8080 }}',
  },
  'private-path-malformed': {
    problem: 'the path of a backend in a VPC starts with a slash and has no blanks and no query string, got "{given}"',
    instead: 'write for example "/v1/orders/{{id}}"',
  },
  'private-header-malformed': {
    problem: 'API Gateway cannot add a header called "{given}"',
    instead: 'use letters, digits, hyphens, underscores and periods',
  },
  'private-header-value-malformed': {
    problem: 'the fixed value of the header "{name}" has line breaks or characters beyond ASCII',
    instead: 'write it in one line of printable ASCII characters',
  },
  'private-host-name-malformed': {
    problem: '{option} is a host name, got "{given}"',
    instead: 'write for example "orders.shop.internal", without protocol, port and path',
  },
  'private-host-name-twice': {
    problem: 'a backend was given both a hostName and a tlsServerName, and over HTTPS the one is the other',
    instead: 'leave hostName out',
  },
  'private-port-out-of-range': {
    problem: 'a TCP port lies between 1 and 65535, got {given}',
    instead: 'write the port the backend listens on, for example 8080',
  },
  'private-port-contradicted': {
    problem: 'the options say port {given}, and the listener {listener} is on port {port}',
    instead: 'leave the port out: it is known of a listener made in this app',
  },
  'listener-without-vpc': {
    problem: 'the listener {listener} is imported or has an imported load balancer, and does not know its VPC, so no VPC link can be made for it',
    instead: 'write for example {{ vpcLink: new ApiVpcLink(this, "Link", {{ vpc }}).vpcLink }}',
  },
  'listener-address-unknown': {
    problem: 'a REST API calls a listener by host name and port, and {listener}, which is imported, does not know its {missing}',
    instead: 'write both in the options, for example {{ hostName: "orders.shop.internal", port: 80 }}',
  },
  'listener-arn-malformed': {
    problem: 'the ARN of a listener names its load balancer, got "{given}"',
    instead: 'write it like arn:aws:elasticloadbalancing:eu-west-1:111122223333:listener/app/orders/50dc6c495c0c9188/f2f7dc8efc522ab2',
  },
  'listener-not-over-tcp': {
    problem: 'the listener {listener} speaks {given}, and API Gateway speaks HTTP over TCP',
    instead: 'use a listener for TCP or TLS, or one of an Application Load Balancer',
  },
  'listener-needs-tls-server-name': {
    problem: 'the listener {listener} speaks {given}, and its certificate cannot be for the load balancer\'s own name',
    instead: 'write the name its certificate is for: {{ tlsServerName: "orders.shop.internal" }}',
  },
  'listener-without-tls': {
    problem: 'tlsServerName asks for HTTPS, and the listener {listener} speaks HTTP',
    instead: 'leave tlsServerName out, or use a listener for HTTPS',
  },
  'vpc-link-without-subnets': {
    problem: 'the VPC {vpc} has no subnet a VPC link could be in: neither private nor isolated, or none the selection finds',
    instead: 'give the VPC private subnets, or choose others: new ApiVpcLink(this, "Link", {{ vpc, subnets: {{ subnetType: SubnetType.PUBLIC }} }})',
  },
  'vpc-link-subnets-over-quota': {
    problem: 'this VPC link is in {given} subnets, and an account has 10 per VPC link until its quota is raised',
    instead: 'choose one subnet in each Availability Zone: {{ subnets: {{ onePerAz: true }} }}',
  },
  'vpc-range-unknown': {
    problem: 'the address range of the VPC {vpc} is not known, and {backend} has no security group the VPC link could be limited to',
    instead: 'import the VPC with its vpcCidrBlock, give the load balancer a security group (a Cloud Map backend its instances), or pass a vpcLink of your own',
  },
} as const satisfies Record<string, FindingText>;
