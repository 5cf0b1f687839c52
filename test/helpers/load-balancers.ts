import { VpcLink } from 'aws-cdk-lib/aws-apigatewayv2';
import { IVpc, SecurityGroup, SubnetType, Vpc } from 'aws-cdk-lib/aws-ec2';
import {
  ApplicationListener, ApplicationLoadBalancer, ApplicationLoadBalancerProps, ApplicationProtocol, IListenerCertificate, ListenerAction,
  ListenerCertificate, NetworkListener, NetworkLoadBalancer, NetworkTargetGroup, Protocol, TargetType,
} from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import { Construct } from 'constructs';

/** A certificate of somebody's. */
export const CERTIFICATE: IListenerCertificate = ListenerCertificate.fromArn('arn:aws:acm:eu-west-1:111122223333:certificate/11112222-3333-4444');

const INNER = { subnetType: SubnetType.PRIVATE_ISOLATED };

/** A small VPC without a way out. */
export function newVpc(scope: Construct, id = 'Vpc'): Vpc {
  const subnetConfiguration = [{ name: 'Inner', subnetType: SubnetType.PRIVATE_ISOLATED }];
  return new Vpc(scope, id, { restrictDefaultSecurityGroup: false, subnetConfiguration });
}

/** A link somebody made. */
export function newVpcLink(scope: Construct, vpc: IVpc, id = 'Given'): VpcLink {
  return new VpcLink(scope, id, { vpc, subnets: INNER });
}

/** An internal load balancer for HTTP. */
export function newAlb(scope: Construct, vpc: IVpc, props: Partial<ApplicationLoadBalancerProps> = {}): ApplicationLoadBalancer {
  return new ApplicationLoadBalancer(scope, 'Alb', { vpc, vpcSubnets: INNER, ...props });
}

/** A listener of it that only those are let in by who were told to. */
export function httpListener(alb: ApplicationLoadBalancer, port = 80): ApplicationListener {
  return alb.addListener(`Http${port}`, { port, protocol: ApplicationProtocol.HTTP, open: false, defaultAction: ListenerAction.fixedResponse(200) });
}

/** The same with TLS. */
export function httpsListener(alb: ApplicationLoadBalancer): ApplicationListener {
  return alb.addListener('Https', { port: 443, open: false, certificates: [CERTIFICATE], defaultAction: ListenerAction.fixedResponse(200) });
}

/** A listener of a load balancer for TCP, which has a security group or none. */
export function nlbListener(scope: Construct, vpc: IVpc, { grouped = false, protocol = Protocol.TCP } = {}): NetworkListener {
  const securityGroups = grouped ? [new SecurityGroup(scope, 'NlbGroup', { vpc, allowAllOutbound: false })] : undefined;
  const nlb = new NetworkLoadBalancer(scope, 'Nlb', { vpc, vpcSubnets: INNER, securityGroups, disableSecurityGroups: !grouped });
  const certificates = protocol === Protocol.TLS ? [CERTIFICATE] : undefined;
  const group = new NetworkTargetGroup(scope, 'NlbTargets', {
    vpc, port: 8080, protocol: protocol === Protocol.TLS ? Protocol.TCP : protocol, targetType: TargetType.IP,
  });
  return nlb.addListener('Listener', { port: 8080, protocol, certificates, defaultTargetGroups: [group] });
}
