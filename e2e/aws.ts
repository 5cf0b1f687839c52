import { APIGatewayClient } from '@aws-sdk/client-api-gateway';
import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { CREDENTIALS, Emulator, REGION } from './emulator';

/** The AWS SDK, talking to the emulator as the account's root user. */
export class Aws {
  readonly apiGateway: APIGatewayClient;
  readonly cloudFormation: CloudFormationClient;
  readonly cognito: CognitoIdentityProviderClient;
  readonly dynamoDb: DynamoDBClient;

  constructor({ endpoint }: Emulator) {
    const settings = { endpoint, region: REGION, credentials: CREDENTIALS };
    this.apiGateway = new APIGatewayClient(settings);
    this.cloudFormation = new CloudFormationClient(settings);
    this.cognito = new CognitoIdentityProviderClient(settings);
    this.dynamoDb = new DynamoDBClient(settings);
  }
}
