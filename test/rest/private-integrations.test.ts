import { App, AppProps, Aws, CfnParameter, Duration, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { ISubnet, SecurityGroup, Vpc } from 'aws-cdk-lib/aws-ec2';
import {
  ApplicationListener, ApplicationLoadBalancer, ApplicationLoadBalancerProps, ListenerAction, NetworkListener,
} from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import { SecureRestApi } from '../../lib/rest/secure-rest-api';
import { Backend } from '../../lib/routes/backend';
import { PrivateBackendOptions } from '../../lib/routes/private-backend';
import { RouteOptions } from '../../lib/routes/route-options';
import { CacheKey } from '../../lib/traffic/cache-key';
import { Caching } from '../../lib/traffic/caching';
import { RouteCache } from '../../lib/traffic/route-cache';
import { ApiVpcLink } from '../../lib/vpc/api-vpc-link';
import { FLAGS, nagFindings, newStack } from '../helpers/apps';
import { httpListener, httpsListener, newAlb, newVpc, newVpcLink, nlbListener } from '../helpers/load-balancers';

const LISTENER = 'arn:aws:elasticloadbalancing:eu-west-1:111122223333:listener/app/orders/50dc6c495c0c9188/f2f7dc8efc522ab2';

let stack: Stack;
let vpc: Vpc;

function inStack(props?: AppProps): void {
  stack = newStack(props);
  vpc = newVpc(stack);
}

beforeEach(() => inStack());

interface RenderedIntegration {
  readonly Uri: unknown;
  readonly [name: string]: unknown;
}

function integrations(of = stack): RenderedIntegration[] {
  return Object.values(Template.fromStack(of).findResources('AWS::ApiGateway::Method')).map(({ Properties }) => Properties.Integration);
}

/** A text with its tokens as `<logical id or attribute>`. */
function flat(value: unknown): string {
  if (typeof value === 'string') return value;
  const [[fn, args]] = Object.entries(value as Record<string, unknown[]>);
  if (fn === 'Fn::Join') return (args[1] as unknown[]).map(flat).join(args[0] as string);
  return `<${fn === 'Ref' ? String(args) : args.join('.')}>`.replace(/[0-9A-F]{8}(?=[.>])/, '');
}

function route(backend: Backend, routeKey = 'GET /orders/{id}', options?: RouteOptions): SecureRestApi {
  const api = new SecureRestApi(stack, 'Orders', { caching: Caching.on() });
  api.addRoute(routeKey, backend, options);
  return api;
}

function importedListener(listenerArn = LISTENER): ApplicationListener {
  const securityGroup = SecurityGroup.fromSecurityGroupId(stack, 'Group', 'sg-12345678');
  return ApplicationListener.fromApplicationListenerAttributes(stack, 'Imported', { listenerArn, securityGroup }) as ApplicationListener;
}

describe.each(FLAGS)('a REST API in front of an Application Load Balancer, %s,', (_name, props) => {
  beforeEach(() => inStack(props));

  test('calls it through a VPC link, with the path of the route', () => {
    route(Backend.alb(httpListener(newAlb(stack, vpc), 8080)));
    const [integration] = integrations();
    const [link] = Object.keys(Template.fromStack(stack).findResources('AWS::ApiGatewayV2::VpcLink'));
    const [target] = Object.keys(Template.fromStack(stack).findResources('AWS::ElasticLoadBalancingV2::LoadBalancer'));
    expect(integration).toEqual({
      Type: 'HTTP_PROXY',
      IntegrationHttpMethod: 'GET',
      ConnectionType: 'VPC_LINK',
      ConnectionId: { Ref: link },
      IntegrationTarget: { Ref: target },
      Uri: expect.anything(),
      RequestParameters: { 'integration.request.path.id': 'method.request.path.id' },
    });
    expect(flat(integration.Uri)).toBe('http://<Alb.DNSName>:8080/orders/{id}');
  });

  test('is clean', () => {
    route(Backend.alb(httpListener(newAlb(stack, vpc)))).addRoute('POST /orders', Backend.nlb(nlbListener(stack, vpc)));
    expect(nagFindings(stack).filter((finding) => finding.includes('/Orders/'))).toEqual([]);
  });

  test('has the API of another stack depend on it, and not the other way round', () => {
    const shop = new Stack(stack.node.root as App, 'Api');
    new SecureRestApi(shop, 'Orders').addRoute('GET /orders', Backend.alb(httpListener(newAlb(stack, vpc))));
    expect(integrations(shop)).toHaveLength(1);
    expect(stack.dependencies).toEqual([]);
  });
});

describe('the address a REST API calls', () => {
  const alb = () => httpListener(newAlb(stack, vpc));

  test.each<[string, PrivateBackendOptions, string]>([
    ['the route says no other', {}, 'http://<Alb.DNSName>:80/files/{name}'],
    ['the options name a path', { path: '/v1/{name}/raw' }, 'http://<Alb.DNSName>:80/v1/{name}/raw'],
    ['the path has no parameter', { path: '/' }, 'http://<Alb.DNSName>:80/'],
    ['the backend goes by another name', { hostName: 'files.shop.internal' }, 'http://files.shop.internal:80/files/{name}'],
  ])('is made of the load balancer when %s', (_when, options, uri) => {
    route(Backend.alb(alb(), options), 'GET /files/{name}');
    expect(flat(integrations()[0].Uri)).toBe(uri);
  });

  test('is for HTTPS, by the name of the certificate, when there is one', () => {
    route(Backend.alb(httpsListener(newAlb(stack, vpc)), { tlsServerName: 'orders.shop.internal' }), 'GET /');
    expect(integrations()[0].Uri).toBe('https://orders.shop.internal:443/');
  });

  test('has a greedy parameter without its plus sign', () => {
    route(Backend.alb(alb(), { path: '/v1/{rest+}' }), 'ANY /{rest+}');
    expect(flat(integrations()[0].Uri)).toBe('http://<Alb.DNSName>:80/v1/{rest}');
    expect(integrations()[0]).toMatchObject({ IntegrationHttpMethod: 'ANY', RequestParameters: { 'integration.request.path.rest': 'method.request.path.rest' } });
  });

  test('may hold what is only known at deployment', () => {
    const port = new CfnParameter(stack, 'Port', { type: 'Number' }).valueAsNumber;
    const listener = newAlb(stack, vpc).addListener('Http', { port, open: false, protocol: 'HTTP' as never, defaultAction: ListenerAction.fixedResponse(200) });
    route(Backend.alb(listener, { path: `/${Aws.REGION}/{id}`, hostName: Aws.STACK_NAME }));
    expect(flat(integrations()[0].Uri)).toBe('http://<AWS::StackName>:<Port>/<AWS::Region>/{id}');
    expect(integrations()[0].RequestParameters).toEqual({ 'integration.request.path.id': 'method.request.path.id' });
  });

  test('of a Network Load Balancer is that of its listener', () => {
    route(Backend.nlb(nlbListener(stack, vpc)), 'POST /orders');
    const [integration] = integrations();
    expect(flat(integration.Uri)).toBe('http://<Nlb.DNSName>:8080/orders');
    expect(flat(integration.IntegrationTarget)).toBe('<Nlb>');
  });
});

describe('a private backend of a REST API', () => {
  test('is sent fixed headers and another method, and has the timeout and the cache of the route', () => {
    route(
      Backend.alb(httpListener(newAlb(stack, vpc)), { method: 'POST', headers: { 'X-From': 'gateway' } }), 'GET /orders',
      { timeout: Duration.seconds(5), cache: RouteCache.ttl(Duration.minutes(1), { keys: [CacheKey.query('page')] }) },
    );
    expect(integrations()).toEqual([expect.objectContaining({
      IntegrationHttpMethod: 'POST',
      TimeoutInMillis: 5000,
      CacheKeyParameters: ['method.request.querystring.page'],
      RequestParameters: { 'integration.request.header.X-From': "'gateway'", 'integration.request.querystring.page': 'method.request.querystring.page' },
    })]);
  });

  test('shares the link of its VPC with the others, and its openings with those on the same port', () => {
    const listener = httpListener(newAlb(stack, vpc));
    const api = new SecureRestApi(stack, 'Orders');
    ['GET /orders', 'POST /orders', 'GET /orders/{id}'].forEach((key) => api.addRoute(key, Backend.alb(listener)));
    const template = Template.fromStack(stack);
    template.resourceCountIs('AWS::ApiGatewayV2::VpcLink', 1);
    template.resourceCountIs('AWS::EC2::SecurityGroupEgress', 1);
    template.resourceCountIs('AWS::EC2::SecurityGroupIngress', 1);
  });

  test('waits for its listener, without which the load balancer would answer nobody', () => {
    route(Backend.alb(httpListener(newAlb(stack, vpc))));
    const [listener] = Object.keys(Template.fromStack(stack).findResources('AWS::ElasticLoadBalancingV2::Listener'));
    Template.fromStack(stack).hasResource('AWS::ApiGateway::Method', { DependsOn: [listener] });
  });

  test('goes through the link it was given', () => {
    const link = new ApiVpcLink(stack, 'Link', { vpc });
    route(Backend.alb(httpListener(newAlb(stack, vpc)), { vpcLink: link.vpcLink }));
    expect(integrations()[0].ConnectionId).toEqual(stack.resolve(link.vpcLink.vpcLinkId));
    Template.fromStack(stack).resourceCountIs('AWS::ApiGatewayV2::VpcLink', 1);
  });

  test('leaves an API without one as it was', () => {
    new SecureRestApi(stack, 'Orders').addRoute('GET /orders', Backend.mock());
    ['AWS::ApiGatewayV2::VpcLink', 'AWS::EC2::SecurityGroup'].forEach((type) => Template.fromStack(stack).resourceCountIs(type, 0));
  });

  test('leaves nothing behind when its route is refused', () => {
    const api = new SecureRestApi(stack, 'Orders');
    const backend = Backend.alb(httpListener(newAlb(stack, vpc)), { path: '/v1/{orderId}' });
    const before = stack.node.findAll().length;
    const message = 'http-url-parameter-unknown: the URL "/v1/{orderId}" uses the path parameter {orderId}, which the route "GET /orders/{id}" does not have';
    expect(() => api.addRoute('GET /orders/{id}', backend)).toThrow(message);
    expect(stack.node.findAll()).toHaveLength(before);
  });
});

describe('an imported listener behind a REST API', () => {
  const known = () => ({ vpcLink: newVpcLink(stack, vpc), hostName: 'orders.shop.internal', port: 8080 });

  test('is called by what the options say, and its load balancer is found in its ARN', () => {
    route(Backend.alb(importedListener(), known()), 'GET /');
    expect(integrations()).toEqual([expect.objectContaining({
      Uri: 'http://orders.shop.internal:8080/',
      IntegrationTarget: 'arn:aws:elasticloadbalancing:eu-west-1:111122223333:loadbalancer/app/orders/50dc6c495c0c9188',
    })]);
  });

  test('may have an ARN that is only known at deployment', () => {
    const arn = new CfnParameter(stack, 'Arn').valueAsString;
    route(Backend.nlb(NetworkListener.fromNetworkListenerArn(stack, 'Imported', arn), known()), 'GET /');
    const part = (index: number) => ({ 'Fn::Select': [index, { 'Fn::Split': ['/', { Ref: 'Arn' }] }] });
    expect(integrations()[0].IntegrationTarget).toEqual({ 'Fn::Join': ['', expect.arrayContaining([':loadbalancer/', part(1), '/', part(2), '/', part(3)])] });
  });

  test.each<[string, PrivateBackendOptions, RegExp]>([
    ['its port', { port: undefined }, /listener-address-unknown: .*Shop\/Imported, .*does not know its port/],
    ['its host name', { hostName: undefined }, /listener-address-unknown: .*does not know its host name/],
  ])('is refused without %s', (_what, options, finding) => {
    const backend = Backend.alb(importedListener(), { ...known(), ...options });
    const api = new SecureRestApi(stack, 'Orders');
    const before = stack.node.findAll().length;
    expect(() => api.addRoute('GET /', backend)).toThrow(finding);
    expect(stack.node.findAll()).toHaveLength(before);
  });

  test('of an imported load balancer is refused without a host name, if the load balancer was not told its own', () => {
    const alb = ApplicationLoadBalancer.fromApplicationLoadBalancerAttributes(stack, 'ImportedAlb', {
      loadBalancerArn: LISTENER.replace('listener', 'loadbalancer').replace(/\/[^/]+$/, ''), securityGroupId: 'sg-12345678', vpc,
    });
    const listener = alb.addListener('Http', { port: 80, open: false, defaultAction: ListenerAction.fixedResponse(200) });
    expect(() => route(Backend.alb(listener))).toThrow(/listener-address-unknown: .*Shop\/ImportedAlb\/Http/);
  });

  test('that has yet to be looked up passes, so that it can be', () => {
    stack = new Stack(new App(), 'Elsewhere', { env: { account: '111122223333', region: 'eu-west-1' } });
    vpc = newVpc(stack);
    const listener = ApplicationListener.fromLookup(stack, 'LookedUp', { listenerArn: LISTENER });
    expect(() => route(Backend.alb(listener, known()), 'GET /')).not.toThrow();
  });

  test('is refused when its ARN is none', () => {
    expect(() => route(Backend.alb(importedListener('arn:aws:elasticloadbalancing:listener'), known()))).toThrow(/listener-arn-malformed: .*got "arn:aws:/);
  });
});

describe.each(FLAGS)('the deployment, %s,', (_name, props) => {
  function deploymentId(backendOf: () => Backend): string {
    inStack(props);
    route(backendOf());
    return Object.keys(Template.fromStack(stack).findResources('AWS::ApiGateway::Deployment'))[0];
  }

  const toAlb = (alb: Partial<ApplicationLoadBalancerProps> = {}, options?: PrivateBackendOptions) => () => {
    return Backend.alb(httpListener(newAlb(stack, vpc, alb)), options);
  };
  const through = (subnetsOf: () => ISubnet[]) => () => {
    return toAlb({}, { vpcLink: new ApiVpcLink(stack, 'Link', { vpc, subnets: { subnets: subnetsOf() } }).vpcLink })();
  };
  const named = { hostName: 'orders.shop.internal', port: 8080 };

  test.each<[string, () => Backend, () => Backend]>([
    ['the target is another', () => Backend.alb(importedListener(), { ...named, vpcLink: newVpcLink(stack, vpc) }),
      () => Backend.alb(importedListener(LISTENER.replace('50dc', '60dc')), { ...named, vpcLink: newVpcLink(stack, vpc) })],
    ['the link is another', () => Backend.alb(importedListener(), { ...named, vpcLink: newVpcLink(stack, vpc, 'First') }),
      () => Backend.alb(importedListener(), { ...named, vpcLink: newVpcLink(stack, vpc, 'Second') })],
    ['the load balancer is replaced, because its name changes', toAlb({ loadBalancerName: 'a' }), toAlb({ loadBalancerName: 'b' })],
    ['the link is replaced, because its subnets change', through(() => vpc.isolatedSubnets), through(() => vpc.isolatedSubnets.slice(1))],
    ['the path changes', toAlb(), toAlb({}, { path: '/v2/{id}' })],
  ])('is a new one when %s', (_change, before, after) => {
    expect(deploymentId(after)).not.toBe(deploymentId(before));
  });

  test('is the same when nothing changes that its requests would notice', () => {
    expect(deploymentId(toAlb({ idleTimeout: Duration.seconds(90) }))).toBe(deploymentId(toAlb()));
  });
});
