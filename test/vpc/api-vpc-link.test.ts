import { CfnParameter, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { VpcLink } from 'aws-cdk-lib/aws-apigatewayv2';
import { IpAddresses, IVpc, Peer, Port, SecurityGroup, SubnetType, Vpc, VpcProps } from 'aws-cdk-lib/aws-ec2';
import { ApiVpcLink } from '../../lib/vpc/api-vpc-link';
import { FLAGS, nagFindings, newStack } from '../helpers/apps';

let stack: Stack;
beforeEach(() => { stack = newStack(); });

function newVpc(props: VpcProps = {}): Vpc {
  return new Vpc(stack, 'Vpc', { restrictDefaultSecurityGroup: false, ...props });
}

function newLink(vpc: IVpc = newVpc()): ApiVpcLink {
  return new ApiVpcLink(stack, 'Link', { vpc });
}

function subnetsOfLink(): string[] {
  const [link] = Object.values(Template.fromStack(stack).findResources('AWS::ApiGatewayV2::VpcLink'));
  return link.Properties.SubnetIds.map(({ Ref }: { Ref: string }) => Ref);
}

describe.each(FLAGS)('a VPC link, %s,', (_name, props) => {
  beforeEach(() => { stack = newStack(props); });

  test('has the logical id of a plain one, and a security group of its own', () => {
    const other = newStack(props);
    new VpcLink(other, 'Link', { vpc: new Vpc(other, 'Vpc', { restrictDefaultSecurityGroup: false }) });
    const { vpcLink, securityGroup } = newLink();
    expect({ Ref: Object.keys(Template.fromStack(other).findResources('AWS::ApiGatewayV2::VpcLink'))[0] }).toEqual(stack.resolve(vpcLink.vpcLinkId));
    Template.fromStack(stack).hasResourceProperties('AWS::ApiGatewayV2::VpcLink', { SecurityGroupIds: [stack.resolve(securityGroup.securityGroupId)] });
  });

  test('lets nothing out and nothing in', () => {
    newLink();
    const template = Template.fromStack(stack);
    template.hasResourceProperties('AWS::EC2::SecurityGroup', {
      SecurityGroupEgress: [Match.objectLike({ CidrIp: '255.255.255.255/32', Description: 'Disallow all traffic' })],
      SecurityGroupIngress: Match.absent(),
    });
    ['AWS::EC2::SecurityGroupEgress', 'AWS::EC2::SecurityGroupIngress'].forEach((type) => template.resourceCountIs(type, 0));
  });

  test('reaches what it is told to, on one port, and is let in there', () => {
    const vpc = newVpc();
    const link = newLink(vpc);
    const target = new SecurityGroup(stack, 'Target', { vpc, allowAllOutbound: false });
    link.reach(target, 8080);
    const [from, to] = [link.securityGroup, target].map(({ securityGroupId }) => stack.resolve(securityGroupId));
    const template = Template.fromStack(stack);
    const rule = { IpProtocol: 'tcp', FromPort: 8080, ToPort: 8080 };
    template.hasResourceProperties('AWS::EC2::SecurityGroupEgress', { ...rule, GroupId: from, DestinationSecurityGroupId: to });
    template.hasResourceProperties('AWS::EC2::SecurityGroupIngress', { ...rule, GroupId: to, SourceSecurityGroupId: from });
  });

  test('is clean', () => {
    const vpc = newVpc();
    newLink(vpc).reach(Peer.ipv4(vpc.vpcCidrBlock), 443);
    expect(nagFindings(stack).filter((finding) => finding.includes('/Link/'))).toEqual([]);
  });
});

describe('without a choice of subnets, a VPC link', () => {
  test('is in one private subnet in each Availability Zone', () => {
    newLink(newVpc({
      subnetConfiguration: [SubnetType.PUBLIC, SubnetType.PRIVATE_ISOLATED, SubnetType.PRIVATE_WITH_EGRESS, SubnetType.PRIVATE_WITH_EGRESS]
        .map((subnetType, index) => ({ name: `G${index}`, subnetType })),
    }));
    expect(subnetsOfLink()).toEqual([expect.stringMatching(/^VpcG2Subnet1/), expect.stringMatching(/^VpcG2Subnet2/)]);
  });

  test('is in isolated subnets where no other is private', () => {
    newLink(newVpc({ subnetConfiguration: [{ name: 'Open', subnetType: SubnetType.PUBLIC }, { name: 'Inner', subnetType: SubnetType.PRIVATE_ISOLATED }] }));
    expect(subnetsOfLink()).toEqual([expect.stringMatching(/^VpcInnerSubnet1/), expect.stringMatching(/^VpcInnerSubnet2/)]);
  });

  test('is refused in a VPC with public subnets only', () => {
    const vpc = newVpc({ subnetConfiguration: [{ name: 'Open', subnetType: SubnetType.PUBLIC }] });
    expect(() => newLink(vpc)).toThrow(/vpc-link-without-subnets: the VPC Shop\/Vpc /);
    Template.fromStack(stack).resourceCountIs('AWS::EC2::SecurityGroup', 0);
  });
});

describe('the subnets of a VPC link', () => {
  test('may be public, if somebody says so', () => {
    const vpc = newVpc({ subnetConfiguration: [{ name: 'Open', subnetType: SubnetType.PUBLIC }] });
    new ApiVpcLink(stack, 'Link', { vpc, subnets: { subnetType: SubnetType.PUBLIC } });
    expect(subnetsOfLink()).toHaveLength(2);
  });

  test('that nobody finds are refused', () => {
    const vpc = newVpc();
    expect(() => new ApiVpcLink(stack, 'Link', { vpc, subnets: { availabilityZones: ['eu-west-9z'] } })).toThrow(/vpc-link-without-subnets/);
  });

  test('that are still to be looked up are not', () => {
    const located = new Stack(stack.node.root as never, 'Located', { env: { account: '111122223333', region: 'eu-west-1' } });
    const vpc = Vpc.fromLookup(located, 'Vpc', { vpcName: 'shop' });
    expect(() => new ApiVpcLink(located, 'Link', { vpc, subnets: { subnetGroupName: 'Inner' } })).not.toThrow();
  });

  test('over the quota are a warning, because it can be raised', () => {
    const subnetConfiguration = [...Array(6).keys()].map((index) => ({ name: `G${index}`, subnetType: SubnetType.PRIVATE_ISOLATED, cidrMask: 24 }));
    const vpc = newVpc({ subnetConfiguration, ipAddresses: IpAddresses.cidr('10.0.0.0/16') });
    const link = new ApiVpcLink(stack, 'Link', { vpc, subnets: { subnetType: SubnetType.PRIVATE_ISOLATED } });
    expect(JSON.stringify(link.node.metadata)).toMatch(/vpc-link-subnets-over-quota.*in 12 subnets/);
  });
});

test('a VPC link can have a name, and a target a port, that are only known at deployment', () => {
  const vpc = newVpc();
  const name = new CfnParameter(stack, 'Name').valueAsString;
  const port = new CfnParameter(stack, 'Port', { type: 'Number' }).valueAsNumber;
  const link = new ApiVpcLink(stack, 'Link', { vpc, name });
  link.reach(Peer.ipv4('10.1.0.0/16'), port);
  const template = Template.fromStack(stack);
  template.hasResourceProperties('AWS::ApiGatewayV2::VpcLink', { Name: { Ref: 'Name' } });
  template.hasResourceProperties('AWS::EC2::SecurityGroupEgress', { CidrIp: '10.1.0.0/16', FromPort: { Ref: 'Port' }, ToPort: { Ref: 'Port' } });
});

test('a VPC link is let in by other constructs as any of their clients', () => {
  const vpc = newVpc();
  const link = newLink(vpc);
  new SecurityGroup(stack, 'Target', { vpc }).connections.allowFrom(link, Port.tcp(5432));
  Template.fromStack(stack).hasResourceProperties('AWS::EC2::SecurityGroupIngress', {
    FromPort: 5432, SourceSecurityGroupId: stack.resolve(link.securityGroup.securityGroupId),
  });
});
