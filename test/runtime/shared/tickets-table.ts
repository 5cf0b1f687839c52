import type { AddressInfo } from 'node:net';
import { AttributeValue, CreateTableCommand, CreateTableCommandInput, DynamoDBClient, PutItemCommand, ScanCommand } from '@aws-sdk/client-dynamodb';
import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import dynalite from 'dynalite';
import { ApiTickets } from '../../../lib/security/connect/api-tickets';

export const TICKETS = 'Tickets';

type Item = Record<string, AttributeValue>;
type TableProperties = Pick<CreateTableCommandInput, 'AttributeDefinitions' | 'KeySchema'>;

/** A DynamoDB that speaks HTTP in this process, with the table of tickets in it. */
export class TicketsTable {
  public static async start(): Promise<TicketsTable> {
    const server = dynalite({ createTableMs: 0 });
    await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
    const made = new TicketsTable(server);
    await made.client.send(new CreateTableCommand({ TableName: TICKETS, BillingMode: 'PAY_PER_REQUEST', ...tableAsDeployed() }));
    return made;
  }

  public readonly url: string;
  private readonly client: DynamoDBClient;

  private constructor(private readonly server: ReturnType<typeof dynalite>) {
    this.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
    this.client = new DynamoDBClient({ endpoint: this.url, region: 'eu-west-1', credentials });
  }

  public async items(): Promise<Item[]> {
    return (await this.client.send(new ScanCommand({ TableName: TICKETS }))).Items ?? [];
  }

  public async put(item: Item): Promise<void> {
    await this.client.send(new PutItemCommand({ TableName: TICKETS, Item: item }));
  }

  public async stop(): Promise<void> {
    this.client.destroy();
    await new Promise((closed) => this.server.close(closed));
  }
}

/** Read from the template, so that a key the functions need and the table lacks is found here. */
function tableAsDeployed(): TableProperties {
  const stack = new Stack(new App(), 'Tables');
  new ApiTickets(stack, 'Tickets');
  const [{ Properties }] = Object.values(Template.fromStack(stack).findResources('AWS::DynamoDB::Table')) as [{ Properties: TableProperties }];
  return { AttributeDefinitions: Properties.AttributeDefinitions, KeySchema: Properties.KeySchema };
}
