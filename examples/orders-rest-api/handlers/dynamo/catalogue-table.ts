import { DynamoDBDocumentClient, GetCommand, ScanCommand } from '@aws-sdk/lib-dynamodb';
import { Catalogue, Product } from '../shop/catalogue';
import { money } from '../shop/money';
import { Page, PageRequest } from '../shop/page';

/** The catalogue in DynamoDB, keyed by `productId`. */
export class CatalogueTable implements Catalogue {
  constructor(private readonly db: DynamoDBDocumentClient, private readonly tableName: string) {}

  /** A scan is right for a catalogue that is browsed as a whole and answered from the gateway's cache; a large one wants an index by category. */
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
}

/** A record is read as strictly as a request: a broken price must stop the sale, not set it to zero. */
function toProduct({ productId, title, description, priceCents }: Record<string, unknown>): Product {
  return { productId: String(productId), title: String(title), description: String(description ?? ''), price: money(Number(priceCents)) };
}
