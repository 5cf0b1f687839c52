import { Stack, Token } from 'aws-cdk-lib';
import { CfnVPCEndpoint } from 'aws-cdk-lib/aws-ec2';
import type { IInterfaceVpcEndpoint, IVpc } from 'aws-cdk-lib/aws-ec2';
import type { IConstruct } from 'constructs';
import { findingMessage } from '../core/findings';
import { refuse } from '../core/refuse';

/** The id every VPC has while the CDK has yet to look it up. */
const NOT_YET_LOOKED_UP = 'vpc-12345';

/** Refuse a VPC that is known to resolve no private names. An imported one says nothing of it. */
export function checkVpcDns(vpc: IVpc, what: string, scope: IConstruct): void {
  if (!knowsDns(vpc) || (vpc.dnsSupportEnabled && vpc.dnsHostnamesEnabled)) return;
  refuse('vpc-dns-off', { vpc: vpc.node.path, what }, scope);
}

/** Whether an endpoint is known to take the default names of APIs in its VPC. */
export function hasPrivateDns(endpoint: IInterfaceVpcEndpoint): boolean {
  const resource = endpoint.node.defaultChild;
  return CfnVPCEndpoint.isCfnVPCEndpoint(resource) && resource.privateDnsEnabled === true;
}

/**
 * Other endpoints of this app that take the same names in the same VPC, whoever made them.
 *
 * A VPC is known by its id; the ids of two VPCs are one string only when they are one VPC, also when it is a token.
 * That the reverse does not hold (one VPC imported twice, once by a token) costs a message, not a wrong one.
 */
export function privateDnsClashes(ours: CfnVPCEndpoint): string[] {
  if (ours.vpcId === NOT_YET_LOOKED_UP) return [];
  return ours.node.root.node.findAll()
    .filter(CfnVPCEndpoint.isCfnVPCEndpoint)
    .filter((other) => other !== ours && isInVpcOf(ours, other) && other.privateDnsEnabled === true && isForApis(other))
    .map((other) => findingMessage('private-dns-clash', { endpoint: ours.node.path, other: other.node.path }));
}

/** What stands for an id until it is looked up, or is read at deployment, is the same in every account and Region. */
function isInVpcOf(ours: CfnVPCEndpoint, other: CfnVPCEndpoint): boolean {
  const [here, there] = [Stack.of(ours), Stack.of(other)];
  return other.vpcId === ours.vpcId && !differ(here.account, there.account) && !differ(here.region, there.region);
}

function differ(one: string, other: string): boolean {
  return one !== other && !Token.isUnresolved(one) && !Token.isUnresolved(other);
}

/** The name of a service depends on the Region, which may be known at deployment only. */
function isForApis(endpoint: CfnVPCEndpoint): boolean {
  return /\.execute-api"/.test(JSON.stringify(Stack.of(endpoint).resolve([endpoint.serviceName])));
}

interface KnownDns {
  readonly dnsSupportEnabled: boolean;
  readonly dnsHostnamesEnabled: boolean;
}

function knowsDns(vpc: IVpc): vpc is IVpc & KnownDns {
  return 'dnsSupportEnabled' in vpc && 'dnsHostnamesEnabled' in vpc;
}
