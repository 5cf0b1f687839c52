import { AuthorizationType, HttpIntegration, MethodLoggingLevel, RestApi } from 'aws-cdk-lib/aws-apigateway';
import { Waiver } from 'cdk-gatehouse';
import { Construct } from 'constructs';

export const API_NAME = 'parcels';
export const STAGE_NAME = 'prod';

/** The API as it was found: made with nothing but the AWS CDK, years ago, and in use. */
export function existingApi(scope: Construct): RestApi {
  const api = new RestApi(scope, 'Api', {
    restApiName: API_NAME,
    cloudWatchRole: false,
    deployOptions: {
      stageName: STAGE_NAME,
      tracingEnabled: true,
      loggingLevel: MethodLoggingLevel.ERROR,
      throttlingRateLimit: 100,
      throttlingBurstLimit: 200,
    },
  });
  const requestValidator = api.addRequestValidator('Validator', { validateRequestBody: true, validateRequestParameters: true });
  const getParcels = api.root.addResource('parcels').addMethod('GET', new HttpIntegration('https://parcels.example.com/v1'), {
    authorizationType: AuthorizationType.IAM,
    apiKeyRequired: true,
    requestValidator,
  });
  Waiver.record(getParcels, {
    control: 'Cognito authorization',
    reason: 'Depots call with IAM roles of their own; there are no users who could sign in',
    rules: ['AwsSolutions-COG4'],
  });
  return api;
}
