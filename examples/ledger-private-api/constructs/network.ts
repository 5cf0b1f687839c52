import { RemovalPolicy } from 'aws-cdk-lib';
import { FlowLogDestination, FlowLogTrafficType, IpAddresses, SecurityGroup, SubnetType, Vpc } from 'aws-cdk-lib/aws-ec2';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';

export interface NetworkProps {
  /** What happens to the flow log when the stack is deleted. */
  readonly removalPolicy: RemovalPolicy;
}

/**
 * A VPC with no way out: isolated subnets in two Availability Zones, no internet gateway, no NAT.
 * Whoever calls the ledger from here reaches the endpoint of its API, and nothing else.
 */
export class Network extends Construct {
  public readonly vpc: Vpc;
  /** What callers of the ledger have in common: membership lets a function or a task connect to the endpoint. */
  public readonly callers: SecurityGroup;

  constructor(scope: Construct, id: string, { removalPolicy }: NetworkProps) {
    super(scope, id);
    this.vpc = new Vpc(this, 'Vpc', {
      ipAddresses: IpAddresses.cidr('10.20.0.0/24'),
      maxAzs: 2,
      natGateways: 0,
      subnetConfiguration: [{ name: 'Isolated', subnetType: SubnetType.PRIVATE_ISOLATED, cidrMask: 26 }],
      restrictDefaultSecurityGroup: true, // AWS lets everything through the group that is there by itself
    });
    this.addFlowLog(removalPolicy);
    this.callers = new SecurityGroup(this, 'Callers', { vpc: this.vpc, description: 'May call the ledger', allowAllOutbound: false });
  }

  /** Who tried to connect to what, refused or not: in a VPC without a way out the refused ones are the interesting ones. */
  private addFlowLog(removalPolicy: RemovalPolicy): void {
    const logGroup = new LogGroup(this, 'FlowLogGroup', { retention: RetentionDays.THREE_MONTHS, removalPolicy });
    this.vpc.addFlowLog('FlowLog', {
      destination: FlowLogDestination.toCloudWatchLogs(logGroup),
      trafficType: FlowLogTrafficType.ALL,
    });
  }
}
