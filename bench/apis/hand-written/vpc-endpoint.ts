import { ArnFormat, Stack } from 'aws-cdk-lib';
import { InterfaceVpcEndpoint, InterfaceVpcEndpointAwsService, IVpc, Peer, Port, SecurityGroup, SubnetType } from 'aws-cdk-lib/aws-ec2';
import { AnyPrincipal, Effect, PolicyDocument, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';

/** The way from a VPC to its private APIs: on 443 from inside, to APIs of this account. */
export function addVpcEndpoint(scope: Construct, vpc: IVpc): InterfaceVpcEndpoint {
  const securityGroup = new SecurityGroup(scope, 'EndpointSecurityGroup', { vpc, description: 'Callers of private APIs', allowAllOutbound: false });
  securityGroup.addIngressRule(Peer.ipv4(vpc.vpcCidrBlock), Port.HTTPS);
  const endpoint = new InterfaceVpcEndpoint(scope, 'Endpoint', {
    vpc,
    service: InterfaceVpcEndpointAwsService.APIGATEWAY,
    subnets: { subnetType: SubnetType.PRIVATE_ISOLATED },
    securityGroups: [securityGroup],
    open: false,
    privateDnsEnabled: false,
  });
  const resource = Stack.of(scope).formatArn({ service: 'execute-api', resource: '*', arnFormat: ArnFormat.NO_RESOURCE_NAME });
  endpoint.addToPolicy(invoke(Effect.ALLOW, { resources: [resource] }));
  return endpoint;
}

/** Allow, and deny whatever comes another way: in that order the example of the API Gateway developer guide has it. */
export function onlyThrough(endpoint: InterfaceVpcEndpoint): PolicyDocument {
  const conditions = { StringNotEquals: { 'aws:SourceVpce': endpoint.vpcEndpointId } };
  return new PolicyDocument({
    statements: [invoke(Effect.ALLOW, { resources: ['execute-api:/*'] }), invoke(Effect.DENY, { resources: ['execute-api:/*'], conditions })],
  });
}

function invoke(effect: Effect, scope: { resources: string[]; conditions?: Record<string, object> }): PolicyStatement {
  return new PolicyStatement({ effect, principals: [new AnyPrincipal()], actions: ['execute-api:Invoke'], ...scope });
}
