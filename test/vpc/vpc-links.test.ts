import { App, CfnParameter, Stack, Stage } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { VpcLink } from 'aws-cdk-lib/aws-apigatewayv2';
import { SecurityGroup, SubnetType, Vpc } from 'aws-cdk-lib/aws-ec2';
import {
  ApplicationListener, ApplicationLoadBalancer, ApplicationProtocol, ListenerAction, NetworkListener, NetworkLoadBalancer, Protocol,
} from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import { HttpNamespace, Service } from 'aws-cdk-lib/aws-servicediscovery';
import { Backend } from '../../lib/routes/backend';
import { PrivateBackendSpec, VpcLinks } from '../../lib/vpc/vpc-links';
import { FLAGS, newStack } from '../helpers/apps';
import { httpListener, httpsListener, newAlb, newVpc, newVpcLink, nlbListener } from '../helpers/load-balancers';

const LISTENER = 'arn:aws:elasticloadbalancing:eu-west-1:111122223333:listener/app/orders/50dc6c495c0c9188/f2f7dc8efc522ab2';

let stack: Stack;
let vpc: Vpc;
let links: VpcLinks;

function inStack(props = FLAGS[0][1]): void {
  stack = newStack(props);
  vpc = newVpc(stack);
  links = new VpcLinks(stack, 'VpcLinks');
}

beforeEach(() => inStack());

function specOf({ _spec: spec }: Backend): PrivateBackendSpec {
  return spec as PrivateBackendSpec;
}

function reach(backend: Backend): VpcLink {
  links.check(specOf(backend));
  return links.link(specOf(backend)) as VpcLink;
}

/** The rules beside the security groups, as `port: from -> to`. */
function rules(of = stack): string[] {
  const template = Template.fromStack(of);
  return ['Egress', 'Ingress'].flatMap((way) => Object.values(template.findResources(`AWS::EC2::SecurityGroup${way}`))
    .map(({ Properties: { GroupId, FromPort, DestinationSecurityGroupId, SourceSecurityGroupId } }) => {
      const [here, there] = [GroupId, DestinationSecurityGroupId ?? SourceSecurityGroupId].map(nameOf);
      return way === 'Egress' ? `${FromPort}: ${here} -> ${there}, out` : `${FromPort}: ${there} -> ${here}, in`;
    }));
}

function nameOf(group: { 'Fn::GetAtt': string[] }): string {
  const [id] = group['Fn::GetAtt'];
  return id.startsWith('VpcLinks') ? 'link' : id.replace(/(SecurityGroup)?[0-9A-F]{8}$/, '');
}

/** What the link lets out by addresses. */
function ranges(): unknown[] {
  const groups = Object.entries(Template.fromStack(stack).findResources('AWS::EC2::SecurityGroup')).filter(([id]) => id.startsWith('VpcLinks'));
  return groups.flatMap(([, { Properties }]) => Properties.SecurityGroupEgress ?? []);
}

const VPC_RANGE = { 'Fn::GetAtt': [expect.stringMatching(/^Vpc/), 'CidrBlock'] };

describe.each(FLAGS)('the link to an Application Load Balancer, %s,', (_name, props) => {
  beforeEach(() => inStack(props));

  test('reaches its security group on the port of the listener, and nothing else', () => {
    reach(Backend.alb(httpListener(newAlb(stack, vpc), 8080)));
    expect(rules()).toEqual(['8080: link -> Alb, out', '8080: link -> Alb, in']);
    expect(ranges().filter((rule) => !JSON.stringify(rule).includes('Disallow all traffic'))).toEqual([]);
  });

  test('is one for all routes into the VPC, with each rule once', () => {
    const alb = newAlb(stack, vpc);
    const [first, second] = [httpListener(alb, 80), httpListener(alb, 81)];
    const made = [first, second, first].map((listener) => reach(Backend.alb(listener)));
    expect(new Set(made).size).toBe(1);
    expect(rules()).toEqual(['80: link -> Alb, out', '81: link -> Alb, out', '80: link -> Alb, in', '81: link -> Alb, in']);
  });

  test('is the one that was given, whose security groups are left alone', () => {
    const given = newVpcLink(stack, vpc);
    expect(reach(Backend.alb(httpListener(newAlb(stack, vpc)), { vpcLink: given }))).toBe(given);
    Template.fromStack(stack).resourceCountIs('AWS::ApiGatewayV2::VpcLink', 1);
    expect(rules()).toEqual([]);
  });
});

test('every VPC has a link of its own, whose id does not depend on the others', () => {
  const other = new Stack(stack.node.root as App, 'Other');
  const albs = [newAlb(stack, vpc), newAlb(other, newVpc(other))].map((alb) => Backend.alb(httpListener(alb)));
  const idsOf = (scope: string, backends: Backend[]) => {
    const some = new VpcLinks(new Stack(stack.node.root as App, scope), 'VpcLinks');
    return backends.map((backend) => some.link(specOf(backend)).node.path.replace(scope, ''));
  };
  const [first, second] = idsOf('Forwards', albs);
  expect(first).not.toBe(second);
  expect(idsOf('Backwards', [...albs].reverse())).toEqual([second, first]);
});

test('the ids of a link and its rules do not depend on how the stack and the stage around it are called', () => {
  const [first, ...others] = [new Stack(new App(), 'Shop'), new Stack(new App(), 'Store'), new Stack(new Stage(new App(), 'Prod'), 'Shop')].map((of) => {
    new VpcLinks(of, 'VpcLinks').link(specOf(Backend.alb(httpListener(newAlb(of, newVpc(of))))));
    return ['AWS::ApiGatewayV2::VpcLink', 'AWS::EC2::SecurityGroup'].flatMap((type) => Object.keys(Template.fromStack(of).findResources(type)));
  });
  expect(first.length).toBeGreaterThan(2);
  others.forEach((ids) => expect(ids).toEqual(first));
});

test('a load balancer of another stack does not come to depend on the API', () => {
  const api = new Stack(stack.node.root as App, 'Api');
  const alb = newAlb(stack, vpc);
  const spec = specOf(Backend.alb(httpListener(alb)));
  new VpcLinks(api, 'VpcLinks').link(spec);
  expect(Template.fromStack(api).toJSON().Resources).toBeDefined();
  expect(stack.dependencies).toEqual([]);
  expect(api.dependencies).toEqual([stack]);
});

describe('the link to a Network Load Balancer', () => {
  test('reaches its security group', () => {
    reach(Backend.nlb(nlbListener(stack, vpc, { grouped: true })));
    expect(rules()).toEqual(['8080: link -> NlbGroup, out', '8080: link -> NlbGroup, in']);
  });

  test('that has none reaches the addresses of the VPC, on the port of the listener', () => {
    const listener = nlbListener(stack, vpc);
    [1, 2].forEach(() => reach(Backend.nlb(listener)));
    expect(rules()).toEqual([]);
    expect(ranges()).toEqual([expect.objectContaining({ CidrIp: VPC_RANGE, FromPort: 8080, ToPort: 8080, IpProtocol: 'tcp' })]);
  });

  test('is made known to a security group the load balancer is given later', () => {
    const listener = nlbListener(stack, vpc, { grouped: true });
    reach(Backend.nlb(listener));
    (listener.loadBalancer as NetworkLoadBalancer).connections.addSecurityGroup(new SecurityGroup(stack, 'Later', { vpc, allowAllOutbound: false }));
    expect(rules()).toContain('8080: link -> Later, in');
  });
});

describe('the link to a service of Cloud Map', () => {
  let service: Service;
  beforeEach(() => { service = new Service(stack, 'Service', { namespace: new HttpNamespace(stack, 'Namespace', { name: 'shop' }) }); });

  test('reaches the security groups of its instances on their port', () => {
    reach(Backend.cloudMap(service, { vpc, port: 3000, instances: new SecurityGroup(stack, 'Tasks', { vpc, allowAllOutbound: false }) }));
    expect(rules()).toEqual(['3000: link -> Tasks, out', '3000: link -> Tasks, in']);
  });

  test('reaches the addresses of the VPC on their port, when they are not known', () => {
    reach(Backend.cloudMap(service, { vpc, port: 3000 }));
    expect(ranges()).toEqual([expect.objectContaining({ CidrIp: VPC_RANGE, FromPort: 3000, ToPort: 3000 })]);
    expect(JSON.stringify(links.node.metadata)).not.toContain('cloud-map-any-port');
  });

  test('reaches every TCP port when none is named, with a warning', () => {
    reach(Backend.cloudMap(service, { vpc }));
    expect(ranges()).toEqual([expect.objectContaining({ CidrIp: VPC_RANGE, FromPort: 0, ToPort: 65535, IpProtocol: 'tcp' })]);
    expect(JSON.stringify(links.node.metadata)).toMatch(/cloud-map-any-port: the Cloud Map backend Shop\/Service /);
  });

  test('is not made without a VPC', () => {
    expect(() => Backend.cloudMap(service)).toThrow(/cloud-map-without-vpc/);
  });

  test('may be one that was given', () => {
    const given = newVpcLink(stack, vpc);
    expect(reach(Backend.cloudMap(service, { vpcLink: given }))).toBe(given);
  });
});

describe('a backend that cannot be reached', () => {
  const udp = () => nlbListener(stack, vpc, { protocol: Protocol.UDP });
  const imported = () => ApplicationListener.fromApplicationListenerAttributes(stack, 'Imported', {
    listenerArn: LISTENER, securityGroup: SecurityGroup.fromSecurityGroupId(stack, 'Group', 'sg-12345678'),
  });
  const ofImported = () => ApplicationLoadBalancer.fromApplicationLoadBalancerAttributes(stack, 'ImportedAlb', {
    loadBalancerArn: 'arn:aws:elasticloadbalancing:eu-west-1:111122223333:loadbalancer/app/orders/50dc6c495c0c9188', securityGroupId: 'sg-12345678',
  }).addListener('Http', { port: 80, open: false, defaultAction: ListenerAction.fixedResponse(200) });
  const inPublic = () => newAlb(stack, new Vpc(stack, 'Open', {
    restrictDefaultSecurityGroup: false, subnetConfiguration: [{ name: 'Open', subnetType: SubnetType.PUBLIC }],
  }), { vpcSubnets: { subnetType: SubnetType.PUBLIC } });
  const rangeless = () => Vpc.fromVpcAttributes(stack, 'Rangeless', {
    vpcId: 'vpc-1', availabilityZones: ['a', 'b'], isolatedSubnetIds: ['subnet-1', 'subnet-2'], isolatedSubnetRouteTableIds: ['rtb-1', 'rtb-2'],
  });

  test.each<[string, () => Backend, RegExp]>([
    ['an imported listener', () => Backend.alb(imported()), /listener-without-vpc: the listener Shop\/Imported /],
    ['an imported listener of a Network Load Balancer', () => Backend.nlb(NetworkListener.fromNetworkListenerArn(stack, 'Imported', LISTENER)), /listener-without-vpc/],
    ['a listener of an imported load balancer', () => Backend.alb(ofImported()), /listener-without-vpc: the listener Shop\/ImportedAlb\/Http /],
    ['one for UDP', () => Backend.nlb(udp()), /listener-not-over-tcp: the listener Shop\/Nlb\/Listener speaks UDP/],
    ['one for HTTPS without a name', () => Backend.alb(httpsListener(newAlb(stack, vpc))), /listener-needs-tls-server-name: .*Shop\/Alb\/Https speaks HTTPS/],
    ['one for TLS without a name', () => Backend.nlb(nlbListener(stack, vpc, { protocol: Protocol.TLS })), /listener-needs-tls-server-name: .*speaks TLS/],
    ['one for HTTP with a TLS name', () => Backend.alb(httpListener(newAlb(stack, vpc)), { tlsServerName: 'a.example' }), /listener-without-tls/],
    ['one on another port', () => Backend.alb(httpListener(newAlb(stack, vpc)), { port: 81 }), /private-port-contradicted: the options say port 81, .* is on port 80/],
    ['one in a VPC without private subnets', () => Backend.alb(httpListener(inPublic())), /vpc-link-without-subnets: the VPC Shop\/Open /],
    ['one without security group in a VPC of unknown range', () => Backend.nlb(nlbListener(stack, rangeless())), /vpc-range-unknown: .*Shop\/Rangeless .*Shop\/Nlb /],
  ])('is refused: %s', (_what, backendOf, finding) => {
    const spec = specOf(backendOf());
    const before = stack.node.findAll().length;
    expect(() => links.check(spec)).toThrow(finding);
    expect(stack.node.findAll()).toHaveLength(before);
    expect(links.node.metadata).toEqual([]);
  });
});

describe('a listener', () => {
  test('for HTTPS may be called by the name of its certificate', () => {
    expect(() => links.check(specOf(Backend.alb(httpsListener(newAlb(stack, vpc)), { tlsServerName: 'orders.shop.internal' })))).not.toThrow();
  });

  test('for TCP may have targets that speak TLS', () => {
    expect(() => links.check(specOf(Backend.nlb(nlbListener(stack, vpc), { tlsServerName: 'orders.shop.internal' })))).not.toThrow();
  });

  test('may be told its own port', () => {
    expect(() => links.check(specOf(Backend.alb(httpListener(newAlb(stack, vpc), 8080), { port: 8080 })))).not.toThrow();
  });

  test('may have a port and a protocol that are only known at deployment', () => {
    const port = new CfnParameter(stack, 'Port', { type: 'Number' }).valueAsNumber;
    const protocol = new CfnParameter(stack, 'Protocol').valueAsString as ApplicationProtocol;
    const alb = newAlb(stack, vpc);
    reach(Backend.alb(alb.addListener('Http', { port, protocol, open: false, defaultAction: ListenerAction.fixedResponse(200) }), { port: 80 }));
    const listener = alb.addListener('Other', { port, protocol: ApplicationProtocol.HTTP, open: false, defaultAction: ListenerAction.fixedResponse(200) });
    reach(Backend.alb(listener));
    Template.fromStack(stack).hasResourceProperties('AWS::EC2::SecurityGroupEgress', { FromPort: { Ref: 'Port' }, DestinationSecurityGroupId: Match.anyValue() });
  });
});
