import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, GetCommand, PutCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { Order, OrderBook } from '../shop/orders';
import { Page, PageRequest } from '../shop/page';

/** Shared with the stack, which makes the index. */
export const ORDERS_BY_TIME = 'by-placed-at';

/**
 * The order book in DynamoDB: one item per order under its customer, and an index of the same items by time.
 * Every read is strongly consistent: who has just ordered must see the order.
 */
export class OrdersTable implements OrderBook {
  constructor(private readonly db: DynamoDBDocumentClient, private readonly tableName: string) {}

  async add(order: Order): Promise<Order> {
    try {
      await this.db.send(new PutCommand({ TableName: this.tableName, Item: order, ConditionExpression: 'attribute_not_exists(orderId)' }));
      return order;
    } catch (error) {
      const standing = error instanceof ConditionalCheckFailedException && await this.find(order.customerId, order.orderId);
      if (!standing) throw error;
      return standing;
    }
  }

  async find(customerId: string, orderId: string): Promise<Order | undefined> {
    const { Item } = await this.db.send(new GetCommand({ TableName: this.tableName, Key: { customerId, orderId }, ConsistentRead: true }));
    return Item as Order | undefined; // only `add` writes here
  }

  async list(customerId: string, { limit, after }: PageRequest): Promise<Page<Order>> {
    const { Items = [], LastEvaluatedKey: last } = await this.db.send(new QueryCommand({
      TableName: this.tableName,
      IndexName: ORDERS_BY_TIME,
      KeyConditionExpression: 'customerId = :customer',
      ExpressionAttributeValues: { ':customer': customerId },
      ConsistentRead: true,
      ScanIndexForward: false,
      Limit: limit,
      // The customer is never taken from the token: a forged one can only turn the caller's own pages.
      ExclusiveStartKey: after && { customerId, orderId: after[0], placedAt: after[1] },
    }));
    return { entries: Items as Order[], next: last && [String(last.orderId), String(last.placedAt)] };
  }
}
