import type { AddressInfo } from 'node:net';
import { CreateTableCommand, CreateTableCommandInput, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { App, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import dynalite from 'dynalite';
import { ProductsTable } from '../../constructs/products-table';

/** A DynamoDB that speaks HTTP in this process, with the table of the stack in it. */
export class LocalDynamo {
  static async start(): Promise<LocalDynamo> {
    const server = dynalite({ createTableMs: 0 });
    await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
    const local = new LocalDynamo(server);
    await local.client.send(new CreateTableCommand(tableDefinition(PRODUCTS)));
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

  /** A further table of the same make, for a test that wants to be alone. */
  async anotherTable(name: string): Promise<string> {
    await this.client.send(new CreateTableCommand(tableDefinition(name)));
    return name;
  }

  async stop(): Promise<void> {
    this.client.destroy();
    await new Promise((closed) => this.server.close(closed));
  }
}

export const PRODUCTS = 'Products';

/** Read from the template, so that a key the handlers need and the stack lacks is found here and not in production. */
function tableDefinition(name: string): CreateTableCommandInput {
  const stack = new Stack(new App(), 'Tables');
  new ProductsTable(stack, 'Products', { removalPolicy: RemovalPolicy.DESTROY });
  const [{ Properties }] = Object.values(Template.fromStack(stack).findResources('AWS::DynamoDB::Table')) as [{ Properties: TableProperties }];
  const { AttributeDefinitions, KeySchema } = Properties;
  return { TableName: name, BillingMode: 'PAY_PER_REQUEST', AttributeDefinitions, KeySchema };
}

type TableProperties = Pick<CreateTableCommandInput, 'AttributeDefinitions' | 'KeySchema'>;
