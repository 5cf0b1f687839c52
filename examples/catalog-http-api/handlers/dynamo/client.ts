import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';

/** One client per container. `AWS_ENDPOINT_URL` sends it to a local emulator, by the SDK itself. */
export function documentClient(): DynamoDBDocumentClient {
  const client = new DynamoDBClient({ requestHandler: { connectionTimeout: 1000, requestTimeout: 2000 } });
  return DynamoDBDocumentClient.from(client);
}
