import { EndpointType } from 'aws-cdk-lib/aws-apigateway';
import { BuildApi } from '../application';
import { addRestApi } from '../hand-written/rest-api';

/** What a careful team writes by hand with the AWS CDK alone. */
export const plain: BuildApi = (scope, application) => {
  addRestApi(scope, application, { endpointTypes: [EndpointType.REGIONAL], endpointAccessMode: 'STRICT' });
};
