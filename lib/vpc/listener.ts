import { CfnResource, Token } from 'aws-cdk-lib';
import type {
  ApplicationListener, CfnListener, CfnLoadBalancer, IApplicationListener, IApplicationLoadBalancer,
  INetworkListener, INetworkLoadBalancer, NetworkListener,
} from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import { IConstruct } from 'constructs';
import { refuse } from '../core/refuse';
import { PrivateBackendOptions } from '../routes/private-backend';

/** A listener of either kind of load balancer that API Gateway reaches. */
export type Listener = IApplicationListener | INetworkListener;

/** A listener, and how it is to be called. */
export interface ListenerSpec {
  readonly kind: 'alb' | 'nlb';
  readonly listener: Listener;
  readonly options: PrivateBackendOptions;
}

/** The load balancer, which only a listener made in this app knows. */
export function loadBalancerOf(listener: Listener): IApplicationLoadBalancer | INetworkLoadBalancer | undefined {
  return 'loadBalancer' in listener ? (listener as ApplicationListener | NetworkListener).loadBalancer : undefined;
}

/** The port; unknown of an imported listener unless the options say it. */
export function portOf({ listener, options }: ListenerSpec): number | undefined {
  return options.port ?? resourceOf(listener)?.port;
}

/** What makes CloudFormation replace the load balancer when it changes: under the same logical id, so that whatever refers to it looks the same. */
export function identityOf(listener: Listener): object {
  const resource = loadBalancerOf(listener)?.node.defaultChild;
  if (!isOfType(resource, 'LoadBalancer')) return {};
  const { name, scheme, type } = resource as CfnLoadBalancer;
  return { name, scheme, type };
}

/** Refuse to call a listener in a way it will not understand. Of an imported one nothing is known, and nothing refused. */
export function checkListener(spec: ListenerSpec): void {
  const { listener: { node: { path: listener } }, options: { tlsServerName } } = spec;
  const given = resourceOf(spec.listener)?.protocol;
  checkPort(spec);
  if (given === undefined || Token.isUnresolved(given)) return;
  if (!['HTTP', 'HTTPS', 'TCP', 'TLS', 'TCP_UDP'].includes(given)) refuse('listener-not-over-tcp', { listener, given });
  if (['HTTPS', 'TLS'].includes(given) && tlsServerName === undefined) refuse('listener-needs-tls-server-name', { listener, given });
  if (given === 'HTTP' && tlsServerName !== undefined) refuse('listener-without-tls', { listener });
}

function checkPort({ listener, options: { port: given } }: ListenerSpec): void {
  const port = resourceOf(listener)?.port;
  if (given === undefined || port === undefined || Token.isUnresolved(given) || Token.isUnresolved(port)) return;
  if (given !== port) refuse('private-port-contradicted', { listener: listener.node.path, given, port });
}

/** Port and protocol of a Network Load Balancer's listener stand on its L1 only. */
function resourceOf({ node: { defaultChild } }: Listener): CfnListener | undefined {
  return isOfType(defaultChild, 'Listener') ? defaultChild as CfnListener : undefined;
}

/** The L1 classes are not asked, because their module would be loaded at every start. */
function isOfType(construct: IConstruct | undefined, type: string): boolean {
  return CfnResource.isCfnResource(construct) && construct.cfnResourceType === `AWS::ElasticLoadBalancingV2::${type}`;
}
