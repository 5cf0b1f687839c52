import type { AddressInfo } from 'node:net';
import { CreateTableCommand, CreateTableCommandInput, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { App, CfnElement, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import dynalite from 'dynalite';
import { ShopTables } from '../../constructs/shop-tables';

/** A DynamoDB that speaks HTTP in this process, with the tables of the stack in it. */
export class LocalDynamo {
  static async start(): Promise<LocalDynamo> {
    const server = dynalite({ createTableMs: 0 });
    await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
    const local = new LocalDynamo(server);
    await Promise.all(tableDefinitions().map((definition) => local.client.send(new CreateTableCommand(definition))));
    return local;
  }

  readonly endpoint: string;
  readonly db: DynamoDBDocumentClient;
  private readonly client: DynamoDBClient;

  private constructor(private readonly server: ReturnType<typeof dynalite>) {
    this.endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
    this.client = new DynamoDBClient({ endpoint: this.endpoint, region: 'eu-west-1', credentials });
    this.db = DynamoDBDocumentClient.from(this.client);
  }

  async stop(): Promise<void> {
    this.client.destroy();
    await new Promise((closed) => this.server.close(closed));
  }
}

/** The table names in `LocalDynamo`, as the stack's outputs would tell them. */
export const PRODUCTS = 'ShopTables-Products';
export const ORDERS = 'ShopTables-Orders';

/** Read from the template, so that a key or an index the handlers need and the stack lacks is found here and not in production. */
function tableDefinitions(): CreateTableCommandInput[] {
  const stack = new Stack(new App(), 'Tables');
  const tables = new ShopTables(stack, 'ShopTables', { removalPolicy: RemovalPolicy.DESTROY });
  const resources = Template.fromStack(stack).findResources('AWS::DynamoDB::Table');
  return [{ table: tables.products, name: PRODUCTS }, { table: tables.orders, name: ORDERS }].map(({ table, name }) => {
    const logicalId = stack.getLogicalId(table.node.defaultChild as CfnElement);
    const { AttributeDefinitions, KeySchema, LocalSecondaryIndexes } = resources[logicalId]!.Properties;
    return { TableName: name, BillingMode: 'PAY_PER_REQUEST', AttributeDefinitions, KeySchema, LocalSecondaryIndexes };
  });
}
