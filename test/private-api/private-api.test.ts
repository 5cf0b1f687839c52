import { App, Duration, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { MockIntegration } from 'aws-cdk-lib/aws-apigateway';
import { Certificate } from 'aws-cdk-lib/aws-certificatemanager';
import { InterfaceVpcEndpoint, Vpc } from 'aws-cdk-lib/aws-ec2';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { PrivateApi } from '../../lib/private-api/private-api';
import { PrivateApiProps } from '../../lib/private-api/private-api-props';
import { Backend } from '../../lib/routes/backend';
import { Authorization } from '../../lib/security/authorization';
import { ResourcePolicy } from '../../lib/security/resource-policy';
import { TlsPolicy } from '../../lib/security/tls-policy';
import { Cors } from '../../lib/traffic/cors';
import { PrivateDomain } from '../../lib/traffic/private-domain';
import { VpcAccess } from '../../lib/vpc/vpc-access';
import { FLAGS, nagFindings, newStack } from '../helpers/apps';
import { newEndpoint, newVpc } from '../helpers/vpcs';

describe.each(FLAGS)('a PrivateApi with nothing but a VPC, %s', (_name, props) => {
  let local: Stack;
  let api: PrivateApi;
  beforeEach(() => {
    local = newStack(props);
    api = new PrivateApi(local, 'Ledger', { access: VpcAccess.inVpc(newVpc(local)) });
  });

  test('synthesises without a route, and says so', () => {
    Template.fromStack(local).hasResourceProperties('AWS::ApiGateway::Method', { AuthorizationType: 'AWS_IAM', Integration: Match.objectLike({ Type: 'MOCK' }) });
    expect(JSON.stringify(api.restApi.node.metadata)).toContain('api-without-routes');
  });

  test('has no nag finding', () => {
    api.addRoute('GET /entries', Backend.mock());
    expect(nagFindings(local)).toEqual([]);
  });

  test('has the guards of every REST API', () => {
    api.addRoute('GET /entries', Backend.mock());
    const template = Template.fromStack(local);
    template.hasResourceProperties('AWS::ApiGateway::Method', { HttpMethod: 'GET', AuthorizationType: 'AWS_IAM' });
    ['AWS::WAFv2::WebACLAssociation', 'AWS::CloudWatch::Dashboard'].forEach((type) => template.resourceCountIs(type, 1));
    template.hasResourceProperties('AWS::ApiGateway::Stage', { AccessLogSetting: Match.anyValue(), TracingEnabled: true });
    expect(api.alarms.all.length).toBeGreaterThan(0);
  });
});

let stack: Stack;
let vpc: Vpc;
let endpoint: InterfaceVpcEndpoint;
beforeEach(() => {
  stack = newStack();
  vpc = newVpc(stack);
  endpoint = newEndpoint(vpc);
});

function withProps(props: Partial<PrivateApiProps> = {}): PrivateApi {
  const api = new PrivateApi(stack, 'Ledger', { access: VpcAccess.throughEndpoints([endpoint]), ...props });
  api.addRoute('GET /entries', Backend.mock());
  return api;
}

function hasApi(properties: object): void {
  Template.fromStack(stack).hasResourceProperties('AWS::ApiGateway::RestApi', properties);
}

function idOf(made: InterfaceVpcEndpoint): unknown {
  return stack.resolve(made.vpcEndpointId);
}

function domain(consumerEndpoints?: string[]): PrivateDomain {
  const certificate = Certificate.fromCertificateArn(stack, 'Certificate', 'arn:aws:acm:eu-west-1:111122223333:certificate/1');
  return PrivateDomain.withCertificate({ domainName: 'ledger.shop.example', certificate, consumerEndpoints, records: false });
}


function statements(): object[] {
  const [api] = Object.values(Template.fromStack(stack).findResources('AWS::ApiGateway::RestApi'));
  return api.Properties.Policy.Statement;
}

describe('the endpoint', () => {
  test('is private, dual-stack as AWS will have it, and associated with every VPC endpoint', () => {
    const other = newEndpoint(vpc, { id: 'Other' });
    withProps({ access: VpcAccess.throughEndpoints([endpoint, other]) });
    hasApi({ EndpointConfiguration: { Types: ['PRIVATE'], IpAddressType: 'dualstack', VpcEndpointIds: [idOf(endpoint), idOf(other)] } });
  });

  test('that is made for the API is there for others to share', () => {
    const { vpcEndpoint } = withProps({ access: VpcAccess.inVpc(vpc) });
    const made = vpcEndpoint ? [vpcEndpoint.endpoint] : [];
    const sharing = new PrivateApi(stack, 'Journal', { access: VpcAccess.throughEndpoints(made) });
    expect(sharing.vpcEndpoint).toBeUndefined();
    ['Ledger', 'Journal'].forEach((Name) => hasApi({ Name, EndpointConfiguration: Match.objectLike({ VpcEndpointIds: made.map(idOf) }) }));
  });

  test('keeps its default name also with a domain, because nobody says that it can be closed', () => {
    withProps({ domain: domain() });
    hasApi({ DisableExecuteApiEndpoint: false });
  });
});

describe('the TLS policy', () => {
  test('is modern, in the basic access mode, because callers go by the name of the VPC endpoint', () => {
    withProps();
    hasApi({ SecurityPolicy: 'SecurityPolicy_TLS13_1_2_PFS_PQ_2025_09', EndpointAccessMode: 'BASIC' });
  });

  test('stays in that mode with private DNS and with a domain, because going back makes the API unavailable', () => {
    withProps({ access: VpcAccess.throughEndpoints([newEndpoint(vpc, { id: 'Named', privateDns: true })]), domain: domain() });
    hasApi({ SecurityPolicy: 'SecurityPolicy_TLS13_1_2_PFS_PQ_2025_09', EndpointAccessMode: 'BASIC' });
  });

  test('that was named is in the mode its callers need, too', () => {
    withProps({ tls: TlsPolicy.strictTls13() });
    hasApi({ SecurityPolicy: 'SecurityPolicy_TLS13_1_3_2025_09', EndpointAccessMode: 'BASIC' });
  });

  test('has no access mode where the policy knows none', () => {
    withProps({ tls: TlsPolicy.tls12() });
    hasApi({ SecurityPolicy: 'TLS_1_2', EndpointAccessMode: Match.absent() });
  });

  test('of an edge-optimised API is refused', () => {
    expect(() => withProps({ tls: TlsPolicy.named('SecurityPolicy_TLS13_2025_EDGE') })).toThrow(/tls-policy-for-other-endpoint.*a private endpoint/);
  });
});

describe('the resource policy', () => {
  test('denies whatever does not come through the endpoints, and allows callers without an AWS identity only', () => {
    withProps();
    const everyRoute = { Principal: { AWS: '*' }, Action: 'execute-api:Invoke', Resource: 'execute-api:/*' };
    expect(statements()).toEqual([
      { Effect: 'Allow', ...everyRoute, Condition: { Null: { 'aws:PrincipalAccount': 'true' } } },
      { Effect: 'Deny', ...everyRoute, Condition: { StringNotEquals: { 'aws:SourceVpce': [idOf(endpoint)] } } },
    ]);
  });

  test('names every endpoint there is', () => {
    const other = newEndpoint(vpc, { id: 'Other' });
    withProps({ access: VpcAccess.throughEndpoints([endpoint, other]) });
    expect(statements()).toContainEqual(expect.objectContaining({
      Effect: 'Deny', Condition: { StringNotEquals: { 'aws:SourceVpce': [idOf(endpoint), idOf(other)] } },
    }));
  });

  test('names the endpoints of those the domain is shared with', () => {
    withProps({ domain: domain(['vpce-0a1b2c3d4e5f6a7b8']) });
    expect(statements()).toContainEqual(expect.objectContaining({
      Effect: 'Deny', Condition: { StringNotEquals: { 'aws:SourceVpce': [idOf(endpoint), 'vpce-0a1b2c3d4e5f6a7b8'] } },
    }));
  });

  test('holds what else must be true as well', () => {
    withProps({ resourcePolicy: ResourcePolicy.rules({ allowedAccounts: ['111122223333'] }) });
    const denials = statements().filter((statement) => 'Effect' in statement && statement.Effect === 'Deny');
    expect(JSON.stringify(denials)).toContain('aws:SourceVpce');
    expect(JSON.stringify(denials)).toContain('aws:PrincipalAccount');
  });

  test('for accounts is refused with routes that ask for no AWS identity, and with CORS', () => {
    const resourcePolicy = ResourcePolicy.rules({ allowedAccounts: ['111122223333'] });
    const api = withProps({ resourcePolicy });
    expect(() => api.addRoute('GET /rates', Backend.mock(), { authorization: Authorization.none('everybody inside may know') })).toThrow(/resource-policy-accounts-need-iam/);
    expect(() => new PrivateApi(stack, 'Other', { access: VpcAccess.throughEndpoints([endpoint]), resourcePolicy, cors: Cors.anyOrigin() }))
      .toThrow(/resource-policy-accounts-with-cors/);
  });

  test('is no surprise on a private API', () => {
    const api = withProps();
    expect(JSON.stringify(api.restApi.node.metadata)).not.toContain('resource-policy-endpoints-on-public-api');
  });
});

describe('the URL', () => {
  const parts = ['.execute-api.', { Ref: 'AWS::Region' }, '.', { Ref: 'AWS::URLSuffix' }, '/'];

  test('is the name the first VPC endpoint has for the API', () => {
    const api = withProps({ access: VpcAccess.throughEndpoints([endpoint, newEndpoint(vpc, { id: 'Other' })]) });
    expect(stack.resolve(api.url)).toEqual({
      'Fn::Join': ['', ['https://', stack.resolve(api.restApi.restApiId), '-', idOf(endpoint), ...parts, stack.resolve(api.stage.stageName), '/']],
    });
  });

  test('is that of the domain, when there is one', () => {
    const api = withProps({ domain: domain() });
    expect(api.url).toBe('https://ledger.shop.example/');
    expect(api.domain?.url).toBe(api.url);
  });

  test('is the default one where private DNS leads it to the VPC endpoint', () => {
    const api = withProps({ access: VpcAccess.inVpc(vpc, { privateDns: true }) });
    expect(api.url).toBe(api.stage.urlForPath('/'));
  });
});

test('a door that is refused leaves no VPC endpoint behind', () => {
  const access = VpcAccess.inVpc(vpc);
  expect(() => new PrivateApi(stack, 'Ledger', { access, stage: { name: 'a b' } })).toThrow(/stage-name-malformed/);
  expect(() => new PrivateApi(stack, 'Journal', { access, tls: TlsPolicy.named('SecurityPolicy_TLS13_2025_EDGE') })).toThrow(/tls-policy-for-other-endpoint/);
  Template.fromStack(stack).resourceCountIs('AWS::EC2::VPCEndpoint', 1);
});

test('a timeout over 29 s is warned about, because the quota can be raised here as on regional APIs', () => {
  const api = withProps();
  api.addRoute('GET /report', Backend.mock(), { timeout: Duration.seconds(60) });
  expect(JSON.stringify(api.node.metadata)).toContain('timeout-needs-quota');
});

test('a role may be let in to every route of the stage', () => {
  withProps().grants.invoke(new Role(stack, 'Caller', { assumedBy: new ServicePrincipal('ec2.amazonaws.com') }));
  Template.fromStack(stack).hasResourceProperties('AWS::IAM::Policy', {
    PolicyDocument: { Statement: [{ Action: 'execute-api:Invoke', Resource: { 'Fn::Join': ['', Match.arrayWith(['/prod/*/*'])] } }] },
  });
});

test('methods added by hand work as ever', () => {
  withProps().restApi.root.addResource('health').addMethod('GET', new MockIntegration());
  Template.fromStack(stack).resourceCountIs('AWS::ApiGateway::Method', 2);
});

test('the routes of a door in another place than its VPC work as ever', () => {
  const app = new App();
  const network = new Stack(app, 'Network');
  const shop = new Stack(app, 'Shop');
  const access = VpcAccess.throughEndpoints([newEndpoint(newVpc(network))]);
  new PrivateApi(shop, 'Ledger', { access }).addRoute('GET /entries', Backend.mock());
  Template.fromStack(shop).hasResourceProperties('AWS::ApiGateway::RestApi', {
    EndpointConfiguration: Match.objectLike({ VpcEndpointIds: [{ 'Fn::ImportValue': Match.anyValue() }] }),
  });
});

describe('a domain that is shared with other accounts', () => {
  const shared = () => {
    const certificate = Certificate.fromCertificateArn(stack, 'Certificate', 'arn:aws:acm:eu-west-1:111122223333:certificate/1');
    return PrivateDomain.withCertificate({ domainName: 'ledger.shop.example', certificate, records: false, shareWith: ['444455556666'] });
  };
  const isWarnedOf = () => stack.node.findAll().some(({ node }) => JSON.stringify(node.metadata).includes('shared-domain-without-callers'));

  test('is warned of when none of their principals may call', () => {
    withProps({ domain: shared() });
    expect(isWarnedOf()).toBe(true);
  });

  test('is fine when their principals are named, or callers are no principals', () => {
    withProps({ domain: shared(), resourcePolicy: ResourcePolicy.rules({ allowedAccounts: ['444455556666'] }) });
    expect(isWarnedOf()).toBe(false);
  });
});
