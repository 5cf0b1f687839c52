import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { DynamoDBClientConfig } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';

/** Milliseconds. A function has five seconds for three writes one after the other, and a try that hangs must leave time for another one. */
const PATIENCE = { connectionTimeout: 500, requestTimeout: 1_000, throwOnRequestTimeout: true };

/** One client per container. `AWS_ENDPOINT_URL_DYNAMODB` sends it to a local table, by the SDK itself. */
export function documentClient(config: DynamoDBClientConfig = {}): DynamoDBDocumentClient {
  return DynamoDBDocumentClient.from(new DynamoDBClient({ maxAttempts: 3, requestHandler: PATIENCE, ...config }));
}
