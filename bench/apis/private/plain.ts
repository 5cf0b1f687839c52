import { EndpointType } from 'aws-cdk-lib/aws-apigateway';
import { BuildApi } from '../application';
import { addRestApi } from '../hand-written/rest-api';
import { addVpcEndpoint, onlyThrough } from '../hand-written/vpc-endpoint';

/** A private API as a careful team writes it by hand with the AWS CDK alone. */
export const plain: BuildApi = (scope, application) => {
  const endpoint = addVpcEndpoint(scope, application.vpc);
  addRestApi(scope, application, {
    endpointConfiguration: { types: [EndpointType.PRIVATE], vpcEndpoints: [endpoint] },
    policy: onlyThrough(endpoint),
    // Callers go by the name the endpoint has for the API, which is another than the one it knows itself by.
    endpointAccessMode: 'BASIC',
  });
};
