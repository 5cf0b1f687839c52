import { randomUUID } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import { CreateTableCommand, DeleteTableCommand, DynamoDBClient, waitUntilTableExists } from '@aws-sdk/client-dynamodb';
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import dynalite from 'dynalite';
import { CHAT_TABLE } from '../../../../lib/chat/chat-contract';
import { documentClient } from '../../../../runtime/chat/store/client';

/** The table of a chat on this machine, empty. */
export interface ChatTable {
  readonly client: DynamoDBDocumentClient;
  readonly table: string;
  readonly endpoint: string;
  stop(): Promise<void>;
}

/** A dynalite in this process, or the DynamoDB that CHAT_DYNAMODB_ENDPOINT names: every table has a name of its own there. */
export async function startChatTable(): Promise<ChatTable> {
  const server = process.env.CHAT_DYNAMODB_ENDPOINT ? { endpoint: process.env.CHAT_DYNAMODB_ENDPOINT, close: async () => {} } : await startDynalite();
  const config = { endpoint: server.endpoint, region: 'eu-west-1', credentials: { accessKeyId: 'local', secretAccessKey: 'local' } };
  const table = `chat-${randomUUID()}`;
  const admin = new DynamoDBClient(config);
  const client = documentClient({ ...config, maxAttempts: 1, requestHandler: {} });
  await createTable(admin, table);
  const stop = async () => {
    await admin.send(new DeleteTableCommand({ TableName: table }));
    [admin, client].forEach((open) => open.destroy());
    await server.close();
  };
  return { client, table, endpoint: server.endpoint, stop };
}

async function createTable(client: DynamoDBClient, table: string): Promise<void> {
  await client.send(new CreateTableCommand({
    TableName: table,
    BillingMode: 'PAY_PER_REQUEST',
    AttributeDefinitions: [{ AttributeName: CHAT_TABLE.partitionKey, AttributeType: 'S' }, { AttributeName: CHAT_TABLE.sortKey, AttributeType: 'S' }],
    KeySchema: [{ AttributeName: CHAT_TABLE.partitionKey, KeyType: 'HASH' }, { AttributeName: CHAT_TABLE.sortKey, KeyType: 'RANGE' }],
  }));
  await waitUntilTableExists({ client, maxWaitTime: 10, minDelay: 1 }, { TableName: table });
}

async function startDynalite(): Promise<{ endpoint: string; close(): Promise<void> }> {
  const server = dynalite({ createTableMs: 0 });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () => new Promise((closed) => server.close(() => closed())),
  };
}
