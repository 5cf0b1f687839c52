import { Fn, Token } from 'aws-cdk-lib';
import { CfnSecurityGroupIngress, CfnVPC, CfnVPCCidrBlock, Peer, Port, Vpc } from 'aws-cdk-lib/aws-ec2';
import type { IPeer, IVpc, SecurityGroup } from 'aws-cdk-lib/aws-ec2';
import type { IConstruct } from 'constructs';
import { rangeOf } from './vpc-range';
import { refuse } from '../core/refuse';
import { Waiver } from '../core/waiver';

const CALLERS = 'Callers of private APIs';
const UNREADABLE = 'only the address range of the VPC itself is let in; it is known at deployment, where the rule cannot read it';

/** Let these connect. */
export function letIn(group: SecurityGroup, peers: IPeer[]): void {
  peers.forEach((peer) => group.addIngressRule(peer, Port.HTTPS, CALLERS));
}

/** Refuse to let in a VPC from somewhere in it without knowing where that is. */
export function checkVpcRange(vpc: IVpc, scope: IConstruct): void {
  if (rangeOf(vpc) === undefined) refuse('endpoint-vpc-range-unknown', { vpc: vpc.node.path }, scope);
}

/** Let the VPC connect, from everywhere in it. The range it has for IPv6 is known of VPCs made in this app only. */
export function letVpcIn(group: SecurityGroup, vpc: IVpc, dualStack: boolean): void {
  const range = ipv4Range(vpc);
  if (Token.isUnresolved(range)) addRange(group, 'FromVpc', { cidrIp: range });
  else letIn(group, [Peer.ipv4(range)]);
  if (dualStack && vpc instanceof Vpc) letIpv6In(group, vpc);
}

/** The range is given to the VPC after it was made, and is not among its attributes before. */
function letIpv6In(group: SecurityGroup, vpc: Vpc): void {
  const rule = addRange(group, 'FromVpcIpv6', { cidrIpv6: Fn.select(0, vpc.vpcIpv6CidrBlocks) });
  rule.node.addDependency(...vpc.node.children.filter(CfnVPCCidrBlock.isCfnVPCCidrBlock));
}

/** The range as it was written: the attribute of the VPC says the same, but to CloudFormation only. */
function ipv4Range(vpc: IVpc): string {
  const resource = vpc.node.defaultChild;
  return CfnVPC.isCfnVPC(resource) && resource.cidrBlock !== undefined ? resource.cidrBlock : vpc.vpcCidrBlock;
}

/** A resource of its own, so that what is acknowledged here says nothing of the other rules of the group. */
function addRange(group: SecurityGroup, id: string, range: { cidrIp?: string; cidrIpv6?: string }): CfnSecurityGroupIngress {
  const rule = new CfnSecurityGroupIngress(group, id, {
    ...range, groupId: group.securityGroupId, ipProtocol: 'tcp', fromPort: 443, toPort: 443, description: CALLERS,
  });
  Waiver.record(rule, { control: 'readable ingress range', reason: UNREADABLE, rules: ['AwsSolutions-EC23'] });
  return rule;
}
