import { ArnFormat, Stack } from 'aws-cdk-lib';
import {
  CfnVPCEndpoint, InterfaceVpcEndpoint, InterfaceVpcEndpointAwsService, InterfaceVpcEndpointProps, IVpc, SecurityGroup, SubnetSelection,
  VpcEndpointDnsRecordIpType, VpcEndpointIpAddressType,
} from 'aws-cdk-lib/aws-ec2';
import { AnyPrincipal, PolicyDocument, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { checkVpcDns, privateDnsClashes } from './vpc-endpoint-dns';
import { checkVpcRange, letIn, letVpcIn } from './vpc-endpoint-ingress';
import { ApiVpcEndpointOptions } from './vpc-endpoint-options';
import { endpointSubnets, subnetWithoutIpv6 } from './vpc-endpoint-subnets';
import { findingMessage } from '../core/findings';
import { warn } from '../core/refuse';

/** What `ApiVpcEndpoint` needs. */
export interface ApiVpcEndpointProps extends ApiVpcEndpointOptions {
  /** The VPC of the callers. */
  readonly vpc: IVpc;
}

/**
 * The way from a VPC to private APIs: an interface endpoint for `execute-api` that only the VPC can connect to.
 *
 * One serves any number of private APIs: `VpcAccess.throughEndpoints([endpoint.endpoint], { vpc })`. It costs money by the hour and
 * Availability Zone. An endpoint that callers use for a public custom domain must not be associated with a private domain, says the
 * API Gateway developer guide: make another for that.
 */
export class ApiVpcEndpoint extends Construct {
  /** The endpoint. */
  public readonly endpoint: InterfaceVpcEndpoint;

  /** Its security group: callers in on 443, nothing out. */
  public readonly securityGroup: SecurityGroup;

  constructor(scope: Construct, id: string, props: ApiVpcEndpointProps) {
    super(scope, id);
    const { vpc, privateDns = false, dualStack = false } = props;
    const subnets = endpointSubnets(this, vpc, props.subnets);
    if (privateDns) checkVpcDns(vpc, 'private DNS', this);
    if (!props.peers) checkVpcRange(vpc, this);
    if (dualStack) this.warnOfIpv4Only(vpc, subnets);

    this.securityGroup = this.createSecurityGroup(props);
    this.endpoint = endpointWithPolicy(this, 'Default', {
      policy: props.policy ?? this.invokeHere(),
      vpc,
      subnets,
      service: InterfaceVpcEndpointAwsService.APIGATEWAY,
      privateDnsEnabled: privateDns,
      open: false,
      securityGroups: [this.securityGroup],
      ...dualStack && { ipAddressType: VpcEndpointIpAddressType.DUALSTACK, dnsRecordIpType: VpcEndpointDnsRecordIpType.DUALSTACK },
    });
    if (props.policy) this.checkAtTheEnd(props.policy);
    if (privateDns) this.node.addValidation({ validate: () => privateDnsClashes(this.endpoint.node.defaultChild as CfnVPCEndpoint) });
  }

  private warnOfIpv4Only(vpc: IVpc, subnets: SubnetSelection): void {
    const subnet = subnetWithoutIpv6(vpc, subnets);
    if (subnet) warn(this, 'ipv4-only-private-endpoint', { subnet: subnet.node.path });
  }

  private createSecurityGroup({ vpc, peers, dualStack = false }: ApiVpcEndpointProps): SecurityGroup {
    const group = new SecurityGroup(this, 'SecurityGroup', { vpc, description: 'Endpoint for private APIs', allowAllOutbound: false });
    if (peers) letIn(group, peers);
    else letVpcIn(group, vpc, dualStack);
    return group;
  }

  private checkAtTheEnd(policy: PolicyDocument): void {
    this.node.addValidation({ validate: () => policy.isEmpty ? [findingMessage('endpoint-policy-empty', { endpoint: this.node.path })] : [] });
  }

  /** All APIs of the account, because those that share the endpoint are not known, and because theirs names it: naming them makes a circle. */
  private invokeHere(): PolicyDocument {
    const resource = Stack.of(this).formatArn({ service: 'execute-api', resource: '*', arnFormat: ArnFormat.NO_RESOURCE_NAME });
    const statement = new PolicyStatement({ principals: [new AnyPrincipal()], actions: ['execute-api:Invoke'], resources: [resource] });
    return new PolicyDocument({ statements: [statement] });
  }
}

interface EndpointWithPolicyProps extends InterfaceVpcEndpointProps {
  readonly policy: PolicyDocument;
}

/**
 * The L2 takes no policy, and what is written on its L1 instead would hide the statements somebody adds to the L2 later.
 * A class only when it is needed: its base is loaded with it, which would be at every start.
 */
function endpointWithPolicy(scope: Construct, id: string, { policy, ...props }: EndpointWithPolicyProps): InterfaceVpcEndpoint {
  return new class extends InterfaceVpcEndpoint {
    constructor() {
      super(scope, id, props);
      this.policyDocument = policy;
    }
  }();
}
