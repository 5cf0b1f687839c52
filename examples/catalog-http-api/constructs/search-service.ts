import { RemovalPolicy } from 'aws-cdk-lib';
import { FlowLogDestination, IpAddresses, SubnetType, Vpc } from 'aws-cdk-lib/aws-ec2';
import { ApplicationListener, ApplicationLoadBalancer, ApplicationProtocol } from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import { LambdaTarget } from 'aws-cdk-lib/aws-elasticloadbalancingv2-targets';
import { IFunction } from 'aws-cdk-lib/aws-lambda';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Waiver } from 'cdk-gatehouse';
import { Construct } from 'constructs';

export interface SearchServiceProps {
  /** What searches. */
  readonly handler: IFunction;
}

/**
 * A service inside a VPC, behind a load balancer nobody outside can reach. Its target is a function, so that the starter needs no container;
 * give the listener the target group of your own service, and everything in front of it stays as it is.
 */
export class SearchService extends Construct {
  public readonly vpc: Vpc;
  public readonly listener: ApplicationListener;

  constructor(scope: Construct, id: string, { handler }: SearchServiceProps) {
    super(scope, id);
    this.vpc = this.createVpc();
    const loadBalancer = new ApplicationLoadBalancer(this, 'LoadBalancer', {
      vpc: this.vpc,
      vpcSubnets: { subnetType: SubnetType.PRIVATE_ISOLATED },
      internetFacing: false,
      dropInvalidHeaderFields: true,
    });
    // Not open: API Gateway's VPC link is let in by name as soon as a route leads here.
    this.listener = loadBalancer.addListener('Listener', { protocol: ApplicationProtocol.HTTP, port: 80, open: false });
    this.listener.addTargets('Search', { targets: [new LambdaTarget(handler)] });
    Waiver.record(loadBalancer, {
      control: 'access log of the load balancer',
      reason: 'Nothing but API Gateway can reach it, and the access log of the API has a line for every request that does',
      rules: ['AwsSolutions-ELB2'],
    });
  }

  /** Two zones, and no way out: neither a gateway nor an address to pay for. */
  private createVpc(): Vpc {
    const logGroup = new LogGroup(this, 'FlowLogs', { retention: RetentionDays.ONE_MONTH, removalPolicy: RemovalPolicy.DESTROY });
    return new Vpc(this, 'Vpc', {
      ipAddresses: IpAddresses.cidr('10.20.0.0/24'),
      maxAzs: 2,
      natGateways: 0,
      subnetConfiguration: [{ name: 'Isolated', subnetType: SubnetType.PRIVATE_ISOLATED, cidrMask: 26 }],
      flowLogs: { All: { destination: FlowLogDestination.toCloudWatchLogs(logGroup) } },
    });
  }
}
