import { IVpcLink } from 'aws-cdk-lib/aws-apigatewayv2';
import { IConnectable, IVpc, Peer, Port } from 'aws-cdk-lib/aws-ec2';
import { Construct } from 'constructs';
import { ApiVpcLink, linkSubnets } from './api-vpc-link';
import { checkListener, ListenerSpec, loadBalancerOf, portOf } from './listener';
import { rangeOf } from './vpc-range';
import { digestOf } from '../core/identity';
import { refuse, warn } from '../core/refuse';
import { BackendSpec } from '../routes/backend';

/** A backend that is reached through a VPC link. */
export type PrivateBackendSpec = Extract<BackendSpec, { readonly kind: 'alb' | 'nlb' | 'cloud-map' }>;
type CloudMapSpec = Extract<BackendSpec, { readonly kind: 'cloud-map' }>;

/** What a link is opened to, for one backend. */
interface Opening {
  /** Tells targets apart, which need not be constructs. */
  readonly name: string;
  readonly target: IConnectable;
  readonly port: Port;
}

/**
 * The VPC links of one API: those its routes were given, and one for each further VPC, which all routes into it share.
 *
 * A link that was made here lets out what its routes need: the ports of load balancers, to their security groups, which let it in on them.
 * Where there is no security group to name, that is the address range of the VPC.
 */
export class VpcLinks extends Construct {
  private readonly links = new Map<string, ApiVpcLink>();
  private readonly opened = new Set<string>();

  constructor(scope: Construct, id: string) {
    super(scope, id);
  }

  /** Refuse a backend that cannot be reached. Makes nothing. */
  public check(spec: PrivateBackendSpec): void {
    if (spec.kind !== 'cloud-map') checkListener(spec);
    if (spec.options.vpcLink) return;
    const vpc = vpcOf(spec);
    linkSubnets(vpc);
    openings(spec, vpc);
  }

  /** The link to go through, which reaches the backend. */
  public link(spec: PrivateBackendSpec): IVpcLink {
    if (spec.options.vpcLink) return spec.options.vpcLink;
    const vpc = vpcOf(spec);
    const link = this.linkInto(vpc);
    openings(spec, vpc).forEach((opening) => this.open(link, opening));
    if (spec.kind === 'cloud-map' && spec.options.port === undefined) warn(this, 'cloud-map-any-port', { service: spec.service.node.path });
    return link.vpcLink;
  }

  /** Named after where the VPC is, as seen from here: adding, removing and reordering routes moves no link, nor does another name of the stack. */
  private linkInto(vpc: IVpc): ApiVpcLink {
    const id = `${vpc.node.id}${digestOf(this, { vpc })}`;
    const link = this.links.get(id) ?? new ApiVpcLink(this, id, { vpc });
    this.links.set(id, link);
    return link;
  }

  /** Once, however many routes lead there: the CDK takes a rule it cannot compare for another. */
  private open(link: ApiVpcLink, { name, target, port }: Opening): void {
    const key = JSON.stringify([link.node.path, name, port.toRuleJson()]);
    if (this.opened.has(key)) return;
    this.opened.add(key);
    link._reach(target, port);
  }
}

/** The VPC a link is needed for. A service of Cloud Map was asked for it before. */
function vpcOf(spec: PrivateBackendSpec): IVpc {
  const vpc = spec.kind === 'cloud-map' ? spec.options.vpc : loadBalancerOf(spec.listener)?.vpc;
  if (vpc) return vpc;
  return spec.kind === 'cloud-map' ? refuse('cloud-map-without-vpc', {}) : refuse('listener-without-vpc', { listener: spec.listener.node.path });
}

function openings(spec: PrivateBackendSpec, vpc: IVpc): Opening[] {
  return spec.kind === 'cloud-map' ? [toInstances(spec, vpc)] : toLoadBalancer(spec, vpc);
}

/**
 * A Network Load Balancer may have no security group, and then lets everybody in. The way to where it is must be open still.
 * It is named as the target all the same: a group it is given later is told of the link.
 */
function toLoadBalancer(spec: ListenerSpec, vpc: IVpc): Opening[] {
  const target = loadBalancerOf(spec.listener);
  const number = portOf(spec);
  if (!target || number === undefined) return refuse('listener-without-vpc', { listener: spec.listener.node.path });
  const name = target.node.path;
  const port = Port.tcp(number);
  const grouped = target.connections.securityGroups.length > 0;
  return grouped ? [{ name, target, port }] : [{ name, target, port }, { ...addresses(vpc, name), port }];
}

/** Cloud Map tells API Gateway addresses and ports while requests come in; of neither is anything known here unless somebody says. */
function toInstances({ service, options: { instances, port } }: CloudMapSpec, vpc: IVpc): Opening {
  const name = service.node.path;
  return { ...instances ? { name, target: instances } : addresses(vpc, name), port: port === undefined ? Port.allTcp() : Port.tcp(port) };
}

function addresses(vpc: IVpc, backend: string): Omit<Opening, 'port'> {
  const range = rangeOf(vpc);
  if (range === undefined) return refuse('vpc-range-unknown', { vpc: vpc.node.path, backend });
  return { name: `addresses of ${vpc.node.path}`, target: Peer.ipv4(range) };
}
