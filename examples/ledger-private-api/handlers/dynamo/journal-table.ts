import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, PutCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { Entry, Journal } from '../ledger/journal';
import { Page, PageRequest } from '../ledger/page';

/** Shared with the stack, which makes the index. */
export const ENTRIES_BY_KEY = 'by-idempotency-key';

/**
 * The journal in DynamoDB: one item per entry, under its account and at its place, and an index of the same items by idempotency key.
 * Every read is strongly consistent, and an entry is written on condition that its place is free: one write, no transaction.
 */
export class JournalTable implements Journal {
  constructor(private readonly db: DynamoDBDocumentClient, private readonly tableName: string) {}

  async last(account: string): Promise<Entry | undefined> {
    const { entries: [last] } = await this.page(account, { limit: 1 });
    return last;
  }

  async find(account: string, idempotencyKey: string): Promise<Entry | undefined> {
    const { Items: [item] = [] } = await this.db.send(new QueryCommand({
      TableName: this.tableName,
      IndexName: ENTRIES_BY_KEY,
      KeyConditionExpression: 'account = :account AND idempotencyKey = :key',
      ExpressionAttributeValues: { ':account': account, ':key': idempotencyKey },
      ConsistentRead: true,
    }));
    return item && toEntry(item);
  }

  async append(entry: Entry): Promise<boolean> {
    try {
      await this.db.send(new PutCommand({ TableName: this.tableName, Item: entry, ConditionExpression: 'attribute_not_exists(account)' }));
      return true;
    } catch (error) {
      // When the answer to a write was lost, the SDK writes again, and this is our own entry: it is found by its key, then.
      if (error instanceof ConditionalCheckFailedException) return false;
      throw error;
    }
  }

  async page(account: string, { limit, before }: PageRequest): Promise<Page<Entry>> {
    const { Items = [], LastEvaluatedKey } = await this.db.send(new QueryCommand({
      TableName: this.tableName,
      KeyConditionExpression: 'account = :account',
      ExpressionAttributeValues: { ':account': account },
      ConsistentRead: true,
      ScanIndexForward: false,
      Limit: limit,
      // The account is never taken from the token: a forged one can only turn the pages of this account.
      ExclusiveStartKey: before === undefined ? undefined : { account, sequence: before },
    }));
    return { entries: Items.map(toEntry), next: LastEvaluatedKey && Number(LastEvaluatedKey.sequence) };
  }
}

/** A record is read as strictly as a request: on a broken amount nothing may be built. */
function toEntry(item: Record<string, unknown>): Entry {
  const { account, sequence } = item;
  for (const name of ['sequence', 'amount', 'balance']) {
    if (!Number.isSafeInteger(item[name])) throw new RangeError(`${name} of entry ${String(sequence)} of ${String(account)} is not a whole number`);
  }
  return item as unknown as Entry; // only `append` writes here
}
