import { Money } from './money';
import { Page, PageRequest } from './page';
import { Refusal } from './refusal';

export interface Product {
  readonly productId: string;
  readonly title: string;
  readonly description: string;
  readonly price: Money;
}

/** What there is to look at: a port, kept by DynamoDB in production and by a map in tests. */
export interface Catalogue {
  list(page: PageRequest): Promise<Page<Product>>;
  find(productId: string): Promise<Product | undefined>;
}

/** Where imports go: the other side of the same table. */
export interface Shelf {
  /**
   * Puts a product there, unless what is there was sent later: the same import twice, or two imports in the wrong order, end up the same.
   */
  put(product: Product, sentAt: number): Promise<void>;
}

export async function productOf(catalogue: Catalogue, productId: string): Promise<Product> {
  const product = await catalogue.find(productId);
  if (!product) throw new Refusal(404, 'PRODUCT_NOT_FOUND', `there is no product ${productId}`);
  return product;
}
