import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { BatchWriteCommand, DeleteCommand, GetCommand, PutCommand, QueryCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { BatchWriteCommandInput, DynamoDBDocumentClient, QueryCommandOutput } from '@aws-sdk/lib-dynamodb';
import type { Now } from '../ports';
import { inBatches } from './batches';
import { BUCKET_SIZE } from './keys';
import type { Key } from './keys';
import { alive, plainRow, seconds } from './row';
import type { Row } from './row';

export interface TableProps { readonly client: DynamoDBDocumentClient; readonly table: string; readonly now: Now }

/** Made, with what it changed; or not made, and, as far as DynamoDB said so, the row that stood in its way. */
export type Outcome = { readonly done: true; readonly row: Row } | { readonly done: false; readonly row?: Row };

/** In expressions `#name` is the attribute of that name, and `:name` the value given under it. */
export interface Change { readonly set: string; readonly when: string; readonly values?: Row }
export interface Query {
  readonly pk: string;
  /** A condition on `#sk`. */
  readonly where?: string;
  readonly values?: Row;
  readonly newestFirst?: boolean;
  /** Rows of the first page. Further pages grow, so that few of them pass over many rows that have run out. Not given: as much as fits, 1 MB. */
  readonly pageSize?: number;
  /** Only these attributes. */
  readonly only?: readonly string[];
}

/** For conditions: the row is there, and has not run out. Nothing can be done to others but to write them anew. */
export const ALIVE = 'attribute_exists(#pk) AND (attribute_not_exists(#ttl) OR #ttl > :clock)';
/** For an insert: nothing is there, or what is there has run out. */
const FREE = 'attribute_not_exists(#pk) OR #ttl <= :clock';

/** By how much pages grow. */
const GROWTH = 4;

type Requests = NonNullable<BatchWriteCommandInput['RequestItems']>[string];

/** The table of the chat. Reads are strongly consistent, and see nothing that has run out. No transactions, no index, no scan. */
export class Table {
  readonly now: Now;
  private readonly client: DynamoDBDocumentClient;
  private readonly name: string;

  constructor({ client, table, now }: TableProps) {
    this.client = client;
    this.name = table;
    this.now = now;
  }

  async get(key: Key): Promise<Row | undefined> {
    const { Item } = await this.client.send(new GetCommand({ TableName: this.name, Key: key, ConsistentRead: true }));
    return Item && alive(Item, this.now()) ? Item : undefined;
  }

  /** Rows of one partition in the order of their sort keys, page by page. */
  async *pages(query: Query): AsyncGenerator<readonly Row[]> {
    const input = this.queryInput(query);
    let from: Row | undefined;
    let limit = query.pageSize;
    do {
      const page: QueryCommand = new QueryCommand({ ...input, Limit: limit, ExclusiveStartKey: from });
      const { Items = [], LastEvaluatedKey }: QueryCommandOutput = await this.client.send(page);
      yield Items.filter((row) => alive(row, this.now()));
      from = LastEvaluatedKey;
      limit &&= Math.min(limit * GROWTH, BUCKET_SIZE);
    } while (from);
  }

  async all(query: Query): Promise<readonly Row[]> {
    const rows: Row[] = [];
    for await (const page of this.pages(query)) rows.push(...page);
    return rows;
  }

  /** If there is nothing yet. */
  async insert(item: Row & Key): Promise<Outcome> {
    return this.attempt(this.client.send(new PutCommand({ TableName: this.name, Item: item, ...this.conditions(FREE) })));
  }

  /** Whatever there is; answers with what there was. */
  async put(item: Row & Key): Promise<Row | undefined> {
    return (await this.client.send(new PutCommand({ TableName: this.name, Item: item, ReturnValues: 'ALL_OLD' }))).Attributes;
  }

  async update(Key: Key, { set, when, values }: Change): Promise<Outcome> {
    const conditions = this.conditions(when, set, values);
    const update = new UpdateCommand({ TableName: this.name, Key, UpdateExpression: set, ...conditions, ReturnValues: 'UPDATED_NEW' });
    return this.attempt(this.client.send(update));
  }

  /** Whether there is such a row or not; answers with what was changed. */
  async upsert(Key: Key, set: string, values: Row): Promise<Row> {
    const { Attributes = {} } = await this.client.send(new UpdateCommand({
      TableName: this.name,
      Key,
      UpdateExpression: set,
      ExpressionAttributeNames: names(set),
      ExpressionAttributeValues: named(values),
      ReturnValues: 'UPDATED_NEW',
    }));
    return Attributes;
  }

  async delete(Key: Key): Promise<void> {
    await this.client.send(new DeleteCommand({ TableName: this.name, Key }));
  }

  async deleteIf(Key: Key, when: string, values: Row): Promise<Outcome> {
    return this.attempt(this.client.send(new DeleteCommand({ TableName: this.name, Key, ...this.conditions(when, '', values) })));
  }

  /** In no order, and not all or nothing. */
  async deleteAll(keys: readonly Key[]): Promise<void> {
    const deletions: Requests = keys.map((Key) => ({ DeleteRequest: { Key } }));
    await inBatches(deletions, async (requests) => {
      const { UnprocessedItems } = await this.client.send(new BatchWriteCommand({ RequestItems: { [this.name]: [...requests] } }));
      return UnprocessedItems?.[this.name] ?? [];
    });
  }

  private queryInput({ pk, where, values, newestFirst, only }: Query) {
    const condition = where ? `#pk = :pk AND ${where}` : '#pk = :pk';
    const projection = only?.map((name) => `#${name}`).join(', ');
    return {
      TableName: this.name,
      KeyConditionExpression: condition,
      ProjectionExpression: projection,
      ExpressionAttributeNames: names(`${condition} ${projection}`),
      ExpressionAttributeValues: named({ ...values, pk }),
      ScanIndexForward: !newestFirst,
      ConsistentRead: true,
    };
  }

  private conditions(when: string, set = '', values: Row = {}) {
    const text = `${set} ${when}`;
    return {
      ConditionExpression: when,
      ExpressionAttributeNames: names(text),
      ExpressionAttributeValues: named(text.includes(':clock') ? { ...values, clock: seconds(this.now()) } : values),
      ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
    } as const;
  }

  private async attempt(write: Promise<{ Attributes?: Row }>): Promise<Outcome> {
    try {
      return { done: true, row: (await write).Attributes ?? {} };
    } catch (error) {
      if (!(error instanceof ConditionalCheckFailedException)) throw error;
      return { done: false, row: error.Item && plainRow(error.Item) };
    }
  }
}

/** Many everyday words are reserved in expressions: no attribute is written there by its own name. */
function names(expression: string): Record<string, string> {
  return Object.fromEntries([...expression.matchAll(/#(\w+)/g)].map(([placeholder, name = '']) => [placeholder, name]));
}

function named(values: Row): Record<string, unknown> | undefined {
  const entries = Object.entries(values).map(([name, value]) => [`:${name}`, value]);
  return entries.length ? Object.fromEntries(entries) : undefined;
}
