import { App, Stack } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import {
  CfnVPCEndpoint, InterfaceVpcEndpointAwsService, IpAddresses, IpProtocol, IVpc, Peer, Port, SubnetType, Vpc, VpcProps,
} from 'aws-cdk-lib/aws-ec2';
import { AnyPrincipal, PolicyDocument, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Waiver } from '../../lib/core/waiver';
import { ApiVpcEndpoint, ApiVpcEndpointProps } from '../../lib/vpc/api-vpc-endpoint';
import { FLAGS, nagFindings, newStack } from '../helpers/apps';

const ENDPOINT = 'AWS::EC2::VPCEndpoint';
const POOL = { ipv4IpamPoolId: 'pool-1', ipv4NetmaskLength: 16, defaultSubnetIpv4NetmaskLength: 24 };

describe('an endpoint for private APIs', () => {
  test('is an interface endpoint for execute-api that takes no names from the VPC', () => {
    const stack = newStack();
    add(stack);
    Template.fromStack(stack).hasResourceProperties(ENDPOINT, {
      ServiceName: { 'Fn::Join': ['', ['com.amazonaws.', { Ref: 'AWS::Region' }, '.execute-api']] },
      VpcEndpointType: 'Interface',
      PrivateDnsEnabled: false,
      IpAddressType: Match.absent(),
      DnsOptions: Match.absent(),
    });
  });

  test('lets APIs of its own account and Region be called, and no others', () => {
    const stack = newStack();
    add(stack);
    Template.fromStack(stack).hasResourceProperties(ENDPOINT, {
      PolicyDocument: {
        Statement: [{
          Effect: 'Allow',
          Principal: { AWS: '*' },
          Action: 'execute-api:Invoke',
          Resource: {
            'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':execute-api:', { Ref: 'AWS::Region' }, ':', { Ref: 'AWS::AccountId' }, ':*']],
          },
        }],
      },
    });
  });

  test('lets the VPC connect on 443 and connects to nobody', () => {
    const stack = newStack();
    const { securityGroup } = add(stack);
    expect(securityGroup.allowAllOutbound).toBe(false);
    Template.fromStack(stack).hasResourceProperties('AWS::EC2::SecurityGroup', {
      SecurityGroupIngress: [{ CidrIp: '10.0.0.0/16', FromPort: 443, ToPort: 443, IpProtocol: 'tcp', Description: 'Callers of private APIs' }],
      SecurityGroupEgress: [Match.objectLike({ CidrIp: '255.255.255.255/32' })],
    });
  });

  test('lets the given peers connect, and the VPC no longer', () => {
    const stack = newStack();
    add(stack, { peers: [Peer.ipv4('10.8.0.0/16'), Peer.prefixList('pl-1')] });
    Template.fromStack(stack).hasResourceProperties('AWS::EC2::SecurityGroup', {
      SecurityGroupIngress: [Match.objectLike({ CidrIp: '10.8.0.0/16', FromPort: 443 })],
    });
    Template.fromStack(stack).hasResourceProperties('AWS::EC2::SecurityGroupIngress', { SourcePrefixListId: 'pl-1', FromPort: 443, ToPort: 443 });
  });

  test('without peers lets in whom its connections allow later', () => {
    const stack = newStack();
    const { endpoint } = add(stack, { peers: [] });
    endpoint.connections.allowDefaultPortFrom(Peer.ipv4('10.9.0.0/16'));
    Template.fromStack(stack).hasResourceProperties('AWS::EC2::SecurityGroup', {
      SecurityGroupIngress: [Match.objectLike({ CidrIp: '10.9.0.0/16', FromPort: 443 })],
    });
  });

  test('has the policy it is given', () => {
    const stack = newStack();
    const Resource = 'arn:aws:execute-api:eu-west-1:111122223333:abc/*';
    const statement = new PolicyStatement({ principals: [new AnyPrincipal()], actions: ['execute-api:Invoke'], resources: [Resource] });
    add(stack, { policy: new PolicyDocument({ statements: [statement] }) });
    Template.fromStack(stack).hasResourceProperties(ENDPOINT, { PolicyDocument: { Statement: [Match.objectLike({ Resource })] } });
  });

  test('takes further statements besides the policy it is given', () => {
    const stack = newStack();
    const [given, later] = ['abc', 'def'].map((api) => new PolicyStatement({
      principals: [new AnyPrincipal()], actions: ['execute-api:Invoke'], resources: [`arn:aws:execute-api:eu-west-1:111122223333:${api}/*`],
    }));
    add(stack, { policy: new PolicyDocument({ statements: [given] }) }).endpoint.addToPolicy(later);
    const [{ Properties: { PolicyDocument: document } }] = Object.values(Template.fromStack(stack).findResources(ENDPOINT));
    ['abc', 'def'].forEach((api) => expect(JSON.stringify(document)).toContain(`:${api}/*`));
  });

  test('in a VPC whose range is not known is refused before anything is made, unless somebody says who may connect', () => {
    const stack = newStack();
    const vpc = Vpc.fromVpcAttributes(stack, 'Imported', { vpcId: 'vpc-1', availabilityZones: ['a'], isolatedSubnetIds: ['subnet-1'] });
    expect(() => add(stack, { vpc })).toThrow(/endpoint-vpc-range-unknown: the address range of the VPC Shop\/Imported is not known/);
    expect(stack.node.findChild('Endpoint').node.children).toEqual([]);
    expect(() => add(stack, { id: 'Other', vpc, peers: [] })).not.toThrow();
  });

  test('with a policy that is still empty at the end is refused', () => {
    const stack = newStack();
    add(stack, { policy: new PolicyDocument() });
    expect(() => Template.fromStack(stack)).toThrow(/endpoint-policy-empty.*Shop\/Endpoint/);
  });

  test('has the logical id of a plain interface endpoint, and its security group one of its own', () => {
    const [plain, ours] = [newStack(), newStack()];
    network(plain).addInterfaceEndpoint('Plain', { service: InterfaceVpcEndpointAwsService.APIGATEWAY });
    add(ours, { id: 'Api' });
    expect(idsOf(ours, ENDPOINT)[0]).toMatch(/^Api[0-9A-F]{8}$/);
    expect(idsOf(ours, 'AWS::EC2::SecurityGroup')[0]).toMatch(/^ApiSecurityGroup[0-9A-F]{8}$/);
  });

  test.each(FLAGS)('is clean under cdk-nag %s', (_what, props) => {
    const stack = newStack(props);
    // A VPC of its own would be asked for flow logs; a literal range is one cdk-nag can read.
    new ApiVpcEndpoint(stack, 'Endpoint', { vpc: importedNetwork(stack), privateDns: true });
    expect(nagFindings(stack)).toEqual([]);
  });

  test.each<[string, VpcProps, boolean]>([
    ['in a VPC of the app', {}, false],
    ['over IPv6', { ipProtocol: IpProtocol.DUAL_STACK }, true],
    ['in a VPC whose range is given out at deployment', { ipAddresses: IpAddresses.awsIpamAllocation(POOL) }, false],
  ])('%s adds nothing for cdk-nag to find', (_what, props, dualStack) => {
    const [alone, ours] = [newStack(), newStack()];
    network(alone, props);
    add(ours, { vpc: network(ours, props), dualStack });
    expect(nagFindings(ours)).toEqual(nagFindings(alone));
  });

  test('acknowledges what cdk-nag cannot read on the rule it is about, and nothing else', () => {
    const stack = newStack();
    const { securityGroup } = add(stack, { vpc: network(stack, { ipProtocol: IpProtocol.DUAL_STACK }), dualStack: true });
    expect(Waiver.within(stack)).toEqual([
      expect.objectContaining({ path: 'Shop/Endpoint/SecurityGroup/FromVpcIpv6', rules: ['AwsSolutions-EC23'] }),
    ]);
    securityGroup.addIngressRule(Peer.anyIpv4(), Port.HTTPS);
    expect(nagFindings(stack)).toContain('AwsSolutions-EC23 at Shop/Endpoint/SecurityGroup/Resource');
  });
});

describe('the subnets of an endpoint', () => {
  test.each<[string, VpcProps, string]>([
    ['the isolated ones', {}, 'isolated'],
    ['the private ones where there are no isolated ones', {
      subnetConfiguration: [{ name: 'private', subnetType: SubnetType.PRIVATE_WITH_EGRESS }, { name: 'public', subnetType: SubnetType.PUBLIC }],
    }, 'private'],
  ])('are %s', (_what, props, name) => {
    const stack = newStack();
    add(stack, { vpc: network(stack, props) });
    const { SubnetIds } = propertiesOf(stack);
    expect(SubnetIds).toHaveLength(2);
    expect(SubnetIds.every(({ Ref }) => Ref.startsWith(`Vpc${name}`))).toBe(true);
  });

  test('are one per Availability Zone, also of a choice that has more', () => {
    const stack = newStack();
    const isolated = (name: string) => ({ name, subnetType: SubnetType.PRIVATE_ISOLATED });
    const vpc = network(stack, { subnetConfiguration: [isolated('one'), isolated('two')] });
    add(stack, { vpc, subnets: { subnetType: SubnetType.PRIVATE_ISOLATED } });
    expect(propertiesOf(stack).SubnetIds).toHaveLength(2);
  });

  test('that do not exist are refused, before anything is made', () => {
    const stack = newStack();
    const vpc = network(stack, { subnetConfiguration: [{ name: 'public', subnetType: SubnetType.PUBLIC }] });
    expect(() => add(stack, { vpc })).toThrow(/vpc-without-endpoint-subnets.*Shop\/Vpc has no isolated or private subnets/);
    expect(stack.node.findChild('Endpoint').node.children).toEqual([]);
  });

  test('that a choice leaves none of are refused', () => {
    const stack = newStack();
    const subnets = { availabilityZones: ['nowhere'], subnetType: SubnetType.PRIVATE_ISOLATED };
    expect(() => add(stack, { subnets })).toThrow(/vpc-without-endpoint-subnets.*of that choice/);
  });

  test('may be public when somebody says so', () => {
    const stack = newStack();
    const vpc = network(stack, { subnetConfiguration: [{ name: 'public', subnetType: SubnetType.PUBLIC }] });
    expect(() => add(stack, { vpc, subnets: { subnetType: SubnetType.PUBLIC } })).not.toThrow();
  });

  test('of a VPC that has yet to be looked up are not known, and pass', () => {
    const stack = new Stack(new App(), 'Shop', { env: { account: '111122223333', region: 'eu-west-1' } });
    expect(() => add(stack, { vpc: Vpc.fromLookup(stack, 'Known', { vpcName: 'shop' }), privateDns: true })).not.toThrow();
  });
});

describe('private DNS', () => {
  test('is given to the endpoint that asks for it', () => {
    const stack = newStack();
    add(stack, { privateDns: true });
    expect(propertiesOf(stack).PrivateDnsEnabled).toBe(true);
  });

  test.each<[string, (stack: Stack, vpc: IVpc) => void]>([
    ['another of ours', (stack, vpc) => add(stack, { id: 'Other', vpc, privateDns: true })],
    ['one of the VPC', (_stack, vpc) => vpc.addInterfaceEndpoint('Other', { service: InterfaceVpcEndpointAwsService.APIGATEWAY })],
    ['a plain one', (stack, { vpcId }) => new CfnVPCEndpoint(stack, 'Other', {
      vpcId, serviceName: 'com.amazonaws.eu-west-1.execute-api', privateDnsEnabled: true,
    })],
  ])('of two endpoints in one VPC is refused: %s', (_what, addOther) => {
    const stack = newStack();
    const vpc = network(stack);
    add(stack, { vpc, privateDns: true });
    addOther(stack, vpc);
    expect(() => Template.fromStack(stack)).toThrow(/private-dns-clash: the endpoint at Shop\/Endpoint\/Default\/Resource.*Other/);
  });

  test.each<[string, (stack: Stack, vpc: IVpc) => void]>([
    ['another without private DNS', (stack, vpc) => add(stack, { id: 'Other', vpc })],
    ['one for another service', (_stack, vpc) => vpc.addInterfaceEndpoint('Other', { service: InterfaceVpcEndpointAwsService.LAMBDA })],
    ['one in another VPC', (stack) => add(stack, { id: 'Other', vpc: network(stack, {}, 'OtherVpc'), privateDns: true })],
  ])('does not mind %s', (_what, addOther) => {
    const stack = newStack();
    const vpc = network(stack);
    add(stack, { vpc, privateDns: true });
    addOther(stack, vpc);
    expect(() => Template.fromStack(stack)).not.toThrow();
  });

  test.each([{ account: '444455556666', region: 'eu-west-1' }, { account: '111122223333', region: 'eu-west-2' }])('does not mind one in %j, whatever the id of its VPC', (env) => {
    const app = new App();
    const [here, there] = [{ account: '111122223333', region: 'eu-west-1' }, env].map((place, index) => new Stack(app, `Shop${index}`, { env: place }));
    [here, there].forEach((stack) => add(stack, { vpc: importedNetwork(stack), privateDns: true }));
    expect(() => Template.fromStack(here)).not.toThrow();
  });

  test('of two VPCs that have yet to be looked up is no clash, so that they can be', () => {
    const stack = new Stack(new App(), 'Shop', { env: { account: '111122223333', region: 'eu-west-1' } });
    ['one', 'two'].forEach((id) => add(stack, { id, vpc: Vpc.fromLookup(stack, `Vpc-${id}`, { vpcName: id }), privateDns: true }));
    expect(() => Template.fromStack(stack)).not.toThrow();
  });

  test.each([{ enableDnsSupport: false, enableDnsHostnames: false }, { enableDnsHostnames: false }])('in a VPC with %j is refused', (props) => {
    const stack = newStack();
    const vpc = network(stack, props);
    expect(() => add(stack, { vpc, privateDns: true })).toThrow(/vpc-dns-off: private DNS needs.*Shop\/Vpc/);
    expect(() => add(stack, { id: 'Without', vpc })).not.toThrow();
  });
});

describe('a dual-stack endpoint', () => {
  test('answers over both, in DNS too, and lets both ranges of the VPC in', () => {
    const stack = newStack();
    add(stack, { vpc: network(stack, { ipProtocol: IpProtocol.DUAL_STACK }), dualStack: true });
    const template = Template.fromStack(stack);
    template.hasResourceProperties(ENDPOINT, { IpAddressType: 'dualstack', DnsOptions: { DnsRecordIpType: 'dualstack' } });
    template.hasResourceProperties('AWS::EC2::SecurityGroup', {
      SecurityGroupIngress: [Match.objectLike({ CidrIp: '10.0.0.0/16' })],
    });
    template.hasResourceProperties('AWS::EC2::SecurityGroupIngress', {
      CidrIpv6: { 'Fn::Select': [0, { 'Fn::GetAtt': [Match.stringLikeRegexp('^Vpc'), 'Ipv6CidrBlocks'] }] }, FromPort: 443, ToPort: 443,
    });
    Annotations.fromStack(stack).hasNoWarning('*', Match.stringLikeRegexp('ipv4-only-private-endpoint'));
  });

  test('lets the IPv6 range in when the VPC has got it, and not before', () => {
    const stack = newStack();
    add(stack, { vpc: network(stack, { ipProtocol: IpProtocol.DUAL_STACK }), dualStack: true });
    Template.fromStack(stack).hasResource('AWS::EC2::SecurityGroupIngress', {
      Properties: Match.objectLike({ CidrIpv6: Match.anyValue() }), DependsOn: idsOf(stack, 'AWS::EC2::VPCCidrBlock'),
    });
  });

  test('in subnets without an IPv6 range is warned of', () => {
    const stack = newStack();
    add(stack, { dualStack: true });
    Annotations.fromStack(stack).hasWarning('/Shop/Endpoint', Match.stringLikeRegexp('ipv4-only-private-endpoint.*Shop/Vpc/isolatedSubnet1'));
  });

  test('in an imported VPC lets the known range in', () => {
    const stack = newStack();
    add(stack, { vpc: importedNetwork(stack), dualStack: true });
    Template.fromStack(stack).hasResourceProperties('AWS::EC2::SecurityGroup', {
      SecurityGroupIngress: [Match.objectLike({ CidrIp: '10.0.0.0/16' })],
    });
    Annotations.fromStack(stack).hasNoWarning('/Shop/Endpoint', Match.anyValue());
  });
});

test('a VPC of another stack can have an endpoint', () => {
  const app = new App();
  const [net, api] = ['Network', 'Api'].map((id) => new Stack(app, id));
  add(api, { vpc: network(net) });
  Template.fromStack(api).hasResourceProperties(ENDPOINT, { VpcId: { 'Fn::ImportValue': Match.stringLikeRegexp('Network:.*Vpc') } });
});

function network(stack: Stack, props: VpcProps = {}, id: string = 'Vpc'): Vpc {
  return new Vpc(stack, id, {
    maxAzs: 2,
    natGateways: props.subnetConfiguration ? undefined : 0,
    ipAddresses: IpAddresses.cidr('10.0.0.0/16'),
    subnetConfiguration: [{ name: 'isolated', subnetType: SubnetType.PRIVATE_ISOLATED }],
    ...props,
  });
}

function importedNetwork(stack: Stack): IVpc {
  return Vpc.fromVpcAttributes(stack, 'Imported', {
    vpcId: 'vpc-1', vpcCidrBlock: '10.0.0.0/16', availabilityZones: ['a'], isolatedSubnetIds: ['subnet-1'], isolatedSubnetRouteTableIds: ['rtb-1'],
  });
}

function add(stack: Stack, { id = 'Endpoint', ...props }: Partial<ApiVpcEndpointProps> & { id?: string } = {}): ApiVpcEndpoint {
  return new ApiVpcEndpoint(stack, id, { vpc: props.vpc ?? network(stack), ...props });
}

function idsOf(stack: Stack, type: string): string[] {
  return Object.keys(Template.fromStack(stack).findResources(type));
}

function propertiesOf(stack: Stack): { SubnetIds: { Ref: string }[]; PrivateDnsEnabled: boolean } {
  return Object.values(Template.fromStack(stack).findResources(ENDPOINT))[0].Properties;
}
