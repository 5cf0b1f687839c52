import { Stack } from 'aws-cdk-lib';
import { VpcLink } from 'aws-cdk-lib/aws-apigatewayv2';
import { Connections, Peer, SecurityGroup, Vpc } from 'aws-cdk-lib/aws-ec2';
import {
  ApplicationListener, ApplicationLoadBalancer, ApplicationProtocol, ListenerAction, ListenerCertificate, NetworkListener, NetworkLoadBalancer,
  NetworkTargetGroup, TargetType,
} from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import { DnsRecordType, PrivateDnsNamespace, Service } from 'aws-cdk-lib/aws-servicediscovery';
import { HttpApiOfRoutes, integration, resources } from './integrations-harness';
import { Backend } from '../../lib/routes/backend';
import { HttpParameterMapping } from '../../lib/routes/parameter-mapping';
import { FLAGS, nagFindings, newStack } from '../helpers/apps';

const INTEGRATION = 'AWS::ApiGatewayV2::Integration';
const CERTIFICATE = 'arn:aws:acm:eu-west-1:111122223333:certificate/11111111-2222-3333-4444-555555555555';

let stack: Stack;
let vpc: Vpc;
let api: HttpApiOfRoutes;
function prepare(props = FLAGS[0][1]): void {
  stack = newStack(props);
  vpc = new Vpc(stack, 'Vpc');
  api = new HttpApiOfRoutes(stack);
}
beforeEach(() => prepare());

function albListener(protocol = ApplicationProtocol.HTTP): ApplicationListener {
  return new ApplicationLoadBalancer(stack, 'Alb', { vpc }).addListener('Shop', {
    protocol,
    open: false,
    certificates: protocol === ApplicationProtocol.HTTPS ? [ListenerCertificate.fromArn(CERTIFICATE)] : [],
    defaultAction: ListenerAction.fixedResponse(200),
  });
}

function nlbListener(): NetworkListener {
  return new NetworkLoadBalancer(stack, 'Nlb', { vpc })
    .addListener('Shop', { port: 8080, defaultTargetGroups: [new NetworkTargetGroup(stack, 'Group', { vpc, port: 8080, targetType: TargetType.INSTANCE })] });
}

function service(): Service {
  const namespace = new PrivateDnsNamespace(stack, 'Namespace', { vpc, name: 'shop.internal' });
  return namespace.createService('Shop', { dnsRecordType: DnsRecordType.SRV });
}

describe.each(FLAGS)('%s', (_flags, props) => {
  beforeEach(() => prepare(props));

  test.each<[string, () => Backend, object]>([
    ['a listener of an Application Load Balancer', () => Backend.alb(albListener()), { Ref: expect.stringMatching(/^AlbShop/) }],
    ['a listener of a Network Load Balancer', () => Backend.nlb(nlbListener()), { Ref: expect.stringMatching(/^NlbShop/) }],
    ['a service of Cloud Map', () => Backend.cloudMap(service(), { vpc, port: 80 }), { 'Fn::GetAtt': [expect.stringMatching(/^NamespaceShop/), 'Arn'] }],
  ])('%s is called through a VPC link, with the method of the request', (_target, backendOf, uri) => {
    api.add('GET /orders', backendOf());
    const [link] = Object.keys(resources(stack, 'AWS::ApiGatewayV2::VpcLink'));
    expect(integration(stack)).toEqual({
      ApiId: expect.anything(),
      IntegrationType: 'HTTP_PROXY',
      IntegrationUri: uri,
      IntegrationMethod: 'ANY',
      ConnectionType: 'VPC_LINK',
      ConnectionId: { Ref: link },
      PayloadFormatVersion: '1.0',
    });
    expect(Object.keys(resources(stack, INTEGRATION))[0]).toMatch(/^ApiIntegrationsShop[0-9a-f]{8}/);
  });

  test('all of them pass review', () => {
    api.add('GET /a', Backend.alb(albListener(), { path: '/a', headers: { 'x-shop': 'books' } }));
    api.add('GET /b', Backend.nlb(nlbListener()));
    const findings = nagFindings(stack);
    // The VPC is not ours and shows that somebody looked.
    expect(findings).toContainEqual(expect.stringMatching(/^AwsSolutions-VPC7 at Shop\/Vpc/));
    expect(findings.filter((finding) => finding.includes('/Api/Integrations/'))).toEqual([]);
  });
});

describe('a backend in a VPC', () => {
  test('is called over HTTPS when the name of its certificate is given', () => {
    api.add('GET /orders', Backend.alb(albListener(ApplicationProtocol.HTTPS), { tlsServerName: 'orders.shop.internal' }));
    expect(integration(stack).TlsConfig).toEqual({ ServerNameToVerify: 'orders.shop.internal' });
  });

  test('is called with the method, the headers and the path it asks for', () => {
    const options = { method: 'POST', headers: { 'x-shop': 'books' }, path: '/v2/{shop}/orders/{rest+}' };
    api.add('GET /{shop}/{rest+}', Backend.alb(albListener(), options));
    expect(integration(stack)).toMatchObject({
      IntegrationMethod: 'POST',
      RequestParameters: { 'overwrite:header.x-shop': 'books', 'overwrite:path': '/v2/${request.path.shop}/orders/${request.path.rest}' },
    });
  });

  test('with a parameter in its path that the route does not have is refused', () => {
    expect(() => api.check('GET /orders', Backend.alb(albListener(), { path: '/v2/{id}' }))).toThrow(/^http-url-parameter-unknown: .*\{id\}/);
  });

  test('with a path of its own cannot be given another by the route; without one it can', () => {
    const listener = albListener();
    const mapping = HttpParameterMapping.of({ request: { 'overwrite:path': '/v3' } });
    expect(() => api.check('GET /orders', Backend.alb(listener, { path: '/v2' }), { mapping })).toThrow(/^mapping-clash: .*"overwrite:path"/);
    api.add('GET /orders', Backend.alb(listener), { mapping });
    expect(integration(stack).RequestParameters).toEqual({ 'overwrite:path': '/v3' });
  });

  test('is called through the link it names', () => {
    const vpcLink = new VpcLink(stack, 'Mine', { vpc });
    api.add('GET /orders', Backend.alb(albListener(), { vpcLink }));
    expect(integration(stack).ConnectionId).toEqual({ Ref: stack.getLogicalId(vpcLink.node.defaultChild as never) });
  });

  test('has an integration for each way it is called', () => {
    const listener = albListener(ApplicationProtocol.HTTPS);
    const tlsServerName = 'a.internal';
    api.add('GET /a', Backend.alb(listener, { tlsServerName }));
    api.add('GET /b', Backend.alb(listener, { tlsServerName: 'b.internal' }));
    api.add('GET /c', Backend.alb(listener, { tlsServerName, method: 'POST' }));
    api.add('GET /d', Backend.alb(listener, { tlsServerName, path: '/d' }));
    api.add('GET /e', Backend.alb(listener, { tlsServerName, vpcLink: new VpcLink(stack, 'Mine', { vpc }) }));
    api.add('PUT /a', Backend.alb(listener, { tlsServerName }));
    expect(Object.keys(resources(stack, INTEGRATION))).toHaveLength(5);
  });

  test('in Cloud Map is told apart by what its instances are', () => {
    const target = service();
    const group = new SecurityGroup(stack, 'Instances', { vpc });
    const other = new SecurityGroup(stack, 'Others', { vpc });
    const bundle = (securityGroup: SecurityGroup) => new Connections({ securityGroups: [securityGroup] });
    const instances = [group, bundle(group), bundle(other), Peer.ipv4('10.0.0.0/24'), Peer.ipv4('10.0.1.0/24'), undefined];
    instances.forEach((connectable, index) => api.add(`GET /${index}`, Backend.cloudMap(target, { vpc, port: 80, instances: connectable })));
    api.add('GET /again', Backend.cloudMap(target, { vpc, port: 80, instances: bundle(other) }));
    expect(Object.keys(resources(stack, INTEGRATION))).toHaveLength(instances.length);
  });

  test('that no link can reach is refused, and nothing is made', () => {
    const listener = ApplicationListener.fromApplicationListenerAttributes(stack, 'Imported', {
      listenerArn: 'arn:aws:elasticloadbalancing:eu-west-1:111122223333:listener/app/shop/1/2',
      securityGroup: SecurityGroup.fromSecurityGroupId(stack, 'Group', 'sg-1'),
    });
    expect(() => api.add('GET /orders', Backend.alb(listener))).toThrow(/listener-without-vpc/);
    expect(api.integrations.node.children).toEqual([]);
    expect(resources(stack, 'AWS::ApiGatewayV2::VpcLink')).toEqual({});
  });
});
