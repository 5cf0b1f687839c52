import { CreateTableCommand, waitUntilTableExists } from '@aws-sdk/client-dynamodb';
import { startChatTable } from '../../test/runtime/chat/support/chat-table';

/** Where the tables are: that of a chat, and that of the official sample. */
export interface Tables { readonly endpoint: string; readonly table: string; readonly sampleTable: string }

/** The process that `TableProcess` starts: a DynamoDB on this machine, which ends with its parent. */
async function main(): Promise<void> {
  const { client, endpoint, table } = await startChatTable();
  const sampleTable = `${table}-sample`;
  await client.send(new CreateTableCommand({
    TableName: sampleTable,
    BillingMode: 'PAY_PER_REQUEST',
    AttributeDefinitions: [{ AttributeName: 'connectionId', AttributeType: 'S' }],
    KeySchema: [{ AttributeName: 'connectionId', KeyType: 'HASH' }],
  }));
  await waitUntilTableExists({ client, maxWaitTime: 10, minDelay: 1 }, { TableName: sampleTable });
  process.on('disconnect', () => process.exit(0));
  process.send?.({ endpoint, table, sampleTable } satisfies Tables);
}

void main();
