import { DynamoDBClient } from '@aws-sdk/client-dynamodb';

/** Milliseconds: with three tries in all we still answer before API Gateway stops waiting for us, which is after 10 s. */
const PATIENCE = { connectionTimeout: 1000, requestTimeout: 2000, throwOnRequestTimeout: true };

export function dynamoDb(): DynamoDBClient {
  return new DynamoDBClient({ requestHandler: PATIENCE, maxAttempts: 3 });
}
