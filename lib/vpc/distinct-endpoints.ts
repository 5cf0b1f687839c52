import type { IInterfaceVpcEndpoint } from 'aws-cdk-lib/aws-ec2';

/** Each endpoint once, however often it is named or imported: AWS associates one with an API or a domain once. */
export function distinctEndpoints(endpoints: IInterfaceVpcEndpoint[]): IInterfaceVpcEndpoint[] {
  const ids = endpoints.map(({ vpcEndpointId }) => vpcEndpointId);
  return endpoints.filter((_endpoint, index) => ids.indexOf(ids[index]) === index);
}
