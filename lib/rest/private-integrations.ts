import { Fn, Token, Tokenization } from 'aws-cdk-lib';
import { CfnMethod, ConnectionType, IRestApi, Method } from 'aws-cdk-lib/aws-apigateway';
import { CfnVpcLink, IVpcLink } from 'aws-cdk-lib/aws-apigatewayv2';
import { RestBackendSpec } from './rest-backend';
import { refuse } from '../core/refuse';
import { identityOf, Listener, ListenerSpec, loadBalancerOf, portOf } from '../vpc/listener';
import { VpcLinks } from '../vpc/vpc-links';

/**
 * Load balancers inside a VPC behind the routes of a REST API, through VPC links (V2).
 *
 * The integration's target is the load balancer and not the listener: so says the API Gateway developer guide ("Set up a private integration"),
 * where the CloudFormation reference speaks of a listener. The port in the URI selects the listener. The path in the URI is what the backend is
 * asked for. The developer guide also says that a private integration passes the name of the stage on; AWS's samples show the path of the URI
 * without it, and so it is written here. Neither is proven here without an account.
 */
export class PrivateIntegrations {
  constructor(private readonly restApi: IRestApi, private readonly links: VpcLinks) {}

  /** Refuse a listener that cannot be reached, or cannot be addressed. Makes nothing. */
  public check(spec: RestBackendSpec): void {
    if (!isPrivate(spec)) return;
    this.links.check(spec);
    privateUrl(spec, '/');
    targetOf(spec.listener);
  }

  /** Send a method's requests through a link. The L2 knows links of the first version only. */
  public connect(method: Method, spec: RestBackendSpec): void {
    if (!isPrivate(spec)) return;
    const link = this.links.link(spec);
    const connection = { connectionType: ConnectionType.VPC_LINK, connectionId: link.vpcLinkId, integrationTarget: targetOf(spec.listener) };
    const resource = method.node.defaultChild as CfnMethod;
    resource.integration = { ...resource.integration as CfnMethod.IntegrationProperty, ...connection };
    // Nothing of the integration refers to the listener, without which the load balancer would answer nobody.
    const { defaultChild: listener } = spec.listener.node;
    if (listener) method.node.addDependency(listener);
    // The deployment counts in what the L2 knew. A link or load balancer replaced under its old name has to make a new one, too.
    this.restApi.latestDeployment?.addToLogicalId({ connection, link: identityOfLink(link), loadBalancer: identityOf(spec.listener) });
  }
}

/** Where the backend is called: the host name is for its eyes only, because the way leads through the link. */
export function privateUrl(spec: ListenerSpec, path: string): string {
  const { tlsServerName, hostName } = spec.options;
  const host = tlsServerName ?? hostName ?? dnsNameOf(spec.listener) ?? unknown(spec.listener, 'host name');
  const port = portOf(spec) ?? unknown(spec.listener, 'port');
  return `${tlsServerName === undefined ? 'http' : 'https'}://${host}:${Tokenization.stringifyNumber(port)}${path}`;
}

function isPrivate(spec: RestBackendSpec): spec is Extract<RestBackendSpec, { kind: 'alb' | 'nlb' }> {
  return spec.kind === 'alb' || spec.kind === 'nlb';
}

function unknown({ node: { path: listener } }: Listener, missing: string): never {
  refuse('listener-address-unknown', { listener, missing });
}

/** An imported load balancer throws when it was not told its name. */
function dnsNameOf(listener: Listener): string | undefined {
  try {
    return loadBalancerOf(listener)?.loadBalancerDnsName;
  } catch {
    return undefined;
  }
}

/** AWS: `app` or `net` after `listener/`. What the CDK has in its place until it has looked a listener up says `application` or `network`. */
const LISTENER_ARN = /^arn:[^:]+:elasticloadbalancing:[^:]+:[^:]+:listener\/[a-z]+\/[^/]+\/[^/]+\/[^/]+$/;

/** The ARN of the load balancer; an imported listener has it in its own. */
function targetOf(listener: Listener): string {
  return loadBalancerOf(listener)?.loadBalancerArn ?? targetIn(listener.listenerArn);
}

function targetIn(listenerArn: string): string {
  const valid = Token.isUnresolved(listenerArn) || LISTENER_ARN.test(listenerArn);
  if (!valid) refuse('listener-arn-malformed', { given: listenerArn });
  const [, partition, , region, account] = Fn.split(':', listenerArn, 6);
  const [, type, name, id] = Fn.split('/', listenerArn, 5);
  return `arn:${partition}:elasticloadbalancing:${region}:${account}:loadbalancer/${type}/${name}/${id}`;
}

/** What makes CloudFormation replace the link when it changes. */
function identityOfLink({ node: { defaultChild } }: IVpcLink): object {
  return CfnVpcLink.isCfnVpcLink(defaultChild) ? { subnets: defaultChild.subnetIds, securityGroups: defaultChild.securityGroupIds } : {};
}
