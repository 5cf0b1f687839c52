import { App, CfnParameter, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { IInterfaceVpcEndpoint, InterfaceVpcEndpoint, InterfaceVpcEndpointAwsService, IpAddresses, SubnetType, Vpc } from 'aws-cdk-lib/aws-ec2';
import { Construct } from 'constructs';
import { VpcAccess } from '../../lib/vpc/vpc-access';
import { newStack } from '../helpers/apps';

describe('access through endpoints', () => {
  test('is through these and makes nothing', () => {
    const stack = newStack();
    const endpoints = ['vpce-1', 'vpce-2'].map((id) => imported(stack, id));
    const opened = VpcAccess.throughEndpoints(endpoints)._open(door(stack));
    expect(opened).toEqual(expect.objectContaining({ endpoints, ids: ['vpce-1', 'vpce-2'], privateDns: false }));
    expect(opened.vpcEndpoint).toBeUndefined();
    expect(Template.fromStack(stack).toJSON().Resources ?? {}).toEqual({});
  });

  test('through one that is named twice is through one', () => {
    const stack = newStack();
    const [endpoint, again] = [imported(stack), InterfaceVpcEndpoint.fromInterfaceVpcEndpointAttributes(stack, 'Again', { vpcEndpointId: 'vpce-1', port: 443 })];
    expect(VpcAccess.throughEndpoints([endpoint, endpoint, again])._open(stack)).toEqual(expect.objectContaining({ endpoints: [endpoint], ids: ['vpce-1'] }));
  });

  test('through none is refused', () => {
    expect(() => VpcAccess.throughEndpoints([])).toThrow(/^private-api-without-way-in/);
  });

  test.each([[true, [true, true]], [false, [true, false]]])('has private DNS %p where the endpoints of the app have it %j', (expected, given) => {
    const stack = newStack();
    const endpoints = given.map((privateDnsEnabled, index) => network(stack, `Vpc${index}`)
      .addInterfaceEndpoint('Endpoint', { service: InterfaceVpcEndpointAwsService.APIGATEWAY, privateDnsEnabled }));
    expect(VpcAccess.throughEndpoints(endpoints)._open(stack).privateDns).toBe(expected);
  });

  test('has private DNS when somebody says so of an imported endpoint', () => {
    const stack = newStack();
    expect(VpcAccess.throughEndpoints([imported(stack)], { privateDns: true })._open(stack).privateDns).toBe(true);
  });

  test('knows what it is told of them', () => {
    const stack = newStack();
    const options = { vpc: network(stack), dualStack: true, dnsEntry: 'Z1:vpce-1.execute-api.eu-west-1.vpce.amazonaws.com' };
    expect(VpcAccess.throughEndpoints([imported(stack)], options)._open(stack)).toEqual(expect.objectContaining(options));
  });

  test.each(['', 'vpce-1.execute-api.eu-west-1.vpce.amazonaws.com', 'Z1:', 'Z1:https://vpce-1'])('with the DNS entry "%s" is refused', (dnsEntry) => {
    expect(() => VpcAccess.throughEndpoints([imported(newStack())], { dnsEntry })).toThrow(/^endpoint-dns-entry-malformed/);
  });

  test('takes a DNS entry that is only known at deployment', () => {
    const stack = newStack();
    const dnsEntry = new CfnParameter(stack, 'Entry').valueAsString;
    expect(() => VpcAccess.throughEndpoints([imported(stack)], { dnsEntry })).not.toThrow();
  });
});

describe('access in a VPC', () => {
  test('makes an endpoint for the API that asks', () => {
    const stack = newStack();
    const vpc = network(stack);
    const opened = VpcAccess.inVpc(vpc)._open(door(stack));
    expect(opened.vpcEndpoint?.node.path).toBe('Shop/Api/VpcEndpoint');
    expect(opened.endpoints).toEqual([opened.vpcEndpoint?.endpoint]);
    expect(opened.ids).toEqual([opened.vpcEndpoint?.endpoint.vpcEndpointId]);
    expect(opened).toEqual(expect.objectContaining({ vpc, privateDns: false }));
    expect(Object.keys(Template.fromStack(stack).findResources('AWS::EC2::VPCEndpoint'))[0]).toMatch(/^ApiVpcEndpoint[0-9A-F]{8}$/);
  });

  test('makes it as it is told', () => {
    const stack = newStack();
    const opened = VpcAccess.inVpc(network(stack), { privateDns: true })._open(door(stack));
    expect(opened.privateDns).toBe(true);
    Template.fromStack(stack).hasResourceProperties('AWS::EC2::VPCEndpoint', { PrivateDnsEnabled: true });
  });

  test('can be opened for several APIs, each with an endpoint of its own', () => {
    const stack = newStack();
    const access = VpcAccess.inVpc(network(stack));
    ['One', 'Two'].forEach((id) => access._open(door(stack, id)));
    Template.fromStack(stack).resourceCountIs('AWS::EC2::VPCEndpoint', 2);
  });

  test('makes nothing before it is opened', () => {
    const stack = new Stack(new App(), 'Shop');
    VpcAccess.inVpc(network(stack));
    Template.fromStack(stack).resourceCountIs('AWS::EC2::VPCEndpoint', 0);
  });
});

function door(stack: Stack, id: string = 'Api'): Construct {
  return new Construct(stack, id);
}

function imported(stack: Stack, vpcEndpointId: string = 'vpce-1'): IInterfaceVpcEndpoint {
  return InterfaceVpcEndpoint.fromInterfaceVpcEndpointAttributes(stack, `Imported-${vpcEndpointId}`, { vpcEndpointId, port: 443 });
}

function network(stack: Stack, id: string = 'Vpc'): Vpc {
  return new Vpc(stack, id, {
    maxAzs: 2, ipAddresses: IpAddresses.cidr('10.0.0.0/16'), subnetConfiguration: [{ name: 'isolated', subnetType: SubnetType.PRIVATE_ISOLATED }],
  });
}
