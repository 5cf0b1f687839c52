import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, GetCommand, PutCommand, ScanCommand } from '@aws-sdk/lib-dynamodb';
import { Catalogue, Product, Shelf } from '../catalogue/catalogue';
import { money } from '../catalogue/money';
import { Page, PageRequest } from '../catalogue/page';

/** The catalogue in DynamoDB, keyed by `productId`. */
export class ProductsTable implements Catalogue, Shelf {
  constructor(private readonly db: DynamoDBDocumentClient, private readonly tableName: string) {}

  /** A scan is right for a catalogue that is browsed as a whole; a large one wants an index by category. */
  async list({ limit, after }: PageRequest): Promise<Page<Product>> {
    const { Items = [], LastEvaluatedKey } = await this.db.send(new ScanCommand({
      TableName: this.tableName,
      Limit: limit,
      ExclusiveStartKey: after && { productId: after[0] },
    }));
    return { entries: Items.map(toProduct), next: LastEvaluatedKey && [String(LastEvaluatedKey.productId)] };
  }

  async find(productId: string): Promise<Product | undefined> {
    const { Item } = await this.db.send(new GetCommand({ TableName: this.tableName, Key: { productId } }));
    return Item && toProduct(Item);
  }

  async put({ price, ...product }: Product, sentAt: number): Promise<void> {
    await this.db.send(new PutCommand({
      TableName: this.tableName,
      Item: { ...product, priceCents: price.cents, sentAt },
      ConditionExpression: 'attribute_not_exists(sentAt) OR sentAt <= :sentAt',
      ExpressionAttributeValues: { ':sentAt': sentAt },
    })).catch(unlessNewerIsThere);
  }
}

function unlessNewerIsThere(error: unknown): void {
  if (!(error instanceof ConditionalCheckFailedException)) throw error;
}

/** A record is read as strictly as an import: a broken price must not be shown as zero. */
function toProduct({ productId, title, description, priceCents }: Record<string, unknown>): Product {
  return { productId: String(productId), title: String(title), description: String(description ?? ''), price: money(Number(priceCents)) };
}
