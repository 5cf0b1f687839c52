import { Catalogue, Product, Shelf } from '../../handlers/catalogue/catalogue';
import { Page, PageRequest } from '../../handlers/catalogue/page';

/** The ports kept in memory. `ports.test.ts` holds them to the same laws as the DynamoDB table. */
export class MemoryCatalogue implements Catalogue, Shelf {
  private readonly products = new Map<string, { product: Product; sentAt: number }>();

  constructor(...products: Product[]) {
    products.forEach((product) => this.products.set(product.productId, { product, sentAt: 0 }));
  }

  /** As DynamoDB does: a full page names its last key, even when nothing follows it. */
  async list({ limit, after: [last] = [] }: PageRequest): Promise<Page<Product>> {
    const all = [...this.products.values()].map(({ product }) => product);
    const start = last === undefined ? 0 : all.findIndex(({ productId }) => productId === last) + 1;
    const entries = all.slice(start, start + limit);
    const final = entries.at(-1);
    return { entries, next: entries.length === limit && final ? [final.productId] : undefined };
  }

  async find(productId: string): Promise<Product | undefined> {
    return this.products.get(productId)?.product;
  }

  async put(product: Product, sentAt: number): Promise<void> {
    const standing = this.products.get(product.productId);
    if (!standing || standing.sentAt <= sentAt) this.products.set(product.productId, { product, sentAt });
  }
}
