import { CfnSubnet, SubnetType } from 'aws-cdk-lib/aws-ec2';
import type { ISubnet, IVpc, SubnetSelection } from 'aws-cdk-lib/aws-ec2';
import type { IConstruct } from 'constructs';
import { refuse } from '../core/refuse';

/** The subnets for an endpoint, one per Availability Zone; a VPC that has none is refused. */
export function endpointSubnets(scope: IConstruct, vpc: IVpc, given?: SubnetSelection): SubnetSelection {
  const wanted = { ...given ?? defaultSubnets(scope, vpc), onePerAz: true };
  const { subnets, isPendingLookup } = vpc.selectSubnets(wanted);
  if (subnets.length > 0 || isPendingLookup) return wanted;
  return refuse('vpc-without-endpoint-subnets', { vpc: vpc.node.path, wanted: 'subnets of that choice' }, scope);
}

/** The first subnet that was made in this app without an IPv6 range. Imported ones say nothing of theirs. */
export function subnetWithoutIpv6(vpc: IVpc, selection: SubnetSelection): ISubnet | undefined {
  return vpc.selectSubnets(selection).subnets.find((subnet) => {
    const resource = subnet.node.children.find(CfnSubnet.isCfnSubnet);
    return resource !== undefined && resource.ipv6CidrBlock === undefined && resource.ipv6IpamPoolId === undefined;
  });
}

function defaultSubnets(scope: IConstruct, vpc: IVpc): SubnetSelection {
  if (vpc.isolatedSubnets.length > 0) return { subnetType: SubnetType.PRIVATE_ISOLATED };
  if (vpc.privateSubnets.length > 0) return { subnetType: SubnetType.PRIVATE_WITH_EGRESS };
  return refuse('vpc-without-endpoint-subnets', { vpc: vpc.node.path, wanted: 'isolated or private subnets' }, scope);
}
