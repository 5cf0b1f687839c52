import { VpcLink } from 'aws-cdk-lib/aws-apigatewayv2';
import { Connections, IConnectable, IVpc, Port, SecurityGroup, SelectedSubnets, SubnetSelection, SubnetType } from 'aws-cdk-lib/aws-ec2';
import { Construct } from 'constructs';
import { refuse, warn } from '../core/refuse';

/** AWS: "Subnets per VPC link", which can be raised. */
const SUBNETS_QUOTA = 10;

/** What `ApiVpcLink` needs. */
export interface ApiVpcLinkProps {
  /** The VPC the link leads into. */
  readonly vpc: IVpc;

  /**
   * The subnets the link has its network interfaces in: other ones make another link. API Gateway offers links in some Availability Zones
   * only ("Set up VPC links V2", its developer guide), at most 10 subnets per link (AWS: "Subnets per VPC link", can be raised).
   *
   * @default - one private subnet with a way out in each Availability Zone, or one isolated subnet where there are none; never a public one
   */
  readonly subnets?: SubnetSelection;

  /**
   * What the link is called in the console.
   *
   * @default - a name made of the construct path
   */
  readonly name?: string;
}

/**
 * A VPC link (V2): how any REST, private or HTTP API reaches load balancers and services inside a VPC.
 *
 * It has a security group of its own, which lets nothing out until `reach` says what. The front doors make one for each VPC they need;
 * make one yourself to share it between APIs, because an account has 10 per Region (AWS: "VPC links (V2) per account per Region", can be raised).
 *
 * A link is immutable: another VPC, other subnets or another security group make a new one. One that carries no traffic for 60 days
 * becomes inactive; the next requests fail, and it takes some minutes to come back ("Set up VPC links V2", API Gateway developer guide).
 */
export class ApiVpcLink extends Construct implements IConnectable {
  /** The real L2 link: what `vpcLink` of a backend takes. */
  public readonly vpcLink: VpcLink;
  /** The security group of the link. */
  public readonly securityGroup: SecurityGroup;
  /** The link as other constructs' security groups see it: `database.connections.allowFrom(link, port)`. */
  public readonly connections: Connections;

  constructor(scope: Construct, id: string, props: ApiVpcLinkProps) {
    super(scope, id);
    const subnets = linkSubnets(props.vpc, props.subnets);
    if (subnets.length > SUBNETS_QUOTA) warn(this, 'vpc-link-subnets-over-quota', { given: subnets.length });

    this.securityGroup = this.createSecurityGroup(props.vpc);
    this.connections = this.securityGroup.connections;
    this.vpcLink = new VpcLink(this, 'Default', {
      vpc: props.vpc, vpcLinkName: props.name, subnets: { subnets }, securityGroups: [this.securityGroup],
    });
  }

  /**
   * Let the link reach a target on one TCP port, and no other: opens the way out of the link, and the way in where the target has security groups.
   *
   * @param target a load balancer, a listener, a service, a security group, or `Peer.ipv4(range)`
   * @param port the TCP port
   */
  public reach(target: IConnectable, port: number): void {
    this._reach(target, Port.tcp(port));
  }

  /** @internal */
  public _reach(target: IConnectable, port: Port): void {
    this.connections.allowTo(target, port, 'API Gateway to its backends');
  }

  private createSecurityGroup(vpc: IVpc): SecurityGroup {
    return new SecurityGroup(this, 'SecurityGroup', {
      vpc, allowAllOutbound: false, description: 'VPC link of API Gateway, which reaches the backends of its APIs and nothing else',
    });
  }
}

/** The subnets a link is put in; refused if there are none. Makes nothing. */
export function linkSubnets(vpc: IVpc, selection?: SubnetSelection): SelectedSubnets['subnets'] {
  const selected = vpc.selectSubnets(selection ?? unseenFromOutside(vpc));
  // A lookup that has not happened yet finds nothing, and says so.
  if (selected.subnets.length === 0 && selected.isPendingLookup !== true) withoutSubnets(vpc);
  return selected.subnets;
}

/** The L2 would go on to public subnets. */
function unseenFromOutside(vpc: IVpc): SubnetSelection {
  if (vpc.privateSubnets.length > 0) return { subnetType: SubnetType.PRIVATE_WITH_EGRESS, onePerAz: true };
  if (vpc.isolatedSubnets.length > 0) return { subnetType: SubnetType.PRIVATE_ISOLATED, onePerAz: true };
  return withoutSubnets(vpc);
}

function withoutSubnets(vpc: IVpc): never {
  refuse('vpc-link-without-subnets', { vpc: vpc.node.path });
}
